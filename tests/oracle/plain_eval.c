/* plain_eval.c - the meaning of every expression and rule, as directly as it can be said. */
#include "tests/oracle/plain.h"

static Plain eval_as(PlainScope *scope, Expr *e, const Type *type);

/* ---- facts ---- */

static Plain read_field(PlainScope *scope, const AstField *field)
{
    if (!field->owner) {
        return scope->world->scalars[field->index];
    }
    uint32_t list = field->list->index;
    const Program *p = scope->oracle->program;
    return scope->world->lists[list]
        .rows[scope->element[list]][field->index - p->lists[list].first_field];
}

static bool is_missing(PlainScope *scope, const Expr *fact)
{
    const Program *p = scope->oracle->program;
    const Record *record = scope->oracle->record;
    const FieldInfo *info = &p->fields[fact->field->index];
    if (info->list == NO_INDEX) {
        return fact_is_missing(record->states[info->reg - p->slot_first]);
    }
    const ListInfo *list = &p->lists[info->list];
    uint32_t element = scope->element[info->list];
    if (element >= record->lists[info->list].count) {
        return true;
    }
    return fact_is_missing(
        record->lists[info->list].states[element * list->used_fields + (info->reg - list->window)]);
}

/* ---- comparison and membership ---- */

static Plain eval_number(PlainScope *scope, Expr *e, UnitId unit)
{
    return plain_scale(plain_eval(scope, e), e->type.unit, unit);
}

static bool holds(int op, int order)
{
    switch (op) {
    case CMP_LT: return order < 0;
    case CMP_LE: return order <= 0;
    case CMP_EQ: return order == 0;
    case CMP_NE: return order != 0;
    case CMP_GE: return order >= 0;
    default: return order > 0;
    }
}

static bool is_root(const Expr *e)
{
    return e->kind == EX_SQRT && e->type.kind == TY_ROOT;
}

/* sqrt(q) against y by squares. */
static Plain compare_root(PlainScope *scope, Expr *root, Expr *other, int op, bool swapped)
{
    Plain q = plain_scale(plain_eval(scope, root->args[0]), UNIT_NONE, UNIT_NONE),
          y = plain_eval(scope, other);
    if (!plain_is_value(q)) {
        return q;
    }
    if (!plain_is_value(y)) {
        return y;
    }
    Plain zero = plain_int(0);
    if (plain_compare(q, zero) < 0) {
        return plain_fail();
    }
    int order = plain_compare(y, zero) < 0 ? 1 : 0;
    if (!order) {
        Plain square = plain_arithmetic(EX_MUL, y, y);
        if (!plain_is_value(square)) {
            return square;
        }
        order = plain_compare(q, square);
    }
    return plain_bool(holds(op, swapped ? -order : order));
}

static Plain compare(PlainScope *scope, Expr *left, Expr *right, int op)
{
    if (is_root(left) && !is_root(right) && right->type.kind != TY_REAL) {
        return compare_root(scope, left, right, op, false);
    }
    if (is_root(right) && !is_root(left) && left->type.kind != TY_REAL) {
        return compare_root(scope, right, left, op, true);
    }
    if (is_root(left) && is_root(right)) {
        left = left->args[0];
        right = right->args[0];
    }
    UnitId unit = left->type.unit;
    Plain a = plain_eval(scope, left), b = right->type.kind == TY_DECIMAL
                                               ? eval_number(scope, right, unit)
                                               : plain_eval(scope, right);
    if (!plain_is_value(a)) {
        return a;
    }
    if (!plain_is_value(b)) {
        return b;
    }
    return plain_bool(holds(op, plain_compare(a, b)));
}

static Plain is_one(PlainScope *scope, Expr *subject, Expr *item)
{
    if (item->kind != EX_RANGE) {
        return compare(scope, subject, item, CMP_EQ);
    }
    return plain_and(compare(scope, subject, item->args[0], CMP_GE),
                     compare(scope, subject, item->args[1], CMP_LE));
}

static Plain eval_membership(PlainScope *scope, Expr *e)
{
    Plain result = plain_bool(false);
    for (uint32_t i = 1; i < e->arg_count; i++) {
        result = plain_or(result, is_one(scope, e->args[0], e->args[i]));
    }
    return e->negated ? plain_not(result) : result;
}

/* ---- dates ---- */

/* Days by the calendar, counted without the product's own: years begin in March, so that the day
 * that comes and goes is the last of its year; 400 of them have 146097 days. */
typedef struct Calendar {
    int64_t year, month, day; /* month 1 to 12 */
} Calendar;

static Calendar read_calendar(Day date)
{
    int64_t days = date + 719468 + 146097; /* since 1 March of year -400 */
    int64_t era = days / 146097, in_era = days % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    return (Calendar){ year + era * 400 - 400 + (month >= 10), month < 10 ? month + 3 : month - 9,
                       in_year - (153 * month + 2) / 5 + 1 };
}

static Day count_days(Calendar at)
{
    int64_t year = at.year + 400 - (at.month <= 2), era = year / 400, in_era = year % 400;
    int64_t in_year = (153 * (at.month > 2 ? at.month - 3 : at.month + 9) + 2) / 5 + at.day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468 - 146097;
}

/* The last day up to this one that the other month has: found by counting to and fro. */
Day plain_reach_months(Day day, int64_t steps)
{
    Calendar at = read_calendar(day);
    int64_t count = at.year * 12 + at.month - 1 + steps;
    if (count < 12 || count >= 10000 * 12) {
        return DAY_MIN - 1;
    }
    Calendar to = { count / 12, count % 12 + 1, at.day };
    while (read_calendar(count_days(to)).month != to.month) {
        to.day--;
    }
    return count_days(to);
}

/* As people count: the years, less one if the birthday is still to come. */
int64_t plain_count_between(int unit, Day from, Day to)
{
    if (to < from) {
        return -plain_count_between(unit, to, from);
    }
    if (unit == UNIT_DAYS || unit == UNIT_WEEKS) {
        return (to - from) / (unit == UNIT_DAYS ? 1 : 7);
    }
    Calendar a = read_calendar(from), b = read_calendar(to);
    if (unit == UNIT_MONTHS) {
        return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0);
    }
    bool later = b.month < a.month || (b.month == a.month && b.day < a.day);
    return b.year - a.year - (later ? 1 : 0);
}

static Plain eval_between(PlainScope *scope, Expr *e)
{
    Plain from = plain_eval(scope, e->args[0]), to = plain_eval(scope, e->args[1]);
    if (!plain_is_value(to)) {
        return to;
    }
    if (!plain_is_value(from)) {
        return from;
    }
    return plain_int(plain_count_between(e->op, from.i, to.i));
}

static Plain add_duration(Plain date, Plain duration, UnitId unit, bool backwards)
{
    int64_t steps;
    Day out;
    if (!plain_is_value(date)) {
        return date;
    }
    UnitId month = unit_find(STR("mo")), day = unit_find(STR("d"));
    bool months = unit_get_dim(unit) == unit_get_dim(month);
    duration = plain_scale(duration, unit, months ? month : day);
    if (!plain_is_value(duration)) {
        return duration;
    }
    if (!rat_to_int(duration.n, &steps)) {
        return plain_fail();
    }
    if (backwards) {
        steps = -steps;
    }
    if (months) {
        out = plain_reach_months(date.i, steps);
        return out >= DAY_MIN ? (Plain){ .kind = PL_DATE, .i = out } : plain_fail();
    }
    out = date.i + steps;
    return out >= DAY_MIN && out <= DAY_MAX ? (Plain){ .kind = PL_DATE, .i = out } : plain_fail();
}

static Plain eval_within(PlainScope *scope, Expr *e)
{
    Plain date = plain_eval(scope, e->args[0]), end = plain_eval(scope, e->args[2]);
    Plain other =
        add_duration(end, plain_eval(scope, e->args[1]), e->args[1]->type.unit, e->op == OP_BEFORE);
    if (!plain_is_value(other)) {
        return other;
    }
    if (!plain_is_value(date)) {
        return date;
    }
    return plain_bool(e->op == OP_BEFORE ? other.i <= date.i && date.i <= end.i
                                         : end.i <= date.i && date.i <= other.i);
}

static Plain eval_date_sum(PlainScope *scope, Expr *e)
{
    Plain a = plain_eval(scope, e->args[0]), b = plain_eval(scope, e->args[1]);
    if (e->args[1]->type.kind != TY_DATE) {
        return add_duration(a, b, e->args[1]->type.unit, e->kind == EX_SUB);
    }
    if (!plain_is_value(a)) {
        return a;
    }
    if (!plain_is_value(b)) {
        return b;
    }
    return plain_scale(plain_num(rat_from_int(a.i - b.i)), unit_find(STR("d")), e->type.unit);
}

/* ---- arithmetic ---- */

static Plain eval_arithmetic(PlainScope *scope, Expr *e)
{
    Expr *left = e->args[0], *right = e->args[1];
    if (left->type.kind == TY_DATE) {
        return eval_date_sum(scope, e);
    }
    UnitId lu = left->type.unit, ru = right->type.unit, product = UNIT_NONE;
    if (e->kind == EX_ADD || e->kind == EX_SUB) {
        lu = ru = e->type.unit;
    } else if (left->type.dim != DIM_NONE && right->type.dim != DIM_NONE) {
        bool same = e->kind == EX_DIV && left->type.dim == right->type.dim;
        if (!same) {
            lu = dim_get_base(left->type.dim);
        }
        ru = same ? lu : dim_get_base(right->type.dim);
        if (e->type.dim != DIM_NONE) {
            product = dim_get_base(e->type.dim);
        }
    }
    Plain a =
        left->type.kind == TY_DECIMAL ? eval_number(scope, left, lu) : plain_eval(scope, left);
    Plain b =
        right->type.kind == TY_DECIMAL ? eval_number(scope, right, ru) : plain_eval(scope, right);
    if (e->type.kind != TY_INTEGER && a.kind == PL_INT && b.kind == PL_INT) {
        a = plain_num(rat_from_int(a.i));
    }
    Plain result = plain_arithmetic(e->kind, a, b);
    return product == UNIT_NONE ? result : plain_scale(result, product, e->type.unit);
}

static Plain eval_round(PlainScope *scope, Expr *e)
{
    bool whole = e->digits == ROUND_TO_INTEGER;
    unsigned digits = whole ? 0 : e->digits;
    Rat out;
    bool good;
    if (is_root(e->args[0])) {
        Plain q = plain_scale(plain_eval(scope, e->args[0]->args[0]), UNIT_NONE, UNIT_NONE);
        if (!plain_is_value(q)) {
            return q;
        }
        good = rat_round_sqrt(q.n, digits, &out);
    } else {
        Plain a = plain_eval(scope, e->args[0]);
        if (!plain_is_value(a)) {
            return a;
        }
        if (a.kind == PL_INT) {
            a = plain_num(rat_from_int(a.i));
        }
        good =
            a.kind == PL_REAL ? rat_round_double(a.r, digits, &out) : rat_round(a.n, digits, &out);
    }
    int64_t integer;
    if (!good) {
        return plain_fail();
    }
    if (!whole) {
        return plain_num(out);
    }
    return rat_to_int(out, &integer) ? plain_int(integer) : plain_fail();
}

static Plain eval_real_function(PlainScope *scope, Expr *e)
{
    Plain a = plain_eval(scope, e->args[0]);
    if (!plain_is_value(a)) {
        return a;
    }
    double x = a.kind == PL_REAL ? a.r : a.kind == PL_INT ? (double)a.i : rat_to_double(a.n), y = 0;
    if (e->kind == EX_POWER) {
        Plain b = plain_eval(scope, e->args[1]);
        if (!plain_is_value(b)) {
            return b;
        }
        y = b.kind == PL_REAL ? b.r : b.kind == PL_INT ? (double)b.i : rat_to_double(b.n);
    }
    double out = e->kind == EX_SQRT  ? real_sqrt(x)
                 : e->kind == EX_LN  ? real_ln(x)
                 : e->kind == EX_EXP ? real_exp(x)
                                     : real_power(x, y);
    return out - out == 0 ? (Plain){ .kind = PL_REAL, .r = out } : plain_fail();
}

static Plain eval_min_max(PlainScope *scope, Expr *e)
{
    Plain a = eval_as(scope, e->args[0], &e->type), b = eval_as(scope, e->args[1], &e->type);
    if (!plain_is_value(a)) {
        return a;
    }
    if (!plain_is_value(b)) {
        return b;
    }
    return (plain_compare(a, b) <= 0) == (e->kind == EX_MIN2) ? a : b;
}

/* ---- list words ---- */

static Plain pick_extreme(ExprKind kind, Plain best, Plain value)
{
    if (best.kind == PL_NONE || !plain_is_value(value)) {
        return value;
    }
    if (!plain_is_value(best)) {
        return best;
    }
    return (plain_compare(value, best) < 0) == (kind == EX_MIN) ? value : best;
}

static Plain fold_element(PlainScope *scope, Expr *e, Plain acc)
{
    if (e->kind == EX_ANY) {
        return plain_or(acc, plain_eval(scope, e->args[1]));
    }
    if (e->kind == EX_ALL) {
        return plain_and(acc, plain_eval(scope, e->args[1]));
    }
    Expr *condition = e->kind == EX_COUNT ? e->args[1] : e->arg_count > 2 ? e->args[2] : NULL;
    Plain when = condition ? plain_eval(scope, condition) : plain_bool(true);
    if (when.kind != PL_BOOL) {
        return when;
    }
    if (!when.i) {
        return acc;
    }
    if (e->kind == EX_COUNT) {
        return plain_arithmetic(EX_ADD, acc, plain_int(1));
    }
    Plain value = eval_as(scope, e->args[1], &e->type);
    return e->kind == EX_SUM ? plain_arithmetic(EX_ADD, acc, value)
                             : pick_extreme(e->kind, acc, value);
}

static Plain start_list(PlainScope *scope, Expr *e)
{
    if (e->kind == EX_ANY || e->kind == EX_ALL) {
        return plain_bool(e->kind == EX_ALL);
    }
    if (e->kind == EX_COUNT) {
        return plain_int(0);
    }
    if (e->kind == EX_SUM) {
        return e->type.kind == TY_INTEGER ? plain_int(0) : plain_num(rat_from_int(0));
    }
    Expr *floor = e->arg_count > 3 ? e->args[3] : NULL;
    return floor ? eval_as(scope, floor, &e->type) : (Plain){ .kind = PL_NONE };
}

/* The value with the latest date; two different ones on that date fail. */
static Plain eval_latest(PlainScope *scope, Expr *e, uint32_t list)
{
    Plain best = { .kind = PL_NONE }, best_date = best;
    for (uint32_t i = 0; i < scope->world->lists[list].count; i++) {
        scope->element[list] = i;
        Plain when = e->args[2] ? plain_eval(scope, e->args[2]) : plain_bool(true);
        if (when.kind != PL_BOOL) {
            return when;
        }
        if (!when.i) {
            continue;
        }
        Plain date = plain_eval(scope, e->args[1]), value = eval_as(scope, e->args[3], &e->type);
        if (!plain_is_value(date)) {
            return date;
        }
        bool tie = best_date.kind != PL_NONE && date.i == best_date.i;
        if (tie && !plain_equal(value, best)) {
            best = plain_fail();
        }
        if (best_date.kind == PL_NONE || date.i > best_date.i) {
            best = value;
            best_date = date;
        }
    }
    return best.kind == PL_NONE ? plain_fail() : best;
}

static Plain eval_list_word(PlainScope *scope, Expr *e)
{
    uint32_t list = e->args[0]->field->index, outer = scope->element[list];
    if (e->kind == EX_COUNT && (e->arg_count < 2 || !e->args[1])) {
        return plain_int(scope->world->lists[list].count);
    }
    Plain acc = e->kind == EX_LATEST ? eval_latest(scope, e, list) : start_list(scope, e);
    for (uint32_t i = 0; e->kind != EX_LATEST && i < scope->world->lists[list].count; i++) {
        scope->element[list] = i;
        acc = fold_element(scope, e, acc);
    }
    scope->element[list] = outer;
    return acc.kind == PL_NONE ? plain_fail() : acc;
}

static Plain eval_count_of(PlainScope *scope, Expr *e)
{
    Plain sum = plain_int(0);
    for (uint32_t i = 0; i < e->arg_count; i++) {
        Plain one = plain_eval(scope, e->args[i]);
        sum = one.kind != PL_BOOL ? plain_arithmetic(EX_ADD, sum, one)
                                  : plain_arithmetic(EX_ADD, sum, plain_int(one.i));
    }
    return sum;
}

/* ---- gates ---- */

static const Answer *ask(PlainScope *scope, const Expr *e)
{
    uint32_t element = e->rule->list ? scope->element[e->rule->list->index] : NO_INDEX;
    return scope->oracle->answer(scope->oracle->context, e->rule,
                                 e->kind == EX_RULE ? e->value.index : 0, element);
}

static Plain eval_may_be(PlainScope *scope, Expr *e)
{
    const Answer *answer = ask(scope, e->args[0]);
    Mask wanted = 0;
    for (uint32_t i = 1; i < e->arg_count; i++) {
        wanted |= e->args[i]->kind == EX_YES_NO ? mask_from_bool(e->args[i]->value.flag)
                                                : UINT64_C(1) << e->args[i]->value.index;
    }
    return plain_bool((answer->value.mask & wanted) != 0);
}

static Plain eval_else(PlainScope *scope, Expr *e)
{
    bool known = e->args[0]->kind == EX_FIELD ? !is_missing(scope, e->args[0])
                                              : ask(scope, e->args[0])->settled;
    return known ? plain_eval(scope, e->args[0]) : eval_as(scope, e->args[1], &e->args[0]->type);
}

static Plain eval_gate(PlainScope *scope, Expr *e)
{
    const ListRecord *list = e->args[0]->kind == EX_LIST
                                 ? &scope->oracle->record->lists[e->args[0]->field->index]
                                 : NULL;
    bool result;
    switch (e->kind) {
    case EX_MISSING:
        result = list ? fact_is_missing(list->state) : is_missing(scope, e->args[0]);
        break;
    case EX_PARTIAL: result = list->partial; break;
    case EX_SETTLED: result = ask(scope, e->args[0])->settled; break;
    case EX_OPEN: return plain_bool(!ask(scope, e->args[0])->settled);
    case EX_NEEDS_FACTS: result = ask(scope, e->args[0])->need_count > 0; break;
    case EX_MAY_BE: return eval_may_be(scope, e);
    default: return eval_else(scope, e);
    }
    return plain_bool(result != e->negated);
}

/* ---- names ---- */

static Plain eval_call(PlainScope *scope, Expr *e)
{
    PlainScope inner = *scope;
    Plain arguments[64];
    for (uint32_t i = 0; i < e->arg_count && i < 64; i++) {
        arguments[i] = eval_as(scope, e->args[i], &e->rule->parameters.items[i]->type_ref.type);
    }
    inner.arguments = arguments;
    inner.function = e->rule;
    inner.outer = scope;
    return plain_rule(&inner, e->rule, 0);
}

static Plain eval_parameter(PlainScope *scope, const AstParameter *parameter)
{
    for (const PlainScope *s = scope; s; s = s->outer) {
        for (uint32_t i = 0; s->function && i < s->function->parameters.count; i++) {
            if (s->function->parameters.items[i] == parameter) {
                return s->arguments[i];
            }
        }
    }
    return plain_fail();
}

static Plain eval_literal(Expr *e)
{
    int64_t integer;
    switch (e->kind) {
    case EX_YES_NO: return plain_bool(e->value.flag);
    case EX_ALWAYS: return plain_bool(true);
    case EX_VALUE: return (Plain){ .kind = PL_ENUM, .i = e->value.index };
    case EX_DATE: return (Plain){ .kind = PL_DATE, .i = e->value.day_lo };
    default: break;
    }
    if (e->type.kind == TY_INTEGER && rat_to_int(e->value.number, &integer)) {
        return plain_int(integer);
    }
    return plain_num(e->value.number);
}

Plain plain_eval(PlainScope *scope, Expr *e)
{
    switch (e->kind) {
    case EX_YES_NO:
    case EX_ALWAYS:
    case EX_VALUE:
    case EX_DATE:
    case EX_NUMBER: return eval_literal(e);
    case EX_FIELD: return read_field(scope, e->field);
    case EX_GAP: return scope->world->scalars[e->gap->index];
    case EX_AS_OF: return scope->world->scalars[scope->oracle->program->as_of_field];
    case EX_RULE: return plain_rule(scope, e->rule, e->value.index);
    case EX_APPLIES: return plain_rule(scope, e->rule, 0);
    case EX_PARAMETER: return eval_parameter(scope, e->parameter);
    case EX_CALL: return eval_call(scope, e);
    case EX_NOT: return plain_not(plain_eval(scope, e->args[0]));
    case EX_AND: return plain_and(plain_eval(scope, e->args[0]), plain_eval(scope, e->args[1]));
    case EX_OR: return plain_or(plain_eval(scope, e->args[0]), plain_eval(scope, e->args[1]));
    case EX_COMPARE: return compare(scope, e->args[0], e->args[1], e->op);
    case EX_IS:
    case EX_IN: return eval_membership(scope, e);
    case EX_WITHIN: return eval_within(scope, e);
    case EX_BETWEEN: return eval_between(scope, e);
    case EX_ADD:
    case EX_SUB:
    case EX_MUL:
    case EX_DIV: return eval_arithmetic(scope, e);
    case EX_NEG: {
        Plain a = plain_eval(scope, e->args[0]);
        return plain_arithmetic(EX_SUB,
                                a.kind == PL_NUM ? plain_num(rat_from_int(0)) : plain_int(0), a);
    }
    case EX_ROUND: return eval_round(scope, e);
    case EX_MIN2:
    case EX_MAX2: return eval_min_max(scope, e);
    case EX_SQRT:
    case EX_LN:
    case EX_EXP:
    case EX_POWER: return eval_real_function(scope, e);
    case EX_ANY:
    case EX_ALL:
    case EX_COUNT:
    case EX_SUM:
    case EX_MIN:
    case EX_MAX:
    case EX_LATEST: return eval_list_word(scope, e);
    case EX_COUNT_OF: return eval_count_of(scope, e);
    case EX_NATIVE: return plain_fail(); /* natives are opaque: the tests give this engine none */
    default: return eval_gate(scope, e);
    }
}

static Plain eval_as(PlainScope *scope, Expr *e, const Type *type)
{
    Plain value = plain_eval(scope, e);
    if (type->kind == TY_REAL && (value.kind == PL_INT || value.kind == PL_NUM)) {
        return (Plain){ .kind = PL_REAL,
                        .r = value.kind == PL_INT ? (double)value.i : rat_to_double(value.n) };
    }
    return type->kind == TY_DECIMAL ? plain_scale(value, e->type.unit, type->unit) : value;
}

/* ---- rules ---- */

static Plain eval_result(PlainScope *scope, AstRule *rule, uint32_t result, Expr *value)
{
    const Type *type = &value->type;
    if (result < rule->results.count &&
        rule->results.items[result].type_ref.type.kind != TY_ERROR) {
        type = &rule->results.items[result].type_ref.type;
    }
    return eval_as(scope, value, type);
}

static Plain fault(AstRule *rule, uint32_t result, PlainKind kind)
{
    return (Plain){ .kind = kind,
                    .i = rule->index == NO_INDEX32 ? -1 : (int64_t)rule->index + result };
}

typedef struct PlainWay {
    Plain when, value;
} PlainWay;

/* unique: two that hold with different results are a fault; first: the first that holds. */
static Plain choose(AstRule *rule, uint32_t result, const PlainWay *ways, uint32_t count,
                    bool unique, const Plain *otherwise)
{
    Plain two = plain_bool(false);
    for (uint32_t i = 0; unique && i < count; i++) {
        for (uint32_t k = i + 1; k < count; k++) {
            if (!plain_equal(ways[i].value, ways[k].value)) {
                two = plain_or(two, plain_and(ways[i].when, ways[k].when));
            }
        }
    }
    if (two.kind != PL_BOOL) {
        return two;
    }
    if (two.i) {
        return fault(rule, result, PL_TWO);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (ways[i].when.kind != PL_BOOL) {
            return ways[i].when;
        }
        if (ways[i].when.i) {
            return ways[i].value;
        }
    }
    return otherwise ? *otherwise : fault(rule, result, PL_HOLE);
}

/* The later a value is declared, the worse it is. */
static Plain choose_worst(const AstRule *rule, const PlainWay *ways, uint32_t count,
                          const Plain *otherwise)
{
    for (uint32_t v = rule->results.items[0].type_ref.type.enumeration->values.count; v-- > 0;) {
        Plain any = plain_bool(false);
        for (uint32_t i = 0; i < count; i++) {
            if (ways[i].value.i == v) {
                any = plain_or(any, ways[i].when);
            }
        }
        if (any.kind != PL_BOOL) {
            return any;
        }
        if (any.i) {
            return (Plain){ .kind = PL_ENUM, .i = v };
        }
    }
    return otherwise ? *otherwise : plain_fail();
}

static Plain eval_cases(PlainScope *scope, AstRule *rule, uint32_t result)
{
    PlainWay *ways = ARENA_ARRAY(scope->oracle->arena, PlainWay, rule->cases.count + 1);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        ways[i].when = plain_eval(scope, rule->cases.items[i].when);
        ways[i].value = eval_result(scope, rule, result, rule->cases.items[i].results[result]);
    }
    Plain otherwise = plain_fail();
    if (rule->otherwise) {
        otherwise = eval_result(scope, rule, result, rule->otherwise[result]);
    }
    if (rule->mode == CASES_WORST) {
        return choose_worst(rule, ways, rule->cases.count, rule->otherwise ? &otherwise : NULL);
    }
    return choose(rule, result, ways, rule->cases.count, rule->mode == CASES_UNIQUE,
                  rule->otherwise ? &otherwise : NULL);
}

static Plain eval_table(PlainScope *scope, AstRule *rule, uint32_t result)
{
    AstTable *table = rule->table;
    PlainWay *ways = ARENA_ARRAY(scope->oracle->arena, PlainWay, table->rows.count + 1);
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        ways[i].when = plain_bool(true);
        for (uint32_t k = 0; k < row->cells.count; k++) {
            if (!row->cells.items[k].any) {
                ways[i].when = plain_and(ways[i].when, plain_eval(scope, row->cells.items[k].test));
            }
        }
        ways[i].value = eval_result(scope, rule, result, row->results[result]);
    }
    Plain otherwise = plain_fail();
    if (table->otherwise) {
        otherwise = eval_result(scope, rule, result, table->otherwise[result]);
    }
    return choose(rule, result, ways, table->rows.count, !table->first,
                  table->otherwise ? &otherwise : NULL);
}

static Plain eval_points(PlainScope *scope, AstRule *rule)
{
    Plain sum = plain_int(0);
    for (uint32_t i = 0; i < rule->points.count; i++) {
        Plain when = plain_eval(scope, rule->points.items[i].when);
        if (when.kind != PL_BOOL) {
            return when;
        }
        if (when.i) {
            sum = plain_arithmetic(EX_ADD, sum, plain_int(rule->points.items[i].points));
        }
    }
    return sum;
}

Plain plain_when(PlainScope *scope, AstRule *rule)
{
    return plain_eval(scope, rule->when);
}

static Plain eval_rule(PlainScope *scope, AstRule *rule, uint32_t result)
{
    switch (rule->body) {
    case RULE_CASES: return eval_cases(scope, rule, result);
    case RULE_TABLE: return eval_table(scope, rule, result);
    case RULE_POINTS: return eval_points(scope, rule);
    case RULE_MEANS: return eval_result(scope, rule, result, rule->means);
    default: break;
    }
    Plain value = plain_when(scope, rule);
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        value = plain_and(value, plain_not(plain_eval(scope, rule->unless.items[i].when)));
    }
    return value;
}

/* Functions have no block: their value depends on arguments. */
static Plain eval_body(PlainScope *scope, AstRule *rule, uint32_t result)
{
    const World *world = scope->world;
    if (!world->memo || rule->index == NO_INDEX32 || rule->parameters.count) {
        return eval_rule(scope, rule, result);
    }
    PlainMemo *memo =
        &world->memo[rule->index + result][rule->list ? scope->element[rule->list->index] : 0];
    if (memo->stamp != world->stamp) {
        memo->value = eval_rule(scope, rule, result);
        memo->stamp = world->stamp;
    }
    return memo->value;
}

/* A number outside the range that the rule declares is no answer. */
static bool is_outside(const AstTypeRef *ref, Plain value)
{
    bool whole = value.kind == PL_INT;
    if (!ref->range_lo || (!whole && value.kind != PL_NUM)) {
        return false;
    }
    Plain lo = whole ? plain_int(ref->lo) : plain_num(rat_from_dec(ref->lo));
    Plain hi = whole ? plain_int(ref->hi) : plain_num(rat_from_dec(ref->hi));
    return plain_compare(value, lo) < 0 || plain_compare(value, hi) > 0;
}

Plain plain_rule(PlainScope *scope, AstRule *rule, uint32_t result)
{
    Plain value = eval_body(scope, rule, result);
    if (result < rule->results.count && is_outside(&rule->results.items[result].type_ref, value)) {
        return plain_fail();
    }
    return value;
}
