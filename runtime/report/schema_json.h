/* schema_json.h - what a form needs, as JSON: the fields of the record with the words for them, the
 * policies, and what was understood of a record. */
#ifndef REPORT_SCHEMA_JSON_H
#define REPORT_SCHEMA_JSON_H
#include "runtime/bytecode/record.h"

/* {"name","version","title","hash","needs_date","fields":[...],"policies":[...]}. A field:
 * {"path","label","type"} and, where it has them, "unit", "units" (what converts into it), "low",
 * "high", "values":[{"name","label"}]; a list's type is "list", and it has "element", "least",
 * "most" and "fields", whose paths are names within the element. Types: key, text, yes_no, choice,
 * integer, decimal, date. In the order in which the guideline declares them. */
void schema_json_add(StrBuf *out, const Program *program);
/* {"liver.flr":"75 %","lesions[2].size":"3.1 cm"}: every known fact that the program reads, as it
 * was understood. */
void record_json_add(StrBuf *out, const Program *program, const Record *record);
#endif
