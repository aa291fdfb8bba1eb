/* units.h - where a unit ends in the text. Units are a closed table, so this is a look-up, not a grammar. */
#ifndef LANG_UNITS_H
#define LANG_UNITS_H
#include "runtime/base/str.h"

/* Length of the longest unit that `text` begins with and that ends where a word ends; 0 if none. */
size_t unit_measure(Str text);
#endif
