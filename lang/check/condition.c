/* condition.c - conjunctions as sets and intervals of their subjects. */
#include "lang/check/condition.h"

#include <string.h>

enum { THROUGH_DEFINES = 8 };
static const uint64_t NO = 1, YES = 2;

/* ---- one subject ---- */

/* The same value in the same place: names are bound, so their nodes tell. */
static bool is_same(const Expr *a, const Expr *b)
{
    bool same = a->kind == b->kind && a->op == b->op && a->negated == b->negated &&
                a->element == b->element && a->digits == b->digits && a->field == b->field &&
                a->rule == b->rule && a->gap == b->gap && a->native == b->native &&
                a->parameter == b->parameter && a->arg_count == b->arg_count &&
                a->value.index == b->value.index && a->value.flag == b->value.flag;
    if (!same || (a->kind == EX_NUMBER && (rat_compare(a->value.number, b->value.number) != 0 ||
                                           a->type.unit != b->type.unit))) {
        return false;
    }
    if (a->kind == EX_DATE && a->value.day_lo != b->value.day_lo) {
        return false;
    }
    for (uint32_t i = 0; i < a->arg_count; i++) {
        bool both = a->args[i] && b->args[i];
        if (both ? !is_same(a->args[i], b->args[i]) : a->args[i] != b->args[i]) {
            return false;
        }
    }
    return true;
}

/* ---- one literal ---- */

static bool read_number(const Expr *expr, const Type *subject, Rat *value)
{
    if (expr->kind == EX_DATE && expr->value.day_lo == expr->value.day_hi) {
        *value = rat_from_int(expr->value.day_lo);
        return true;
    }
    if (expr->kind != EX_NUMBER) {
        return false;
    }
    *value = expr->value.number;
    return subject->kind != TY_DECIMAL || subject->dim == DIM_NONE ||
           unit_convert(*value, expr->type.unit, subject->unit, value);
}

static uint64_t all_values(const Type *type)
{
    uint32_t count = type->kind == TY_ENUM ? type->enumeration->values.count : 2;
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static int negate(int op)
{
    static const int table[] = { [CMP_LT] = CMP_GE, [CMP_LE] = CMP_GT, [CMP_EQ] = CMP_NE,
                                 [CMP_NE] = CMP_EQ, [CMP_GE] = CMP_LT, [CMP_GT] = CMP_LE };
    return table[op];
}

static int mirror(int op)
{
    static const int table[] = { [CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
                                 [CMP_NE] = CMP_NE, [CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT };
    return table[op];
}

/* The values of an ordered enumeration on one side of one of them. */
static uint64_t find_side(int op, uint16_t index)
{
    uint64_t here = UINT64_C(1) << index, below = here - 1;
    switch (op) {
    case CMP_LT: return below;
    case CMP_LE: return below | here;
    case CMP_GE: return ~below;
    case CMP_GT: return ~(below | here);
    case CMP_EQ: return here;
    default: return ~here;
    }
}

static bool read_bound(int op, Rat value, Literal *out)
{
    bool low = op == CMP_GT || op == CMP_GE || op == CMP_EQ;
    bool high = op == CMP_LT || op == CMP_LE || op == CMP_EQ;
    out->has_lo = low;
    out->has_hi = high;
    out->lo_open = op == CMP_GT;
    out->hi_open = op == CMP_LT;
    out->lo = out->hi = value;
    return low || high;
}

static bool read_compare(const Expr *expr, bool negated, Literal *out)
{
    const Expr *a = expr->args[0], *b = expr->args[1];
    bool left = a->kind == EX_NUMBER || a->kind == EX_DATE || a->kind == EX_VALUE;
    const Expr *subject = left ? b : a, *constant = left ? a : b;
    int op = left ? mirror(expr->op) : expr->op;
    Rat value;
    op = negated ? negate(op) : op;
    *out = (Literal){ .subject = subject, .written = expr };
    if (constant->kind == EX_VALUE) {
        out->is_set = true;
        out->set = find_side(op, constant->value.index);
        return true;
    }
    return read_number(constant, &subject->type, &value) && read_bound(op, value, out);
}

static bool read_value(const Expr *item, uint64_t *set)
{
    if (item->kind == EX_VALUE) {
        *set = UINT64_C(1) << item->value.index;
    } else if (item->kind == EX_YES_NO) {
        *set = item->value.flag ? YES : NO;
    } else {
        return false;
    }
    return true;
}

static bool read_values(const Expr *expr, bool negated, Literal *out)
{
    const Type *type = &expr->args[0]->type;
    *out = (Literal){ .subject = expr->args[0], .written = expr, .is_set = true };
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        const Expr *item = expr->args[i];
        uint64_t lo, hi;
        bool range = item->kind == EX_RANGE;
        if (!read_value(range ? item->args[0] : item, &lo) ||
            !read_value(range ? item->args[1] : item, &hi)) {
            return false;
        }
        out->set |= (hi | (hi - 1)) & ~(lo - 1);
    }
    if (expr->negated != negated) {
        out->set = all_values(type) & ~out->set;
    }
    return true;
}

/* Numbers in a list: from the least to the greatest of them. */
static bool read_hull(const Expr *expr, bool negated, Literal *out)
{
    *out = (Literal){ .subject = expr->args[0], .written = expr, .has_lo = true, .has_hi = true };
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        const Expr *item = expr->args[i];
        bool range = item->kind == EX_RANGE;
        Rat lo, hi;
        if (!read_number(range ? item->args[0] : item, &out->subject->type, &lo) ||
            !read_number(range ? item->args[1] : item, &out->subject->type, &hi)) {
            return false;
        }
        out->lo = i == 1 || rat_compare(lo, out->lo) < 0 ? lo : out->lo;
        out->hi = i == 1 || rat_compare(hi, out->hi) > 0 ? hi : out->hi;
    }
    return expr->negated == negated;
}

static bool read_literal(const Expr *expr, bool negated, Literal *out)
{
    bool named = expr->arg_count &&
                 (expr->args[0]->type.kind == TY_ENUM || expr->args[0]->type.kind == TY_YES_NO);
    switch (expr->kind) {
    case EX_COMPARE: return read_compare(expr, negated, out);
    case EX_IS: return read_values(expr, negated, out);
    case EX_IN: return named ? read_values(expr, negated, out) : read_hull(expr, negated, out);
    default:
        *out = (Literal){
            .subject = expr, .written = expr, .is_set = true, .set = negated ? NO : YES
        };
        return expr->type.kind == TY_YES_NO;
    }
}

/* ---- a whole condition ---- */

static void add_literal(const Expr *expr, bool negated, Condition *out)
{
    if (out->count < CONDITION_LITERALS && read_literal(expr, negated, &out->items[out->count])) {
        out->count++;
    }
}

/* A definition says what stands in it; a gate's is another matter. */
static const Expr *look_through(const Expr *expr)
{
    const AstRule *rule = expr->kind == EX_RULE ? expr->rule : NULL;
    bool plain = rule && rule->kind == RULE_DEFINE && rule->means && !rule->parameters.count &&
                 !rule->gate && !rule->list;
    return plain ? rule->means : NULL;
}

static void read_parts(const Expr *expr, bool negated, unsigned depth, Condition *out)
{
    while (expr->kind == EX_NOT) {
        expr = expr->args[0];
        negated = !negated;
    }
    if (expr->kind == (negated ? EX_OR : EX_AND)) {
        read_parts(expr->args[0], negated, depth, out);
        read_parts(expr->args[1], negated, depth, out);
        return;
    }
    add_literal(expr, negated, out);
    const Expr *inside = look_through(expr);
    if (inside && depth < THROUGH_DEFINES) {
        read_parts(inside, negated, depth + 1, out);
    }
}

void condition_read(const Expr *expr, bool negated, Condition *out)
{
    out->count = 0;
    read_parts(expr, negated, 0, out);
}

/* ---- exclusion ---- */

static bool lies_below(const Literal *a, const Literal *b)
{
    if (!a->has_hi || !b->has_lo) {
        return false;
    }
    int order = rat_compare(a->hi, b->lo);
    return order < 0 || (order == 0 && (a->hi_open || b->lo_open));
}

static bool literal_excludes(const Literal *a, const Literal *b)
{
    if (a->is_set != b->is_set || !is_same(a->subject, b->subject)) {
        return false;
    }
    return a->is_set ? (a->set & b->set) == 0 : lies_below(a, b) || lies_below(b, a);
}

/* Of named values what all parts up to this one leave; of numbers each two are compared. */
static const Literal *find_excluded(const Condition *condition, uint32_t part)
{
    const Literal *here = &condition->items[part];
    uint64_t left = here->set;
    for (uint32_t i = 0; i < part; i++) {
        const Literal *other = &condition->items[i];
        if (here->is_set != other->is_set || !is_same(here->subject, other->subject)) {
            continue;
        }
        left &= other->set;
        if (here->is_set ? left == 0 : literal_excludes(here, other)) {
            return other;
        }
    }
    return NULL;
}

bool condition_contradicts(const Condition *condition, const Literal **first,
                           const Literal **second)
{
    for (uint32_t i = 1; i < condition->count; i++) {
        *second = &condition->items[i];
        *first = find_excluded(condition, i);
        if (*first) {
            return true;
        }
    }
    return false;
}

bool condition_excludes(const Condition *a, const Condition *b)
{
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < b->count; k++) {
            if (literal_excludes(&a->items[i], &b->items[k])) {
                return true;
            }
        }
    }
    return false;
}
