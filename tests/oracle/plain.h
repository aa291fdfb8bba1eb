/* plain.h - the second engine: a plain evaluator over the typed tree, for the tests.
 *
 * It knows nothing of registers, intervals or diagrams. A world gives every fact a value; an
 * expression is evaluated in a world by walking the tree. What is unknown is found by trying every
 * world that agrees with the record: each missing fact takes one representative of every cell of
 * its range. */
#ifndef ORACLE_PLAIN_H
#define ORACLE_PLAIN_H
#include "lang/ast.h"
#include "runtime/bytecode/answers.h"

typedef enum PlainKind {
    PL_FAIL,
    PL_HOLE,
    PL_TWO,
    PL_NONE,
    PL_BOOL,
    PL_INT,
    PL_NUM,
    PL_REAL,
    PL_DATE,
    PL_ENUM
} PlainKind;

typedef struct Plain {
    PlainKind kind;
    int64_t i; /* bool, integer, day, enumeration value; block of a hole or overlap */
    Rat n;
    double r;
} Plain;

typedef struct PlainList {
    uint32_t count; /* elements that exist in this world, hidden ones last */
    Plain **rows;   /* [element][field of the record type] */
    bool filled;    /* what the list hides was drawn or tried; else no one has read it */
} PlainList;

/* A rule's result in the world as it was at that stamp. */
typedef struct PlainMemo {
    uint64_t stamp;
    Plain value;
} PlainMemo;

typedef struct World {
    Plain *scalars; /* by field index: patient fields, gaps, as_of */
    PlainList *lists;
    PlainMemo **memo; /* [block][element]; NULL: every rule is evaluated wherever it is read */
    uint64_t stamp;   /* to be raised by whoever changes the world */
} World;

typedef struct Oracle Oracle;

/* Asks for the answer of a rule (gate words). element: NO_INDEX for patient-level rules. */
typedef struct PlainScope {
    Oracle *oracle;
    const World *world;
    uint32_t element[64]; /* per list: the element in scope */
    Plain *arguments;
    const AstRule *function;
    const struct PlainScope *outer; /* parameters */
} PlainScope;

struct Oracle {
    Arena *arena; /* one patient */
    const Ast *ast;
    const Program *program; /* for names and numbering only */
    const Record *record;
    const Answer *(*answer)(void *context, const AstRule *rule, uint32_t result, uint32_t element);
    void *context;
};

/* ---- plain_value.c ---- */
Plain plain_bool(bool value);
Plain plain_int(int64_t value);
Plain plain_num(Rat value);
Plain plain_fail(void);
bool plain_is_value(Plain a); /* neither failure nor none */
bool plain_equal(Plain a, Plain b);
Plain plain_and(Plain a, Plain b);
Plain plain_or(Plain a, Plain b);
Plain plain_not(Plain a);
/* <0, 0, >0 of two values of one type, integers and decimals mixed freely. */
int plain_compare(Plain a, Plain b);
Plain plain_arithmetic(ExprKind kind, Plain a, Plain b);
Plain plain_scale(Plain a, UnitId from, UnitId to);
/* DAY_MIN - 1: outside the calendar. */
Day plain_reach_months(Day day, int64_t steps);
/* Completed units of `between`; unit: UNIT_YEARS ... */
int64_t plain_count_between(int unit, Day from, Day to);

/* ---- plain_eval.c ---- */
Plain plain_eval(PlainScope *scope, Expr *e);
/* Result of a rule in the scope's world: value, applies, trigger. */
Plain plain_rule(PlainScope *scope, AstRule *rule, uint32_t result);
/* when alone, and the i-th unless, of an advice; the i-th case's condition of a decision. */
Plain plain_when(PlainScope *scope, AstRule *rule);

/* ---- plain_world.c ---- */
/* A free fact of the record and the values it may take. */
typedef struct FreeFact {
    uint32_t id; /* answers.h fact id; gaps: field index with gap set */
    bool gap;
    uint16_t field, list, element;
    Plain *values;    /* scalar, element field, gap */
    PlainList *parts; /* the hidden part of a list: rows to append */
    uint32_t count;
} FreeFact;
typedef VEC(FreeFact) FreeFacts;
/* The record's known facts; missing ones fail until plain_complete fills them. */
World *plain_world(Oracle *oracle);
/* Gives the world a memory of results; for programs too large to walk anew at every reading. */
void plain_remember(Oracle *oracle, World *world);
/* The summary of the largest element binds what a list hides, where it was filled in. */
bool plain_is_valid(Oracle *oracle, const World *world);
/* Free facts that a rule can read, in fact order. False if there are more than `most` or a range
 * has too many cells. */
bool plain_free_facts(Oracle *oracle, AstRule *rule, unsigned most, FreeFacts *facts);
void plain_complete(Oracle *oracle, World *world, const FreeFact *fact, uint32_t choice);

/* ---- plain_roots.c ---- */
typedef void (*AddPoint)(void *context, Rat value, UnitId unit);
/* The values of a fact (or parameter) at which a comparison or `within` can change, if it reads one
 * alone. */
void plain_roots(Oracle *oracle, Expr *e, AddPoint add, void *context);
#endif
