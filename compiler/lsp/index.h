/* index.h - every name of a guideline with its places: made by one walk of the tree, read by hover,
 * definition, references, symbols and rename. */
#ifndef LSP_INDEX_H
#define LSP_INDEX_H
#include "lang/ast.h"

/* kind, what people call it, the protocol's SymbolKind */
#define SUBJECTS(SUBJECT)                                                   \
    SUBJECT(MODULE, "module", 2)                                            \
    SUBJECT(SOURCE, "source", 20)                                           \
    SUBJECT(STRENGTH, "strength", 22)                                       \
    SUBJECT(ENUM, "enumeration", 10)                                        \
    SUBJECT(VALUE, "value", 22)                                             \
    SUBJECT(RECORD, "record", 23)                                           \
    SUBJECT(FIELD, "field", 8)                                              \
    SUBJECT(STATEMENT, "statement", 15)                                     \
    SUBJECT(REASON, "reason", 15)                                           \
    SUBJECT(GAP, "gap", 14)                                                 \
    SUBJECT(RULE, "rule", 12) /* a result of a define, decision or score */ \
    SUBJECT(PARAMETER, "parameter", 13)                                     \
    SUBJECT(ADVICE, "recommendation", 12)                                   \
    SUBJECT(CAUTION, "caution", 12)                                         \
    SUBJECT(NATIVE, "native function", 12)                                  \
    SUBJECT(TEST, "test", 6)
typedef enum SubjectKind {
#define SUBJECT(id, noun, symbol) SUBJECT_##id,
    SUBJECTS(SUBJECT)
#undef SUBJECT
        SUBJECT_COUNT_
} SubjectKind;
#define NO_SUBJECT UINT32_MAX

typedef struct Subject {
    SubjectKind kind;
    const void *node; /* the AST's node: AstField, AstRule ...; of a value its AstEnum */
    uint32_t part;    /* which value of the enumeration, which result of the rule */
    Name name;        /* where it is declared */
    uint32_t owner;   /* the subject whose declaration holds it, or NO_SUBJECT */
} Subject;

typedef struct Occurrence {
    Span span; /* of the name alone, where it is exact */
    uint32_t subject;
    uint32_t in; /* the subject whose declaration it stands in, or NO_SUBJECT */
    bool declares;
    bool exact; /* the text there is the name, and may be replaced by another */
} Occurrence;

typedef struct Index {
    const Ast *ast;
    VEC(Subject) subjects;
    VEC(Occurrence) occurrences; /* by file, then place */
    uint32_t longest;            /* bytes of the longest of them */
    Map by_node;
    Map by_name[SUBJECT_COUNT_];
} Index;

/* A tree with errors has fewer occurrences, never wrong ones. Everything lives on the arena. */
Index *index_build(Arena *arena, const Ast *ast);
/* The name at this byte, or just before it; NULL if there is none. */
const Occurrence *index_find(const Index *index, uint32_t file, size_t offset);
/* NO_SUBJECT if nothing of this kind has the name. */
uint32_t index_find_name(const Index *index, SubjectKind kind, Str name);
uint32_t index_find_node(const Index *index, const void *node, uint32_t part);
/* The type as it is declared, of what has one; else NULL. */
const AstTypeRef *index_get_type(const Subject *subject);
Str index_get_noun(const Subject *subject);
int index_get_symbol(const Subject *subject); /* SymbolKind of the protocol */
#endif
