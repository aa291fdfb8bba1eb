/* summary.h - what a record says of a list beside listing it: how many there are, how large the
 * largest is. */
#ifndef PATIENT_SUMMARY_H
#define PATIENT_SUMMARY_H
#include "runtime/patient/fill.h"

/* A summary that what is listed, or the number, contradicts. */
typedef struct Contradiction {
    uint16_t field;
    Str followed; /* what says otherwise and is believed: "the list lesions" */
    bool counted; /* it was taken for an element that is not listed */
} Contradiction;

/* The contradictions of a list, at most two; how many. */
uint32_t summary_check(const Fill *fill, uint16_t list, Contradiction found[2]);
#endif
