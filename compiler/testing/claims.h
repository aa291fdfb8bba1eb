/* claims.h - the checks of a guideline on one patient: does this one violate what must hold for
 * every patient?
 *
 * What a check speaks of becomes one more decision of a program of its own, so that it is answered
 * as exactly as any other. What is open because facts are missing violates nothing: another patient
 * might. Of independence and monotony one patient shows what follows when one fact alone changes.
 */
#ifndef TESTING_CLAIMS_H
#define TESTING_CLAIMS_H
#include "compiler/tools/source_program.h"

#include <jansson.h>

typedef struct Claims Claims;

/* *claims is NULL if the guideline has no check. False if with its checks it is larger than a
 * program may be. Compiles the tree once more, which numbers the rules anew: it comes before any
 * program whose numbers are still to be asked for. */
bool claims_create(const SourceProgram *sp, Claims **claims);
void claims_destroy(Claims *claims);
/* A case of case_runner.h: true if its patient violates no check; else a line in why for each that
 * is violated, with the rules that it reads. A case that cannot be run violates none. */
bool claims_hold(Claims *claims, json_t *one, StrBuf *why);
#endif
