/* pair_match.h - which facts and rules of two programs are the same, and where their variables
 * stand in one store. */
#ifndef CELLS_PAIR_MATCH_H
#define CELLS_PAIR_MATCH_H
#include "runtime/cells/engine.h"
#include "runtime/cells/pair.h"

#define PAIR_NO_VALUE UINT8_MAX

typedef struct PairLayout {
    Shared first, second; /* without lenders */
    uint32_t var_count;
} PairLayout;

PairMatch pair_match_make(Arena *arena, const Program *first, const Program *second,
                          const PairNames *names);
PairLayout pair_match_lay_out(Arena *arena, const Program *first, const Program *second,
                              const PairMatch *match);
/* The same values in the same order? */
bool pair_match_is_same_enum(const Program *a, uint16_t x, const Program *b, uint16_t y);
/* values[i]: which value of y the i-th one of x is by name, or PAIR_NO_VALUE. How many x has. */
uint32_t pair_match_list_values(const Program *a, uint16_t x, const Program *b, uint16_t y,
                                uint8_t *values);
#endif
