/* schema.h - the patient record of a program as JSON Schema (2020-12). */
#ifndef TOOLS_SCHEMA_H
#define TOOLS_SCHEMA_H
#include "runtime/bytecode/program.h"

void schema_print(StrBuf *out, const Program *program);
#endif
