/* habits.h - what people write who come from other languages: each has a message of its own. Inside
 * this room only. */
#ifndef LANG_HABITS_H
#define LANG_HABITS_H
#include "lang/parse/parse.h"

/* A syntax error at this token, where these others could stand: true after a message. */
bool habit_report(Parse *parse, Span place, int found, const int *expected, int count);
#endif
