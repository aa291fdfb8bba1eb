/* cache.h - answers by completions, remembered across the patients of a cohort.
 *
 * Two records whose facts fall into the same cells have the same answer. The key of an answer is
 * its block, its register, its element and the cell of every fact within its reach: of a fact that
 * is only compared with constants the interval between two of them, of any other fact the value
 * itself. */
#ifndef REASON_CACHE_H
#define REASON_CACHE_H
#include "runtime/bytecode/answers.h"

typedef struct Cache Cache;

Cache *cache_create(Arena *session_arena, const Program *program);
/* A new record: forget the codes of the one before. */
void cache_begin(Cache *cache, const Record *record);
/* NULL if it is not there, or must not be remembered (natives, exact values off the grid). */
const Answer *cache_find(Cache *cache, uint32_t block, uint16_t reg, uint16_t element);
/* Keep a copy of an answer that cache_find did not have. steps: that its record has taken up to it,
 * at least as many as it would take alone. */
void cache_add(Cache *cache, uint32_t block, uint16_t reg, uint16_t element, const Answer *answer,
               uint64_t steps);
/* Steps that the answers found for this record would have taken at most. */
uint64_t cache_get_charge(const Cache *cache);
#endif
