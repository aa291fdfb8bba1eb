/* json.h - one patient's report as compact JSON, keys in the order of the contract. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

/* ,"as_of":...,"policies":{...}: the same for every patient of a session. */
Str json_make_settings(Arena *session_arena, const Plan *plan, const ReportOptions *options);
/* From the opening brace to the cautions. */
void json_add_body(StrBuf *out, const Report *report, Str settings, ReportDetail detail, bool all);
/* ,"problems":[...] */
void json_add_problems(StrBuf *out, const Report *report, bool show_values);
/* {"line":17,"error":{...}} */
void json_add_error(StrBuf *out, const RecordError *error);
#endif
