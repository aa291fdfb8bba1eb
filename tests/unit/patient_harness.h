/* patient_harness.h - one schema with every kind of field, and records read into it from text.
 *
 *   read_ok("{\"liver\":{\"flr\":32}}");      a record, looked at with state_of, reg_of, problems
 *   read_error("[1]");                         "R007 line 1 column 1"
 *   read_stream(PATIENT_AUTO, bytes)           one word an outcome: "P1 P2 !R005@3 ."
 *
 * Streams are read through the hook, in portions that a test chooses. */
#ifndef TESTS_PATIENT_HARNESS_H
#define TESTS_PATIENT_HARNESS_H
#include "runtime/base/hooks.h"
#include "runtime/patient/patient.h"
#include "tests/unit/program_builder.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"

static Arena *session, *run;
static Program *program;
static PatientReader *bytes_reader;
static Record *record;
static RecordError error;

/* ---- the schema ---- */

static void add_decimal(Builder *b, const char *path, const char *unit, int64_t lo, int64_t hi)
{
    FieldInfo field = build_field_info(path, FIELD_SCALAR, REG_DEC, lo * DEC_ONE, hi * DEC_ONE);
    field.unit = *unit ? unit_find(str_from_c(unit)) : UNIT_NONE;
    build_field(b, field);
}

static void add_lesions(Builder *b, BReg complete, BReg count)
{
    uint16_t lesions = build_list(b, "lesions", 0, 3);
    build_element_key(b, lesions, "id");
    FieldInfo size = build_field_info("size", FIELD_ELEMENT, REG_DEC, 0, 30 * DEC_ONE);
    size.unit = unit_find(STR("cm"));
    build_element_info(b, lesions, size);
    build_element(b, lesions, "central", REG_BOOL, 0, 0);
    build_element(b, lesions, "ct.phase", REG_INT, 1, 4);
    build_list_complete(b, lesions, complete, MASK_NO);
    build_list_counted(b, lesions, count);
}

static Program *build_schema(Arena *arena)
{
    Builder b;
    build_begin(&b, arena);
    build_unused(&b, "id", FIELD_KEY, REG_BOOL);
    add_decimal(&b, "liver.flr", "%", 0, 100);
    build_scalar_bool(&b, "liver.bilobar");
    uint16_t ras = build_enum(&b, "ras", false, "wild_type mutant");
    build_scalar_enum(&b, "molecular.ras", ras);
    build_scalar(&b, "lines", REG_INT, 0, 10);
    build_scalar(&b, "total", REG_INT, INT64_MIN, INT64_MAX);
    add_decimal(&b, "weeks", "wk", 0, 520);
    add_decimal(&b, "score", "", -1000, 1000);
    build_scalar(&b, "wide", REG_DEC, DEC_MIN, DEC_MAX);
    add_decimal(&b, "labs.cea", "ng/mL", 0, 100000);
    Day first, last, unused;
    assert_true(date_parse(STR("1900-01-01"), &first, &unused) &&
                date_parse(STR("2026-11-15"), &last, &unused));
    build_scalar(&b, "seen", REG_DATE, first, last);
    BReg complete = build_scalar_bool(&b, "lesions_complete");
    BReg count = build_scalar(&b, "lesion_count", REG_INT, 1, 3);
    add_lesions(&b, complete, count);
    uint16_t drugs = build_list(&b, "drugs", 1, 2);
    build_element(&b, drugs, "dose", REG_DEC, 0, 10 * DEC_ONE);
    build_unused(&b, "note", FIELD_TEXT, REG_BOOL);
    build_unused(&b, "smoker", FIELD_SCALAR, REG_BOOL);
    build_gap(&b, "gap_number", REG_INT, 1, 4);
    return build_end(&b);
}

static int set_up(void **state)
{
    session = arena_create(0);
    run = arena_create(0);
    program = build_schema(session);
    record = record_create(session, run, program);
    bytes_reader = patient_open(session, program, -1, PATIENT_NDJSON);
    return 0;
}

static int tear_down(void **state)
{
    patient_close(bytes_reader);
    arena_destroy(session);
    arena_destroy(run);
    return 0;
}

/* ---- one record ---- */

static const char *to_c(Str text)
{
    return text.ptr ? str_to_c(run, text) : "(none)";
}

static void read_ok_bytes(Str json)
{
    arena_reset(run);
    if (!patient_read_bytes(bytes_reader, json, record, &error)) {
        fail_msg("refused: %s at %s", to_c(error.message), to_c(error.at));
    }
}

static void read_ok(const char *json)
{
    read_ok_bytes(str_from_c(json));
}

/* "R007 line 1 column 1" */
static const char *read_error_bytes(Str json)
{
    arena_reset(run);
    if (patient_read_bytes(bytes_reader, json, record, &error)) {
        return "accepted";
    }
    return to_c(str_format(run, "%S line %lld %S", error.code, (int64_t)error.line, error.at));
}

static const char *read_error(const char *json)
{
    return read_error_bytes(str_from_c(json));
}

/* The number of a scalar, or of "lesions[1].size" with its list and element. */
static const FieldInfo *locate(const char *path, uint16_t *element)
{
    const char *bracket = strchr(path, '[');
    uint32_t index = program_find_field(program, str_from_c(path));
    *element = NO_INDEX;
    if (bracket) {
        uint32_t list = program_find_list(program, (Str){ path, (size_t)(bracket - path) });
        assert_int_not_equal(list, NO_INDEX32);
        *element = (uint16_t)(atoi(bracket + 1) - 1);
        const ListInfo *info = &program->lists[list];
        for (index = info->first_field; index < info->first_field + info->field_count; index++) {
            if (str_equal(program->fields[index].path, str_from_c(strchr(bracket, '.') + 1))) {
                return &program->fields[index];
            }
        }
        index = NO_INDEX32;
    }
    if (index == NO_INDEX32) {
        fail_msg("the schema has no %s", path);
    }
    return &program->fields[index];
}

static size_t find_cell(const FieldInfo *field, uint16_t element)
{
    const ListInfo *list = &program->lists[field->list];
    return (size_t)element * list->used_fields + (field->reg - list->window);
}

static Reg reg_of(const char *path)
{
    uint16_t element;
    const FieldInfo *field = locate(path, &element);
    return element == NO_INDEX ? record->slots[field->reg - program->slot_first]
                               : record->lists[field->list].rows[find_cell(field, element)];
}

static int state_of(const char *path)
{
    uint16_t element;
    const FieldInfo *field = locate(path, &element);
    return element == NO_INDEX ? record->states[field->reg - program->slot_first]
                               : record->lists[field->list].states[find_cell(field, element)];
}

static Rat exact_of(const char *path)
{
    uint16_t element;
    const FieldInfo *field = locate(path, &element);
    return record_get_exact(record, program, (uint16_t)(field - program->fields), element);
}

/* "P003 liver.flr; P011 flr" in order; "" if there is none. */
static const char *problems(void)
{
    StrBuf buf = { .arena = run };
    for (uint32_t i = 0; i < record->problems.count; i++) {
        const Problem *problem = &record->problems.items[i];
        buf_add_format(&buf, "%s%s %S", i ? "; " : "", problem->code, problem->at);
    }
    return to_c(str_copy(run, buf.len ? buf_get(&buf) : STR("")));
}

static const char *message(uint32_t index)
{
    assert_true(index < record->problems.count);
    return to_c(record->problems.items[index].message);
}

/* A missing or faulty fact holds its whole declared range. */
static void assert_blank(const char *path, int state)
{
    uint16_t element;
    const FieldInfo *field = locate(path, &element);
    Reg got = reg_of(path), blank = field_get_unknown(program, field);
    assert_int_equal(state_of(path), state);
    assert_int_equal(got.lo, blank.lo);
    if (field->type != REG_BOOL && field->type != REG_ENUM) {
        assert_int_equal(got.hi, blank.hi);
    }
}

static void assert_number(const char *path, int64_t value)
{
    assert_int_equal(state_of(path), FACT_KNOWN);
    assert_int_equal(reg_of(path).lo, value);
    assert_int_equal(reg_of(path).hi, value);
}

static void assert_mask(const char *path, Mask mask)
{
    assert_int_equal(state_of(path), FACT_KNOWN);
    assert_int_equal(reg_of(path).mask, mask);
}

/* One problem, at the field, which then counts as missing. */
static void assert_faulty(const char *json, const char *code, const char *path)
{
    char expected[200];
    snprintf(expected, sizeof expected, "%s %s", code, path);
    read_ok(json);
    assert_string_equal(problems(), expected);
    assert_blank(path, FACT_FAULTY);
}

/* ---- streams ---- */

static struct {
    Str bytes;
    size_t at;
    size_t portion; /* most bytes a read gives; 0 = as many as asked */
    size_t border;  /* no read goes over this offset; 0 = none */
    int interrupts; /* reads that end with EINTR first */
    size_t fail_at; /* offset at which reading fails with EIO; SIZE_MAX = never */
} source;

static ssize_t read_source(int fd, void *buffer, size_t size)
{
    if (source.interrupts > 0) {
        source.interrupts--;
        errno = EINTR;
        return -1;
    }
    if (source.at >= source.fail_at) {
        errno = EIO;
        return -1;
    }
    size_t left = source.bytes.len - source.at;
    size = size < left ? size : left;
    if (source.portion && size > source.portion) {
        size = source.portion;
    }
    if (source.at < source.border && source.at + size > source.border) {
        size = source.border - source.at;
    }
    if (source.fail_at != SIZE_MAX && source.at + size > source.fail_at) {
        size = source.fail_at - source.at;
    }
    if (size) {
        memcpy(buffer, source.bytes.ptr + source.at, size);
    }
    source.at += size;
    return (ssize_t)size;
}

static void set_source(Str bytes, size_t portion, size_t border)
{
    memset(&source, 0, sizeof source);
    source.bytes = bytes;
    source.portion = portion;
    source.border = border;
    source.fail_at = SIZE_MAX;
    hooks.read = read_source;
}

/* A record is its label and line, then its problems: "P1@1 P2@2(P003 lines)". An error is
 * "!R005@3". The end is "." and a failure to read "X". The text lives in `session`. */
static const char *outcomes(PatientReader *reader)
{
    StrBuf buf = { .arena = session };
    PatientNext next;
    while ((next = patient_next(reader, record, &error)) != PATIENT_END &&
           next != PATIENT_READ_FAILED) {
        if (next == PATIENT_RECORD) {
            Str label = record->key.ptr ? record->key : STR("-");
            buf_add_format(&buf, "%S@%lld", label, (int64_t)record->line);
            if (record->problems.count) {
                buf_add_format(&buf, "(%s)", problems());
            }
        } else {
            buf_add_format(&buf, "!%S@%lld", error.code, (int64_t)error.line);
        }
        buf_add_char(&buf, ' ');
        arena_reset(run);
    }
    buf_add_char(&buf, next == PATIENT_END ? '.' : 'X');
    buf_add_char(&buf, '\0');
    return buf.ptr;
}

static const char *read_stream_bytes(PatientFormat format, Str bytes)
{
    ssize_t (*saved)(int, void *, size_t) = hooks.read;
    arena_reset(run);
    set_source(bytes, 0, 0);
    PatientReader *reader = patient_open(session, program, 5, format);
    const char *text = outcomes(reader);
    patient_close(reader);
    hooks.read = saved;
    return text;
}

static const char *read_stream(PatientFormat format, const char *text)
{
    return read_stream_bytes(format, str_from_c(text));
}

/* The same outcomes whatever the reads: cut at every byte, and a byte at a time. */
static void assert_stream_bytes(PatientFormat format, Str bytes, const char *expected)
{
    ssize_t (*saved)(int, void *, size_t) = hooks.read;
    assert_string_equal(read_stream_bytes(format, bytes), expected);
    for (size_t border = 0; border <= bytes.len; border++) {
        Arena *own = arena_create(0);
        set_source(bytes, border == 0 ? 1 : 0, border);
        const char *got = outcomes(patient_open(own, program, 5, format));
        if (strcmp(got, expected) != 0) {
            fail_msg("cut at byte %zu: %s", border, got);
        }
        arena_destroy(own);
    }
    hooks.read = saved;
}

static void assert_stream(PatientFormat format, const char *text, const char *expected)
{
    assert_stream_bytes(format, str_from_c(text), expected);
}

#pragma GCC diagnostic pop
#endif
