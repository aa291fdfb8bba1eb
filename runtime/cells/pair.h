/* pair.h - two programs over one set of facts: where their answers differ, or hold together, as
 * diagrams of one store.
 *
 * Facts of one path, type and unit are one variable, of what both programs take; all others are
 * facts of one program alone. Rules of one kind and name are one rule. What a program calls
 * differently can be said. */
#ifndef CELLS_PAIR_H
#define CELLS_PAIR_H
#include "runtime/base/vec.h"
#include "runtime/cells/cells.h"

typedef struct PairName {
    Str first, second; /* of a fact, a list or a rule, in either program */
} PairName;
typedef VEC(PairName) PairNames;

/* By numbers of the second program: the first one's, or NO_INDEX, NO_INDEX32. */
typedef struct PairMatch {
    uint16_t *fields, *lists;
    uint32_t *blocks;
} PairMatch;

typedef struct CellsPair CellsPair;
CellsPair *pair_create(Arena *session_arena, const Program *first, const Program *second,
                       const PairNames *names);
const PairMatch *pair_get_match(const CellsPair *pair);
/* Records of the two, of which the same is known. Forgets what was asked before. */
void pair_begin(CellsPair *pair, Arena *run_arena, const Record *first, const Record *second);

typedef enum PairQuestion {
    PAIR_WHOLE,  /* does the answer differ? */
    PAIR_ITSELF, /* would it if the second's rule read the first's answers? */
    PAIR_LOCAL   /* the same, and answers that it reads are variables of their own */
} PairQuestion;
/* Yes where what is said about a patient differs, no elsewhere: the value of a decision, whether a
 * recommendation applies, is ruled out, or does not concern the patient. Where one fails and the
 * other does not, they differ. About an element: one that is there. steps as in CellsQuestion.
 * False over the limit. */
bool pair_compare(CellsPair *pair, PairQuestion question, uint32_t first, uint32_t second,
                  uint32_t steps, Diagram *out);

/* Does anybody have a yes? */
bool pair_differs(Diagram diagram);

/* How it differs. Values of a recommendation are AdviceStatus; of an enumeration those of the first
 * program, then those that only the second one has. */
typedef enum PairTurnKind {
    PAIR_VALUES,  /* from one to another */
    PAIR_NUMBERS, /* the same of numbers */
    PAIR_RISES,
    PAIR_FALLS,
    PAIR_FAILS_NOW,
    PAIR_FAILED_BEFORE,
    PAIR_FAILS_OTHERWISE /* before and now, by another fault */
} PairTurnKind;
typedef struct PairTurn {
    PairTurnKind kind;
    bool itself;       /* and the rule itself says something else: PAIR_ITSELF */
    uint32_t from, to; /* of VALUES */
    Rat before, now;   /* of NUMBERS */
} PairTurn;
enum { PAIR_MOST_NUMBERS = 16 };
/* Yes where the answer turns so. */
bool pair_turn(CellsPair *pair, uint32_t first, uint32_t second, PairTurn turn, uint32_t steps,
               Diagram *out);
/* How many values there are; 0: numbers or dates. */
uint32_t pair_count_values(const CellsPair *pair, uint32_t first, uint32_t second);
/* The numbers that a numeric answer of either program can be, ascending; 0: too many, or it is
 * arithmetic over facts. */
uint32_t pair_list_numbers(CellsPair *pair, uint32_t first, uint32_t second,
                           Rat numbers[PAIR_MOST_NUMBERS]);
/* Name of a value of a decision. */
Str pair_get_value(const CellsPair *pair, uint32_t first, uint32_t second, uint32_t value);

/* What a variable of such a diagram is. */
typedef struct PairFact {
    bool in_first, in_second;         /* is it a fact of this program? */
    bool hidden;                      /* of an element that nobody listed */
    FactRef first, second;            /* field NO_INDEX: is there that element? */
    uint64_t first_name, second_name; /* of the variable, to the program by itself */
    uint32_t block; /* of the first program, whose result it is: then no fact; else
                       NO_INDEX32 */
    const uint8_t *first_values, *second_values; /* of an enumeration: which value each position
                                                    is; NULL: of that number */
} PairFact;
PairFact pair_find_fact(const CellsPair *pair, uint64_t name);
#endif
