/* doc_parts.h - what the files of this room share: the plan of the pages, and pieces of HTML.
 * Inside the room only. */
#ifndef DOC_DOC_PARTS_H
#define DOC_DOC_PARTS_H
#include "compiler/doc/doc.h"
#include "compiler/graph/graph.h"
#include "compiler/index/rule_index.h"
#include "compiler/words/words.h"
#include "runtime/base/map.h"

/* ---- plan: what stands on which page ---- */

typedef enum DocPageKind {
    DOC_OVERVIEW,
    DOC_TEXT,
    DOC_DRAWN,
    DOC_TERMS,
    DOC_OPEN,
    DOC_RECORD,
    DOC_INDEX
} DocPageKind;

typedef struct DocSection {
    Str title, id;
    uint32_t first, count;   /* statements of the tree */
    const GraphSheet *sheet; /* or a drawing */
} DocSection;

typedef struct DocPage {
    DocPageKind kind;
    Str file, title;
    const AstModule *module; /* DOC_TEXT: that holds its statements */
    VEC(DocSection) sections;
    VEC(const AstModule *) drawn; /* modules whose drawings belong to it */
} DocPage;

typedef struct DocPlace {
    uint32_t page;
    Str id;
} DocPlace;

typedef struct Doc {
    Arena *arena;
    const SourceProgram *sp;
    const Ast *ast;
    const RuleIndex *index;
    Wording *wording;
    Str version;
    VEC(DocPage) pages;
    Map numbers;                    /* address of a statement, field or rule -> its number */
    DocPlace *statements, *entries; /* parallel to ast->statements, index->entries */
    Map ids;                        /* anchors of statements, rules and gaps */
    uint32_t *homes; /* per entry: the statement under which it is told; NO_HOME on another page */
    VEC(const AstField *)
    facts; /* the whole record: fields of the patient, each list followed by its elements' */
    DocPlace *fact_places; /* parallel to facts */
    IndexList *readers;    /* parallel to facts: entries that read it */
    GraphSheets sheets;    /* the overview first */
    bool refused;          /* a drawing could not be made */
    StrBuf *out;
    uint32_t page; /* that is being written */
} Doc;
#define NO_HOME UINT32_MAX

void doc_plan_build(Doc *doc);
uint32_t doc_plan_get_number(const Doc *doc, const void *node);
uint32_t doc_plan_find_page(const Doc *doc, DocPageKind kind); /* MAP_NONE if there is none */
/* Entry number of a rule or gap. */
uint32_t doc_plan_get_entry(const Doc *doc, const RuleEntry *entry);
Str doc_plan_get_title(Doc *doc, const RuleEntry *entry);

/* ---- HTML ---- */

void doc_put(Doc *doc, const char *markup);
void doc_put_text(Doc *doc, Str text);
/* What authors wrote for people: `<=` is printed as the sign it stands for. */
void doc_put_prose(Doc *doc, Str text);
/* Text whose blanks must not break. */
void doc_put_glued(Doc *doc, Str text);
void doc_open_link(Doc *doc, const char *class, const DocPlace *place);
void doc_put_link(Doc *doc, const char *class, const DocPlace *place, Str text);
void doc_put_words(Doc *doc, const Words *words); /* with its list, if it has one */
/* The same behind a word of ours: "if ", "unless ". */
void doc_put_condition(Doc *doc, const Expr *expr);
void doc_put_heading(Doc *doc, unsigned level, Str id, Str title);
void doc_put_statement_link(Doc *doc, const AstStatement *statement);
void doc_put_entry_link(Doc *doc, const RuleEntry *entry);
/* Between titles, which hold commas and semicolons themselves: nothing before the first, then a
 * dot. */
void doc_put_separator(Doc *doc, bool *any);
void doc_put_refs(Doc *doc, const int32_t *refs, uint32_t count);
/* "RES-FIT-02, CONC-04; from outside: ..." */
void doc_put_from(Doc *doc, const AstFrom *from);
void doc_put_because(Doc *doc, const AstBecause *because);
void doc_open_row(Doc *doc, const char *title); /* of a card's list: <dt>..</dt><dd> */
void doc_close_row(Doc *doc);
/* A type in words: "length in cm, 0 to 30 cm", "yes or no", "one of low, high". */
void doc_put_type(Doc *doc, const AstTypeRef *type_ref, const Type *type);

void doc_page_open(Doc *doc);
void doc_page_close(Doc *doc);
extern const char doc_style[];

/* ---- cards and pages ---- */

void doc_statement_put(Doc *doc, uint32_t statement);
void doc_rule_put(Doc *doc, const RuleEntry *entry);
void doc_rule_put_body(Doc *doc, const AstRule *rule);
Str doc_rule_get_kind(Doc *doc, const RuleEntry *entry); /* "Advice against", "Open question" */
/* The drawings of the sections that the page tells, as links. */
void doc_drawing_put_links(Doc *doc, const DocPage *page);
void doc_drawing_put_overview(Doc *doc);
void doc_drawing_put_page(Doc *doc, const DocPage *page);
void doc_overview_put(Doc *doc);
void doc_open_put(Doc *doc);
void doc_record_put(Doc *doc);
void doc_index_put(Doc *doc);
#endif
