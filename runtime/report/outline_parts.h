/* outline_parts.h - the parts of the outline, and what they share. Inside the room only. */
#ifndef REPORT_OUTLINE_PARTS_H
#define REPORT_OUTLINE_PARTS_H
#include "runtime/report/digest.h"
#include "runtime/report/outline.h"
#include "runtime/report/say.h"

typedef struct Maker {
    Outline *outline;
    Arena *arena; /* run arena */
    const Report *report;
    const Program *program;
    const ReportOptions *options;
    Digest digest;
    bool shows_figures, told_of_figures; /* of studies, so far in this report */
} Maker;

/* ---- pieces (outline_piece.c) ---- */

/* A new item; runs that are added belong to it. */
OutlineItem *outline_add(Maker *maker, OutlineKind kind, Str text);
void outline_add_section(Maker *maker, const char *heading);
void outline_say(Maker *maker, OutlineStyle style, Str text);
void outline_say_c(Maker *maker, OutlineStyle style, const char *text);
/* Directly behind the run before: punctuation. */
void outline_join(Maker *maker, const char *mark);
/* The mark before all but the first. */
void outline_part(Maker *maker, bool first, const char *mark);
StrBuf outline_new_piece(Maker *maker);
Str outline_get_title(Maker *maker, uint32_t block);
Str outline_get_reason(Maker *maker, uint16_t reason);
/* What an entry about an element is about: "lesion L1". */
Str outline_get_about(Maker *maker, const Entry *entry);
/* "Future liver remnant: 75 %" */
void outline_say_fact(Maker *maker, FactRef fact);
void outline_say_statements(Maker *maker, uint32_t first, uint32_t count);

/* ---- parts, each in its file ---- */

void outline_advice_make(Maker *maker);
void outline_open_make(Maker *maker);
void outline_decisions_make(Maker *maker);
void outline_decisions_make_why(Maker *maker);
#endif
