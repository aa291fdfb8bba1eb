/* diagnose_add.h - between the files of constructors only. */
#ifndef LANG_DIAGNOSE_ADD_H
#define LANG_DIAGNOSE_ADD_H
#include "lang/messages/diagnose.h"

/* A message with a help line, and optionally a second place with what stands there. */
void diagnose_add(DiagList *list, Diagnostic id, Span span, Str message, Str help);
void diagnose_add_second(DiagList *list, Diagnostic id, Span span, Str message, Span second,
                         Str note, Str help);
#define TEXT(...) str_format(list->arena, __VA_ARGS__)
#endif
