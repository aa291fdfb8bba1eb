/* record_text.h - values of facts as a record that every reader takes, and for people. */
#ifndef VERIFY_RECORD_TEXT_H
#define VERIFY_RECORD_TEXT_H
#include "compiler/verify/patient.h"

/* JSON, facts and date of these. list: it has an element at least, NO_INDEX: none must. */
void record_text_make(Arena *arena, const Program *program, const GivenList *given, uint16_t list,
                      ShownPatient *out);
/* The register of a value of a field. False if there is none: off the grid. */
bool record_text_get_reg(const FieldInfo *field, Rat value, Reg *out);
#endif
