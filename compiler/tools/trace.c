/* trace.c - the matrix for people: what is missing first, then statements with their rules, rules
 * with their statements. */
#include "compiler/tools/trace.h"
#include "runtime/base/wrap.h"

enum { WIDTH = 100, PLACE_COLUMN = 15, USE_COLUMN = 44, PART_COLUMN = 6, STATEMENT_COLUMN = 50 };

typedef struct Printer {
    Wrap wrap;
    const RuleIndex *index;
    Arena *arena;
} Printer;

/* ---- pieces ---- */

static Str describe_entry(Printer *p, const RuleEntry *entry)
{
    if (entry->check) {
        return str_format(p->arena, "check \"%S\"", entry->name);
    }
    return str_format(p->arena, "%S %S", rule_index_get_word(entry->kind), entry->name);
}

static Str describe_place(Printer *p, Span span)
{
    return str_format(p->arena, "%S:%u", p->index->ast->sources->files.items[span.file].path,
                      source_locate(p->index->ast->sources, span).line);
}

static void print_heading(Printer *p, Str text)
{
    wrap_blank_line(&p->wrap);
    wrap_start_line(&p->wrap, 0, 0);
    wrap_add(&p->wrap, WRAP_HEADING, text);
    wrap_end_line(&p->wrap);
}

/* ---- first: what is missing, what has no effect ---- */

static void print_missing(Printer *p)
{
    uint32_t count = trace_count_missing(p->index);
    if (!count) {
        return;
    }
    print_heading(p, STR("Not implemented: nothing that a report can show rests on"));
    for (uint32_t i = 0; i < p->index->ast->statements.count; i++) {
        const AstStatement *s = p->index->ast->statements.items[i];
        if (!trace_is_missing(p->index, i)) {
            continue;
        }
        wrap_start_line(&p->wrap, 2, PLACE_COLUMN);
        wrap_add(&p->wrap, WRAP_BAD, s->id.text);
        wrap_move_to(&p->wrap, PLACE_COLUMN);
        wrap_add(&p->wrap, WRAP_PLAIN, s->text.text);
        wrap_add(&p->wrap, WRAP_DIM, str_format(p->arena, "(%S)", describe_place(p, s->span)));
        wrap_end_line(&p->wrap);
    }
}

typedef VEC(Str) StrList;

/* "Figures that no advice shows: A, B": nothing if the list is empty. */
static void print_told(Printer *p, const char *what, const StrList *names)
{
    if (!names->count) {
        return;
    }
    wrap_blank_line(&p->wrap);
    wrap_start_line(&p->wrap, 0, 2);
    wrap_add_c(&p->wrap, WRAP_HEADING, what);
    for (uint32_t i = 0; i < names->count; i++) {
        wrap_add_glued(
            &p->wrap, WRAP_PLAIN,
            str_format(p->arena, "%S%s", names->items[i], i + 1 < names->count ? "," : ""));
    }
    wrap_end_line(&p->wrap);
}

static void print_notes(Printer *p)
{
    StrList unshown = { 0 }, unread = { 0 }, outside = { 0 };
    for (uint32_t i = 0; i < p->index->ast->statements.count; i++) {
        if (trace_is_unshown(p->index, i)) {
            vec_add(p->arena, &unshown, p->index->ast->statements.items[i]->id.text);
        }
    }
    for (uint32_t i = 0; i < p->index->entries.count; i++) {
        const RuleEntry *entry = &p->index->entries.items[i];
        if (trace_is_unread(entry)) {
            vec_add(p->arena, &unread, describe_entry(p, entry));
        }
        if (entry->rule && entry->rule->from.outside) {
            vec_add(p->arena, &outside, describe_entry(p, entry));
        }
    }
    print_told(p, "Figures that nothing shows:", &unshown);
    print_told(p, "Without effect on any report:", &unread);
    print_told(p, "From outside the source:", &outside);
}

/* ---- statements, with what uses them ---- */

/* "unless: too_many", "case 3: too_many", "shows"; empty where the rule itself rests on the
 * statement. */
static Str describe_use(Printer *p, const RuleUse *use)
{
    Str word = rule_index_get_use_word(use->kind),
        reason = use->reason ? use->reason->name.text : STR("");
    const char *colon = use->reason ? ": " : "";
    switch (use->kind) {
    case RULE_USE_FROM:
    case RULE_USE_CHECKS: return STR("");
    case RULE_USE_CASE:
        return str_format(p->arena, "%S %u%s%S", word, use->part + 1, colon, reason);
    default: return str_format(p->arena, "%S%s%S", word, colon, reason);
    }
}

static void print_use(Printer *p, const RuleUse *use, bool first)
{
    const RuleEntry *entry = &p->index->entries.items[use->entry];
    Str how = describe_use(p, use);
    if (!first) {
        wrap_start_line(&p->wrap, USE_COLUMN, USE_COLUMN + 2);
    }
    wrap_move_to(&p->wrap, USE_COLUMN);
    wrap_add(&p->wrap, WRAP_PLAIN, describe_entry(p, entry));
    if (how.len) {
        wrap_add(&p->wrap, WRAP_DIM, str_format(p->arena, "(%S)", how));
    }
    wrap_end_line(&p->wrap);
}

static void print_statement(Printer *p, uint32_t i)
{
    const AstStatement *s = p->index->ast->statements.items[i];
    const IndexList *uses = &p->index->of_statement[i];
    wrap_start_line(&p->wrap, 2, USE_COLUMN + 2);
    wrap_add(&p->wrap, WRAP_STRONG, s->id.text);
    wrap_move_to(&p->wrap, PLACE_COLUMN);
    wrap_add(&p->wrap, WRAP_PLAIN, s->place.text);
    if (s->role.text.len) {
        wrap_add(&p->wrap, WRAP_DIM, s->role.text);
    }
    for (uint32_t k = 0; k < uses->count; k++) {
        print_use(p, &p->index->uses.items[uses->items[k]], k == 0);
    }
    if (uses->count) {
        return;
    }
    wrap_move_to(&p->wrap, USE_COLUMN);
    wrap_add_c(&p->wrap, trace_is_missing(p->index, i) ? WRAP_BAD : WRAP_DIM, "-");
    wrap_end_line(&p->wrap);
}

/* A section is printed where its first statement stands, whole: conclusions stand in several
 * modules. */
static bool is_section_begun(const RuleIndex *index, uint32_t statement)
{
    Str own = rule_index_get_group(index, statement);
    for (uint32_t i = 0; i < statement; i++) {
        if (str_equal(rule_index_get_group(index, i), own)) {
            return true;
        }
    }
    return false;
}

static void print_statements(Printer *p)
{
    for (uint32_t i = 0; i < p->index->ast->statements.count; i++) {
        if (is_section_begun(p->index, i)) {
            continue;
        }
        Str section = rule_index_get_group(p->index, i);
        print_heading(p, str_format(p->arena, "Statements: %S", section));
        for (uint32_t k = i; k < p->index->ast->statements.count; k++) {
            if (str_equal(rule_index_get_group(p->index, k), section)) {
                print_statement(p, k);
            }
        }
    }
}

/* ---- rules, with what they rest on ---- */

/* To the column of the statements; on a line of its own if the name reaches beyond. */
static void move_to_statements(Printer *p)
{
    if (p->wrap.column >= STATEMENT_COLUMN) {
        wrap_start_line(&p->wrap, STATEMENT_COLUMN, STATEMENT_COLUMN);
    }
    wrap_move_to(&p->wrap, STATEMENT_COLUMN);
}

static bool same_part(const RuleUse *a, const RuleUse *b)
{
    return a->kind == b->kind && a->part == b->part;
}

/* The statements of one part of a rule (its own `from`, one exception, what it shows) on a line of
 * their own. */
static void print_part(Printer *p, const RuleEntry *entry, uint32_t *at)
{
    const RuleUse *head = &p->index->uses.items[entry->uses.items[*at]], *use = head;
    Str how = describe_use(p, head);
    if (how.len) {
        wrap_start_line(&p->wrap, PART_COLUMN, STATEMENT_COLUMN);
        wrap_add(&p->wrap, WRAP_DIM, how);
    }
    move_to_statements(p);
    while (use && same_part(use, head)) {
        Str id = p->index->ast->statements.items[use->statement]->id.text;
        use = ++*at < entry->uses.count ? &p->index->uses.items[entry->uses.items[*at]] : NULL;
        wrap_add_glued(&p->wrap, WRAP_PLAIN,
                       str_format(p->arena, "%S%s", id, use && same_part(use, head) ? "," : ""));
    }
    wrap_end_line(&p->wrap);
}

/* `from outside` and nothing else, or no source at all: a definition may have none. */
static void print_without(Printer *p, const RuleEntry *entry)
{
    move_to_statements(p);
    bool outside = entry->rule && entry->rule->from.outside;
    wrap_add(&p->wrap, WRAP_DIM, outside ? entry->rule->from.outside_text.text : STR("-"));
    wrap_end_line(&p->wrap);
}

static void print_entry(Printer *p, const RuleEntry *entry)
{
    uint32_t at = 0;
    wrap_start_line(&p->wrap, 2, STATEMENT_COLUMN);
    wrap_add(&p->wrap, WRAP_PLAIN, describe_entry(p, entry));
    if (!entry->uses.count || p->index->uses.items[entry->uses.items[0]].kind > RULE_USE_FROM) {
        if (!entry->check) {
            print_without(p, entry);
        }
    }
    while (at < entry->uses.count) {
        print_part(p, entry, &at);
    }
}

static void print_rules(Printer *p)
{
    const AstModule *module = NULL;
    for (uint32_t i = 0; i < p->index->entries.count; i++) {
        const RuleEntry *entry = &p->index->entries.items[i];
        if (entry->module != module) {
            print_heading(p,
                          str_format(p->arena, "Rules: %S",
                                     p->index->ast->sources->files.items[entry->span.file].path));
        }
        module = entry->module;
        print_entry(p, entry);
    }
}

/* ---- the total ---- */

static void print_total(Printer *p)
{
    uint32_t roles[3] = { 0, 0, 0 }, unshown = 0, rules = 0, gaps = 0;
    for (uint32_t i = 0; i < p->index->ast->statements.count; i++) {
        Str role = p->index->ast->statements.items[i]->role.text;
        roles[!role.len ? 0 : str_equal(role, STR("figure")) ? 1 : 2]++;
        unshown += trace_is_unshown(p->index, i);
    }
    for (uint32_t i = 0; i < p->index->entries.count; i++) {
        rules += p->index->entries.items[i].rule != NULL;
        gaps += p->index->entries.items[i].gap != NULL;
    }
    uint32_t missing = trace_count_missing(p->index);
    buf_add_format(
        p->wrap.buf,
        "\n%u of %u statements implemented, %u missing; %u of %u figures used; %u context; %u rule%s, "
        "%u gap%s\n",
        roles[0] - missing, roles[0], missing, roles[1] - unshown, roles[1], roles[2], rules,
        rules == 1 ? "" : "s", gaps, gaps == 1 ? "" : "s");
}

static void print_text(StrBuf *out, const RuleIndex *index)
{
    Printer p = { .wrap = { .buf = out, .width = WIDTH }, .index = index, .arena = out->arena };
    const AstModule *main = index->ast->main;
    wrap_start_line(&p.wrap, 0, 2);
    wrap_add(&p.wrap, WRAP_HEADING,
             str_format(p.arena, "%S %S: %S", main->name.text, main->version.text,
                        main->title.text.len ? main->title.text : STR("statements and rules")));
    wrap_end_line(&p.wrap);
    print_missing(&p);
    print_notes(&p);
    print_statements(&p);
    print_rules(&p);
    print_total(&p);
}

void trace_print(StrBuf *out, const RuleIndex *index, TraceFormat format)
{
    if (format == TRACE_CSV) {
        trace_print_csv(out, index);
    } else if (format == TRACE_JSON) {
        trace_print_json(out, index);
    } else {
        print_text(out, index);
    }
}
