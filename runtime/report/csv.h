/* csv.h - one row per patient: decisions and the status of each advice. RFC 4180 quoting, lines end
 * in LF. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H
#include "runtime/patient/patient.h"
#include "runtime/report/collect.h"

/* patient, decisions, LIST.DECISION for decisions about elements, advice, problems, error. */
void csv_begin(StrBuf *out, const Plan *plan);
void csv_add(StrBuf *out, const Report *report);
void csv_add_error(StrBuf *out, const Plan *plan, const RecordError *error);
#endif
