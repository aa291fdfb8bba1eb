/* policy_test.c - what a hospital may settle, how it is written, and what is refused. */
#include "runtime/patient/patient.h"
#include "tests/unit/program_builder.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Arena *arena;
static Program *program;
static PolicySet set;
static Str why;

static void add_gap(Builder *b, const char *name, RegType type, const char *unit, int64_t lo,
                    int64_t hi)
{
    FieldInfo info = build_field_info(name, FIELD_GAP, type, lo, hi);
    info.policy = true;
    info.unit = *unit ? unit_find(str_from_c(unit)) : UNIT_NONE;
    build_gap_info(b, info);
}

static int set_up(void **state)
{
    Builder b;
    arena = arena_create(0);
    set = (PolicySet){ 0 };
    why = STR_NONE;
    build_begin(&b, arena);
    build_scalar_bool(&b, "in_situ");
    uint16_t roles = build_enum(&b, "role", false, "indication contraindication");
    add_gap(&b, "factor_count", REG_INT, "", 1, 4);
    add_gap(&b, "flr_minimum", REG_DEC, "%", 20 * DEC_ONE, 25 * DEC_ONE);
    add_gap(&b, "pve_interval", REG_DEC, "wk", 3 * DEC_ONE, 5 * DEC_ONE);
    build_gap_enum(&b, "hifu_role", roles);
    add_gap(&b, "other_reason", REG_BOOL, "", 0, 0);
    add_gap(&b, "start", REG_DATE, "", 0, 30000);
    FieldInfo fixed = build_field_info("fixed", FIELD_GAP, REG_INT, 1, 4);
    build_gap_info(&b, fixed);
    FieldInfo unread = build_field_info("unread", FIELD_GAP, REG_INT, 1, 4);
    unread.policy = true;
    unread.used = false;
    build_gap_info(&b, unread);
    program = build_end(&b);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static const char *set_text(const char *name, const char *value)
{
    if (policy_set_text(arena, program, &set, str_from_c(name), str_from_c(value), &why)) {
        return "ok";
    }
    return str_to_c(arena, why);
}

static const char *set_json(const char *json)
{
    if (policy_set_json(arena, program, &set, str_from_c(json), &why)) {
        return "ok";
    }
    return str_to_c(arena, why);
}

/* The value set for a gap; fails if there is none. */
static Reg get(const char *name)
{
    uint32_t field = program_find_field(program, str_from_c(name));
    for (uint16_t i = 0; i < set.count; i++) {
        if (set.fields[i] == field) {
            return set.values[i];
        }
    }
    fail_msg("%s is not set", name);
    return (Reg){ .lo = 0 };
}

static void text_sets_every_type(void **state)
{
    assert_string_equal(set_text("factor_count", "2"), "ok");
    assert_int_equal(get("factor_count").lo, 2);
    assert_int_equal(get("factor_count").hi, 2);
    assert_string_equal(set_text("flr_minimum", "25"), "ok");
    assert_int_equal(get("flr_minimum").lo, 25 * DEC_ONE);
    assert_string_equal(set_text("hifu_role", "contraindication"), "ok");
    assert_int_equal(get("hifu_role").mask, 2);
    assert_string_equal(set_text("other_reason", "yes"), "ok");
    assert_int_equal(get("other_reason").mask, MASK_YES);
    assert_string_equal(set_text("start", "2026-11-03"), "ok");
    assert_int_equal(get("start").lo, 20760);
    assert_string_equal(set_text("unread", "4"), "ok");
    assert_int_equal(set.count, 6);
}

static void a_later_value_takes_the_place_of_an_earlier_one(void **state)
{
    assert_string_equal(set_json("{\"factor_count\":2,\"other_reason\":true}"), "ok");
    assert_string_equal(set_text("factor_count", "3"), "ok");
    assert_int_equal(set.count, 2);
    assert_int_equal(get("factor_count").lo, 3);
    assert_int_equal(get("other_reason").mask, MASK_YES);
}

static void yes_and_no_have_two_spellings_each(void **state)
{
    assert_string_equal(set_text("other_reason", "true"), "ok");
    assert_int_equal(get("other_reason").mask, MASK_YES);
    assert_string_equal(set_text("other_reason", "false"), "ok");
    assert_int_equal(get("other_reason").mask, MASK_NO);
    assert_string_equal(set_text("other_reason", "no"), "ok");
    assert_int_equal(get("other_reason").mask, MASK_NO);
    const char *bad[] = { "Yes", "1", "", "unknown", "y", " yes" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_string_equal(set_text("other_reason", bad[i]),
                            "policy other_reason must be yes, no, true or false");
    }
    assert_int_equal(get("other_reason").mask, MASK_NO);
}

static void quantities_may_have_a_unit(void **state)
{
    assert_string_equal(set_text("flr_minimum", "22.5 %"), "ok");
    assert_int_equal(get("flr_minimum").lo, 2250000000);
    assert_string_equal(set_text("flr_minimum", "0.2 1"), "ok");
    assert_int_equal(get("flr_minimum").lo, 20 * DEC_ONE);
    assert_string_equal(set_text("pve_interval", "28 d"), "ok");
    assert_int_equal(get("pve_interval").lo, 4 * DEC_ONE);
    assert_false(set.off_grid[1]);
    assert_string_equal(set_text("pve_interval", "22 d"), "ok");
    assert_int_equal(get("pve_interval").lo, 314285714); /* 22/7 = 3.14285714|28 */
    assert_int_equal(get("pve_interval").hi, 314285715);
    assert_true(set.off_grid[1]);
    assert_true(set.exact[1].num == 22 && set.exact[1].den == 7);
    assert_string_equal(set_json("{\"flr_minimum\":{\"value\":0.25,\"unit\":\"1\"}}"), "ok");
    assert_int_equal(get("flr_minimum").lo, 25 * DEC_ONE);
    assert_string_equal(set_json("{\"flr_minimum\":\"21 %\",\"pve_interval\":4}"), "ok");
    assert_int_equal(get("flr_minimum").lo, 21 * DEC_ONE);
    assert_int_equal(get("pve_interval").lo, 4 * DEC_ONE);
    assert_false(set.off_grid[1]);
}

static void what_is_no_value_is_refused_with_its_reason(void **state)
{
    assert_string_equal(set_text("factor_count", "5"),
                        "policy factor_count is outside its range 1..4");
    assert_string_equal(set_text("factor_count", "0"),
                        "policy factor_count is outside its range 1..4");
    assert_string_equal(set_text("factor_count", "2.5"),
                        "policy factor_count must be a whole number");
    assert_string_equal(set_text("factor_count", "two"),
                        "policy factor_count must be a whole number");
    assert_string_equal(set_text("factor_count", ""), "policy factor_count must be a whole number");
    assert_string_equal(set_text("flr_minimum", "19.99999999 %"),
                        "policy flr_minimum is outside its range 20 %..25 %");
    assert_string_equal(set_text("flr_minimum", "20.123456789"),
                        "policy flr_minimum has more than 8 digits after the point");
    assert_string_equal(set_text("flr_minimum", "25 mm"),
                        "policy flr_minimum has a unit of another dimension: it must convert to %");
    assert_string_equal(
        set_text("flr_minimum", "25%"),
        "policy flr_minimum must be a number, one space and a unit that converts to %");
    assert_string_equal(
        set_text("hifu_role", "indicaton"),
        "policy hifu_role must be one of the codes indication, contraindication; did you mean"
        " indication?");
    assert_string_equal(set_text("start", "2026-11"),
                        "policy start must be a date of the calendar, YYYY-MM-DD, YYYY-MM or YYYY");
    assert_int_equal(set.count, 0);
}

static void only_gaps_with_a_policy_can_be_set(void **state)
{
    assert_string_equal(
        set_text("factor_cuont", "2"),
        "policy factor_cuont: the guideline has no such gap; did you mean factor_count?");
    assert_string_equal(set_text("nothing_like_it", "2"),
                        "policy nothing_like_it: the guideline has no such gap");
    assert_string_equal(set_text("fixed", "2"),
                        "policy fixed: the guideline does not let a hospital settle this gap");
    assert_string_equal(set_text("in_situ", "yes"),
                        "policy in_situ: this is a fact of the patient, not a gap");
    assert_string_equal(set_text("", "2"), "policy : the guideline has no such gap");
    assert_int_equal(set.count, 0);
}

static void a_file_is_one_object_of_json_values(void **state)
{
    assert_string_equal(
        set_json("\xEF\xBB\xBF{\n\"factor_count\": 2.0,\n\"hifu_role\": \"indication\",\n"
                 "\"other_reason\": false,\"start\":\"2026-11-03\"\n}\n"),
        "ok");
    assert_int_equal(set.count, 4);
    assert_int_equal(get("factor_count").lo, 2);
    assert_int_equal(get("hifu_role").mask, 1);
    assert_int_equal(get("other_reason").mask, MASK_NO);
    assert_string_equal(set_json("{}"), "ok");
    assert_int_equal(set.count, 4);
}

static void a_file_that_fails_changes_nothing(void **state)
{
    assert_string_equal(set_text("factor_count", "1"), "ok");
    assert_string_equal(set_json("{\"factor_count\":2,\"other_reason\":true,\"zzz\":1}"),
                        "policy zzz: the guideline has no such gap");
    assert_int_equal(set.count, 1);
    assert_int_equal(get("factor_count").lo, 1);
}

static void json_values_have_the_type_of_json(void **state)
{
    assert_string_equal(set_json("{\"other_reason\":\"yes\"}"),
                        "policy other_reason must be true or false");
    assert_string_equal(set_json("{\"other_reason\":null}"),
                        "policy other_reason must be true or false");
    assert_string_equal(set_json("{\"factor_count\":\"2\"}"),
                        "policy factor_count must be a whole number");
    assert_string_equal(set_json("{\"factor_count\":null}"),
                        "policy factor_count must be a whole number");
    assert_string_equal(set_json("{\"factor_count\":[2]}"),
                        "policy factor_count must be a whole number");
    assert_string_equal(
        set_json("{\"flr_minimum\":{\"value\":25}}"),
        "policy flr_minimum has no unit: write a number in %, or a number with its unit");
    assert_string_equal(set_json("{\"flr_minimum\":{\"value\":25,\"unit\":\"%\",\"x\":1}}"),
                        "policy flr_minimum must be an object with value (a number) and unit (a "
                        "text) and nothing else");
    assert_string_equal(set_json("{\"factor_count\":2,\"factor_count\":2}"),
                        "policy factor_count is given more than once in the policy file");
}

static void a_file_that_is_no_object_is_refused(void **state)
{
    assert_string_equal(set_json("[]"), "the policy file must hold one JSON object, name to value");
    assert_string_equal(set_json("{\n\"factor_count\": 02}"),
                        "the policy file cannot be read as one JSON object:"
                        " a number is not written as JSON writes numbers,"
                        " line 2, column 17");
    assert_string_equal(set_json(""), "the policy file cannot be read as one JSON object:"
                                      " the JSON text ends before it is complete, column 1");
    assert_int_equal(set.count, 0);
}

static void a_set_goes_into_each_record(void **state)
{
    Arena *run = arena_create(0);
    Record *record = record_create(arena, run, program);
    assert_string_equal(set_json("{\"factor_count\":2,\"pve_interval\":\"22 d\",\"unread\":1}"),
                        "ok");
    for (int turn = 0; turn < 2; turn++) {
        record_clear(record, program);
        policy_apply(&set, program, record);
        uint32_t count = program_find_field(program, STR("factor_count"));
        uint32_t weeks = program_find_field(program, STR("pve_interval"));
        uint32_t role = program_find_field(program, STR("hifu_role"));
        unsigned first = program->slot_first;
        assert_int_equal(record->states[program->fields[count].reg - first], FACT_KNOWN);
        assert_int_equal(record->slots[program->fields[count].reg - first].lo, 2);
        assert_int_equal(record->states[program->fields[weeks].reg - first], FACT_OFF_GRID);
        Rat exact = record_get_exact(record, program, (uint16_t)weeks, NO_INDEX);
        assert_true(exact.num == 22 && exact.den == 7);
        assert_int_equal(record->states[program->fields[role].reg - first], FACT_MISSING);
        arena_reset(run);
    }
    arena_destroy(run);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(text_sets_every_type),
        CASE(a_later_value_takes_the_place_of_an_earlier_one),
        CASE(yes_and_no_have_two_spellings_each),
        CASE(quantities_may_have_a_unit),
        CASE(what_is_no_value_is_refused_with_its_reason),
        CASE(only_gaps_with_a_policy_can_be_set),
        CASE(a_file_is_one_object_of_json_values),
        CASE(a_file_that_fails_changes_nothing),
        CASE(json_values_have_the_type_of_json),
        CASE(a_file_that_is_no_object_is_refused),
        CASE(a_set_goes_into_each_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
