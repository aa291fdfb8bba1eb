/* mutants_number.c - constants moved: by one step of what stands on the other side, so that no
 * record lies between. */
#include "compiler/testing/mutant_maker.h"

/* ---- writing a constant ---- */

static void replace(MutantMaker *maker, MutationKind kind, Span shown, const Expr *old, Str text)
{
    maker_add(maker, kind, shown, old->span,
              old->parens ? str_format(maker->arena, "(%S)", text) : text);
}

/* A number that has no decimal form of eight places is left out. */
static void replace_number(MutantMaker *maker, MutationKind kind, Span shown, const Expr *old,
                           Rat value, Str unit)
{
    StrBuf text = { .arena = maker->arena };
    Dec grid;
    if (!rat_to_dec(value, &grid)) {
        return;
    }
    dec_print(&text, grid);
    if (unit.len) {
        buf_add_format(&text, " %S", unit);
    }
    replace(maker, kind, shown, old, buf_get(&text));
}

static void move_number(MutantMaker *maker, MutationKind kind, Span shown, const Expr *old,
                        Rat step)
{
    Rat moved;
    if (rat_sub(old->value.number, step, &moved)) {
        replace_number(maker, kind, shown, old, moved, old->unit.text);
    }
    if (rat_add(old->value.number, step, &moved)) {
        replace_number(maker, kind, shown, old, moved, old->unit.text);
    }
}

/* ---- steps ---- */

/* One in the last place as written, divided by `parts`. */
static Rat get_last_place(const Expr *number, int64_t parts)
{
    Rat step;
    int64_t places = 1;
    const char *point = memchr(number->name.text.ptr, '.', number->name.text.len);
    size_t digits = point ? (size_t)(number->name.text.ptr + number->name.text.len - point) - 1 : 0;
    for (size_t i = 0; i < digits && i < DEC_DIGITS; i++) {
        places *= 10;
    }
    if (places * parts > DEC_ONE) {
        parts = 1;
    }
    return rat_make(1, (__int128)places * parts, &step) ? step : rat_from_int(1);
}

/* Is every value of this a number that a record can hold, in its unit? Products and quotients are
 * not. */
static bool is_on_grid(const Expr *expr)
{
    switch (expr->kind) {
    case EX_FIELD:
    case EX_GAP:
    case EX_NUMBER:
    case EX_PARAMETER: return true;
    case EX_RULE: return expr->rule->means ? is_on_grid(expr->rule->means) : true;
    case EX_MAX:
    case EX_MIN:
    case EX_SUM: return is_on_grid(expr->args[1]);
    case EX_LATEST: return is_on_grid(expr->args[3]);
    case EX_MAX2:
    case EX_MIN2:
    case EX_ADD:
    case EX_SUB:
    case EX_ELSE: return is_on_grid(expr->args[0]) && is_on_grid(expr->args[1]);
    case EX_NEG: return is_on_grid(expr->args[0]);
    default: return false;
    }
}

/* One hundred-millionth of the declared unit, in the unit of the constant. */
static Rat get_grid_step(const Expr *constant, const Type *type)
{
    Rat factor, step = { 1, DEC_ONE };
    UnitId written = unit_find(constant->unit.text);
    if (type->unit == UNIT_NONE || written == UNIT_NONE ||
        !unit_get_factor(type->unit, written, &factor)) {
        return step;
    }
    Rat converted;
    Dec grid;
    bool coarser = rat_mul(step, factor, &converted) && rat_to_dec(converted, &grid) && grid > 0;
    return coarser ? converted : step;
}

static Rat find_step(const Expr *constant, const Expr *other)
{
    if (other->type.kind == TY_INTEGER && constant->is_integer) {
        return rat_from_int(1);
    }
    if (other->kind == EX_ROUND && other->digits <= DEC_DIGITS) {
        Rat step = { 1, 1 };
        for (unsigned i = 0; i < other->digits; i++) {
            step.den *= 10;
        }
        return step;
    }
    if (other->type.kind == TY_DECIMAL && is_on_grid(other)) {
        return get_grid_step(constant, &other->type);
    }
    return get_last_place(constant, 10);
}

/* ---- thresholds ---- */

static void move_date(MutantMaker *maker, MutationKind kind, Span shown, const Expr *old)
{
    for (int step = -1; step <= 1; step += 2) {
        StrBuf text = { .arena = maker->arena };
        Day day = (step < 0 ? old->value.day_lo : old->value.day_hi) + step;
        if (day < DAY_MIN || day > DAY_MAX) {
            continue;
        }
        date_print(&text, day);
        replace(maker, kind, shown, old, buf_get(&text));
    }
}

static void move_value(MutantMaker *maker, MutationKind kind, Span shown, const Expr *old)
{
    const AstEnum *values = old->type.enumeration;
    if (!values || !values->ordered) {
        return;
    }
    if (old->value.index > 0) {
        replace(maker, kind, shown, old, values->values.items[old->value.index - 1].text);
    }
    if (old->value.index + 1u < values->values.count) {
        replace(maker, kind, shown, old, values->values.items[old->value.index + 1].text);
    }
}

static bool is_date_difference(const Expr *expr)
{
    return expr->kind == EX_SUB && expr->args[0]->type.kind == TY_DATE;
}

void mutants_add_threshold(MutantMaker *maker, MutationKind kind, Span shown, const Expr *constant,
                           const Expr *other)
{
    switch (constant->kind) {
    case EX_DATE: move_date(maker, kind, shown, constant); break;
    case EX_VALUE: move_value(maker, kind, shown, constant); break;
    case EX_NUMBER:
        if (is_date_difference(other)) {
            mutants_add_window(maker, shown, constant);
        } else {
            move_number(maker, kind, shown, constant, find_step(constant, other));
        }
        mutants_add_units(maker, shown, constant);
        break;
    default: break;
    }
}

void mutants_add_number(MutantMaker *maker, MutationKind kind, Span shown, const Expr *number)
{
    move_number(maker, kind, shown, number, get_last_place(number, 1));
    mutants_add_units(maker, shown, number);
}

/* A length of time between dates is whole days, or whole months. */
void mutants_add_window(MutantMaker *maker, Span shown, const Expr *length)
{
    UnitId unit = unit_find(length->unit.text);
    Rat whole, moved, one = rat_from_int(1);
    if (length->kind != EX_NUMBER || unit == UNIT_NONE) {
        return;
    }
    UnitId base = dim_get_base(unit_get_dim(unit));
    if (!unit_convert(length->value.number, unit, base, &whole)) {
        return;
    }
    if (rat_sub(whole, one, &moved)) {
        replace_number(maker, MUTATION_WINDOW, shown, length, moved, unit_get_code(base));
    }
    if (rat_add(whole, one, &moved)) {
        replace_number(maker, MUTATION_WINDOW, shown, length, moved, unit_get_code(base));
    }
}

/* ---- units ---- */

static bool is_metric(UnitId unit)
{
    return unit_get_code(unit).ptr[0] != '[';
}

/* The next larger (larger) or smaller unit of this dimension; UNIT_NONE if there is none. */
static UnitId find_neighbour(UnitId unit, bool larger)
{
    UnitId best = UNIT_NONE;
    Rat nearest = { 0, 1 }, factor;
    for (unsigned i = 1; i < unit_get_count(); i++) {
        UnitId other = (UnitId)i;
        if (!is_metric(other) || !unit_get_factor(other, unit, &factor)) {
            continue;
        }
        int order = rat_compare(factor, rat_from_int(1));
        if (order == 0 || (order > 0) != larger) {
            continue;
        }
        int nearer = best == UNIT_NONE ? 1 : rat_compare(nearest, factor);
        if (best != UNIT_NONE && (larger ? nearer <= 0 : nearer >= 0)) {
            continue;
        }
        best = other;
        nearest = factor;
    }
    return best;
}

void mutants_add_units(MutantMaker *maker, Span shown, const Expr *number)
{
    UnitId unit = unit_find(number->unit.text);
    if (unit == UNIT_NONE || number->value.number.num == 0) {
        return;
    }
    for (int larger = 0; larger < 2; larger++) {
        UnitId other = find_neighbour(unit, larger);
        if (other != UNIT_NONE) {
            maker_add(maker, MUTATION_UNIT, shown, number->unit.span, unit_get_code(other));
        }
    }
}
