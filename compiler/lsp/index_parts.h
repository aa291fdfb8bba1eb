/* index_parts.h - between the files that make the index. */
#ifndef LSP_INDEX_PARTS_H
#define LSP_INDEX_PARTS_H
#include "compiler/lsp/index.h"

typedef struct IndexWalk {
    Arena *arena;
    Index *index;
    uint32_t in; /* the subject whose declaration is walked through */
} IndexWalk;

/* A name that is declared; NO_SUBJECT for one without a text, or declared before. */
uint32_t index_add_subject(IndexWalk *walk, SubjectKind kind, const void *node, uint32_t part,
                           Name name);
void index_add_place(IndexWalk *walk, uint32_t subject, Span span, bool declares);
void index_declare_module(IndexWalk *walk, const AstModule *module); /* index_declare.c */
void index_name_module(IndexWalk *walk, const AstModule *module);    /* index_name.c */
/* The names that a test gives and expects (index_test.c). */
void index_name_test(IndexWalk *walk, const AstTest *test);
void index_name_named(IndexWalk *walk, SubjectKind kind, Name name);
void index_name_list(IndexWalk *walk, SubjectKind kind, const NameList *names);
void index_name_value(IndexWalk *walk, const Type *type, const Expr *value);
#endif
