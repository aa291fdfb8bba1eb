/* say_failure.c - which operation failed, and on what. */
#include "runtime/report/say_failure.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/value/date.h"
#include "runtime/value/number.h"

static bool is_zero(FailedOperand operand)
{
    return operand.type == REG_REAL ? operand.value.real == 0
                                    : operand.value.lo <= 0 && operand.value.hi >= 0;
}

static const char *name_operation(const Failure *failure)
{
    switch (failure->op) {
    case OP_DIV:
    case OP_REAL_DIV:
        return is_zero(failure->b) ? "a division by zero" : "a quotient that is too large";
    case OP_ADD:
    case OP_ADD_INT:
    case OP_ACC_SUM: return "a sum that is too large";
    case OP_SUB:
    case OP_SUB_INT: return "a difference that is too large";
    case OP_MUL:
    case OP_MUL_INT: return "a product that is too large";
    case OP_ROUND_SQRT:
    case OP_REAL_SQRT: return "the square root of a number below zero";
    case OP_REAL_LN: return "the logarithm of a number that is not above zero";
    case OP_REAL_EXP:
    case OP_REAL_POW: return "a power that is not a finite number";
    case OP_ADD_DAYS: return "a date with a part of a day, or outside the calendar";
    case OP_ADD_MONTHS: return "a date with a part of a month, or outside the calendar";
    case OP_NONE:
    case OP_SOME: return "a value of a list that has no element for it";
    case OP_ACC_LATEST: return "two values on the latest date";
    case OP_NATIVE: return "a native function that gives no result";
    case OP_FAIL: return "a result outside its range";
    default: return "an operation that fails";
    }
}

Str say_failure(Arena *arena, const Program *program, const Failure *failure)
{
    if (!failure) {
        return STR("an operation fails (division by zero, overflow, no such value)");
    }
    return str_format(arena, "%s, in the rule %S", name_operation(failure),
                      program->blocks[failure->block].name);
}

static const char *get_sign(uint16_t op)
{
    switch (op) {
    case OP_DIV:
    case OP_REAL_DIV: return " / ";
    case OP_ADD:
    case OP_ADD_INT:
    case OP_ADD_DAYS:
    case OP_ADD_MONTHS: return " + ";
    case OP_SUB:
    case OP_SUB_INT: return " - ";
    case OP_MUL:
    case OP_MUL_INT: return " * ";
    default: return NULL;
    }
}

/* What is off the grid of eight digits is known between two of them. */
static void add_operand(StrBuf *out, FailedOperand operand)
{
    for (int bound = 0; bound < 2; bound++) {
        int64_t value = bound ? operand.value.hi : operand.value.lo;
        if (bound && (operand.type == REG_REAL || operand.value.lo == operand.value.hi)) {
            return;
        }
        buf_add_c(out, bound ? ".." : "");
        switch ((RegType)operand.type) {
        case REG_REAL: real_print(out, operand.value.real); break;
        case REG_DEC: dec_print(out, value); break;
        case REG_DATE: date_print(out, value); break;
        default: buf_add_int(out, value); break;
        }
    }
}

Str say_failed_values(Arena *arena, const Failure *failure)
{
    StrBuf out = { .arena = arena };
    const char *sign = get_sign(failure->op);
    bool one = failure->op == OP_REAL_SQRT || failure->op == OP_ROUND_SQRT ||
               failure->op == OP_REAL_LN || failure->op == OP_REAL_EXP;
    if (!sign && !one) {
        return STR_NONE;
    }
    add_operand(&out, failure->a);
    if (sign) {
        buf_add_c(&out, sign);
        add_operand(&out, failure->b);
    }
    return buf_get(&out);
}
