/* doc_plan.c - which page tells what. The order is that of the text: a page for each module of
 * statements, and every rule under the first statement it rests on. What rests on no statement has
 * a page of its own. */
#include "compiler/doc/doc_parts.h"
#include "compiler/lower/visit.h"

/* ---- numbers ---- */

static Str get_key(const void *const *node)
{
    return (Str){ (const char *)node, sizeof *node };
}

static void add_number(Doc *doc, const void *node, uint32_t number)
{
    map_add(&doc->numbers, str_copy(doc->arena, get_key(&node)), number);
}

uint32_t doc_plan_get_number(const Doc *doc, const void *node)
{
    return map_find(&doc->numbers, get_key(&node));
}

uint32_t doc_plan_get_entry(const Doc *doc, const RuleEntry *entry)
{
    return (uint32_t)(entry - doc->index->entries.items);
}

uint32_t doc_plan_find_page(const Doc *doc, DocPageKind kind)
{
    for (uint32_t i = 0; i < doc->pages.count; i++) {
        if (doc->pages.items[i].kind == kind) {
            return i;
        }
    }
    return MAP_NONE;
}

/* ---- pages ---- */

static Str get_last_part(Str dotted)
{
    size_t start = dotted.len;
    while (start > 0 && dotted.ptr[start - 1] != '.') {
        start--;
    }
    return (Str){ dotted.ptr + start, dotted.len - start };
}

static bool is_taken(const Doc *doc, Str file)
{
    for (uint32_t i = 0; i < doc->pages.count; i++) {
        if (str_equal(doc->pages.items[i].file, file)) {
            return true;
        }
    }
    return false;
}

/* The module's own name; two of the same name are numbered. */
static Str make_file_name(const Doc *doc, Str name)
{
    Str file = name.len ? str_format(doc->arena, "text-%S.html", name) : STR("text.html");
    for (unsigned number = 2; is_taken(doc, file); number++) {
        file = str_format(doc->arena, "text-%S-%u.html", name, number);
    }
    return file;
}

static void add_page(Doc *doc, DocPageKind kind, Str file, Str title, const AstModule *module)
{
    vec_add(doc->arena, &doc->pages,
            ((DocPage){ .kind = kind, .file = file, .title = title, .module = module }));
}

static const AstModule *get_module(const Doc *doc, uint32_t file)
{
    for (uint32_t i = 0; i < doc->ast->modules.count; i++) {
        if (doc->ast->modules.items[i]->file == file) {
            return doc->ast->modules.items[i];
        }
    }
    return doc->ast->main;
}

static Str name_text_page(Doc *doc, const AstModule *module)
{
    if (module == doc->ast->main) {
        return STR("The statements");
    }
    return module->title.text.len
               ? module->title.text
               : words_name(doc->wording, get_last_part(module->name.text), true);
}

static void add_text_page(Doc *doc, const AstModule *module)
{
    Str name = module == doc->ast->main ? STR("") : get_last_part(module->name.text);
    add_page(doc, DOC_TEXT, make_file_name(doc, name), name_text_page(doc, module), module);
}

/* What a section's title says beyond that of its page: "Low risk" of "Resectable disease, low
 * risk". */
static Str shorten_title(Doc *doc, Str title, Str page)
{
    if (!str_starts_with(title, page) || title.len < page.len + 3) {
        return title;
    }
    if ((title.ptr[page.len] != ',' && title.ptr[page.len] != ':') ||
        title.ptr[page.len + 1] != ' ') {
        return title;
    }
    StrBuf out = { .arena = doc->arena };
    buf_add(&out, (Str){ title.ptr + page.len + 2, title.len - page.len - 2 });
    if (out.ptr[0] >= 'a' && out.ptr[0] <= 'z') {
        out.ptr[0] = (char)(out.ptr[0] - 'a' + 'A');
    }
    return buf_get(&out);
}

static void add_section(Doc *doc, DocPage *page, uint32_t statement)
{
    const AstStatement *s = doc->ast->statements.items[statement];
    uint32_t count = page->sections.count;
    DocSection *last = count ? &page->sections.items[count - 1] : NULL;
    Str title = shorten_title(doc, s->section.text, page->title);
    if (!last || !str_equal(last->title, title)) {
        Str id = str_format(doc->arena, "section-%u", count + 1);
        vec_add(doc->arena, &page->sections,
                ((DocSection){ .title = title, .id = id, .first = statement }));
        last = &page->sections.items[count];
    }
    last->count++;
}

static void plan_text(Doc *doc)
{
    for (uint32_t i = 0; i < doc->ast->statements.count; i++) {
        const AstModule *module = get_module(doc, doc->ast->statements.items[i]->span.file);
        uint32_t page = 0;
        while (page < doc->pages.count && doc->pages.items[page].module != module) {
            page++;
        }
        if (page == doc->pages.count) {
            add_text_page(doc, module);
        }
        add_section(doc, &doc->pages.items[page], i);
        doc->statements[i] = (DocPlace){ page, doc->ast->statements.items[i]->id.text };
        add_number(doc, doc->ast->statements.items[i], i);
    }
}

/* ---- drawings ---- */

static void add_drawings_page(Doc *doc)
{
    doc->sheets = graph_list(doc->sp);
    if (doc->sheets.count < 2) {
        return;
    }
    add_page(doc, DOC_DRAWN, STR("drawings.html"), STR("The algorithm drawn"), NULL);
    DocPage *page = &doc->pages.items[doc->pages.count - 1];
    for (uint32_t i = 1; i < doc->sheets.count; i++) {
        const GraphSheet *sheet = &doc->sheets.items[i];
        Str id = str_format(doc->arena, "drawing-%S", sheet->name);
        vec_add(doc->arena, &page->sections,
                ((DocSection){ .title = sheet->title, .id = id, .sheet = sheet }));
    }
}

/* ---- rules ---- */

/* The first statement that the declaration itself names; a rule that rests on parts only stands
 * with the first of those. */
static uint32_t find_home(const Doc *doc, const RuleEntry *entry)
{
    for (uint32_t i = 0; i < entry->uses.count; i++) {
        const RuleUse *use = &doc->index->uses.items[entry->uses.items[i]];
        if (use->kind != RULE_USE_SHOWS && use->kind != RULE_USE_CHECKS) {
            return use->statement;
        }
    }
    return NO_HOME;
}

/* Advice and decisions have their own name spaces: of two with one name the later is called
 * NAME-KIND. */
static Str make_id(Doc *doc, const RuleEntry *entry)
{
    if (map_add(&doc->ids, entry->name, 0)) {
        return entry->name;
    }
    const char *kind = entry->kind == RULE_ENTRY_CAUTION ? "caution" : "advice";
    Str id = str_format(doc->arena, "%S-%s", entry->name, kind);
    map_add(&doc->ids, id, 0);
    return id;
}

static void plan_entries(Doc *doc)
{
    map_init(&doc->ids, doc->arena);
    for (uint32_t i = 0; i < doc->ast->statements.count; i++) {
        map_add(&doc->ids, doc->ast->statements.items[i]->id.text, 0);
    }
    uint32_t terms = doc_plan_find_page(doc, DOC_TERMS), open = doc_plan_find_page(doc, DOC_OPEN);
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        uint32_t home = entry->gap || entry->check ? NO_HOME : find_home(doc, entry);
        if (entry->check) {
            continue;
        }
        doc->homes[i] = home;
        doc->entries[i].page = entry->gap        ? open
                               : home == NO_HOME ? terms
                                                 : doc->statements[home].page;
        doc->entries[i].id = make_id(doc, entry);
        add_number(doc, entry->rule ? (const void *)entry->rule : (const void *)entry->gap, i);
    }
}

/* The page of what rests on no statement is there only if something does. */
static void add_terms_page(Doc *doc)
{
    bool terms = false, others = false;
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        if (!entry->rule || find_home(doc, entry) != NO_HOME) {
            continue;
        }
        if (entry->kind == RULE_ENTRY_DEFINE) {
            terms = true;
        } else {
            others = true;
        }
    }
    Str title = !others ? STR("Intermediate terms")
                : terms ? STR("Terms and other rules")
                        : STR("Other rules");
    if (terms || others) {
        add_page(doc, DOC_TERMS, STR("terms.html"), title, NULL);
    }
}

/* A module's drawing belongs to the page where most of its rules are told. */
static void plan_drawings(Doc *doc)
{
    for (uint32_t m = 0; m < doc->ast->modules.count; m++) {
        uint32_t *told = ARENA_ARRAY(doc->arena, uint32_t, doc->pages.count), best = 0;
        for (uint32_t i = 0; i < doc->index->entries.count; i++) {
            if (doc->index->entries.items[i].rule &&
                doc->index->entries.items[i].module == doc->ast->modules.items[m]) {
                told[doc->entries[i].page]++;
            }
        }
        for (uint32_t page = 1; page < doc->pages.count; page++) {
            if (told[page] > told[best]) {
                best = page;
            }
        }
        if (told[best]) {
            vec_add(doc->arena, &doc->pages.items[best].drawn, doc->ast->modules.items[m]);
        }
    }
}

/* ---- facts ---- */

static void add_fact(Doc *doc, const AstField *field, Str path)
{
    uint32_t number = doc->facts.count;
    vec_add(doc->arena, &doc->facts, field);
    doc->fact_places[number] =
        (DocPlace){ doc_plan_find_page(doc, DOC_RECORD), str_format(doc->arena, "fact-%S", path) };
    add_number(doc, field, number);
}

static void add_element_facts(Doc *doc, const AstField *list)
{
    const AstRecord *record = list->type_ref.type.record;
    for (uint32_t i = 0; i < record->fields.count; i++) {
        add_fact(
            doc, record->fields.items[i],
            str_format(doc->arena, "%S-%S", list->path.text, record->fields.items[i]->path.text));
    }
}

typedef struct Reader {
    Doc *doc;
    uint32_t entry;
} Reader;

static void add_reader(void *context, Expr *expr)
{
    Reader *reader = context;
    if (expr->kind != EX_FIELD && expr->kind != EX_LIST) {
        return;
    }
    IndexList *list = &reader->doc->readers[doc_plan_get_number(reader->doc, expr->field)];
    if (!list->count || list->items[list->count - 1] != reader->entry) {
        vec_add(reader->doc->arena, list, reader->entry);
    }
}

static void plan_facts(Doc *doc)
{
    uint32_t count = doc->ast->patient.count;
    for (uint32_t i = 0; i < doc->ast->records.count; i++) {
        count += doc->ast->records.items[i]->fields.count;
    }
    doc->fact_places = ARENA_ARRAY(doc->arena, DocPlace, count + 1);
    doc->readers = ARENA_ARRAY(doc->arena, IndexList, count + 1);
    for (uint32_t i = 0; i < doc->ast->patient.count; i++) {
        const AstField *field = doc->ast->patient.items[i];
        add_fact(doc, field, field->path.text);
        if (field->type_ref.type.kind == TY_LIST) {
            add_element_facts(doc, field);
        }
    }
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        Reader reader = { doc, i };
        if (doc->index->entries.items[i].rule) {
            visit_rule(doc->index->entries.items[i].rule, add_reader, &reader);
        }
    }
}

void doc_plan_build(Doc *doc)
{
    map_init(&doc->numbers, doc->arena);
    doc->statements = ARENA_ARRAY(doc->arena, DocPlace, doc->ast->statements.count + 1);
    doc->entries = ARENA_ARRAY(doc->arena, DocPlace, doc->index->entries.count + 1);
    doc->homes = ARENA_ARRAY(doc->arena, uint32_t, doc->index->entries.count + 1);
    add_page(doc, DOC_OVERVIEW, STR("index.html"), STR("Overview"), NULL);
    plan_text(doc);
    add_drawings_page(doc);
    add_terms_page(doc);
    if (doc->ast->gaps.count) {
        add_page(doc, DOC_OPEN, STR("open.html"), STR("What is left open"), NULL);
    }
    add_page(doc, DOC_RECORD, STR("record.html"), STR("The patient record"), NULL);
    add_page(doc, DOC_INDEX, STR("index-of-rules.html"), STR("Index"), NULL);
    plan_entries(doc);
    plan_drawings(doc);
    plan_facts(doc);
}

Str doc_plan_get_title(Doc *doc, const RuleEntry *entry)
{
    if (entry->gap) {
        return words_title_gap(doc->wording, entry->gap);
    }
    return entry->rule ? words_title_result(doc->wording, entry->rule, 0) : entry->name;
}
