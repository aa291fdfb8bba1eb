/* native_call.c - one call in this process: registers into the arguments of C, its result back. */
#include "runtime/native/native_parts.h"

typedef union Value {
    int number;
    int64_t wide;
    double real;
    ffi_arg narrow; /* libffi widens narrow results to a whole word */
} Value;

/* False if the register does not hold one value. */
static bool put_argument(uint8_t type, Reg reg, Value *value)
{
    switch ((RegType)type) {
    case REG_BOOL:
    case REG_ENUM:
        value->number = reg.mask == 0 ? 0 : __builtin_ctzll(reg.mask);
        return reg.mask != 0 && mask_is_single(reg.mask);
    case REG_INT:
    case REG_DATE: value->wide = reg.lo; return reg.lo == reg.hi;
    case REG_DEC: value->real = rat_to_double(rat_from_dec(reg.lo)); return reg.lo == reg.hi;
    case REG_REAL: break;
    }
    value->real = reg.real;
    return reg.real == reg.real;
}

static bool take_choice(Value value, unsigned count, Reg *result)
{
    int choice = (int)value.narrow;
    if (choice < 0 || (unsigned)choice >= count) {
        return false;
    }
    *result = (Reg){ .mask = UINT64_C(1) << choice };
    return true;
}

static bool take_decimal(double value, Reg *result)
{
    Rat rounded;
    Dec grid;
    if (value - value != 0 || !rat_round_double(value, DEC_DIGITS, &rounded) ||
        !rat_to_dec(rounded, &grid)) {
        return false;
    }
    *result = (Reg){ .lo = grid, .hi = grid };
    return true;
}

static bool take_result(uint8_t type, unsigned count, Value value, Reg *result)
{
    switch ((RegType)type) {
    case REG_BOOL: return take_choice(value, 2, result);
    case REG_ENUM: return take_choice(value, count, result);
    case REG_DEC: return take_decimal(value.real, result);
    case REG_REAL: *result = (Reg){ .real = value.real }; return value.real - value.real == 0;
    case REG_DATE:
    case REG_INT: break;
    }
    *result = (Reg){ .lo = value.wide, .hi = value.wide };
    return type == REG_INT || (value.wide >= DAY_MIN && value.wide <= DAY_MAX);
}

bool native_run(const Natives *natives, uint16_t index, const Reg *arguments, Reg *result)
{
    const NativeInfo *native = &natives->program->natives[index];
    Binding *binding = &natives->bindings[index];
    Value values[LIMIT_NATIVE_PARAMETERS], out = { .wide = 0 };
    void *pointers[LIMIT_NATIVE_PARAMETERS];
    for (unsigned i = 0; i < native->parameter_count; i++) {
        pointers[i] = &values[i];
        if (!put_argument(native->parameters[i], arguments[i], &values[i])) {
            return false;
        }
    }
    ffi_call(&binding->cif, binding->function, &out, pointers);
    return take_result(native->result, binding->value_count, out, result);
}

unsigned native_count_parameters(const Natives *natives, uint16_t index)
{
    return natives->program->natives[index].parameter_count;
}
