/* plain_roots.c - where arithmetic over one fact meets what it is compared with. */
#include "tests/oracle/plain.h"

typedef struct Roots {
    Plain day;
    AddPoint add;
    void *context;
} Roots;

/* a * x + b, in the unit of the expression; x is the one fact or parameter in it, in its own unit.
 */
typedef struct Line {
    bool good;
    Rat a, b;
    Expr *fact;
} Line;

static const Line not_linear;

static Line scale_line(Line line, Rat by)
{
    line.good = line.good && rat_mul(line.a, by, &line.a) && rat_mul(line.b, by, &line.b);
    return line;
}

static Line to_unit(Line line, UnitId from, UnitId to)
{
    Rat factor;
    if (from == to || from == UNIT_NONE || to == UNIT_NONE) {
        return line;
    }
    return unit_convert(rat_from_int(1), from, to, &factor) ? scale_line(line, factor) : not_linear;
}

static Line add_lines(Line left, Line right, int sign)
{
    right = scale_line(right, rat_from_int(sign));
    if (!left.good || !right.good || (left.fact && right.fact)) {
        return not_linear;
    }
    left.good = rat_add(left.a, right.a, &left.a) && rat_add(left.b, right.b, &left.b);
    if (right.fact) {
        left.fact = right.fact;
    }
    return left;
}

static Line constant_line(Rat value)
{
    return (Line){ .good = true, .a = rat_from_int(0), .b = value };
}

static Line get_line(Roots *s, Expr *e)
{
    Rat by = rat_from_int(1);
    Plain day;
    UnitId unit = e->type.unit;
    switch (e->kind) {
    case EX_NUMBER: return constant_line(e->value.number);
    case EX_DATE: return constant_line(rat_from_int(e->value.day_lo));
    case EX_AS_OF:
        day = s->day;
        return day.kind == PL_DATE ? constant_line(rat_from_int(day.i)) : not_linear;
    case EX_FIELD:
    case EX_PARAMETER: return (Line){ true, rat_from_int(1), rat_from_int(0), e };
    case EX_NEG: return scale_line(get_line(s, e->args[0]), rat_from_int(-1));
    case EX_ADD:
    case EX_SUB: {
        bool dates = e->args[0]->type.kind == TY_DATE;
        if (dates && e->args[1]->type.kind != TY_DATE) {
            return not_linear;
        }
        Line left = get_line(s, e->args[0]), right = get_line(s, e->args[1]);
        if (!dates) {
            left = to_unit(left, e->args[0]->type.unit, unit);
            right = to_unit(right, e->args[1]->type.unit, unit);
        }
        Line sum = add_lines(left, right, e->kind == EX_ADD ? 1 : -1);
        return dates ? to_unit(sum, unit_find(STR("d")), unit) : sum;
    }
    case EX_MUL:
    case EX_DIV: {
        Line left = get_line(s, e->args[0]), right = get_line(s, e->args[1]);
        UnitId lu = e->args[0]->type.unit, ru = e->args[1]->type.unit;
        if (e->kind == EX_MUL && !left.fact) {
            Line swap = left;
            left = right;
            right = swap;
            UnitId u = lu;
            lu = ru;
            ru = u;
        }
        if (!left.good || !right.good || right.fact) {
            return not_linear;
        }
        if (lu != UNIT_NONE &&
            ru != UNIT_NONE) { /* a quotient of two lengths; nothing else is generated */
            if (e->kind == EX_MUL) {
                return not_linear;
            }
            right = to_unit(right, ru, lu);
        } else if (lu == UNIT_NONE && ru != UNIT_NONE) {
            return not_linear;
        }
        if (e->kind == EX_DIV ? !rat_div(by, right.b, &by) : (by = right.b, false)) {
            return not_linear;
        }
        return to_unit(scale_line(left, by), ru == UNIT_NONE ? lu : UNIT_NONE, unit);
    }
    default: return not_linear;
    }
}

static void add_root(Roots *s, Line line)
{
    Rat root;
    if (!line.good || !line.fact || !rat_div(line.b, line.a, &root)) {
        return;
    }
    rat_mul(root, rat_from_int(-1), &root);
    s->add(s->context, root, line.fact->type.kind == TY_DATE ? UNIT_NONE : line.fact->type.unit);
}

/* `years between x and D`, D and x in either place: where the count changes near n of them. What is
 * lost at the end of a month is at most three days. */
static void find_change(Roots *s, Expr *between, int known, int64_t day, int64_t count)
{
    static const int sizes[] = {
        [UNIT_YEARS] = 12, [UNIT_MONTHS] = 1, [UNIT_WEEKS] = 7, [UNIT_DAYS] = 1
    };
    int64_t steps = (known == 0 ? count : -count) * sizes[between->op];
    bool months = between->op == UNIT_YEARS || between->op == UNIT_MONTHS;
    int64_t at = months ? plain_reach_months(day, steps) : day + steps;
    for (int64_t near = at - 1; near <= at + 4; near++) {
        int64_t here = known == 0 ? plain_count_between(between->op, day, near)
                                  : plain_count_between(between->op, near, day);
        int64_t before = known == 0 ? plain_count_between(between->op, day, near - 1)
                                    : plain_count_between(between->op, near - 1, day);
        if (here != before) {
            s->add(s->context, rat_from_int(near), UNIT_NONE);
        }
    }
}

static void find_units(Roots *s, Expr *between, Expr *limit)
{
    int64_t day, count;
    for (int i = 0; i < 2; i++) {
        Line known = get_line(s, between->args[i]);
        if (limit->kind != EX_NUMBER || !rat_to_int(limit->value.number, &count) || !known.good ||
            known.fact || !rat_to_int(known.b, &day)) {
            continue;
        }
        for (int64_t near = count - 1; near <= count + 1; near++) {
            find_change(s, between, i, day, near);
        }
    }
}

/* `x + 1 mo` against a known day: where it begins to reach it, and where it leaves it behind. */
static void find_moved(Roots *s, Expr *sum, Expr *other)
{
    Line known = get_line(s, other);
    Expr *duration = sum->args[1];
    int64_t day, steps;
    Rat amount;
    bool months = unit_get_dim(duration->type.unit) == unit_get_dim(unit_find(STR("mo")));
    if (duration->kind != EX_NUMBER || !known.good || known.fact || !rat_to_int(known.b, &day) ||
        !unit_convert(duration->value.number, duration->type.unit,
                      unit_find(months ? STR("mo") : STR("d")), &amount) ||
        !rat_to_int(amount, &steps)) {
        return;
    }
    steps = sum->kind == EX_ADD ? steps : -steps;
    int64_t at = months ? plain_reach_months(day, -steps) : day - steps;
    for (int64_t near = at - 1; near <= at + 5; near++) {
        int64_t here = months ? plain_reach_months(near, steps) : near + steps;
        int64_t before = months ? plain_reach_months(near - 1, steps) : near - 1 + steps;
        if ((here > day) != (before > day) || (here >= day) != (before >= day)) {
            s->add(s->context, rat_from_int(near), UNIT_NONE);
        }
    }
}

static bool is_moved_date(const Expr *e)
{
    return (e->kind == EX_ADD || e->kind == EX_SUB) && e->type.kind == TY_DATE;
}

/* The arithmetic behind a name: a decision or a definition that is one expression. */
static Expr *look_behind(Expr *e)
{
    while (e->kind == EX_RULE && e->rule->body == RULE_MEANS && e->rule->means &&
           e->rule->means->type.unit == e->type.unit) {
        e = e->rule->means;
    }
    return e;
}

/* The arithmetic of `e`, in the unit of e, meets the limit; sqrt(q) meets c where q meets c * c. */
static void meet(Roots *s, Expr *e, Line limit)
{
    e = look_behind(e);
    if (e->kind == EX_SQRT) {
        Rat square;
        if (limit.good && !limit.fact && rat_mul(limit.b, limit.b, &square)) {
            add_root(s, add_lines(get_line(s, e->args[0]), constant_line(square), -1));
        }
        return;
    }
    add_root(s, add_lines(get_line(s, e), limit, -1));
}

/* What is rounded to the limit: up to half a step either way. */
static void meet_rounded(Roots *s, Expr *round, Line limit)
{
    Expr *inner = round->args[0];
    Rat half;
    int64_t steps = 2;
    for (unsigned i = 0; round->digits != ROUND_TO_INTEGER && i < round->digits; i++) {
        steps *= 10;
    }
    for (int sign = -1; sign <= 1; sign += 2) {
        if (rat_make(sign, steps, &half)) {
            meet(s, inner,
                 to_unit(add_lines(limit, constant_line(half), 1), round->type.unit,
                         inner->type.unit));
        }
    }
}

static void find_roots(Roots *s, Expr *left, Expr *right)
{
    left = look_behind(left);
    Line limit = to_unit(get_line(s, right), right->type.unit, left->type.unit);
    if (left->kind == EX_BETWEEN) {
        find_units(s, left, right);
    } else if (is_moved_date(left)) {
        find_moved(s, left, right);
    } else if (left->kind == EX_ROUND) {
        meet_rounded(s, left, limit);
    } else {
        meet(s, left, limit);
    }
}

/* The other end of a `within` that is counted from a known day. */
static void find_end(Roots *s, Expr *e)
{
    Line from = get_line(s, e->args[2]);
    Expr *duration = e->args[1];
    int64_t day, steps;
    Rat amount;
    if (!from.good || from.fact || duration->kind != EX_NUMBER || !rat_to_int(from.b, &day)) {
        return;
    }
    bool months = unit_get_dim(duration->type.unit) == unit_get_dim(unit_find(STR("mo")));
    if (!unit_convert(duration->value.number, duration->type.unit,
                      unit_find(months ? STR("mo") : STR("d")), &amount)) {
        return;
    }
    if (!rat_to_int(amount, &steps)) {
        return;
    }
    if (e->op == OP_BEFORE) {
        steps = -steps;
    }
    s->add(s->context, from.b, UNIT_NONE);
    if (!months) {
        s->add(s->context, rat_from_int(day + steps), UNIT_NONE);
    } else {
        s->add(s->context, rat_from_int(plain_reach_months(day, steps)), UNIT_NONE);
    }
}

void plain_roots(Oracle *o, Expr *e, AddPoint add, void *context)
{
    Roots roots = { .add = add, .context = context };
    if (o->program->as_of_field != NO_INDEX) {
        roots.day = plain_world(o)->scalars[o->program->as_of_field];
    }
    if (e->kind == EX_WITHIN) {
        find_end(&roots, e);
    }
    if (e->kind != EX_COMPARE) {
        return;
    }
    find_roots(&roots, e->args[0], e->args[1]);
    find_roots(&roots, e->args[1], e->args[0]);
}
