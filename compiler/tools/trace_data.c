/* trace_data.c - the matrix for machines: CSV, one row a pair, and JSON. */
#include "compiler/tools/json_build.h"
#include "compiler/tools/trace.h"

static SourcePlace locate(const RuleIndex *index, Span span)
{
    return source_locate(index->ast->sources, span);
}
static Str get_path(const RuleIndex *index, Span span)
{
    return index->ast->sources->files.items[span.file].path;
}

/* ---- CSV ---- */

static void add_cell(StrBuf *out, Str text, char after)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        quoted |= text.ptr[i] == ',' || text.ptr[i] == '"' || text.ptr[i] == '\n';
    }
    if (quoted) {
        buf_add_char(out, '"');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            buf_add_char(out, '"');
        }
        buf_add_char(out, text.ptr[i]);
    }
    if (quoted) {
        buf_add_char(out, '"');
    }
    buf_add_char(out, after);
}

static void add_statement_cells(StrBuf *out, const RuleIndex *index, uint32_t i)
{
    const AstStatement *s = index->ast->statements.items[i];
    add_cell(out, s->id.text, ',');
    add_cell(out, rule_index_get_role(s), ',');
    add_cell(out, rule_index_get_group(index, i), ',');
    add_cell(out, s->place.text, ',');
    add_cell(out, s->strength.text, ',');
}

static void add_use_cells(StrBuf *out, const RuleIndex *index, const RuleUse *use)
{
    const RuleEntry *entry = &index->entries.items[use->entry];
    add_cell(out, rule_index_get_use_word(use->kind), ',');
    add_cell(out, rule_index_get_word(entry->kind), ',');
    add_cell(out, entry->name, ',');
    add_cell(out, use->reason ? use->reason->name.text : STR(""), ',');
    add_cell(out, get_path(index, use->span), ',');
    add_cell(out, str_format(out->arena, "%u", locate(index, use->span).line), '\n');
}

void trace_print_csv(StrBuf *out, const RuleIndex *index)
{
    buf_add_c(out, "statement,role,section,place,strength,use,kind,rule,reason,file,line\n");
    for (uint32_t i = 0; i < index->ast->statements.count; i++) {
        const IndexList *uses = &index->of_statement[i];
        for (uint32_t k = 0; k < uses->count; k++) {
            add_statement_cells(out, index, i);
            add_use_cells(out, index, &index->uses.items[uses->items[k]]);
        }
        if (uses->count) {
            continue;
        }
        add_statement_cells(out, index, i);
        buf_add_c(out, ",,,,,\n");
    }
}

/* ---- JSON ---- */

static json_t *make_place(const RuleIndex *index, Span span)
{
    SourcePlace place = locate(index, span);
    return json_pack("{s:o, s:i, s:i}", "file", json_build_text(get_path(index, span)), "line",
                     (int)place.line, "column", (int)place.column);
}

static void add_use_members(json_t *object, const RuleIndex *index, const RuleUse *use)
{
    json_object_set_new(object, "use", json_build_text(rule_index_get_use_word(use->kind)));
    if (use->part != NO_PART) {
        json_object_set_new(object, "part", json_integer(use->part + 1));
    }
    if (use->reason) {
        json_object_set_new(object, "reason", json_build_text(use->reason->name.text));
    }
    json_object_set_new(object, "at", make_place(index, use->span));
}

static json_t *make_statement_uses(const RuleIndex *index, const IndexList *uses)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < uses->count; i++) {
        const RuleUse *use = &index->uses.items[uses->items[i]];
        const RuleEntry *entry = &index->entries.items[use->entry];
        json_t *object =
            json_pack("{s:o, s:o}", "kind", json_build_text(rule_index_get_word(entry->kind)),
                      "rule", json_build_text(entry->name));
        add_use_members(object, index, use);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *make_statement(const RuleIndex *index, uint32_t i)
{
    const AstStatement *s = index->ast->statements.items[i];
    json_t *object = json_pack("{s:o, s:o, s:o, s:o}", "id", json_build_text(s->id.text), "role",
                               json_build_text(rule_index_get_role(s)), "section",
                               json_build_text(rule_index_get_group(index, i)), "place",
                               json_build_text(s->place.text));
    if (s->strength.text.len) {
        json_object_set_new(object, "strength", json_build_text(s->strength.text));
    }
    json_object_set_new(object, "at", make_place(index, s->id.span));
    json_object_set_new(object, "uses", make_statement_uses(index, &index->of_statement[i]));
    return object;
}

static json_t *make_names(const RuleIndex *index, const IndexList *entries)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < entries->count; i++) {
        json_array_append_new(array, json_build_text(index->entries.items[entries->items[i]].name));
    }
    return array;
}

static json_t *make_entry_statements(const RuleIndex *index, const RuleEntry *entry)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < entry->uses.count; i++) {
        const RuleUse *use = &index->uses.items[entry->uses.items[i]];
        json_t *object = json_pack(
            "{s:o}", "id", json_build_text(index->ast->statements.items[use->statement]->id.text));
        add_use_members(object, index, use);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *make_entry(const RuleIndex *index, const RuleEntry *entry)
{
    json_t *object =
        json_pack("{s:o, s:o}", "kind", json_build_text(rule_index_get_word(entry->kind)), "name",
                  json_build_text(entry->name));
    if (entry->title.len) {
        json_object_set_new(object, "title", json_build_text(entry->title));
    }
    json_object_set_new(object, "at", make_place(index, entry->span));
    if (entry->rule && entry->rule->from.outside) {
        json_object_set_new(object, "outside",
                            json_build_text(entry->rule->from.outside_text.text));
    }
    json_object_set_new(object, "has_effect", json_boolean(entry->live));
    json_object_set_new(object, "statements", make_entry_statements(index, entry));
    json_object_set_new(object, "reads", make_names(index, &entry->reads));
    json_object_set_new(object, "read_by", make_names(index, &entry->read_by));
    return object;
}

static json_t *list_statements(const RuleIndex *index, bool (*wanted)(const RuleIndex *, uint32_t))
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < index->ast->statements.count; i++) {
        if (wanted(index, i)) {
            json_array_append_new(array, json_build_text(index->ast->statements.items[i]->id.text));
        }
    }
    return array;
}

static json_t *list_unread(const RuleIndex *index)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < index->entries.count; i++) {
        if (trace_is_unread(&index->entries.items[i])) {
            json_array_append_new(array, json_build_text(index->entries.items[i].name));
        }
    }
    return array;
}

void trace_print_json(StrBuf *out, const RuleIndex *index)
{
    const AstModule *main = index->ast->main;
    json_t *statements = json_array(), *rules = json_array();
    for (uint32_t i = 0; i < index->ast->statements.count; i++) {
        json_array_append_new(statements, make_statement(index, i));
    }
    for (uint32_t i = 0; i < index->entries.count; i++) {
        json_array_append_new(rules, make_entry(index, &index->entries.items[i]));
    }
    json_t *all =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "guideline",
                  json_build_text(main->name.text), "version", json_build_text(main->version.text),
                  "missing", list_statements(index, trace_is_missing), "unshown",
                  list_statements(index, trace_is_unshown), "without_effect", list_unread(index),
                  "statements", statements, "rules", rules);
    json_build_print(out, all, JSON_INDENT(2));
}
