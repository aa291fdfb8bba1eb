/* summary.h - what a record says of a list beside listing it: how many there are, how large the
 * largest is. */
#ifndef PATIENT_SUMMARY_H
#define PATIENT_SUMMARY_H
#include "runtime/patient/fill.h"

/* Notes each summary that the listed elements, or their number, contradict: it counts as missing.
 * What the list hides stays as record_finish found it: a summary that cannot be true bounds nothing
 * there either. */
void summary_check(const Fill *fill, uint16_t list);
#endif
