/* names.h - what each name stands for, by namespace. Everything of every module is visible
 * everywhere: one name, one meaning. Inside this room only. */
#ifndef LANG_NAMES_H
#define LANG_NAMES_H
#include "lang/ast.h"
#include "runtime/base/map.h"

typedef enum SymbolKind {
    SYM_FIELD,
    SYM_RULE,
    SYM_FUNCTION,
    SYM_GAP,
    SYM_NATIVE, /* values */
    SYM_ENUM,
    SYM_RECORD, /* types */
    SYM_OTHER   /* the other namespaces have one kind each */
} SymbolKind;

typedef struct Symbol {
    SymbolKind kind;
    Name name;
    void *node;
    uint16_t result; /* SYM_RULE: which of its results */
} Symbol;

typedef struct Namespace {
    const char *noun; /* "name", "advice" ... for messages */
    Map map;
    VEC(Symbol) symbols;
} Namespace;

typedef struct Names {
    Ast *ast;
    Arena *arena;
    DiagList *diags;
    Namespace values, types, advice, cautions, reasons, statements, sources, tests;
} Names;

Names *names_create(Ast *ast);
/* Fills the namespaces and the program's lists from every module; reports what is declared twice.
 */
void names_collect(Names *names);
const Symbol *names_find(const Namespace *space, Str name);
/* The closest name for "did you mean", or STR_NONE. */
Str names_suggest(Names *names, const Namespace *space, Str wrong);
/* Of the decisions and scores alone. */
Str names_suggest_decision(Names *names, Str wrong);
Str names_suggest_value(Names *names, const AstEnum *enumeration, Str wrong);
Str names_suggest_field(Names *names, const AstRecord *record, Str wrong);
uint16_t names_find_value(const AstEnum *enumeration, Str name);
#define NO_VALUE UINT16_MAX
AstField *names_find_field(const AstRecord *record, Str name);
/* The declared type of a symbol; TY_ERROR for an untyped define that is not checked yet. */
Type names_get_type(const Symbol *symbol);
/* The patient's list whose elements are this record; NULL after no message. */
AstField *names_find_list(const Names *names, const AstRecord *record);
#endif
