/* lang.h - the door of this room: text in, typed tree or diagnostics out. */
#ifndef LANG_LANG_H
#define LANG_LANG_H
#include "lang/ast.h"

/* Finds the text of an imported module ("crlm.patient"): STR_NONE if there is none. *path: how to
 * call it in messages. */
typedef struct ModuleFinder {
    Str (*find)(void *context, Arena *arena, Str dotted, Str importing_path, Str *path,
                bool *builtin);
    void *context;
} ModuleFinder;

/* Parse main text and every import, resolve, check. NULL never; look at diags->errors. */
Ast *lang_read(Arena *arena, SourceSet *sources, DiagList *diags, Str path, Str text,
               ModuleFinder finder);
/* One expression for `cglc eval`: no patient, no rules; standard library functions are in scope.
 * NULL if there were errors. */
Expr *lang_read_expression(Arena *arena, SourceSet *sources, DiagList *diags, Str text, Ast **ast,
                           ModuleFinder finder);
/* For developers: the tree as indented text (--dump=ast). */
void ast_dump(StrBuf *out, const Ast *ast);
#endif
