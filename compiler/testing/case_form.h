/* case_form.h - the form of a case (case_runner.h says what each part means). A slip of the pen
 * must not make a case that passes because it asks for nothing. */
#ifndef TOOLS_CASE_FORM_H
#define TOOLS_CASE_FORM_H
#include "runtime/base/str.h"

#include <jansson.h>

/* What is expected of advice besides its status, each as one text. */
enum { CASE_SAID_COUNT = 3 };
extern const char *const case_said[CASE_SAID_COUNT];

/* False and a line in why if it is not: the patient and what to expect, both objects, and every
 * expectation one that the runner knows. */
bool case_form_check(json_t *one, StrBuf *why);
#endif
