/* plain.h - one JSON object into a record, straight from its tokens: for records in which nothing
 * has to be said about the shape. Nearly all of a cohort are of that kind, and without a tape they
 * are read in two thirds of the time. */
#ifndef PATIENT_PLAIN_H
#define PATIENT_PLAIN_H
#include "runtime/patient/fill.h"
#include "runtime/patient/json.h"

/* The record is cleared. False: it must be cleared again and read from the tape, which knows all
 * cases and says what is wrong. So it is for every document that is not valid, has escapes, an
 * unknown or repeated key, a quantity with its unit as an object, or anything that is no object
 * where one belongs. */
bool plain_read(const Fill *fill, Document document);
#endif
