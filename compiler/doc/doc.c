/* doc.c - the plan, then page after page. */
#include "compiler/doc/doc.h"
#include "compiler/doc/doc_parts.h"

static void put_text_page(Doc *doc, const DocPage *page)
{
    doc_drawing_put_links(doc, page);
    for (uint32_t i = 0; i < page->sections.count; i++) {
        const DocSection *section = &page->sections.items[i];
        doc_put_heading(doc, 2, section->id,
                        section->title.len ? section->title : STR("Statements"));
        for (uint32_t k = 0; k < section->count; k++) {
            doc_statement_put(doc, section->first + k);
        }
    }
}

static void put_terms_page(Doc *doc)
{
    doc_put(
        doc,
        "<p class=\"lead\">Names for conditions and values that rules share, and rules that rest on no statement.</p>\n");
    for (uint32_t i = 0; i < doc->index->entries.count; i++) {
        const RuleEntry *entry = &doc->index->entries.items[i];
        if (entry->rule && doc->homes[i] == NO_HOME) {
            doc_rule_put(doc, entry);
        }
    }
}

static void put_page(Doc *doc, const DocPage *page)
{
    switch (page->kind) {
    case DOC_OVERVIEW: doc_overview_put(doc); break;
    case DOC_TEXT: put_text_page(doc, page); break;
    case DOC_DRAWN: doc_drawing_put_page(doc, page); break;
    case DOC_TERMS: put_terms_page(doc); break;
    case DOC_OPEN: doc_open_put(doc); break;
    case DOC_RECORD: doc_record_put(doc); break;
    default: doc_index_put(doc); break;
    }
}

bool doc_make(const SourceProgram *sp, Str version, DocFiles *files)
{
    Arena *arena = sp->arena;
    Doc *doc = ARENA_NEW(arena, Doc);
    *doc = (Doc){ .arena = arena, .sp = sp, .ast = sp->ast, .version = version };
    doc->index = rule_index_build(arena, sp->ast);
    doc->wording = words_open(arena, sp->ast);
    doc_plan_build(doc);
    for (doc->page = 0; doc->page < doc->pages.count; doc->page++) {
        doc->out = ARENA_NEW(arena, StrBuf);
        doc->out->arena = arena;
        doc_page_open(doc);
        put_page(doc, &doc->pages.items[doc->page]);
        doc_page_close(doc);
        vec_add(arena, files, ((DocFile){ doc->pages.items[doc->page].file, buf_get(doc->out) }));
    }
    return !doc->refused;
}
