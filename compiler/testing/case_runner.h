/* case_runner.h - one patient with expectations, run end to end: record in, report out, report
 * checked.
 *
 * A case is a JSON object: name, patient, policy (optional), as_of (optional), expect. Expectations
 * are partial: what is not mentioned is not tested. decisions  name: value |
 * {"unknown":true,"possible":[..],"needs":[..],"gaps":[..],"not_needs":[..],"no_gaps":true} <list>
 * element key: decision: value | {"value":..,"reasons":[..]} | unknown as above advice     applies
 * / not / open / status: names (about one element: name@key); open also {"name", and needs, gaps
 * ... as above} direction ("for", "against"), strength, timing: name: text; reasons: name: names
 * (those of the exceptions by which it is ruled out, exactly); cautions: name: names (those that
 * stand beside it, at least) cautions, no_cautions: names; problems: the exact set of paths
 * In-language tests are turned into cases, so that both kinds are checked by the same code. */
#ifndef TOOLS_CASE_RUNNER_H
#define TOOLS_CASE_RUNNER_H
#include "runtime/reason/reason.h"

#include <jansson.h>

typedef struct CaseRunner CaseRunner;
CaseRunner *case_runner_create(Arena *arena, const Program *program);
void case_runner_destroy(CaseRunner *runner);
/* Call this after each case that passes, while its evaluation stands. */
typedef void (*CaseWatcher)(void *context, const Evaluation *evaluation, const Record *record,
                            json_t *one);
void case_runner_watch(CaseRunner *runner, CaseWatcher watcher, void *context);
/* The answers alone, until the next case; NULL and a line in *why if the case cannot be run. */
const Evaluation *case_runner_evaluate(CaseRunner *runner, json_t *one, StrBuf *why,
                                       const Record **record);
/* The report alone (full, with what does not apply, as one line of NDJSON), added to *report; false
 * and a line in *why if there is none. */
bool case_runner_report(CaseRunner *runner, json_t *one, StrBuf *report, StrBuf *why);
/* The expectations against a report. True if every one holds; else one line for each that does not,
 * in why. */
bool case_runner_check(CaseRunner *runner, json_t *one, Str report, StrBuf *why);
/* Both: true if every expectation holds; else one line for each that does not, in why. */
bool case_runner_run(CaseRunner *runner, json_t *one, StrBuf *why);
#endif
