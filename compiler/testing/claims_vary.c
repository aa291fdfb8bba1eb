/* claims_vary.c - `independent of` and `monotone in`: the patient of a case with one fact changed,
 * at every value that the program can tell apart from the next one. */
#include "compiler/testing/claims_parts.h"
#include "compiler/testing/test_case.h"
#include "runtime/report/say.h"
#include "runtime/value/date.h"

#include <stdlib.h>

enum {
    SAMPLES = 16,         /* of a fact whose values all count */
    MOST_VALUES = 96,     /* that are tried of one fact */
    MOST_EXACT = 1000000, /* whole part of what a double of JSON holds with eight digits after it */
};

typedef VEC(int64_t) Values; /* ascending, on the grid of the field */

typedef struct Step { /* the answer at one value of the fact */
    int64_t at;
    Reg value;
    bool off_grid;
    Rat exact;
} Step;

typedef struct Variation {
    Claims *claims;
    Claim *claim;
    const FieldInfo *field;
    json_t *one;       /* a copy, whose fact changes */
    uint32_t problems; /* of the case without the fact */
} Variation;

/* ---- the values to try ---- */

static int compare_values(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static bool is_exact_in_json(const FieldInfo *field, int64_t value)
{
    return field->type != REG_DEC || llabs(value / DEC_ONE) < MOST_EXACT;
}

static void add_value(Arena *arena, Values *values, const FieldInfo *field, int64_t value)
{
    if (value >= field->lo && value <= field->hi && is_exact_in_json(field, value)) {
        vec_add(arena, values, value);
    }
}

/* Both sides of each threshold, and the ends. */
static void add_cells(Arena *arena, Values *values, const FieldInfo *field, const Coding *coding)
{
    for (uint32_t i = 0; i < coding->count; i++) {
        add_value(arena, values, field, (coding->cuts[i] - 1) / 2);
        add_value(arena, values, field, (coding->cuts[i] + 1) / 2);
    }
    add_value(arena, values, field, field->lo);
    add_value(arena, values, field, field->hi);
}

static void add_samples(Arena *arena, Values *values, const FieldInfo *field)
{
    if (field->lo == INT64_MIN || field->hi == INT64_MAX) {
        return;
    }
    for (int i = 1; i < SAMPLES; i++) {
        __int128 width = (__int128)field->hi - field->lo;
        int64_t value = (int64_t)(field->lo + width * i / SAMPLES);
        int64_t whole = field->type == REG_DEC && width > SAMPLES * (__int128)DEC_ONE
                            ? value / DEC_ONE * DEC_ONE
                            : value;
        add_value(arena, values, field, whole);
    }
}

/* Each once; of too many some, evenly. */
static void sort_values(Values *values)
{
    uint32_t kept = 0;
    qsort(values->items, values->count, sizeof *values->items, compare_values);
    for (uint32_t i = 0; i < values->count; i++) {
        if (!kept || values->items[kept - 1] != values->items[i]) {
            values->items[kept++] = values->items[i];
        }
    }
    for (uint32_t i = 0; kept > MOST_VALUES && i < MOST_VALUES; i++) {
        values->items[i] = values->items[(uint64_t)i * (kept - 1) / (MOST_VALUES - 1)];
    }
    values->count = kept > MOST_VALUES ? MOST_VALUES : kept;
}

static Values find_values(Claims *claims, const FieldInfo *field)
{
    Values values = { 0 };
    Arena *arena = claims->arena;
    unsigned named = field->type == REG_BOOL   ? 2
                     : field->type == REG_ENUM ? claims->program->enums[field->enumeration].count
                                               : 0;
    for (unsigned i = 0; i < named; i++) {
        vec_add(arena, &values, (int64_t)i);
    }
    if (named) {
        return values;
    }
    const Coding *coding = &claims->codings[field->reg];
    add_cells(arena, &values, field, coding);
    if (coding->exact) {
        add_samples(arena, &values, field);
    }
    if (values.count) {
        sort_values(&values);
    }
    return values;
}

/* ---- one value ---- */

static Reg make_reg(const FieldInfo *field, int64_t value)
{
    bool named = field->type == REG_BOOL || field->type == REG_ENUM;
    return named ? (Reg){ .mask = UINT64_C(1) << value } : (Reg){ .lo = value, .hi = value };
}

static void say_at(const Variation *v, int64_t value, StrBuf *out)
{
    say_value(out, v->claims->program, say_get_field_type(v->field), make_reg(v->field, value),
              NULL);
}

/* A number stands in the unit of its field. */
static json_t *make_json(const Variation *v, int64_t value)
{
    StrBuf text = { .arena = v->claims->arena };
    if (v->field->type == REG_BOOL) {
        return json_boolean(value != 0);
    }
    if (v->field->type == REG_INT) {
        return json_integer(value);
    }
    if (v->field->type == REG_DEC) {
        dec_print(&text, value);
        return json_loadb(text.ptr, text.len, JSON_DECODE_ANY, NULL);
    }
    say_at(v, value, &text);
    return json_stringn(text.ptr, text.len);
}

static const Evaluation *evaluate(const Variation *v, json_t *value, const Record **record)
{
    StrBuf why = { .arena = v->claims->arena };
    test_case_put(v->claims->arena, json_object_get(v->one, "patient"), v->field->path, value);
    return case_runner_evaluate(v->claims->runner, v->one, &why, record);
}

/* False where nothing follows: an open answer, or a value that contradicts the rest of the record.
 */
static bool take_step(const Variation *v, int64_t at, Step *step)
{
    const Record *record = NULL;
    const Evaluation *evaluation = evaluate(v, make_json(v, at), &record);
    if (!evaluation || record->problems.count > v->problems) {
        return false;
    }
    const Answer *answer = &evaluation_get(evaluation, v->claim->block, NO_INDEX)->main;
    *step = (Step){ at, answer->value, answer->off_grid, answer->exact };
    return answer->settled && !answer->failed;
}

static Rat get_exact(const Step *step, uint8_t type)
{
    return step->off_grid    ? step->exact
           : type == REG_DEC ? rat_from_dec(step->value.lo)
                             : rat_from_int(step->value.lo);
}

/* Below 0: the answer is smaller than the one before. */
static int compare_steps(const Variation *v, const Step *now, const Step *before)
{
    uint8_t type =
        v->claims->program->regs[v->claims->program->blocks[v->claim->block].result].type;
    if (type == REG_REAL) {
        return (now->value.real > before->value.real) - (now->value.real < before->value.real);
    }
    if (type == REG_BOOL || type == REG_ENUM) {
        return (now->value.mask > before->value.mask) - (now->value.mask < before->value.mask);
    }
    return rat_compare(get_exact(now, type), get_exact(before, type));
}

/* ---- saying it ---- */

static void say_step(const Variation *v, const Step *step, StrBuf *out)
{
    const Program *program = v->claims->program;
    const BlockInfo *block = &program->blocks[v->claim->block];
    say_value(out, program, say_get_block_type(program, block), step->value,
              step->off_grid ? &step->exact : NULL);
    buf_add_format(out, " where `%S` is ", v->field->path);
    say_at(v, step->at, out);
}

static void say_subject(const Variation *v, StrBuf *why)
{
    Span span = v->claim->check->subject->span;
    Str text = v->claims->ast->sources->files.items[span.file].text;
    claims_begin_line(v->claims, v->claim, why);
    buf_add_format(why, "`%S` is ", (Str){ text.ptr + span.start, span.end - span.start });
}

static bool report_change(const Variation *v, const Step *first, const Step *other, StrBuf *why)
{
    say_subject(v, why);
    say_step(v, first, why);
    buf_add_c(why, ", and ");
    say_step(v, other, why);
    buf_add_char(why, '\n');
    return false;
}

static bool report_turn(const Variation *v, const Step *before, const Step *now, StrBuf *why)
{
    say_subject(v, why);
    say_step(v, before, why);
    buf_add_c(why, ", and ");
    say_step(v, now, why);
    buf_add_format(why, "; it %s in \"%S\"\n", v->claim->direction > 0 ? "rises" : "falls",
                   v->claim->shown_by);
    return false;
}

/* ---- the claims ---- */

static Str get_name(const Variation *v)
{
    const char *name = json_string_value(json_object_get(v->one, "name"));
    return str_copy(v->claims->arena, str_from_c(name ? name : "unnamed"));
}

/* The first change of all patients says which way the answer goes; none may go the other way. */
static bool follows(const Variation *v, const Step *before, const Step *now, StrBuf *why)
{
    int direction = compare_steps(v, now, before);
    Claim *claim = v->claim;
    if (direction && !claim->direction) {
        claim->direction = direction;
        claim->shown_by = get_name(v);
    }
    return !direction || direction == claim->direction || report_turn(v, before, now, why);
}

static bool vary(const Variation *v, StrBuf *why)
{
    Values values = find_values(v->claims, v->field);
    bool monotone = v->claim->check->claim == CLAIM_MONOTONE, good = true, any = false;
    Step before = { 0 }, now;
    for (uint32_t i = 0; good && i < values.count; i++) {
        if (!take_step(v, values.items[i], &now)) {
            continue;
        }
        if (any && monotone) {
            good = follows(v, &before, &now, why);
        } else if (any && compare_steps(v, &now, &before)) {
            good = report_change(v, &before, &now, why);
        }
        before = now;
        any = true;
    }
    return good;
}

bool claims_vary(Claims *claims, Claim *claim, json_t *one, StrBuf *why)
{
    const Record *record = NULL;
    Variation v = { .claims = claims,
                    .claim = claim,
                    .field = &claims->program->fields[claim->check->field_ref->index],
                    .one = json_deep_copy(one) };
    if (v.field->reg == NO_INDEX) {
        json_decref(v.one);
        return true; /* no rule reads it */
    }
    bool good = true;
    if (evaluate(&v, NULL, &record)) {
        v.problems = record->problems.count;
        good = vary(&v, why);
    }
    json_decref(v.one);
    return good;
}
