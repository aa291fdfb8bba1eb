/* cells_random_test.c - generated rules over a few missing facts, answered twice: by cells and by
 * trying every completion.
 *
 * The second engine is written here and shares nothing with the first but the program builder:
 * rules are trees, completions a mixed-radix count over representatives, numbers plain fractions.
 * The representatives of a case are the points where some comparison of it can turn, and several
 * values between each two of them. */
#include "tests/unit/cells_random.h"

/* ---- the rule as a program ---- */

static BReg emit(Case *t, const Tree *r);
static BReg emit_frac(Case *t, Frac value)
{
    return build_ratio(&t->bench.b, value.n, value.d);
}

static BReg emit_loop(Case *t, const Tree *r)
{
    Builder *b = &t->bench.b;
    bool all = r->kind == K_ALL, count = r->kind == K_COUNT, largest = r->kind == K_LARGEST;
    BReg start = largest ? emit(t, r->a)
                 : count ? build_int(b, 0)
                         : build_bool(b, all ? MASK_YES : MASK_NO);
    BReg acc = build_temp(b, largest ? REG_DEC : count ? REG_INT : REG_BOOL, NO_INDEX);
    build_op(b, OP_MOVE, acc, start, 0, 0);
    build_each(b, t->list);
    if (largest) {
        build_op(b, OP_ACC_MAX, acc, build_bool(b, MASK_YES), t->size, 0);
    } else {
        build_op(b, count ? OP_ACC_COUNT : all ? OP_ACC_ALL : OP_ACC_ANY, acc, emit(t, r->a), 0, 0);
    }
    build_next(b);
    return acc;
}

static BReg emit(Case *t, const Tree *r)
{
    static const uint16_t ops[] = {
        [K_NOT] = OP_NOT, [K_AND] = OP_AND, [K_OR] = OP_OR,           [K_SAME] = OP_SAME,
        [K_LT] = OP_LT,   [K_LE] = OP_LE,   [K_EQ] = OP_EQ,           [K_SELECT] = OP_SELECT,
        [K_ADD] = OP_ADD, [K_MUL] = OP_MUL, [K_DIV] = OP_DIV,         [K_MIN] = OP_MIN,
        [K_MAX] = OP_MAX, [K_BIT] = OP_BIT, [K_ADD_INT] = OP_ADD_INT, [K_TO_DEC] = OP_TO_DEC
    };
    Builder *b = &t->bench.b;
    switch (r->kind) {
    case K_BOOL: return build_bool(b, r->set ? MASK_YES : MASK_NO);
    case K_FACT: return t->regs[r->fact];
    case K_IN: return build_new(b, OP_IN, emit(t, r->a), build_set(b, t->letters, r->set), 0);
    case K_CONST: return emit_frac(t, r->value);
    case K_INT: return build_int(b, r->value.n);
    case K_VALUE: return build_set(b, t->letters, r->set);
    case K_ROUND: return build_new_imm(b, OP_ROUND, emit(t, r->a), 0);
    case K_LENGTH: return build_new(b, OP_LENGTH, t->list, 0, 0);
    case K_ANY:
    case K_ALL:
    case K_COUNT:
    case K_LARGEST: return emit_loop(t, r);
    case K_FLAG: return t->flag;
    case K_SIZE: return t->size;
    default: break;
    }
    BReg x = emit(t, r->a), y = r->b ? emit(t, r->b) : 0, z = r->c ? emit(t, r->c) : 0;
    return build_new(b, ops[r->kind], x, y, z);
}

/* ---- the rule evaluated ---- */

enum { FAILED = -1000 };
typedef struct Element {
    bool flag;
    Frac size;
} Element;
typedef struct World {
    int values[MAX_FACTS]; /* position: of decimals into reps */
    Element elements[MAX_LISTED + MAX_HIDDEN];
    unsigned count;
    const Element *at;
} World;
typedef struct Value {
    bool failed;
    Frac v;
} Value;

static Value eval(const Case *t, World *w, const Tree *r);
static Value of(Frac v)
{
    return (Value){ false, v };
}
static Value of_bool(bool v)
{
    return of(frac(v, 1));
}

static Value eval_logic(Value a, Value b, bool zero)
{
    if ((!a.failed && (a.v.n != 0) == zero) || (!b.failed && (b.v.n != 0) == zero)) {
        return of_bool(zero);
    }
    return a.failed ? a : b;
}
static Value eval_loop(const Case *t, World *w, const Tree *r)
{
    Value acc = r->kind == K_LARGEST ? eval(t, w, r->a) : of_bool(r->kind == K_ALL);
    /* About one that is not listed, no matter which: all ways to number them are tried. */
    bool one = r->kind == K_HIDDEN;
    for (unsigned i = one ? t->listed : 0;
         i < (one && w->count > t->listed ? t->listed + 1 : w->count); i++) {
        w->at = &w->elements[i];
        if (r->kind == K_LARGEST) {
            if (frac_compare(w->at->size, acc.v) > 0) {
                acc.v = w->at->size;
            }
            continue;
        }
        Value p = eval(t, w, r->a);
        if (r->kind == K_COUNT) {
            acc = acc.failed || p.failed ? (Value){ true, { 0, 1 } } : of(frac_add(acc.v, p.v));
        } else {
            acc = eval_logic(acc, p, r->kind != K_ALL);
        }
    }
    return acc;
}
static Frac round_half_even(Frac v)
{
    int64_t twice = 2 * v.n / v.d, floor = v.n / v.d; /* v >= 0 */
    bool tie = twice % 2 && twice * v.d == 2 * v.n;
    return frac(tie ? floor + floor % 2 : floor + twice % 2, 1);
}
static Value eval_two(const Tree *r, Frac a, Frac b)
{
    int order = frac_compare(a, b);
    switch (r->kind) {
    case K_LT: return of_bool(order < 0);
    case K_LE: return of_bool(order <= 0);
    case K_EQ:
    case K_SAME: return of_bool(order == 0);
    case K_ADD:
    case K_ADD_INT: return of(frac_add(a, b));
    case K_MUL: return of(frac_mul(a, b));
    case K_DIV: return b.n == 0 ? (Value){ true, { 0, 1 } } : of(frac(a.n * b.d, a.d * b.n));
    case K_MIN: return of(order < 0 ? a : b);
    default: return of(order > 0 ? a : b);
    }
}
static Value eval(const Case *t, World *w, const Tree *r)
{
    switch (r->kind) {
    case K_BOOL: return of_bool(r->set);
    case K_FACT:
        return t->types[r->fact] == F_DEC ? of(t->reps[w->values[r->fact]])
                                          : of(frac(w->values[r->fact], 1));
    case K_CONST:
    case K_INT: return of(r->value);
    case K_VALUE: return of(frac(__builtin_ctzll(r->set), 1));
    case K_FLAG: return of_bool(w->at->flag);
    case K_SIZE: return of(w->at->size);
    case K_LENGTH: return of(frac(w->count, 1));
    case K_ANY:
    case K_ALL:
    case K_COUNT:
    case K_LARGEST:
    case K_HIDDEN: return eval_loop(t, w, r);
    default: break;
    }
    Value a = eval(t, w, r->a);
    if (r->kind == K_AND || r->kind == K_OR) {
        return eval_logic(a, eval(t, w, r->b), r->kind == K_OR);
    }
    if (r->kind == K_SELECT) {
        return a.failed ? a : eval(t, w, a.v.n ? r->b : r->c);
    }
    if (a.failed) {
        return a;
    }
    switch (r->kind) {
    case K_NOT: return of_bool(a.v.n == 0);
    case K_IN: return of_bool(r->set >> a.v.n & 1);
    case K_ROUND: return of(round_half_even(a.v));
    case K_BIT:
    case K_TO_DEC: return a;
    default: break;
    }
    Value b = eval(t, w, r->b);
    return b.failed ? b : eval_two(r, a.v, b.v);
}

/* ---- every completion ---- */

/* One digit for each missing fact; the hidden part of the list is one digit over all its
 * configurations. */
typedef struct Digit {
    int fact, listed;
    bool is_size, hidden;
    unsigned base;
} Digit;
typedef struct Count {
    Digit digits[MAX_FACTS + 2 * MAX_LISTED + 1];
    unsigned count;
    uint64_t total;
} Count;

static void add_digit(Count *c, Digit digit)
{
    c->digits[c->count++] = digit;
    c->total *= digit.base;
}
static unsigned count_hidden(const Case *t)
{
    unsigned total = 0, each = 2 * t->rep_count, product = 1;
    for (unsigned h = 0; h <= t->most; h++, product *= each) {
        total += h >= t->least ? product : 0;
    }
    return total;
}
static Count make_count(const Case *t)
{
    Count c = { .total = 1 };
    for (unsigned i = 0; i < t->facts; i++) {
        static const unsigned bases[] = { 2, 3, 5, 100, 0 };
        if (!t->known[i]) {
            add_digit(&c,
                      (Digit){ .fact = (int)i,
                               .base = t->types[i] == F_DEC ? t->rep_count : bases[t->types[i]] });
        }
    }
    for (unsigned i = 0; t->has_list && i < t->listed; i++) {
        if (!t->flag_known[i]) {
            add_digit(&c, (Digit){ .fact = -1, .listed = (int)i, .base = 2 });
        }
        if (!t->size_known[i]) {
            add_digit(
                &c, (Digit){ .fact = -1, .listed = (int)i, .is_size = true, .base = t->rep_count });
        }
    }
    if (t->has_list && t->most > 0) {
        add_digit(&c, (Digit){ .fact = -1, .hidden = true, .base = count_hidden(t) });
    }
    return c;
}
static void set_hidden(const Case *t, World *w, unsigned digit)
{
    unsigned each = 2 * t->rep_count, product = 1, h = 0;
    for (unsigned i = 0; i < t->least; i++, h++) {
        product *= each;
    }
    while (digit >= product) {
        digit -= product;
        product *= each;
        h++;
    }
    w->count = t->listed + h;
    for (unsigned i = 0; i < h; i++, digit /= each) {
        w->elements[t->listed + i] = (Element){ digit % each % 2, t->reps[digit % each / 2] };
    }
}
static void set_world(const Case *t, const Count *c, uint64_t index, World *w)
{
    w->count = t->listed;
    for (unsigned i = 0; i < c->count; index /= c->digits[i].base, i++) {
        const Digit *d = &c->digits[i];
        unsigned digit = (unsigned)(index % d->base);
        if (d->fact >= 0) {
            w->values[d->fact] = (int)digit;
        } else if (d->hidden) {
            set_hidden(t, w, digit);
        } else if (d->is_size) {
            w->elements[d->listed].size = t->reps[digit];
        } else {
            w->elements[d->listed].flag = digit;
        }
    }
}
static bool is_legal(const Case *t, const World *w)
{
    bool none = w->count == t->listed && t->summary.n == 0;
    if (!t->has_summary || t->most == 0 || none) {
        return true;
    }
    Frac largest = frac(-1, 1);
    bool reached = false;
    for (unsigned i = 0; i < t->listed; i++) {
        if (frac_compare(w->elements[i].size, largest) > 0) {
            largest = w->elements[i].size;
        }
    }
    if (frac_compare(t->summary, largest) < 0) {
        return true;
    }
    reached = frac_compare(t->summary, largest) == 0;
    for (unsigned i = t->listed; i < w->count; i++) {
        if (frac_compare(w->elements[i].size, t->summary) > 0) {
            return false;
        }
        reached = reached || frac_compare(w->elements[i].size, t->summary) == 0;
    }
    return reached;
}

typedef struct Truth {
    int possible[64];
    unsigned count;
    bool failed;
    bool needed[MAX_FACTS + 2 * MAX_LISTED + 1];
} Truth;
enum { ILLEGAL = -2000 };
static int16_t results[MAX_CELLS];

static void add_possible(Truth *truth, int value)
{
    for (unsigned i = 0; i < truth->count; i++) {
        if (truth->possible[i] == value) {
            return;
        }
    }
    truth->possible[truth->count++] = value;
}
static void find_needed(const Count *c, Truth *truth)
{
    uint64_t stride = 1;
    for (unsigned d = 0; d < c->count; stride *= c->digits[d].base, d++) {
        for (uint64_t i = 0; i < c->total && !truth->needed[d]; i++) {
            if (i / stride % c->digits[d].base != 0) {
                continue;
            }
            int first = ILLEGAL;
            for (uint64_t k = 0; k < c->digits[d].base; k++) {
                int value = results[i + k * stride];
                if (value == ILLEGAL) {
                    continue;
                }
                if (first != ILLEGAL && value != first) {
                    truth->needed[d] = true;
                }
                first = value;
            }
        }
    }
}
static Truth find_truth(Case *t, const Count *c, World *w)
{
    Truth truth = { .count = 0 };
    for (uint64_t i = 0; i < c->total; i++) {
        set_world(t, c, i, w);
        Value v = eval(t, w, t->rule);
        results[i] = !is_legal(t, w) ? ILLEGAL : v.failed ? FAILED : (int16_t)v.v.n;
        if (results[i] == FAILED) {
            truth.failed = true;
        } else if (results[i] != ILLEGAL) {
            add_possible(&truth, results[i]);
        }
    }
    find_needed(c, &truth);
    return truth;
}

/* ---- one case ---- */

static void make_facts(Case *t)
{
    static const char *names[] = { "f0", "f1", "f2", "f3", "f4", "f5" };
    Builder *b = &t->bench.b;
    unsigned wide = 0;
    t->facts = 2 + pick(t->has_list ? 2 : 4);
    t->scaled = pick(6) == 0;
    for (unsigned i = 0; i < t->facts; i++) {
        FactType type = (FactType)(pick(3) ? (pick(2) ? F_DEC : F_BOOL) : pick(4));
        if (t->scaled && i > 1 && type == F_DEC) {
            type = F_BOOL;
        }
        if (type == F_WIDE && wide++) {
            type = F_BOOL;
        }
        t->types[i] = type;
        switch (type) {
        case F_BOOL: t->regs[i] = build_scalar_bool(b, names[i]); break;
        case F_ENUM: t->regs[i] = build_scalar_enum(b, names[i], t->letters); break;
        case F_SMALL: t->regs[i] = build_scalar(b, names[i], REG_INT, 0, 4); break;
        case F_WIDE: t->regs[i] = build_scalar(b, names[i], REG_INT, 0, 99); break;
        case F_DEC: t->regs[i] = build_scalar(b, names[i], REG_DEC, 0, 3 * DEC_ONE); break;
        }
    }
}
static void make_list(Case *t)
{
    Builder *b = &t->bench.b;
    t->largest = build_scalar(b, "largest", REG_DEC, 0, 3 * DEC_ONE);
    t->list = build_list(b, "items", 0, MAX_HIDDEN);
    t->flag = build_element(b, t->list, "flag", REG_BOOL, 0, 0);
    t->size = build_element(b, t->list, "size", REG_DEC, 0, 3 * DEC_ONE);
    build_list_largest(b, t->list, t->size, t->largest);
}
static void make_reps(Case *t)
{
    add_point(t, frac(0, 1));
    add_point(t, frac(3, 1));
    if (t->scaled && t->orders) {
        for (int i = (int)t->point_count; i-- > 0;) {
            Frac p = t->points[i];
            add_point(t, frac(2 * p.n, p.d));
            add_point(t, frac(p.n, 2 * p.d));
        }
    }
    unsigned between = t->orders ? 4 : 1;
    for (unsigned i = 0; i < t->point_count; i++) {
        t->reps[t->rep_count++] = t->points[i];
        for (unsigned k = 1; i + 1 < t->point_count && k <= between; k++) {
            Frac lo = t->points[i], hi = t->points[i + 1];
            Frac width = frac_add(hi, frac(-lo.n, lo.d));
            t->reps[t->rep_count++] = frac_add(lo, frac_mul(width, frac(k, between + 1)));
        }
    }
}
static Reg grid(Frac v)
{
    int64_t value = v.n * (DEC_ONE / v.d);
    return (Reg){ .lo = value, .hi = value };
}
static void give_facts(Case *t, World *w)
{
    for (unsigned i = 0; i < t->facts; i++) {
        t->known[i] = pick(4) == 0;
        if (!t->known[i]) {
            continue;
        }
        static const unsigned bases[] = { 2, 3, 5, 100 };
        int value = w->values[i] = t->types[i] == F_DEC ? 0 : (int)pick(bases[t->types[i]]);
        Record *record = t->bench.record;
        if (t->types[i] == F_DEC) {
            do {
                value = w->values[i] = (int)pick(t->rep_count);
            } while (DEC_ONE % t->reps[value].d != 0);
            build_give(&t->bench.b, record, t->regs[i], grid(t->reps[value]));
        } else if (t->types[i] == F_BOOL || t->types[i] == F_ENUM) {
            build_give(&t->bench.b, record, t->regs[i], (Reg){ .mask = UINT64_C(1) << value });
        } else {
            build_give_number(&t->bench.b, record, t->regs[i], value);
        }
    }
}
static void give_list(Case *t, World *w)
{
    Record *record = t->bench.record;
    ListRecord *list = &record->lists[t->list];
    t->listed = pick(MAX_LISTED + 1);
    if (pick(3) == 0) {
        t->listed = 0;
    }
    bool complete = pick(3) == 0;
    for (unsigned i = 0; i < t->listed; i++) {
        uint16_t e = build_give_element(&t->bench.b, record, t->list);
        t->flag_known[i] = pick(2);
        t->size_known[i] = pick(3) != 0;
        w->elements[i] = (Element){ pick(2), t->points[pick(t->point_count)] };
        while (DEC_ONE % w->elements[i].size.d != 0) {
            w->elements[i].size = t->points[pick(t->point_count)];
        }
        if (t->flag_known[i]) {
            build_give_in(&t->bench.b, record, t->list, e, t->flag,
                          (Reg){ .mask = mask_from_bool(w->elements[i].flag) });
        }
        if (t->size_known[i]) {
            build_give_in(&t->bench.b, record, t->list, e, t->size, grid(w->elements[i].size));
        }
    }
    t->least = complete ? 0 : pick(3);
    t->most = complete ? 0 : MAX_HIDDEN - t->listed;
    if (t->least > t->most) {
        t->least = t->most;
    }
    if (!complete && pick(3) == 0) {
        t->most = t->least;
    }
    list->hidden_least = (uint16_t)t->least;
    list->hidden_most = (uint16_t)t->most;
    if (!complete && pick(3) == 0) {
        t->has_summary = true;
        do {
            t->summary = t->points[pick(t->point_count)];
        } while (DEC_ONE % t->summary.d != 0);
        build_give(&t->bench.b, record, t->largest, grid(t->summary));
    }
}

static void check_needs(Case *t, const Count *c, const Truth *truth, const Answer *answer,
                        unsigned number_of_case)
{
    StrBuf text = { .arena = t->bench.arena };
    for (unsigned i = 0, shown = 0; i < c->count; i++) {
        const Digit *d = &c->digits[i];
        bool listed = d->hidden && t->rule->kind == K_HIDDEN; /* always named there */
        if (!truth->needed[i] && !listed) {
            continue;
        }
        if (shown++) {
            buf_add_c(&text, ", ");
        }
        if (d->fact >= 0) {
            buf_add_format(&text, "f%d", d->fact);
        } else if (!d->hidden) {
            buf_add_format(&text, "items[%d].%s", d->listed + 1, d->is_size ? "size" : "flag");
        } else {
            buf_add_c(&text, "items");
        }
    }
    /* The list's own path stands before its elements in the order of facts, its digit here last. */
    const char *found = bench_show_needs(&t->bench, answer);
    const char *wanted = str_to_c(t->bench.arena, buf_get(&text));
    size_t len = strlen(wanted);
    if (len >= 5 && strcmp(wanted + len - 5, "items") == 0 && strchr(wanted, '[')) {
        const char *first = strstr(wanted, "items[");
        StrBuf sorted = { .arena = t->bench.arena };
        buf_add(&sorted, (Str){ wanted, (size_t)(first - wanted) });
        buf_add_c(&sorted, "items, ");
        buf_add(&sorted, (Str){ first, len - 7 - (size_t)(first - wanted) });
        wanted = str_to_c(t->bench.arena, buf_get(&sorted));
    }
    if (strcmp(found, wanted)) {
        print_message("case %u\n", number_of_case);
    }
    assert_string_equal(found, wanted);
}

static void check(Case *t, const Count *c, const Truth *truth, unsigned number_of_case)
{
    bench_begin(&t->bench);
    ListRecord *list = t->has_list ? &t->bench.record->lists[t->list] : NULL;
    if (list) { /* record_finish sets them from the schema; the case wants its own */
        list->hidden_least = (uint16_t)t->least;
        list->hidden_most = (uint16_t)t->most;
    }
    bool about_hidden = t->rule->kind == K_HIDDEN;
    Answer answer = bench_ask_at(&t->bench, t->block, about_hidden ? CELLS_HIDDEN : NO_INDEX);
    if (answer.undecided) {
        print_message("case %u undecided\n", number_of_case);
    }
    assert_false(answer.undecided);
    bool settled = truth->count == 1 && !truth->failed;
    if (settled != answer.settled) {
        print_message("case %u of %llu completions\n", number_of_case,
                      (unsigned long long)c->total);
    }
    assert_int_equal(answer.settled, settled);
    assert_int_equal(answer.failed, truth->count == 0);
    if (settled) {
        assert_int_equal(answer.value.mask, UINT64_C(1) << truth->possible[0]);
        assert_int_equal(answer.need_count, about_hidden && truth->possible[0]);
        return;
    }
    assert_int_equal(answer.fails, truth->failed);
    Mask mask = truth->count ? 0 : MASK_UNKNOWN;
    for (unsigned i = 0; i < truth->count; i++) {
        mask |= UINT64_C(1) << truth->possible[i];
    }
    assert_int_equal(answer.value.mask, mask);
    check_needs(t, c, truth, &answer, number_of_case);
}

/* "Applies to an element that is not listed": a block for each element, asked about the hidden
 * ones. */
static void build_hidden(Case *t)
{
    Builder *b = &t->bench.b;
    t->rule = tree(t, K_HIDDEN, make_element(t), NULL, NULL);
    t->block = build_block_each(b, t->list, BLOCK_ADVICE, "d", REG_BOOL, NO_INDEX);
    build_each(b, t->list);
    build_op(b, OP_MOVE, build_result(b, t->block), emit(t, t->rule->a), 0, 0);
    build_next(b);
}
static void build_whole(Case *t)
{
    Builder *b = &t->bench.b;
    t->block = build_block(b, BLOCK_DECISION, "d", REG_BOOL, NO_INDEX);
    t->rule = make_bool(t, 1 + pick(3));
    build_op(b, OP_MOVE, build_result(b, t->block), emit(t, t->rule), 0, 0);
}

static bool run_case(unsigned number_of_case, bool with_list)
{
    Case t = { .has_list = with_list };
    World w = { .count = 0 };
    bench_open(&t.bench);
    t.letters = build_enum(&t.bench.b, "letter", true, "a b c");
    make_facts(&t);
    if (with_list) {
        make_list(&t);
    }
    if (with_list && pick(3) == 0) {
        build_hidden(&t);
    } else {
        build_whole(&t);
    }
    make_reps(&t);
    bench_build(&t.bench);
    give_facts(&t, &w);
    if (with_list) {
        give_list(&t, &w);
    }
    Count c = make_count(&t);
    bool asked = t.rule->kind != K_HIDDEN || t.most > 0;
    bool small = asked && t.rep_count < 128 && c.total <= MAX_CELLS;
    if (small) {
        Truth truth = find_truth(&t, &c, &w);
        check(&t, &c, &truth, number_of_case);
    }
    bench_close(&t.bench);
    return small;
}

static void run_cases(bool with_list, unsigned wanted)
{
    unsigned done = 0;
    for (unsigned i = 0; i < 20 * wanted && done < wanted; i++) {
        seed = i * 2 + with_list + 1000003;
        pick(2);
        done += run_case(i, with_list);
    }
    assert_int_equal(done, wanted);
}

static void test_scalars(void **state)
{
    run_cases(false, 400);
}
static void test_lists(void **state)
{
    run_cases(true, 400);
}

/* bench_ask_at compares; here it is seen that there was something to compare. */
static void most_answers_are_compiled(void **state)
{
    print_message("%u answers are compiled as well, %u are not\n", compiled_same, compiled_left);
    assert_true(compiled_same > 4 * compiled_left);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_scalars),
                                        cmocka_unit_test(test_lists),
                                        cmocka_unit_test(most_answers_are_compiled) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
