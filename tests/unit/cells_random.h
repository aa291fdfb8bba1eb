/* cells_random.h - generated rules: plain fractions, trees, what a case consists of, how a rule
 * grows. */
#ifndef TESTS_CELLS_RANDOM_H
#define TESTS_CELLS_RANDOM_H
#include "tests/unit/cells_harness.h"

/* ---- random numbers, fractions ---- */

static uint64_t seed;
static unsigned pick(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)((seed >> 33) % n);
}

typedef struct Frac {
    int64_t n, d;
} Frac;
static int64_t gcd(int64_t a, int64_t b)
{
    return b ? gcd(b, a % b) : a < 0 ? -a : a;
}
static Frac frac(int64_t n, int64_t d)
{
    int64_t g = gcd(n, d);
    g = d < 0 ? -g : g;
    return (Frac){ n / g, d / g };
}
static int frac_compare(Frac a, Frac b)
{
    __int128 x = (__int128)a.n * b.d, y = (__int128)b.n * a.d;
    return (x > y) - (x < y);
}
static Frac frac_add(Frac a, Frac b)
{
    return frac(a.n * b.d + b.n * a.d, a.d * b.d);
}
static Frac frac_mul(Frac a, Frac b)
{
    return frac(a.n * b.n, a.d * b.d);
}

/* ---- rules as trees ---- */

typedef enum Kind {
    K_BOOL,
    K_FACT,
    K_NOT,
    K_AND,
    K_OR,
    K_IN,
    K_SAME,
    K_LT,
    K_LE,
    K_EQ,
    K_SELECT,
    K_ANY,
    K_ALL,
    K_CONST,
    K_INT,
    K_ADD,
    K_MUL,
    K_DIV,
    K_MIN,
    K_MAX,
    K_ROUND,
    K_BIT,
    K_ADD_INT,
    K_TO_DEC,
    K_LENGTH,
    K_COUNT,
    K_LARGEST,
    K_VALUE,
    K_FLAG,
    K_SIZE,
    K_HIDDEN
} Kind;
typedef struct Tree {
    Kind kind;
    int fact;
    uint64_t set;
    Frac value;
    struct Tree *a, *b, *c;
} Tree;

enum {
    MAX_FACTS = 6,
    MAX_POINTS = 24,
    MAX_REPS = 256,
    MAX_LISTED = 2,
    MAX_HIDDEN = 3,
    MAX_CELLS = 400000
};
typedef enum FactType { F_BOOL, F_ENUM, F_SMALL, F_WIDE, F_DEC } FactType;

typedef struct Case {
    Bench bench;
    FactType types[MAX_FACTS];
    BReg regs[MAX_FACTS];
    bool known[MAX_FACTS];
    unsigned facts;
    uint16_t letters;
    bool has_list;
    uint16_t list;
    BReg flag, size, largest;
    unsigned listed, least, most; /* hidden least, most */
    bool flag_known[MAX_LISTED], size_known[MAX_LISTED], flag_value[MAX_LISTED];
    Frac size_value[MAX_LISTED];
    bool has_summary;
    Frac summary;
    Frac points[MAX_POINTS];
    unsigned point_count;
    Frac reps[MAX_REPS];
    unsigned rep_count;
    bool orders, scaled;
    uint32_t block;
    Tree *rule;
} Case;

static Tree *tree(Case *t, Kind kind, Tree *a, Tree *b, Tree *c)
{
    Tree *made = ARENA_NEW(t->bench.arena, Tree);
    *made = (Tree){ .kind = kind, .a = a, .b = b, .c = c };
    return made;
}
static Tree *fact(Case *t, int index)
{
    Tree *made = tree(t, K_FACT, NULL, NULL, NULL);
    made->fact = index;
    return made;
}
static Tree *number(Case *t, Frac value)
{
    Tree *made = tree(t, K_CONST, NULL, NULL, NULL);
    made->value = value;
    return made;
}
static Tree *whole(Case *t, int value)
{
    Tree *made = tree(t, K_INT, NULL, NULL, NULL);
    made->value = frac(value, 1);
    return made;
}

static void add_point(Case *t, Frac p)
{
    if (frac_compare(p, frac(0, 1)) < 0 || frac_compare(p, frac(3, 1)) > 0 ||
        t->point_count == MAX_POINTS) {
        return;
    }
    unsigned i = 0;
    while (i < t->point_count && frac_compare(t->points[i], p) < 0) {
        i++;
    }
    if (i < t->point_count && frac_compare(t->points[i], p) == 0) {
        return;
    }
    memmove(&t->points[i + 1], &t->points[i], (t->point_count - i) * sizeof *t->points);
    t->points[i] = p;
    t->point_count++;
}

/* ---- making a rule ---- */

static Frac pick_limit(Case *t)
{
    Frac limit = frac(pick(7), 2);
    add_point(t, limit);
    return limit;
}
static int pick_fact(Case *t, FactType type)
{
    int found[MAX_FACTS], count = 0;
    for (unsigned i = 0; i < t->facts; i++) {
        if (t->types[i] == type) {
            found[count++] = (int)i;
        }
    }
    return count ? found[pick((unsigned)count)] : -1;
}
static Kind pick_comparison(void)
{
    static const Kind kinds[] = { K_LT, K_LE, K_LE, K_LT, K_EQ };
    return kinds[pick(5)];
}
static Tree *compare(Case *t, Tree *a, Tree *b)
{
    return pick(2) ? tree(t, pick_comparison(), a, b, NULL)
                   : tree(t, pick_comparison(), b, a, NULL);
}

/* a x + b against a limit. */
static Tree *make_affine(Case *t, Tree *x)
{
    static const int factors[] = { 2, 3, -1, -2 };
    Frac limit = frac(pick(7), 2), a = frac(factors[pick(4)], 1), b = frac(pick(5), 2);
    add_point(t, frac_mul(frac_add(limit, frac(-b.n, b.d)),
                          frac(a.n > 0 ? 1 : -1, a.n > 0 ? a.n : -a.n)));
    return compare(t, tree(t, K_ADD, tree(t, K_MUL, number(t, a), x, NULL), number(t, b), NULL),
                   number(t, limit));
}
static Tree *make_quotient(Case *t, Tree *x)
{
    Frac limit = frac(1 + pick(6), 2), c = frac(1 + pick(3), 1);
    add_point(t, frac(c.n * limit.d, limit.n));
    return compare(t, tree(t, K_DIV, number(t, c), x, NULL), number(t, limit));
}
static Tree *make_square(Case *t, Tree *x)
{
    static const Frac below[] = { { 0, 1 },       { 707, 1000 },  { 1, 1 },      { 1224, 1000 },
                                  { 1414, 1000 }, { 1581, 1000 }, { 1732, 1000 } };
    unsigned twice = pick(7);
    add_point(t, frac(below[twice].n, below[twice].d));
    if (twice != 0 && twice != 2) {
        add_point(t, frac(below[twice].n + 1, 1000));
    }
    return compare(t, tree(t, K_MUL, x, x, NULL), number(t, frac(twice, 2)));
}
static Tree *make_rounded(Case *t, Tree *x)
{
    for (int i = 0; i < 3; i++) {
        add_point(t, frac(2 * i + 1, 2));
    }
    return compare(t, tree(t, K_ROUND, x, NULL, NULL), number(t, frac(pick(4), 1)));
}
static Tree *make_ordered(Case *t, Tree *x)
{
    Tree *y = fact(t, pick_fact(t, F_DEC));
    if (t->scaled) {
        Tree *first = fact(t, 0);
        int other = -1;
        for (unsigned i = 1; i < t->facts; i++) {
            other = t->types[i] == F_DEC ? (int)i : other;
        }
        if (t->types[0] != F_DEC || other < 0) {
            return tree(t, K_LE, x, number(t, pick_limit(t)), NULL);
        }
        t->orders = true;
        return compare(t, tree(t, K_MUL, first, number(t, frac(2, 1)), NULL), fact(t, other));
    }
    t->orders = true;
    switch (pick(3)) {
    case 0: return compare(t, x, y);
    case 1:
        return compare(t, tree(t, K_MAX, x, y, NULL),
                       pick(2) ? number(t, pick_limit(t)) : fact(t, pick_fact(t, F_DEC)));
    default: return compare(t, tree(t, K_MIN, x, number(t, pick_limit(t)), NULL), y);
    }
}

static Tree *make_bool(Case *t, unsigned depth);

static Tree *make_decimal_atom(Case *t, Tree *x)
{
    switch (pick(9)) {
    case 0: return make_affine(t, x);
    case 1: return make_quotient(t, x);
    case 2: return make_square(t, x);
    case 3: return make_rounded(t, x);
    case 4:
    case 5: return make_ordered(t, x);
    case 6:
        return compare(t, tree(t, K_SELECT, make_bool(t, 0), x, number(t, pick_limit(t))),
                       number(t, pick_limit(t)));
    default: return compare(t, x, number(t, pick_limit(t)));
    }
}
static Tree *make_int_atom(Case *t)
{
    int small = pick_fact(t, F_SMALL), wide = pick_fact(t, F_WIDE), flag = pick_fact(t, F_BOOL);
    Tree *sum = small >= 0 ? fact(t, small) : whole(t, 1);
    if (flag >= 0 && pick(2)) {
        sum = tree(t, K_ADD_INT, sum, tree(t, K_BIT, fact(t, flag), NULL, NULL), NULL);
    }
    if (wide >= 0 && pick(2)) {
        return compare(t, fact(t, wide), whole(t, (int)pick(100)));
    }
    if (wide >= 0 && pick(3) == 0) {
        return compare(t,
                       tree(t, K_MUL, tree(t, K_TO_DEC, fact(t, wide), NULL, NULL),
                            number(t, frac(3, 2)), NULL),
                       number(t, frac(pick(150), 1)));
    }
    return compare(t, sum, whole(t, (int)pick(5)));
}
static Tree *make_enum_atom(Case *t)
{
    int a = pick_fact(t, F_ENUM), b = pick_fact(t, F_ENUM);
    if (a < 0) {
        return make_int_atom(t);
    }
    if (a != b && pick(2)) {
        return tree(t, K_SAME, fact(t, a), fact(t, b), NULL);
    }
    Tree *in = tree(t, K_IN, fact(t, a), NULL, NULL);
    in->set = 1 + pick(6);
    return in;
}
static Tree *make_element_atom(Case *t)
{
    switch (pick(4)) {
    case 0: return tree(t, K_FLAG, NULL, NULL, NULL);
    case 1: return tree(t, K_NOT, tree(t, K_FLAG, NULL, NULL, NULL), NULL, NULL);
    case 2: {
        int outer = pick_fact(t, F_BOOL);
        Tree *large = compare(t, tree(t, K_SIZE, NULL, NULL, NULL), number(t, pick_limit(t)));
        return outer < 0 ? large : tree(t, pick(2) ? K_AND : K_OR, large, fact(t, outer), NULL);
    }
    default: return compare(t, tree(t, K_SIZE, NULL, NULL, NULL), number(t, pick_limit(t)));
    }
}
static Tree *make_element(Case *t)
{
    if (pick(2)) {
        return make_element_atom(t);
    }
    return tree(t, pick(2) ? K_AND : K_OR, make_element_atom(t), make_element_atom(t), NULL);
}
static Tree *make_list_atom(Case *t)
{
    switch (pick(6)) {
    case 0: return tree(t, K_ANY, make_element(t), NULL, NULL);
    case 1: return tree(t, K_ALL, make_element(t), NULL, NULL);
    case 2: return compare(t, tree(t, K_LENGTH, NULL, NULL, NULL), whole(t, (int)pick(4)));
    case 3:
        return compare(t, tree(t, K_COUNT, make_element(t), NULL, NULL), whole(t, (int)pick(4)));
    default:
        return compare(t, tree(t, K_LARGEST, number(t, frac(0, 1)), NULL, NULL),
                       number(t, pick_limit(t)));
    }
}
static Tree *make_atom(Case *t)
{
    if (t->has_list && pick(2)) {
        return make_list_atom(t);
    }
    int flag = pick_fact(t, F_BOOL), dec = pick_fact(t, F_DEC);
    switch (pick(5)) {
    case 0:
    case 1:
        if (dec >= 0) {
            return make_decimal_atom(t, fact(t, dec));
        }
        break;
    case 2: return make_enum_atom(t);
    case 3: return make_int_atom(t);
    default: break;
    }
    return flag >= 0 ? fact(t, flag) : make_enum_atom(t);
}
static Tree *make_bool(Case *t, unsigned depth)
{
    if (depth == 0) {
        return make_atom(t);
    }
    switch (pick(6)) {
    case 0: return tree(t, K_NOT, make_bool(t, depth - 1), NULL, NULL);
    case 1:
    case 2: return tree(t, K_AND, make_bool(t, depth - 1), make_bool(t, depth - 1), NULL);
    case 3:
        return tree(t, K_SELECT, make_bool(t, depth - 1), make_bool(t, depth - 1),
                    make_bool(t, depth - 1));
    default: return tree(t, K_OR, make_bool(t, depth - 1), make_bool(t, depth - 1), NULL);
    }
}
#endif
