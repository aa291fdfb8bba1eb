/* patient_random_test.c - files damaged at random: whatever comes, a record keeps its promises and
 * the reads do not show. The generator is ours and seeded, so that a failure can be repeated. */
#include "tests/unit/patient_harness.h"
#include "runtime/patient/json.h"
#include "runtime/patient/plain.h"

static uint64_t seed;

static uint32_t draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 33) % below;
}

static const char *const samples[] = {
    "{\"id\":\"P1\",\"liver\":{\"flr\":32.5,\"bilobar\":true},\"molecular\":{\"ras\":\"mutant\"},"
    "\"lines\":2,"
    "\"weeks\":\"1 d\",\"seen\":\"2026-10\",\"lesions_complete\":false,\"lesion_count\":3,"
    "\"lesions\":[{\"id\":\"2\",\"size\":{\"value\":31,\"unit\":\"mm\"}},{\"ct\":{\"phase\":3}}]}\n"
    "{\"id\":\"P2\",\"total\":-9223372036854775808,\"drugs\":[{\"dose\":0.5}],\"note\":"
    "\"\\u00e4\\n\"}\n",
    "[{\"id\":\"A\",\"score\":-1e2},\n "
    "{\"id\":\"B\",\"lesions\":[{\"id\":\"L\"},{\"id\":\"L\"},null]}, {} ]\n",
    "{\n  \"id\": \"A\",\n  \"labs\": {\n    \"cea\": \"0.5 mg/dL\"\n  }\n}\n{\n \"id\": "
    "\"B\"\n}\n",
    "id,liver.flr,weeks,lesions[1].size,lesions[2].id,lesions,note\nA,32.5,1 d,31 "
    "mm,L1,,\"x,\"\"y\"\"\n"
    "B,101,,,,[],\r\nC,,,,,,\"two\nlines\"\n",
};

static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\n",
    "\r\n",
    " ",
    "0",
    "1",
    "-",
    ".",
    "e9",
    "1e400",
    "null",
    "true",
    "\"id\"",
    "\"lesions\":[{},{},{},{}]",
    "\"size\"",
    "\xFF",
    "\xC3",
    "\xE2\x80\xAE",
    "\\u0000",
    "\\ud800",
    "\x01",
    "99999999999999999999",
    "\"lines\":1,",
    "\"value\":",
    " mm",
    "\xEF\xBB\xBF",
    "[]",
    "{}",
    "\"\"",
};

static size_t remove_some(char *text, size_t len)
{
    size_t at = draw((uint32_t)len), size = 1 + draw(6);
    size = size < len - at ? size : len - at;
    memmove(text + at, text + at + size, len - at - size);
    return len - size;
}

static size_t insert(char *text, size_t len, Str piece)
{
    size_t at = draw((uint32_t)len + 1);
    memmove(text + at + piece.len, text + at, len - at);
    memcpy(text + at, piece.ptr, piece.len);
    return len + piece.len;
}

static Str damage(char *text, const char *sample)
{
    char copy[8];
    size_t len = strlen(sample);
    memcpy(text, sample, len);
    for (unsigned times = draw(4); times > 0 && len > 0; times--) {
        unsigned kind = draw(4);
        if (kind == 0) {
            len = remove_some(text, len);
        } else if (kind == 1) {
            size_t at = draw((uint32_t)len), size = len - at < 8 ? len - at : 8;
            memcpy(copy, text + at, size);
            len = insert(text, len, (Str){ copy, size });
        } else {
            len = insert(text, len, str_from_c(pieces[draw(sizeof pieces / sizeof *pieces)]));
        }
    }
    return (Str){ text, len };
}

/* ---- what every record promises ---- */

static void check_fact(const FieldInfo *field, Reg value, uint8_t state)
{
    Reg blank = field_get_unknown(program, field);
    bool set = field->type == REG_BOOL || field->type == REG_ENUM;
    if (fact_is_missing(state)) {
        assert_int_equal(value.lo, blank.lo);
        assert_true(set || value.hi == blank.hi);
    } else if (set) {
        assert_true(state == FACT_KNOWN && value.mask && mask_is_single(value.mask));
        assert_int_equal(value.mask & ~blank.mask, 0);
    } else {
        assert_true(value.lo >= field->lo && value.hi <= field->hi);
        assert_true(state != FACT_KNOWN || value.lo == value.hi);
        assert_true(state != FACT_OFF_GRID || value.hi == value.lo + 1);
        assert_true(state != FACT_IN_PART || value.lo < value.hi);
    }
}

static void check_list(uint16_t index)
{
    const ListInfo *list = &program->lists[index];
    const ListRecord *own = &record->lists[index];
    assert_true(own->count + own->hidden_most <= list->most &&
                own->hidden_least <= own->hidden_most);
    assert_true(own->state == FACT_KNOWN || own->count == 0);
    for (unsigned row = 0; row < own->count; row++) {
        for (unsigned i = 0; i < list->field_count; i++) {
            const FieldInfo *field = &program->fields[list->first_field + i];
            size_t cell = (size_t)row * list->used_fields + (unsigned)(field->reg - list->window);
            if (field->used) {
                check_fact(field, own->rows[cell], own->states[cell]);
            }
        }
        assert_true(own->keys[row].len > 0);
        for (unsigned other = 0; other < row; other++) {
            assert_false(str_equal(own->keys[row], own->keys[other]));
        }
    }
}

static void check_record(void)
{
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        unsigned slot = (unsigned)(field->reg - program->slot_first);
        if (field->used && field->list == NO_INDEX) {
            check_fact(field, record->slots[slot], record->states[slot]);
        }
    }
    for (uint16_t i = 0; i < program->list_count; i++) {
        check_list(i);
    }
    for (uint32_t i = 0; i < record->problems.count; i++) {
        assert_int_equal(strlen(record->problems.items[i].code), 4);
    }
}

/* Lines never go back, and every record keeps its promises. */
static void check_all(PatientReader *reader)
{
    PatientNext next;
    uint64_t line = 0;
    while ((next = patient_next(reader, record, &error)) != PATIENT_END) {
        assert_int_not_equal(next, PATIENT_READ_FAILED);
        assert_true((next == PATIENT_RECORD ? record->line : error.line) >= line);
        line = next == PATIENT_RECORD ? record->line : error.line;
        if (next == PATIENT_RECORD) {
            check_record();
        }
        arena_reset(run);
    }
}

static void damaged_files_give_sound_records(void **state)
{
    char *text = arena_alloc(session, 4096);
    Arena *own = arena_create(0);
    seed = 88172645463325252;
    for (int turn = 0; turn < 20000; turn++) {
        unsigned which = draw(4);
        Str bytes = damage(text, samples[which]);
        PatientFormat format = which == 3 ? PATIENT_CSV : (PatientFormat)draw(4);
        set_source(bytes, draw(3) ? 0 : 1 + draw(9), 0);
        check_all(patient_open(own, program, 5, format));
        arena_reset(own);
    }
    arena_destroy(own);
}

static void reads_of_any_size_give_the_same_outcomes(void **state)
{
    char *text = arena_alloc(session, 4096);
    seed = 362436069362436069;
    for (int turn = 0; turn < 2000; turn++) {
        unsigned which = draw(4);
        Str bytes = damage(text, samples[which]);
        PatientFormat format = which == 3 ? PATIENT_CSV : (PatientFormat)draw(4);
        const char *whole = read_stream_bytes(format, bytes);
        Arena *own = arena_create(0);
        set_source(bytes, 1 + draw(5), 0);
        assert_string_equal(outcomes(patient_open(own, program, 5, format)), whole);
        arena_destroy(own);
    }
}

/* ---- two ways to read an object ---- */

static const char *const objects[] = {
    "{\"id\":\"P1\",\"liver\":{\"flr\":32.5,\"bilobar\":true},\"molecular\":{\"ras\":\"mutant\"},\"lines\":2,"
    "\"total\":-12,\"score\":-0.25,"
    "\"seen\":\"2026-10\",\"lesions_complete\":false,\"lesion_count\":3,"
    "\"lesions\":[{\"id\":\"a\",\"size\":3.1,\"central\":false},{\"ct\":{\"phase\":3}}],\"note\":\"n\"}",
    "{ \"lesions\" : [ ] , \"drugs\":[{\"dose\":0.5},{}], \"labs\": {\"cea\":\"0.5 mg/dL\"},\n "
    "\"weeks\":\"1 d\" ,\"smoker\":null,"
    " \"id\":\"P2\", \"wide\":92233720368.54775807, \"liver\":null }",
    "{\"lesions\":[{\"id\":\"2\"},{\"size\":1},{\"id\":\"2\",\"size\":\"x\"}],\"score\":1e2,"
    "\"lines\":99,\"liver\":{\"flr\":0.123456789}}",
};

static void dump_regs(StrBuf *out, const Reg *regs, const uint8_t *states, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_format(out, " %d:%lld:%lld", states[i], regs[i].lo,
                       states[i] == FACT_KNOWN ? 0 : regs[i].hi);
    }
}

/* Everything that engines and reports see of the record, or of the error in its place. */
static const char *dump(bool read)
{
    StrBuf out = { .arena = session };
    if (!read) {
        return str_to_c(session, str_format(session, "%S %S %S %lld %S", error.code, error.at,
                                            error.message, (int64_t)error.line, error.patient));
    }
    buf_add_format(&out, "%S %lld\n", record->key, (int64_t)record->line);
    dump_regs(&out, record->slots, record->states, program->window_first - program->slot_first);
    for (uint16_t l = 0; l < program->list_count; l++) {
        const ListRecord *list = &record->lists[l];
        buf_add_format(&out, "\n%d %d %d %d..%d", list->state, list->partial, list->count,
                       list->hidden_least, list->hidden_most);
        dump_regs(&out, list->rows, list->states,
                  (size_t)list->count * program->lists[l].used_fields);
        for (unsigned i = 0; i < list->count; i++) {
            buf_add_format(&out, " %S", list->keys[i]);
        }
    }
    for (uint32_t i = 0; i < record->off_grid.count; i++) {
        buf_add_format(&out, "\n%u %u", record->off_grid.items[i].field,
                       record->off_grid.items[i].element);
    }
    for (uint32_t i = 0; i < record->problems.count; i++) {
        const Problem *problem = &record->problems.items[i];
        buf_add_format(&out, "\n%s %S: %S (%S)", problem->code, problem->at, problem->message,
                       problem->shown);
    }
    buf_add_char(&out, '\0');
    return out.ptr;
}

/* detour: read from the tape. Else from the tokens, if they are plain. */
static const char *read_by(JsonReader *reader, Str bytes, bool detour)
{
    char *text = arena_alloc(run, bytes.len + JSON_PADDING);
    Document document = { .text = text, .len = bytes.len, .line = 7 };
    memcpy(text, bytes.ptr, bytes.len);
    text[bytes.len] = '}';
    record_clear(record, program);
    record->line = 7;
    memset(&error, 0, sizeof error);
    reader->detour = detour;
    const char *outcome = dump(json_read_record(reader, document, record, &error));
    assert_int_equal(text[bytes.len], '}');
    return outcome;
}

static void plain_and_other_reading_agree(void **state)
{
    JsonReader reader;
    char *text = arena_alloc(session, 4096);
    unsigned plain = 0;
    json_open(&reader, session, form_create(session, program));
    seed = 521288629546311;
    for (int turn = 0; turn < 20000; turn++) {
        Str bytes = damage(text, objects[draw(sizeof objects / sizeof *objects)]);
        arena_reset(run);
        const char *direct = read_by(&reader, bytes, false);
        plain += reader.detour == 0;
        if (strcmp(direct, read_by(&reader, bytes, true)) != 0) {
            fail_msg("read differently: %.*s", (int)bytes.len, bytes.ptr);
        }
    }
    /* The damage must leave enough of both kinds. */
    assert_true(plain > 4000 && plain < 16000);
}

/* What the plain way must leave to the other, and what it takes. */
static bool is_plain(const char *json)
{
    char *text = arena_alloc(session, strlen(json) + JSON_PADDING);
    Fill fill = { .form = form_create(session, program), .program = program, .record = record };
    memcpy(text, json, strlen(json));
    record_clear(record, program);
    return plain_read(&fill, (Document){ .text = text, .len = strlen(json) });
}

static void plain_reading_is_for_plain_objects(void **state)
{
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        assert_true(is_plain(objects[i]));
    }
    assert_true(is_plain("{}"));
    assert_true(is_plain("{\"lines\":\"two\"}"));
    static const char *const others[] = { "",
                                          "[]",
                                          "{",
                                          "{\"lines\":1",
                                          "{\"lines\":1}}",
                                          "{\"lines\":1}{}",
                                          "{\"lines\" 1}",
                                          "{\"lines\":01}",
                                          "{\"lines\":1.}",
                                          "{\"lines\":-}",
                                          "{\"lines\":+1}",
                                          "{\"lines\":1 2}",
                                          "{\"lines\":1,}",
                                          "{,\"lines\":1}",
                                          "{\"lines\":1,\"lines\":1}",
                                          "{\"line\":1}",
                                          "{\"note\":\"\\n\"}",
                                          "{\"liver\":[]}",
                                          "{\"liver\":1}",
                                          "{\"weeks\":{\"value\":1,\"unit\":\"d\"}}",
                                          "{\"lesions\":{}}",
                                          "{\"lesions\":[1]}",
                                          "{\"lesions\":[{},]}",
                                          "{\"lesions\":[{},{},{},{}]}",
                                          "{\"smoker\":tru}",
                                          "{\"smoker\":truee}",
                                          "{\"smoker\":nul}",
                                          "{\"note\":\"a}",
                                          "{\"note\":\"\xFF\"}",
                                          "{\"note\":\"a\"\"b\"}",
                                          "{lines:1}" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (is_plain(others[i])) {
            fail_msg("taken as plain: %s", others[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(damaged_files_give_sound_records, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reads_of_any_size_give_the_same_outcomes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(plain_and_other_reading_agree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(plain_reading_is_for_plain_objects, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
