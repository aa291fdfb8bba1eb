/* Conditions, values, cells, cases and advice in plain English: one hand-written sentence for every
 * kind of expression, what becomes a list, and the short form of drawings. */
#include "compiler/words/words.h"
#include "lang/lang.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static const char RECORD[] =
    "guideline t version \"1\" strength must, option end\n"
    "enum ordered stage : Tis, T1, T2, T3, T4\n"
    "enum marker : wild_type, v600e, other_mutation\n"
    "record lesion\n"
    "  id : key\n"
    "  size : length in cm 0 cm..30 cm \"Size (largest diameter)\"\n"
    "  central : yes_no\n"
    "end\n"
    "record measurement taken : date value : mass_concentration in ng/mL 0 ng/mL..1000 ng/mL end\n"
    "patient\n"
    "  primary.stage : stage \"T category\"\n"
    "  braf : marker\n"
    "  labs.cea : mass_concentration in ng/mL 0 ng/mL..100000 ng/mL \"Serum CEA (before treatment)\"\n"
    "  age : integer 0..120\n"
    "  waited : duration in mo 0 mo..100 mo \"Waiting time\"\n"
    "  found : date 1990-01-01..2100-12-31 \"Day of diagnosis\"\n"
    "  done : yes_no \"Resection done\"\n"
    "  fit : yes_no \"Fit for surgery (team)\"\n"
    "  bilobar : yes_no\n"
    "  lesions : list of lesion 0..50\n"
    "  results : list of measurement 0..20\n"
    "end\n"
    "statement S-01 \"BRAF V600E and CEA matter\"\n"
    "reason unfit \"The patient is not fit\" from S-01\n"
    "gap least_factors : integer 1..3 from S-01 \"Not said\" end\n"
    "gap braf_role : yes_no from S-01 \"Not said\" end\n"
    "decision burden : low, high \"Tumour burden\" from S-01 case high when lesions.count >= 4 otherwise low end\n"
    "decision factors : integer 0..3 \"Number of factors\" from S-01 means count of done, fit, bilobar end end\n"
    "advise surgery \"Liver surgery\" from S-01 when fit end\n"
    "advise against waiting \"Waiting\" from S-01 when done end\n"
    "define doubled(x : decimal) : decimal means x * 2\n"
    "define half_of(x : decimal) : decimal means x / 2\n"
    "native function clearance(age : integer) : real from library \"l\" symbol \"s\" end\n";

typedef struct World {
    Arena *arena;
    SourceSet sources;
    DiagList diags;
    Ast *ast;
    Wording *wording;
} World;

static Str no_module(void *context, Arena *arena, Str dotted, Str importing, Str *path,
                     bool *builtin)
{
    (void)context, (void)arena, (void)dotted, (void)importing, (void)path, (void)builtin;
    return STR_NONE;
}

static World *read_world(Arena *arena, const char *rule)
{
    World *world = ARENA_NEW(arena, World);
    StrBuf out = { .arena = arena };
    world->arena = arena;
    source_init(&world->sources, arena);
    diag_init(&world->diags, arena);
    Str text = str_format(arena, "%s%s\n", RECORD, rule);
    world->ast = lang_read(arena, &world->sources, &world->diags, STR("t.cgl"), text,
                           (ModuleFinder){ no_module, NULL });
    if (world->diags.errors) {
        diag_print(&out, &world->sources, &world->diags, DIAG_STYLE_TEXT, false);
        fail_msg("%s\n%s", rule, str_to_c(arena, buf_get(&out)));
    }
    world->wording = words_open(arena, world->ast);
    return world;
}

static const AstRule *get_last_rule(const World *world)
{
    return world->ast->rules.items[world->ast->rules.count - 1];
}

typedef struct Sentence {
    const char *source, *said;
} Sentence;

/* Each source is the `when` of an advice. */
static void check_conditions(const Sentence *sentences, size_t count, const char *head, bool brief)
{
    for (size_t i = 0; i < count; i++) {
        Arena *arena = arena_create(1 << 26);
        StrBuf rule = { .arena = arena };
        buf_add_format(&rule, "advise it %s from S-01 when %s end", head, sentences[i].source);
        World *world = read_world(arena, str_to_c(arena, buf_get(&rule)));
        const Expr *when = get_last_rule(world)->when;
        Str said = brief ? words_shorten(world->wording, when, 24, 3)
                         : words_get_text(arena, words_of_condition(world->wording, when));
        assert_string_equal(str_to_c(arena, said), sentences[i].said);
        arena_destroy(arena);
    }
}

#define CHECK_CONDITIONS(list, head) check_conditions(list, sizeof list / sizeof *list, head, false)

static void test_comparisons(void **state)
{
    static const Sentence sentences[] = {
        { "lesions.count >= 4", "number of lesions is at least 4" },
        { "any lesions with (size <= 3 cm)", "at least one lesion where size is at most 3 cm" },
        { "labs.cea > 200 ng/mL", "serum CEA is above 200 ng/mL" },
        { "labs.cea < 5 ng/mL", "serum CEA is below 5 ng/mL" },
        { "labs.cea = 5 ng/mL", "serum CEA is 5 ng/mL" },
        { "labs.cea != 0.5 ng/mL", "serum CEA is not 0.5 ng/mL" },
        { "age < 18", "age is less than 18" },
        { "age > 18", "age is more than 18" },
        { "waited > 1 mo", "waiting time is more than 1 month" },
        { "waited <= 12 mo", "waiting time is at most 12 months" },
        { "found < 2020-01-01", "day of diagnosis is before 2020-01-01" },
        { "found <= 2020-01-01", "day of diagnosis is on or before 2020-01-01" },
        { "found >= 2020-01-01", "day of diagnosis is on or after 2020-01-01" },
        { "found > 2020-01-01", "day of diagnosis is after 2020-01-01" },
        { "primary.stage >= T3", "T category is T3 or higher" },
        { "primary.stage <= T2", "T category is T2 or lower" },
        { "primary.stage < T2", "T category is lower than T2" },
        { "primary.stage > T2", "T category is higher than T2" },
        { "factors >= least_factors",
          "number of factors is at least the value of the open question “least factors”" },
    };
    CHECK_CONDITIONS(sentences, "");
}

static void test_choices(void **state)
{
    static const Sentence sentences[] = {
        { "primary.stage is T1", "T category is T1" },
        { "primary.stage is not T1", "T category is not T1" },
        { "primary.stage in T1, T2", "T category is either T1 or T2" },
        { "primary.stage in T1, T2, T4", "T category is one of T1, T2 or T4" },
        { "primary.stage not in T1, T2", "T category is neither T1 nor T2" },
        { "primary.stage not in T1, T2, T4", "T category is none of T1, T2 or T4" },
        { "braf is wild_type", "BRAF is wild type" },
        { "braf is v600e", "BRAF is V600E" },
        { "age in 1..3", "age is 1 to 3" },
        { "age in 1..3, 7", "age is either 1 to 3 or 7" },
        { "age not in 1..3", "age is not 1 to 3" },
        { "burden is high", "tumour burden is high" },
        { "done is yes", "resection done: yes" },
        { "done is no", "resection done: no" },
        { "done is not yes", "resection done: no" },
        { "not (done is no)", "resection done: yes" },
    };
    CHECK_CONDITIONS(sentences, "");
}

static void test_logic(void **state)
{
    static const Sentence sentences[] = {
        { "always", "always" },
        { "fit", "fit for surgery: yes" },
        { "not fit", "fit for surgery: no" },
        { "not not fit", "fit for surgery: yes" },
        { "braf_role", "the open question “BRAF role”: yes" },
        { "not (age >= 18)", "age is less than 18" },
        { "not (age = 18)", "age is not 18" },
        { "not (primary.stage in T1, T2)", "T category is neither T1 nor T2" },
        { "fit and age > 18", "fit for surgery: yes and age is more than 18" },
        { "labs.cea >= 5 ng/mL and labs.cea < 9 ng/mL",
          "serum CEA is at least 5 ng/mL and below 9 ng/mL" },
        { "not (factors < 1 or factors > 2)", "number of factors is at least 1 and at most 2" },
        { "labs.cea > 5 ng/mL and age > 5", "serum CEA is above 5 ng/mL and age is more than 5" },
        { "fit or age > 18", "fit for surgery: yes or age is more than 18" },
        { "not (fit or age > 18)", "fit for surgery: no and age is at most 18" },
        { "not (fit and age > 18)", "fit for surgery: no or age is at most 18" },
        { "fit and (done or bilobar)",
          "fit for surgery: yes and (resection done: yes or bilobar: yes)" },
        { "fit or done and bilobar",
          "fit for surgery: yes or (resection done: yes and bilobar: yes)" },
        { "fit and not (done and bilobar)",
          "fit for surgery: yes and (resection done: no or bilobar: no)" },
        { "surgery applies", "“Liver surgery” applies" },
        { "not surgery applies", "“Liver surgery” does not apply" },
        { "waiting applies", "the advice against “Waiting” applies" },
        { "count of fit, done, bilobar end >= 2",
          "at least 2 of these hold: fit for surgery: yes; resection done: yes; bilobar: yes" },
        { "not (count of fit, done, bilobar end >= 2)",
          "fewer than 2 of these hold: fit for surgery: yes; resection done: yes; bilobar: yes" },
        { "count of fit, done end >= least_factors",
          "the number of these that hold (fit for surgery: yes; resection done: yes) is at least the value of the open "
          "question “least factors”" },
    };
    CHECK_CONDITIONS(sentences, "");
}

static void test_lists(void **state)
{
    static const Sentence sentences[] = {
        { "any lesions with (central)", "at least one lesion where central: yes" },
        { "not any lesions with (central)", "no lesion where central: yes" },
        { "all lesions are (central)", "for every lesion, central: yes" },
        { "not all lesions are (central)", "at least one lesion where central: no" },
        { "any lesions with (central or size > 3 cm)",
          "at least one lesion where central: yes or size is above 3 cm" },
        { "count lesions where (central) = 2", "number of lesions where central: yes is 2" },
        { "sum lesions.size > 3 cm", "sum of size over the lesions is above 3 cm" },
        { "min lesions.size > 3 cm", "smallest size of the lesions is above 3 cm" },
        { "max lesions.size where (central) > 3 cm",
          "greatest size of the lesions where central: yes is above 3 cm" },
        { "max(lesions.size, 0 cm) > 3 cm",
          "greatest size of the lesions (0 cm if there are none) is above 3 cm" },
        { "max(lesions.size, 1 cm) > 3 cm",
          "greatest size of the lesions (but at least 1 cm) is above 3 cm" },
        { "min(lesions.size, 9 cm) > 3 cm",
          "smallest size of the lesions (but at most 9 cm) is above 3 cm" },
        { "(latest results by taken).value > 3 ng/mL",
          "value of the latest measurement (by taken) is above 3 ng/mL" },
        { "any results with (taken within 4 wk before as_of)",
          "at least one measurement where taken is within 4 weeks before the date of evaluation" },
        { "not (found within 1 d after as_of)",
          "day of diagnosis is not within 1 day after the date of evaluation" },
    };
    CHECK_CONDITIONS(sentences, "");
}

static void test_arithmetic(void **state)
{
    static const Sentence sentences[] = {
        { "age + 2 * age > 3", "age + 2 × age is more than 3" },
        { "(age + 2) * age > 3", "(age + 2) × age is more than 3" },
        { "age - 1 > 3", "age − 1 is more than 3" },
        { "-age < -3", "−age is less than -3" },
        { "age / 2 > 3", "age / 2 is more than 3" },
        { "labs.cea / 1 ng/mL > 3", "serum CEA in ng/mL is more than 3" },
        { "round(age / 2) > 3", "age / 2, rounded to a whole number is more than 3" },
        { "round(age / 3, 2) > 3", "age / 3, rounded to 2 digits after the point is more than 3" },
        { "min(age, 3) > 3", "the smaller of age and 3 is more than 3" },
        { "max(age, 3) > 3", "the greater of age and 3 is more than 3" },
        { "round(sqrt(age), 1) > 3", "√(age), rounded to 1 digit after the point is more than 3" },
        { "round(ln(age), 1) > 3", "ln (age), rounded to 1 digit after the point is more than 3" },
        { "round(exp(age), 1) > 3",
          "exp (age), rounded to 1 digit after the point is more than 3" },
        { "round(power(age, 2), 1) > 3",
          "age to the power of 2, rounded to 1 digit after the point is more than 3" },
        { "half_of(age) > 3", "half of age is more than 3" },
        { "round(age / 2, 1) * 2 > 3",
          "(age / 2, rounded to 1 digit after the point) × 2 is more than 3" },
        { "doubled(age) > 3", "doubled of age is more than 3" },
        { "round(clearance(age), 1) > 3",
          "clearance of age, rounded to 1 digit after the point is more than 3" },
        { "as_of - found > 30 d",
          "the date of evaluation − day of diagnosis is more than 30 days" },
    };
    CHECK_CONDITIONS(sentences, "");
}

static void test_gates(void **state)
{
    static const Sentence sentences[] = {
        { "age is missing", "age is not recorded" },
        { "age is known", "age is recorded" },
        { "not (age is missing)", "age is recorded" },
        { "not (age is known)", "age is not recorded" },
        { "lesions is missing", "the list of lesions is not recorded" },
        { "lesions is partial", "the list of lesions is marked incomplete" },
        { "burden is settled", "tumour burden is settled" },
        { "burden is open", "tumour burden is still open" },
        { "not (burden is open)", "tumour burden is no longer open" },
        { "surgery is open", "“Liver surgery” is still open" },
        { "burden may be high", "tumour burden may still be high" },
        { "not (burden may be high)", "tumour burden can no longer be high" },
        { "burden needs facts", "tumour burden still needs facts" },
        { "not burden needs facts", "tumour burden needs no more facts" },
        { "done else no", "resection done is recorded as yes" },
        { "not (done else no)", "resection done is not recorded as yes" },
        { "done else yes", "resection done is not recorded as no" },
        { "not (done else yes)", "resection done is recorded as no" },
        { "done else fit", "resection done: yes or, if that is not known, fit for surgery: yes" },
        { "(age else 3) > 2", "age, or 3 if that is not known, is more than 2" },
    };
    CHECK_CONDITIONS(sentences, "gate");
}

static void test_long_conditions_are_lists(void **state)
{
    static const char expected[] = "all of these hold:\n"
                                   "  - fit for surgery: yes\n"
                                   "  - T category is T3 or higher or tumour burden is high\n"
                                   "  - at least 2 of these hold:\n"
                                   "    - resection done: yes\n"
                                   "    - serum CEA is at least 5 ng/mL\n"
                                   "  - at least one lesion where all of these hold:\n"
                                   "    - central: yes\n"
                                   "    - size is above 3 cm or below 1 cm\n"
                                   "    - “Liver surgery” applies\n";
    Arena *arena = arena_create(1 << 26);
    StrBuf out = { .arena = arena };
    World *world = read_world(
        arena,
        "advise it from S-01 when fit and (primary.stage >= T3 or burden is high)\n"
        "and count of done, labs.cea >= 5 ng/mL end >= 2\n"
        "and any lesions with (central and (size > 3 cm or size < 1 cm) and surgery applies) end");
    words_print(&out, words_of_condition(world->wording, get_last_rule(world)->when), 0);
    assert_string_equal(str_to_c(arena, buf_get(&out)), expected);
    arena_destroy(arena);
}

static Str say_cell(World *world, uint32_t row, uint32_t column)
{
    const AstRow *cells = &get_last_rule(world)->table->rows.items[row];
    return words_get_text(world->arena, words_of_cell(world->wording, &cells->cells.items[column]));
}

static void test_cells(void **state)
{
    Arena *arena = arena_create(1 << 26);
    World *world = read_world(arena, "decision d : a, b from S-01 table first\n"
                                     "columns labs.cea | primary.stage | fit | age | => d\n"
                                     "row >= 3 ng/mL | T1, T2 | yes | 1..3 | => a\n"
                                     "row - | not T1 | no | > 7 | => b\n"
                                     "row < 3 ng/mL | >= T3 | - | 1, 2, 7..9 | => b end");
    static const char *const expected[3][4] = {
        { "at least 3 ng/mL", "T1 or T2", "yes", "1 to 3" },
        { "any", "not T1", "no", "more than 7" },
        { "below 3 ng/mL", "T3 or higher", "any", "1, 2 or 7 to 9" },
    };
    for (uint32_t row = 0; row < 3; row++) {
        for (uint32_t column = 0; column < 4; column++) {
            assert_string_equal(str_to_c(arena, say_cell(world, row, column)),
                                expected[row][column]);
        }
    }
    Expr *const *columns = get_last_rule(world)->table->columns.items;
    assert_string_equal(
        str_to_c(arena, words_get_text(arena, words_of_value(world->wording, columns[0]))),
        "serum CEA");
    arena_destroy(arena);
}

static void test_cases_and_advice(void **state)
{
    Arena *arena = arena_create(1 << 26);
    World *world = read_world(
        arena,
        "decision d : a, b from S-01 case a when fit because unfit case b when not fit end\n");
    const AstRule *rule = get_last_rule(world);
    Str said = words_get_text(arena, words_of_case(world->wording, rule, &rule->cases.items[0]));
    assert_string_equal(str_to_c(arena, said),
                        "a if fit for surgery: yes (because: The patient is not fit)");
    world = read_world(
        arena,
        "decision d for each lesion : a, b from S-01 worst of b when always because unfit otherwise a end");
    rule = get_last_rule(world);
    said = words_get_text(arena, words_of_case(world->wording, rule, &rule->cases.items[0]));
    assert_string_equal(str_to_c(arena, said), "b always (because: The patient is not fit)");
    world =
        read_world(arena, "advise against it for each lesion \"Ablation\" from S-01 when central\n"
                          "unless not fit because unfit timing every 2 mo end");
    rule = get_last_rule(world);
    said = words_get_text(arena, words_of_advice(world->wording, rule));
    assert_string_equal(str_to_c(arena, said),
                        "against “Ablation”, for each lesion, when central: yes; unless fit for "
                        "surgery: no (because: The patient is not fit)");
    assert_string_equal(str_to_c(arena, words_name_timing(arena, rule->timing.text)),
                        "every 2 months");
    world = read_world(arena, "caution it \"Look twice\" from S-01 when always end");
    said = words_get_text(arena, words_of_advice(world->wording, get_last_rule(world)));
    assert_string_equal(str_to_c(arena, said), "“Look twice”, always");
    arena_destroy(arena);
}

static void test_values_as_lists(void **state)
{
    Arena *arena = arena_create(1 << 26);
    World *world = read_world(arena, "define n means count of fit, done end");
    Str said = words_get_text(arena, words_of_value(world->wording, get_last_rule(world)->means));
    assert_string_equal(str_to_c(arena, said),
                        "how many of these hold: fit for surgery: yes; resection done: yes");
    world = read_world(arena, "define n means fit or (done and bilobar)");
    said = words_get_text(arena, words_of_value(world->wording, get_last_rule(world)->means));
    assert_string_equal(str_to_c(arena, said),
                        "fit for surgery: yes or (resection done: yes and bilobar: yes)");
    arena_destroy(arena);
}

static void test_short_form(void **state)
{
    static const Sentence sentences[] = {
        { "labs.cea >= 5 ng/mL", "serum CEA ≥\u00a05\u00a0ng/mL" },
        { "primary.stage < T3", "T category <\u00a0T3" },
        { "burden is not high", "tumour burden is not\nhigh" },
        { "not fit", "fit for surgery: no" },
        { "fit and done and bilobar and age > 18 and labs.cea > 3 ng/mL",
          "fit for surgery: yes,\nresection done: yes,\nbilobar: yes, age >\u00a018…" },
    };
    check_conditions(sentences, sizeof sentences / sizeof *sentences, "", true);
}

static void test_names(void **state)
{
    Arena *arena = arena_create(1 << 26);
    World *world =
        read_world(arena, "caution child \"Child-Pugh class (of today)\" from S-01 when fit end");
    static const char *const units[][2] = {
        { "mo", "months" },
        { "mg/dL", "mg/dL" },
        { "umol/L", "µmol/L" },
        { "kg/m2", "kg/m²" },
        { "10*9/L", "×10⁹/L" },
        { "[IU]/mL", "IU/mL" },
        { "mm[Hg]", "mmHg" },
        { "/uL", "/µL" },
        { "10*12/L", "×10¹²/L" },
        { "U/L", "U/L" },
        { "mL/min/{1.73_m2}", "mL/min/1.73 m²" },
        { "ug/g", "µg/g" },
        { "u[IU]/mL", "µIU/mL" },
        { "cm3", "cm³" },
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        assert_string_equal(str_to_c(arena, words_name_unit(arena, str_from_c(units[i][0]), false)),
                            units[i][1]);
    }
    assert_string_equal(str_to_c(arena, words_name_unit(arena, STR("wk"), true)), "week");
    assert_string_equal(str_to_c(arena, words_name(world->wording, STR("weak_against"), true)),
                        "Weak against");
    assert_string_equal(str_to_c(arena, words_name_result(world->wording, get_last_rule(world), 0)),
                        "Child-Pugh class");
    assert_string_equal(
        str_to_c(arena, words_title_result(world->wording, get_last_rule(world), 0)),
        "Child-Pugh class (of today)");
    assert_string_equal(
        str_to_c(arena, words_title_field(world->wording, world->ast->patient.items[1])), "BRAF");
    assert_string_equal(str_to_c(arena, words_wrap(arena, STR("one two three four"), 9, 2)),
                        "one two\nthree…");
    assert_string_equal(str_to_c(arena, words_wrap(arena, STR("unbreakable word"), 4, 3)),
                        "unbreakable\nword");
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_logic),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_gates),
        cmocka_unit_test(test_long_conditions_are_lists),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_cases_and_advice),
        cmocka_unit_test(test_values_as_lists),
        cmocka_unit_test(test_short_form),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
