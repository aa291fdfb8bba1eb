/* plain_evaluation.h - what the second engine needs besides reason.h: the tree, and a way to say
 * "too many unknowns". */
#ifndef ORACLE_PLAIN_EVALUATION_H
#define ORACLE_PLAIN_EVALUATION_H
#include "runtime/reason/reason.h"
#include "tests/oracle/plain.h"

void plain_set_ast(const Ast *ast);                    /* before evaluation_create */
bool plain_had_too_many(const Evaluation *evaluation); /* the last record: some answer had more than
                                                          six missing facts */
#endif
