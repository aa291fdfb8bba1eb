/* json.h - one patient's report as compact JSON, keys in the order of the contract. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

/* ,"as_of":...,"policies":{...}: the same for every patient of a session. */
Str json_make_settings(Arena *session_arena, const Plan *plan, const ReportOptions *options);
/* A part of the text that a shorter report leaves out: decisions (from `advice` on), because and
 * shows (from `brief` on). */
typedef struct JsonCut {
    size_t start, end;
    ReportDetail detail;
} JsonCut;
typedef struct JsonCuts {
    Arena *arena; /* session arena */
    VEC(JsonCut) items;
} JsonCuts;

/* From the opening brace to the cautions, with everything in it; *cuts says where a shorter report
 * has less. */
void json_add_body(StrBuf *out, const Report *report, Str settings, bool all, JsonCuts *cuts);
/* The body as far as the detail shows it. */
void json_add_shown(StrBuf *out, Str body, const JsonCuts *cuts, ReportDetail detail);
/* ,"needs":[...],"gaps":[...] of an answer that is open. */
void json_add_needs(StrBuf *out, const Plan *plan, const Answer *answer);
/* {"value":...,"reasons":[...]} of a decision, or what is possible and needed. */
void json_add_result(StrBuf *out, const Report *report, uint32_t block, uint16_t element);
/* ,"problems":[...] */
/* options: NULL for what every form of a report says, which the verdict speaks of: it depends
 * neither on where a rule stands in its file nor on what is shown. */
void json_add_problems(StrBuf *out, const Report *report, const ReportOptions *options);
/* {"line":17,"error":{...}} */
void json_add_error(StrBuf *out, const RecordError *error);
#endif
