/* trace.h - `cglc trace`: statements and rules, both ways, and what is not implemented. */
#ifndef TOOLS_TRACE_H
#define TOOLS_TRACE_H
#include "compiler/index/rule_index.h"

typedef enum TraceFormat {
    TRACE_TEXT, /* for people, 100 columns */
    TRACE_CSV, /* one row per pair; a statement that nothing uses has a row without a rule. RFC 4180
                */
    TRACE_JSON /* one object: statements, rules, missing, unshown, unread, totals */
} TraceFormat;

/* Statements of role rule on which nothing rests that a report can show: what exit 1 is for. */
uint32_t trace_count_missing(const RuleIndex *index);
void trace_print(StrBuf *out, const RuleIndex *index, TraceFormat format);

/* Inside trace: the other forms. (trace_data.c) */
void trace_print_csv(StrBuf *out, const RuleIndex *index);
void trace_print_json(StrBuf *out, const RuleIndex *index);
bool trace_is_missing(const RuleIndex *index, uint32_t statement);
/* A figure that nothing shows or rests on. */
bool trace_is_unshown(const RuleIndex *index, uint32_t statement);
/* A gap or definition whose value no report depends on. */
bool trace_is_unread(const RuleEntry *entry);
#endif
