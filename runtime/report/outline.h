/* outline.h - the report for people as a list made once: what stands in it, in which order, in
 * which words. Text and HTML print it and decide nothing but looks, so that they cannot drift
 * apart.
 *
 *     SECTION "Advised"
 *     CARD    "Resection"              tag "recommended", tone FOR
 *     DETAIL  "why"                    runs: Stage: early ; Age: 82
 *     DETAIL  "source"                 runs: G-01 ; refs. 3, 5
 *     SECTION "Decisions"
 *     ROW     "Risk"                   runs: high
 */
#ifndef REPORT_OUTLINE_H
#define REPORT_OUTLINE_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

typedef enum OutlineKind {
    OUTLINE_PATIENT,  /* text: how the patient is called; runs: the date of the report */
    OUTLINE_POLICIES, /* runs: what a hospital settled beforehand */
    OUTLINE_COUNTS,   /* text: the report in numbers */
    OUTLINE_SECTION,  /* text: a heading */
    OUTLINE_NOTE,     /* runs: a remark below what stands above it */
    OUTLINE_CARD,     /* text: a recommendation's title; tag: its strength */
    OUTLINE_ABOUT,    /* within a card; text: "for"; runs: an element; what follows speaks of it */
    OUTLINE_DETAIL,   /* within a card; text: a term ("why"); runs: what belongs to it */
    OUTLINE_ASK,      /* runs: a numbered question */
    OUTLINE_GAP,      /* runs: a question that no fact answers */
    OUTLINE_ITEM,     /* runs: one point of a list */
    OUTLINE_GROUP,    /* text: a heading within a section, before its rows */
    OUTLINE_ROW,      /* text: a name; runs: its value */
    OUTLINE_REASON,   /* text: rules; runs: the facts they rest on */
    OUTLINE_PROBLEM,  /* text: the place; tag: the code; runs: what is wrong */
    OUTLINE_KIND_COUNT_
} OutlineKind;

typedef enum OutlineTone {
    TONE_PLAIN,
    TONE_FOR,
    TONE_AGAINST,
    TONE_OUT,
    TONE_WARN,
    TONE_OPEN,
    TONE_SOFT,
    TONE_FAULT
} OutlineTone;

typedef enum OutlineStyle {
    RUN_PLAIN,
    RUN_STRONG,
    RUN_ID,   /* a statement */
    RUN_PATH, /* a path of the patient record, a name of the guideline, a value as it was entered */
    RUN_SOFT,
    RUN_WARN,
    RUN_ASK, /* what is asked */
    RUN_OPEN,
    RUN_FAULT
} OutlineStyle;

/* Words in one style. joined: directly behind the run before, without a blank. */
typedef struct OutlineRun {
    uint8_t style; /* OutlineStyle */
    bool joined;
    Str text;
} OutlineRun;

typedef struct OutlineItem {
    uint8_t kind;  /* OutlineKind */
    uint8_t tone;  /* OutlineTone */
    uint8_t level; /* 1: below the group above it */
    Str text, tag;
    Str id; /* of what it speaks: the name of an answer; empty if of nothing that has one */
    uint32_t first_run, run_count;
} OutlineItem;

/* Lives in the run arena of one patient. */
typedef struct Outline {
    Arena *arena;
    VEC(OutlineItem) items;
    VEC(OutlineRun) runs;
    uint32_t advised, open, problems; /* at a glance */
} Outline;

void outline_make(Outline *outline, Arena *run_arena, const Report *report,
                  const ReportOptions *options);
static inline const OutlineRun *outline_get_runs(const Outline *outline, const OutlineItem *item)
{
    return outline->runs.items + item->first_run;
}
#endif
