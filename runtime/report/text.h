/* text.h - the report for people on a terminal or on paper: the outline as lines. */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H
#include "runtime/report/collect.h"
#include "runtime/report/report.h"

void text_add_report(StrBuf *out, Arena *run_arena, const Report *report,
                     const ReportOptions *options, bool first);
void text_add_error(StrBuf *out, const RecordError *error, const ReportOptions *options,
                    bool first);
#endif
