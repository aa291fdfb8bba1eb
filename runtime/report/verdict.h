/* verdict.h - the fingerprint of a report: SHA-256 of its bytes. */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H
#include "runtime/base/str.h"

void verdict_make(Str bytes, uint8_t hash[32]);
#endif
