/* summary.h - what a record says of a list beside listing it: how many there are, how large the
 * largest is. */
#ifndef PATIENT_SUMMARY_H
#define PATIENT_SUMMARY_H
#include "runtime/patient/fill.h"

/* Notes each summary that the listed elements contradict. Nothing else changes: a summary that
 * cannot be true bounds nothing, see record_finish. */
void summary_check(const Fill *fill, uint16_t list);
#endif
