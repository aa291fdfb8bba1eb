/* Every change that is made of a rule, written down by hand: one line a mutant, in any order. */
#include "compiler/testing/mutants.h"
#include "lang/lang.h"
#include "runtime/base/limits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char HEAD[] =
    "guideline g version \"1\" source s \"S\" strength strong, fair, weak end\n"
    "enum ordered stage : T0, T1, T2, T3\n"
    "record lesion size : length in cm 0 cm..30 cm  deep : yes_no  seen : date end\n"
    "patient\n"
    "  n : integer 0..9  day : date  later : date  stage : stage  a : yes_no  b : yes_no  c : yes_no\n"
    "  mutation : wild, v600e, other  side : left, right\n"
    "  dose : dose in Gy 0 Gy..9 Gy  wait : duration in wk 0 wk..9 wk  lesions : list of lesion 0..5 end\n"
    "statement A-01 at s \"1\" \"a\"\n"
    "statement A-02 at s \"2\" \"b\"\n"
    "reason r1 \"one\" from A-02  reason r2 \"two\" from A-02\n"
    "decision level : low, middle, high from A-02 case high when a otherwise low end\n"
    "advise told \"K\" from A-02 when a end\n"
    "define f(x : integer) means x > 2\n";

static Str find_nothing(void *context, Arena *arena, Str dotted, Str importing, Str *path,
                        bool *builtin)
{
    return STR_NONE;
}

static Arena *arena;
static SourceSet sources;

static MutantList find_mutants(const char *rule)
{
    DiagList diags;
    MutantList mutants = { NULL, 0, 0 };
    source_init(&sources, arena);
    diag_init(&diags, arena);
    Str text = str_format(arena, "%s%s\n", HEAD, rule);
    const Ast *ast = lang_read(arena, &sources, &diags, STR("g.cgl"), text,
                               (ModuleFinder){ find_nothing, NULL });
    if (diags.errors) {
        fail_msg("%s: %.*s", rule, (int)diags.items.items[0].message.len,
                 diags.items.items[0].message.ptr);
    }
    mutants_find(arena, ast, &mutants);
    return mutants;
}

/* "kind: before -> after"; those of the rule x. */
static Str print_mutant(const Mutant *mutant)
{
    return str_format(arena, "%S: %S -> %S", mutants_get_name(mutant->kind), mutant->before,
                      mutant->after);
}

static bool is_expected(Str line, const char *const *expected, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (str_equal(line, str_from_c(expected[i]))) {
            return true;
        }
    }
    return false;
}

/* As many as expected, each expected, none twice: the same set. */
static void check_mutants(const char *rule, const char *const *expected, unsigned count)
{
    MutantList mutants = find_mutants(rule);
    unsigned found = 0;
    for (uint32_t i = 0; i < mutants.count; i++) {
        const Mutant *mutant = &mutants.items[i];
        if (!str_equal(mutant->rule->name.text, STR("x"))) {
            continue;
        }
        Str line = print_mutant(mutant);
        if (!is_expected(line, expected, count)) {
            fail_msg("%s\nnot expected: %.*s", rule, (int)line.len, line.ptr);
        }
        found++;
    }
    if (found != count) {
        fail_msg("%s\n%u mutants, expected %u", rule, found, count);
    }
}

/* The rule itself and its `means` that always holds are in every list. */
#define MEANS(condition, ...)                                                                    \
    check_mutants(                                                                               \
        "define x means " condition, (const char *const[]){ "rule: define x -> ", __VA_ARGS__ }, \
        sizeof((const char *const[]){ "rule: define x -> ", __VA_ARGS__ }) / sizeof(char *))
#define RULE(text, ...)                                       \
    check_mutants(text, (const char *const[]){ __VA_ARGS__ }, \
                  sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static int set_up(void **state)
{
    arena = arena_create(LIMIT_COMPILE_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static void test_thresholds(void **state)
{
    MEANS("n > 3", "comparison: n > 3 -> n >= 3", "comparison: n > 3 -> n <= 3",
          "threshold: n > 3 -> n > 2", "threshold: n > 3 -> n > 4");
    MEANS("n <= 3", "comparison: n <= 3 -> n < 3", "comparison: n <= 3 -> n > 3",
          "threshold: n <= 3 -> n <= 2", "threshold: n <= 3 -> n <= 4");
    MEANS("n = 3", "comparison: n = 3 -> n <= 3", "comparison: n = 3 -> n >= 3",
          "comparison: n = 3 -> n != 3", "threshold: n = 3 -> n = 2", "threshold: n = 3 -> n = 4");
    MEANS("n != 3", "comparison: n != 3 -> n = 3", "threshold: n != 3 -> n != 2",
          "threshold: n != 3 -> n != 4");
    MEANS("3 < n", "comparison: 3 < n -> 3 <= n", "comparison: 3 < n -> 3 >= n",
          "threshold: 3 < n -> 2 < n", "threshold: 3 < n -> 4 < n");
    MEANS("stage >= T1", "comparison: stage >= T1 -> stage > T1",
          "comparison: stage >= T1 -> stage < T1", "threshold: stage >= T1 -> stage >= T0",
          "threshold: stage >= T1 -> stage >= T2");
    MEANS("day < 2026-03-01", "comparison: day < 2026-03-01 -> day <= 2026-03-01",
          "comparison: day < 2026-03-01 -> day >= 2026-03-01",
          "threshold: day < 2026-03-01 -> day < 2026-02-28",
          "threshold: day < 2026-03-01 -> day < 2026-03-02");
}

/* A record holds eight digits after the point, in the declared unit. */
static void test_steps_of_quantities(void **state)
{
    MEANS("dose >= 5 Gy", "comparison: dose >= 5 Gy -> dose > 5 Gy",
          "comparison: dose >= 5 Gy -> dose < 5 Gy",
          "threshold: dose >= 5 Gy -> dose >= 4.99999999 Gy",
          "threshold: dose >= 5 Gy -> dose >= 5.00000001 Gy",
          "unit: dose >= 5 Gy -> dose >= 5 cGy");
    /* one step of a centimetre is ten in millimetres */
    MEANS("max(lesions.size, 0 cm) > 30 mm",
          "list word: max(lesions.size, 0 cm) -> min(lesions.size, 0 cm)",
          "arithmetic: max(lesions.size, 0 cm) -> max(lesions.size, -1 cm)",
          "arithmetic: max(lesions.size, 0 cm) -> max(lesions.size, 1 cm)",
          "comparison: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) >= 30 mm",
          "comparison: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) <= 30 mm",
          "threshold: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) > 29.9999999 mm",
          "threshold: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) > 30.0000001 mm",
          "unit: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) > 30 um",
          "unit: max(lesions.size, 0 cm) > 30 mm -> max(lesions.size, 0 cm) > 30 cm");
    /* a product is on no grid: a tenth of the last place */
    MEANS("n * n >= 9", "arithmetic: n * n -> n / n", "comparison: n * n >= 9 -> n * n > 9",
          "comparison: n * n >= 9 -> n * n < 9", "threshold: n * n >= 9 -> n * n >= 8",
          "threshold: n * n >= 9 -> n * n >= 10");
    MEANS("round(dose / 2 Gy, 1) > 1.5", "arithmetic: dose / 2 Gy -> dose * 2 Gy",
          "arithmetic: dose / 2 Gy -> dose / 1 Gy", "arithmetic: dose / 2 Gy -> dose / 3 Gy",
          "unit: dose / 2 Gy -> dose / 2 cGy",
          "arithmetic: round(dose / 2 Gy, 1) -> round(dose / 2 Gy, 0)",
          "arithmetic: round(dose / 2 Gy, 1) -> round(dose / 2 Gy, 2)",
          "comparison: round(dose / 2 Gy, 1) > 1.5 -> round(dose / 2 Gy, 1) >= 1.5",
          "comparison: round(dose / 2 Gy, 1) > 1.5 -> round(dose / 2 Gy, 1) <= 1.5",
          "threshold: round(dose / 2 Gy, 1) > 1.5 -> round(dose / 2 Gy, 1) > 1.4",
          "threshold: round(dose / 2 Gy, 1) > 1.5 -> round(dose / 2 Gy, 1) > 1.6");
}

static void test_windows(void **state)
{
    MEANS("day within 2 wk before later",
          "comparison: day within 2 wk before later -> day within 2 wk after later",
          "window: day within 2 wk before later -> day within 13 d before later",
          "window: day within 2 wk before later -> day within 15 d before later",
          "unit: day within 2 wk before later -> day within 2 d before later");
    MEANS("day within 3 mo after later",
          "comparison: day within 3 mo after later -> day within 3 mo before later",
          "window: day within 3 mo after later -> day within 2 mo after later",
          "window: day within 3 mo after later -> day within 4 mo after later",
          "unit: day within 3 mo after later -> day within 3 a after later");
}

static void test_values(void **state)
{
    MEANS("side is left", "comparison: side is left -> side is not left");
    MEANS("mutation is not wild", "comparison: mutation is not wild -> mutation is wild",
          "value: mutation is not wild -> mutation is not v600e",
          "value: mutation is not wild -> mutation is not other");
    MEANS("mutation in wild, other",
          "comparison: mutation in wild, other -> mutation not in wild, other",
          "operand: wild, -> ", "operand: , other -> ");
    MEANS("mutation not in wild, other",
          "comparison: mutation not in wild, other -> mutation in wild, other",
          "operand: wild, -> ", "operand: , other -> ");
    MEANS("n in 2..4", "comparison: n in 2..4 -> n not in 2..4", "value: n in 2..4 -> n in 1..4",
          "value: n in 2..4 -> n in 3..4", "value: n in 2..4 -> n in 2..3",
          "value: n in 2..4 -> n in 2..5");
}

static void test_connectives(void **state)
{
    MEANS("a and b or not c", "connective: a and b -> a or b",
          "connective: a and b or not c -> a and b and not c", "operand: a and -> ",
          "operand: and b -> ", "operand: a and b or -> ", "operand: or not c -> ",
          "connective: a -> not a", "connective: b -> not b", "connective: not c -> c");
    /* three in a row: each dropped by itself */
    MEANS("a or b or (told applies)", "connective: a or b -> a and b",
          "connective: b or (told applies) -> b and (told applies)", "operand: a or -> ",
          "operand: or b -> ", "operand: or (told applies) -> ", "connective: a -> not a",
          "connective: b -> not b", "connective: (told applies) -> not (told applies)");
    MEANS("not (a or b)", "connective: not (a or b) -> (a or b)", "connective: a or b -> a and b",
          "operand: a or -> ", "operand: or b -> ", "connective: a -> not a",
          "connective: b -> not b");
    MEANS("f(n)", "connective: f(n) -> not f(n)");
}

static void test_lists(void **state)
{
    MEANS("any lesions with (deep)",
          "connective: any lesions with (deep) -> not any lesions with (deep)",
          "list word: any lesions with (deep) -> all lesions are (deep)",
          "connective: deep -> not deep");
    MEANS("all lesions are (deep)",
          "connective: all lesions are (deep) -> not all lesions are (deep)",
          "list word: all lesions are (deep) -> any lesions with (deep)",
          "connective: deep -> not deep");
    MEANS("count lesions where (deep) = 1", "filter: where (deep) -> ",
          "connective: deep -> not deep",
          "comparison: count lesions where (deep) = 1 -> count lesions where (deep) <= 1",
          "comparison: count lesions where (deep) = 1 -> count lesions where (deep) >= 1",
          "comparison: count lesions where (deep) = 1 -> count lesions where (deep) != 1",
          "threshold: count lesions where (deep) = 1 -> count lesions where (deep) = 0",
          "threshold: count lesions where (deep) = 1 -> count lesions where (deep) = 2");
    MEANS("sum lesions.size where (deep)",
          "list word: sum lesions.size where (deep) -> max lesions.size where (deep)",
          "filter: where (deep) -> ", "connective: deep -> not deep");
    MEANS("min lesions.size", "list word: min lesions.size -> max lesions.size");
    MEANS("count of a, b, c end", "operand: a, -> ", "operand: , b -> ", "operand: , c -> ",
          "connective: a -> not a", "connective: b -> not b", "connective: c -> not c");
}

static void test_gate_words(void **state)
{
    RULE("define x gate means n is missing and level is settled", "rule: define x -> ",
         "connective: n is missing and level is settled -> n is missing or level is settled",
         "operand: n is missing and -> ", "operand: and level is settled -> ",
         "gate word: n is missing -> n is known", "gate word: level is settled -> level is open");
    RULE("define x gate means level may be high", "rule: define x -> ",
         "connective: level may be high -> not level may be high",
         "value: level may be high -> level may be low",
         "value: level may be high -> level may be middle");
    RULE("define x gate means n else 3", "rule: define x -> ", "gate word: n else 3 -> n",
         "gate word: n else 3 -> 3", "arithmetic: n else 3 -> n else 2",
         "arithmetic: n else 3 -> n else 4");
}

static void test_cases(void **state)
{
    RULE("decision x : low, high from A-01 case high when a otherwise low end",
         "rule: decision x -> ", "line: case high when a -> ", "outcome: high -> low",
         "connective: a -> not a", "operand: a -> always", "line: otherwise low -> ",
         "outcome: low -> high");
    RULE(
        "decision x : low, high from A-01 worst of high when a because r1, r2 high when b because r1 from A-02 otherwise low end",
        "rule: decision x -> ", "line: high when a because r1, r2 -> ", "outcome: high -> low",
        "connective: a -> not a", "operand: a -> always", "reason: r1, -> ", "reason: , r2 -> ",
        "line: high when b because r1 from A-02 -> ", "outcome: high -> low",
        "connective: b -> not b", "operand: b -> always", "reason: because r1 from A-02 -> ",
        "line: otherwise low -> ", "outcome: low -> high");
    RULE(
        "decision x : low, high from A-01 first case high when a case low when b otherwise low end",
        "rule: decision x -> ",
        "order: case high when a case low when b -> case low when b case high when a",
        "line: case high when a -> ", "outcome: high -> low", "connective: a -> not a",
        "operand: a -> always", "line: case low when b -> ", "outcome: low -> high",
        "connective: b -> not b", "operand: b -> always", "line: otherwise low -> ",
        "outcome: low -> high");
    RULE("decision x : integer 0..9 from A-01 case 5 when a otherwise n end",
         "rule: decision x -> ", "line: case 5 when a -> ", "outcome: 5 -> 4", "outcome: 5 -> 6",
         "connective: a -> not a", "operand: a -> always", "line: otherwise n -> ");
}

static void test_tables(void **state)
{
    RULE(
        "decision x : low, high from A-01 table first columns a | mutation | n | => x\n"
        "  row yes | wild | 1..2 | => high\n"
        "  row - | not other | > 3 | => low\n"
        "  otherwise low end",
        "rule: decision x -> ", "line: row yes | wild | 1..2 | => high -> ",
        "line: row - | not other | > 3 | => low -> ", "line: otherwise low -> ",
        "order: row yes | wild | 1..2 | => high row - | not other | > 3 | => low -> row - | not other | > 3 | => low row yes | wild | 1..2 | => high",
        "cell: yes -> -", "cell: yes -> no", "cell: wild -> -", "cell: wild -> v600e",
        "cell: wild -> other", "cell: 1..2 -> -", "cell: 1..2 -> 0..2", "cell: 1..2 -> 2..2",
        "cell: 1..2 -> 1..1", "cell: 1..2 -> 1..3", "outcome: high -> low", "cell: not other -> -",
        "cell: not -> ", "cell: not other -> not wild", "cell: not other -> not v600e",
        "cell: > 3 -> -", "cell: > 3 -> >= 3", "cell: > 3 -> <= 3", "cell: > 3 -> > 2",
        "cell: > 3 -> > 4", "outcome: low -> high", "outcome: low -> high");
}

static void test_scores(void **state)
{
    RULE("score x : 0..3 from A-01 1 point when a 2 points when b end", "rule: score x -> ",
         "line: 1 point when a -> ", "points: 1 point when a -> 0 point when a",
         "points: 1 point when a -> 2 point when a", "connective: a -> not a",
         "operand: a -> always", "line: 2 points when b -> ",
         "points: 2 points when b -> 1 points when b", "points: 2 points when b -> 3 points when b",
         "connective: b -> not b", "operand: b -> always");
}

static void test_advice(void **state)
{
    RULE(
        "advise x \"X\" from A-01 strength fair when a unless b because r1 from A-02 timing every 2 mo end",
        "rule: advise x -> ", "advice: advise x -> advise against x", "advice: strength fair -> ",
        "advice: strength fair -> strength weak", "advice: timing every 2 mo -> ",
        "connective: a -> not a", "operand: a -> always", "line: unless b because r1 from A-02 -> ",
        "connective: b -> not b", "operand: b -> always", "reason: because r1 from A-02 -> ");
    RULE("advise against x \"X\" from A-01 strength weak when a end", "rule: advise against x -> ",
         "advice: advise against x -> advise x", "advice: strength weak -> ",
         "advice: strength weak -> strength strong", "connective: a -> not a",
         "operand: a -> always");
    RULE("caution x \"X\" from A-01 when a end", "rule: caution x -> ", "connective: a -> not a",
         "operand: a -> always");
}

/* What is found by its words has words of its own; what is dropped leaves its line ends behind. */
static void test_names_and_texts(void **state)
{
    MutantList mutants = find_mutants("define x means a and -- why\n  b and a and b");
    unsigned twins = 0;
    for (uint32_t i = 0; i < mutants.count; i++) {
        const Mutant *mutant = &mutants.items[i];
        Str name = mutants_name(arena, mutant);
        twins += str_equal(name, STR("x (2): `and b` -> nothing"));
        if (!str_equal(name, STR("x: `a and` -> nothing"))) {
            continue;
        }
        Str text = mutants_apply(arena, sources.files.items[0].text, mutant);
        assert_non_null(strstr(text.ptr, "define x means \nb and a and b"));
    }
    assert_int_equal(twins, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_thresholds),  cmocka_unit_test(test_steps_of_quantities),
        cmocka_unit_test(test_windows),     cmocka_unit_test(test_values),
        cmocka_unit_test(test_connectives), cmocka_unit_test(test_lists),
        cmocka_unit_test(test_gate_words),  cmocka_unit_test(test_cases),
        cmocka_unit_test(test_tables),      cmocka_unit_test(test_scores),
        cmocka_unit_test(test_advice),      cmocka_unit_test(test_names_and_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
