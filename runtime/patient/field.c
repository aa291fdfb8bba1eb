/* field.c - a value is taken exactly or not at all: nothing is rounded, guessed or repaired. */
#include "runtime/patient/field.h"
#include "runtime/base/limits.h"

static Taken refuse(ProblemId problem)
{
    return (Taken){ .state = FACT_FAULTY, .problem = (uint8_t)problem };
}

static Taken take_value(Reg value)
{
    return (Taken){ .state = FACT_KNOWN, .reg = value };
}

static Taken take_number(const FieldInfo *field, int64_t value)
{
    if (value < field->lo || value > field->hi) {
        return refuse(PROBLEM_OUT_OF_RANGE);
    }
    return take_value((Reg){ .lo = value, .hi = value });
}

/* ---- codes ---- */

static Taken take_bool(const Given *given)
{
    if (given->kind != JSON_TRUE && given->kind != JSON_FALSE) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    return take_value((Reg){ .mask = mask_from_bool(given->kind == JSON_TRUE) });
}

static Taken take_code(const EnumInfo *enumeration, const Given *given)
{
    Reg value;
    if (given->kind != JSON_STRING) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    return field_find_code(enumeration, given->text, &value) ? take_value(value)
                                                             : refuse(PROBLEM_UNKNOWN_CODE);
}

/* ---- numbers ---- */

static ProblemId problem_of(NumberParse result, bool integer)
{
    switch (result) {
    case NUMBER_OK: return PROBLEM_NONE;
    case NUMBER_SYNTAX: return PROBLEM_WRONG_TYPE;
    case NUMBER_TOO_PRECISE: return integer ? PROBLEM_NOT_INTEGER : PROBLEM_TOO_PRECISE;
    case NUMBER_TOO_LARGE: return PROBLEM_TOO_LARGE;
    }
    return PROBLEM_WRONG_TYPE;
}

/* An exact value between two points of the grid: both are inside the range if the value is. */
static Taken take_off_grid(const FieldInfo *field, Rat exact, Rat *out)
{
    Dec floor;
    bool on_grid;
    if (!rat_floor_dec(exact, &floor, &on_grid)) {
        return refuse(PROBLEM_TOO_LARGE);
    }
    if (rat_compare(exact, rat_from_dec(field->lo)) < 0 ||
        rat_compare(exact, rat_from_dec(field->hi)) > 0) {
        return refuse(PROBLEM_OUT_OF_RANGE);
    }
    *out = exact;
    return (Taken){ .state = FACT_OFF_GRID, .reg = { .lo = floor, .hi = floor + 1 } };
}

static Taken take_whole(const FieldInfo *field, Rat exact)
{
    int64_t value;
    if (exact.den != 1) {
        return refuse(PROBLEM_NOT_INTEGER);
    }
    return rat_to_int(exact, &value) ? take_number(field, value) : refuse(PROBLEM_TOO_LARGE);
}

static bool is_in_decimals(Rat exact)
{
    Dec floor;
    bool on_grid;
    return rat_floor_dec(exact, &floor, &on_grid);
}

/* exact: in the unit of the field. What has more digits than 8 both there and as it was written is
 * not cut: nobody knows what was meant by them. */
static Taken take_exact(const FieldInfo *field, const NumberRead *number, Rat exact, Rat *out)
{
    int64_t value;
    if (field->type == REG_INT) {
        return take_whole(field, exact);
    }
    if (rat_to_dec(exact, &value)) {
        return take_number(field, value);
    }
    if (!is_in_decimals(exact)) {
        return refuse(PROBLEM_TOO_LARGE);
    }
    return number->fine ? refuse(PROBLEM_TOO_PRECISE) : take_off_grid(field, exact, out);
}

static Taken note_shortened(Taken taken, const NumberRead *number)
{
    if (number->shortened && !taken.problem) {
        taken.note = PROBLEM_SHORTENED;
    }
    return taken;
}

static Taken take_quantity(const FieldInfo *field, const Given *given, Rat *out)
{
    NumberRead number;
    Rat exact;
    if (field->unit == UNIT_NONE) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    ProblemId problem = problem_of(number_read(given->text, &number), false);
    if (problem) {
        return refuse(problem);
    }
    UnitId unit = unit_find(given->unit);
    if (unit == UNIT_NONE) {
        return refuse(PROBLEM_UNIT_UNKNOWN);
    }
    if (unit_get_dim(unit) != unit_get_dim(field->unit)) {
        return refuse(PROBLEM_UNIT_OTHER);
    }
    if (!unit_convert(number.value, unit, field->unit, &exact)) {
        return refuse(PROBLEM_TOO_LARGE);
    }
    return note_shortened(take_exact(field, &number, exact, out), &number);
}

/* "31 mm": number, one space, unit. */
static Taken take_quantity_text(const FieldInfo *field, const Given *given, Rat *out)
{
    if (field->unit == UNIT_NONE) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    const char *space = given->text.len ? memchr(given->text.ptr, ' ', given->text.len) : NULL;
    size_t digits = space ? (size_t)(space - given->text.ptr) : given->text.len;
    if (!json_is_number(given->text.ptr, digits)) {
        return refuse(PROBLEM_QUANTITY_TEXT);
    }
    if (!space) {
        return refuse(PROBLEM_UNIT_MISSING);
    }
    Str unit = { space + 1, given->text.len - digits - 1 };
    if (unit.len == 0 || memchr(unit.ptr, ' ', unit.len)) {
        return refuse(PROBLEM_QUANTITY_TEXT);
    }
    Given quantity = {
        .kind = JSON_NUMBER, .has_unit = true, .text = { given->text.ptr, digits }, .unit = unit
    };
    return take_quantity(field, &quantity, out);
}

static Taken take_numeric(const FieldInfo *field, const Given *given, Rat *out)
{
    if (given->has_unit) {
        return take_quantity(field, given, out);
    }
    if (given->kind == JSON_STRING) {
        return take_quantity_text(field, given, out);
    }
    if (given->kind != JSON_NUMBER) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    NumberRead number;
    Reg plain;
    if (field_read_number(field, given->text, &plain)) {
        return take_value(plain);
    }
    ProblemId problem = problem_of(number_read(given->text, &number), field->type == REG_INT);
    if (problem) {
        return refuse(problem);
    }
    return note_shortened(take_exact(field, &number, number.value, out), &number);
}

static Taken take_real(const FieldInfo *field, const Given *given, Rat *out)
{
    Taken taken = take_numeric(field, given, out);
    if (taken.state == FACT_KNOWN) {
        taken.reg.real = rat_to_double(rat_from_dec(taken.reg.lo));
    } else if (taken.state == FACT_OFF_GRID) {
        taken = (Taken){ .state = FACT_KNOWN, .reg = { .real = rat_to_double(*out) } };
    }
    return taken;
}

/* ---- dates ---- */

/* A partial date is the part of its days that the range allows. */
static Taken take_date(const FieldInfo *field, const Given *given)
{
    Day first, last;
    if (given->kind != JSON_STRING) {
        return refuse(PROBLEM_WRONG_TYPE);
    }
    if (!date_parse(given->text, &first, &last)) {
        return refuse(PROBLEM_BAD_DATE);
    }
    if (last < field->lo || first > field->hi) {
        return refuse(PROBLEM_OUT_OF_RANGE);
    }
    Reg days = { .lo = first > field->lo ? first : field->lo,
                 .hi = last < field->hi ? last : field->hi };
    return (Taken){ .state = days.lo == days.hi ? FACT_KNOWN : FACT_IN_PART, .reg = days };
}

Taken field_take(const Program *program, const FieldInfo *field, const Given *given, Rat *exact)
{
    if (given->kind == JSON_NULL) {
        return (Taken){ .state = FACT_MISSING };
    }
    switch ((RegType)field->type) {
    case REG_BOOL: return take_bool(given);
    case REG_ENUM: return take_code(&program->enums[field->enumeration], given);
    case REG_INT:
    case REG_DEC: return take_numeric(field, given, exact);
    case REG_DATE: return take_date(field, given);
    case REG_REAL: return take_real(field, given, exact);
    }
    return refuse(PROBLEM_WRONG_TYPE);
}

Given field_get_given(const FieldInfo *field, Str value)
{
    Given given = { .kind = JSON_STRING, .text = value };
    bool words = field->type == REG_BOOL || field->type == REG_ENUM || field->type == REG_DATE;

    if (field->type == REG_BOOL &&
        (str_equal(value, STR("yes")) || str_equal(value, STR("true")))) {
        given.kind = JSON_TRUE;
    } else if (field->type == REG_BOOL &&
               (str_equal(value, STR("no")) || str_equal(value, STR("false")))) {
        given.kind = JSON_FALSE;
    } else if (!words && json_is_number(value.ptr, value.len)) {
        given.kind = JSON_NUMBER;
    }
    return given;
}

ProblemId field_check_text(const FieldInfo *field, const Given *given)
{
    if (given->kind != JSON_STRING) {
        return PROBLEM_WRONG_TYPE;
    }
    if (field->role == FIELD_KEY && given->text.len == 0) {
        return PROBLEM_EMPTY_KEY;
    }
    if (field->role == FIELD_KEY && given->text.len > LIMIT_LABEL) {
        return PROBLEM_LONG_KEY;
    }
    return text_is_clean(given->text, field->role == FIELD_TEXT) ? PROBLEM_NONE : PROBLEM_BAD_TEXT;
}

/* ---- what was expected ---- */

static void add_bound(StrBuf *buf, const FieldInfo *field, int64_t value)
{
    switch (field->type) {
    case REG_DATE: date_print(buf, value); return;
    case REG_INT: buf_add_int(buf, value); break;
    default: dec_print(buf, value); break;
    }
    if (field->unit != UNIT_NONE) {
        buf_add_char(buf, ' ');
        buf_add(buf, unit_get_code(field->unit));
    }
}

static void add_range(StrBuf *buf, const FieldInfo *field)
{
    add_bound(buf, field, field->lo);
    buf_add_c(buf, "..");
    add_bound(buf, field, field->hi);
}

static void add_codes(StrBuf *buf, Arena *arena, const EnumInfo *enumeration, const Given *given)
{
    for (unsigned i = 0; i < enumeration->count; i++) {
        if (i) {
            buf_add_c(buf, ", ");
        }
        buf_add(buf, enumeration->values[i]);
    }
    if (given->kind != JSON_STRING) {
        return;
    }
    if (given->text.len == 0 || str_equal(given->text, STR("unknown"))) {
        buf_add_c(buf, "; where nothing is known write null or leave the key out");
    } else {
        buf_add(buf, suggest_name(arena, given->text,
                                  (NameList){ enumeration->values, enumeration->count }));
    }
}

static void add_type(StrBuf *buf, const Program *program, const FieldInfo *field)
{
    if (field->role == FIELD_KEY || field->role == FIELD_TEXT) {
        buf_add_c(buf, "a text");
        return;
    }
    switch ((RegType)field->type) {
    case REG_BOOL: buf_add_c(buf, "true or false"); break;
    case REG_ENUM:
        buf_add_c(buf, "a text, one of ");
        add_codes(buf, buf->arena, &program->enums[field->enumeration],
                  &(Given){ .kind = JSON_NULL });
        break;
    case REG_DATE: buf_add_c(buf, "a date as text, such as \"2026-11-23\""); break;
    case REG_INT:
    case REG_DEC:
    case REG_REAL: buf_add_c(buf, field->type == REG_INT ? "a whole number" : "a number"); break;
    }
    if (field->unit != UNIT_NONE) {
        buf_add_format(buf, " in %S, or a number with its unit", unit_get_code(field->unit));
    }
}

Str field_print_expected(Arena *arena, const Program *program, const FieldInfo *field,
                         ProblemId problem, const Given *given)
{
    StrBuf buf = { .arena = arena };
    switch (problem) {
    case PROBLEM_WRONG_TYPE: add_type(&buf, program, field); break;
    case PROBLEM_UNKNOWN_CODE:
        add_codes(&buf, arena, &program->enums[field->enumeration], given);
        break;
    case PROBLEM_LONG_KEY: buf_add_int(&buf, LIMIT_LABEL); break;
    case PROBLEM_OUT_OF_RANGE: add_range(&buf, field); break;
    case PROBLEM_UNIT_MISSING:
    case PROBLEM_UNIT_UNKNOWN:
    case PROBLEM_UNIT_OTHER:
    case PROBLEM_QUANTITY_TEXT: buf_add(&buf, unit_get_code(field->unit)); break;
    default: break;
    }
    return buf_get(&buf);
}
