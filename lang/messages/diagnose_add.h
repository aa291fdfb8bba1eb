/* diagnose_add.h - between the files of constructors only. */
#ifndef LANG_DIAGNOSE_ADD_H
#define LANG_DIAGNOSE_ADD_H
#include "lang/messages/diagnose.h"

/* A message with a help line, and optionally a second place with what stands there. */
void diagnose_add(DiagList *list, Diagnostic id, Span span, Str message, Str help);
void diagnose_add_second(DiagList *list, Diagnostic id, Span span, Str message, Span second,
                         Str note, Str help);
/* A repair of the message just added about this span: `text` in its place. text.ptr NULL: none. */
void diagnose_offer(DiagList *list, Span span, Str text);
/* The same, but `text` goes right behind the span. */
void diagnose_offer_behind(DiagList *list, Span span, Str text);
/* The same: the span goes. */
void diagnose_offer_removal(DiagList *list, Span span);
#define TEXT(...) str_format(list->arena, __VA_ARGS__)
#endif
