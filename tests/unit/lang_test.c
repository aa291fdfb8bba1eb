/* Text to tree: how expressions group, what names stand for, the types that come out; whole files
 * against their dumps in tests/lang/ast (BLESS=1 accepts the present ones); every allocation that
 * fails. */
#include "lang/lang.h"
#include "tests/unit/faulty_hooks.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>

typedef struct Reading {
    Arena *arena;
    SourceSet sources;
    DiagList diags;
    Ast *ast;
} Reading;

static Str read_file(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    StrBuf buf = { .arena = arena };
    if (!file) {
        return STR_NONE;
    }
    for (int c; (c = fgetc(file)) != EOF;) {
        buf_add_char(&buf, (char)c);
    }
    fclose(file);
    Str text = buf_get(&buf);
    return text.ptr ? text : STR("");
}

/* Modules of these tests lie in tests/lang/modules. */
static Str find_module(void *context, Arena *arena, Str dotted, Str importing, Str *path,
                       bool *builtin)
{
    char name[300];
    int length =
        snprintf(name, sizeof name, "tests/lang/modules/%.*s.cgl", (int)dotted.len, dotted.ptr);
    (void)context;
    (void)importing;
    for (int i = (int)strlen("tests/lang/modules/"); i < length - 4; i++) {
        if (name[i] == '.') {
            name[i] = '/';
        }
    }
    *path = str_copy(arena, str_from_c(name));
    *builtin = false;
    return read_file(arena, name);
}

static Reading start(Arena *arena)
{
    Reading reading = { .arena = arena };
    source_init(&reading.sources, arena);
    diag_init(&reading.diags, arena);
    return reading;
}

static Reading read_text(Arena *arena, Str text)
{
    Reading reading = start(arena);
    reading.ast = lang_read(arena, &reading.sources, &reading.diags, STR("t.cgl"), text,
                            (ModuleFinder){ find_module, NULL });
    return reading;
}

static const char *print_diags(Reading *reading)
{
    StrBuf out = { .arena = reading->arena };
    diag_print(&out, &reading->sources, &reading->diags, DIAG_STYLE_TEXT, false);
    buf_add_char(&out, '\0');
    return out.ptr;
}

static const char prelude[] =
    "guideline t version \"1\"\n  source s \"S\"\n  strength strong, weak\nend\n"
    "enum ordered stage : T1, T2, T3\n"
    "record lesion\n  size : length in cm 0 cm..30 cm\n  central : yes_no\n  seen : date\n  points "
    ": integer\nend\n"
    "patient\n  a : yes_no\n  b : yes_no\n  c : yes_no\n  n : integer 0..100\n  m : integer\n  q : "
    "decimal\n"
    "  cm : length in cm\n  mo : duration in mo\n  wk : duration in wk\n  cea : mass_concentration "
    "in ng/mL\n"
    "  weight : mass in kg\n  vol : volume in mL\n  stage : stage\n  side : left, right\n"
    "  response : complete, partial, open_end\n  day : date\n  other : date\n  pct : percent\n"
    "  lesions : list of lesion 0..50\nend\n"
    "advise resect \"R\" from outside \"x\" when a end\n"
    "advise ablate for each lesion \"A\" from outside \"x\" when central end\n"
    "decision large for each lesion : yes_no from outside \"x\" means size > 3 cm end\n"
    "decision group : low, high from outside \"x\" case low when a otherwise high end\n"
    "gap limit : integer 1..4 from outside \"x\" \"G\" policy \"P\" end\n"
    "define double(x : decimal) means x * 2\n"
    "native function egfr(x : decimal, y : integer) : real from library \"l\" symbol \"s\" end\n";

/* The tree of one expression in a rule that is a gate, after resolve and check. */
static void expect_tree(const char *source, const char *expected)
{
    Arena *arena = arena_create(0);
    Reading reading =
        read_text(arena, str_format(arena, "%sdefine it gate means %s", prelude, source));
    if (reading.diags.errors) {
        fail_msg("%s\n%s", source, print_diags(&reading));
    }
    StrBuf out = { .arena = arena };
    ast_dump(&out, reading.ast);
    Str text = buf_get(&out), word = STR("define it gate\n  means ");
    size_t at = text.len;
    while (at > 0 && !str_starts_with((Str){ text.ptr + at, text.len - at }, word)) {
        at--;
    }
    Str got = { text.ptr + at + word.len, text.len - at - word.len - 1 };
    if (!str_equal(got, str_from_c(expected))) {
        fail_msg("%s\n  expected %s\n  got      %.*s", source, expected, (int)got.len, got.ptr);
    }
    arena_destroy(arena);
}

static const Type *find_type(const Ast *ast)
{
    return &ast->rules.items[ast->rules.count - 1]->results.items[0].type_ref.type;
}

static void expect_type(const char *source, TypeKind kind, const char *dim, const char *unit)
{
    Arena *arena = arena_create(0);
    Reading reading =
        read_text(arena, str_format(arena, "%sdefine it gate means %s", prelude, source));
    if (reading.diags.errors) {
        fail_msg("%s\n%s", source, print_diags(&reading));
    }
    const Type *type = find_type(reading.ast);
    assert_int_equal(type->kind, kind);
    if (dim) {
        assert_int_equal(type->dim, dim_find(str_from_c(dim)));
    } else {
        assert_int_equal(type->dim, DIM_NONE);
    }
    if (unit && type->unit != unit_find(str_from_c(unit))) {
        fail_msg("%s has unit %.*s", source, (int)unit_get_code(type->unit).len,
                 unit_get_code(type->unit).ptr);
    }
    arena_destroy(arena);
}

/* ---- grouping ---- */

static void precedence_of_logic(void **state)
{
    (void)state;
    expect_tree("a or b and c", "(or field:a (and field:b field:c))");
    expect_tree("a and b or c", "(or (and field:a field:b) field:c)");
    expect_tree("a or b or c", "(or (or field:a field:b) field:c)");
    expect_tree("not a and b", "(and (not field:a) field:b)");
    expect_tree("not (a and b)", "(not (and field:a field:b))");
    expect_tree("not not a", "(not (not field:a))");
    expect_tree("not n > 3", "(not (> field:n 3))");
    expect_tree("a and n + 1 > 3 or b", "(or (and field:a (> (+ field:n 1) 3)) field:b)");
}

static void precedence_of_arithmetic(void **state)
{
    (void)state;
    expect_tree("n + m * 2 - 1", "(- (+ field:n (* field:m 2)) 1)");
    expect_tree("n - m - 1", "(- (- field:n field:m) 1)");
    expect_tree("n / m / 2", "(/ (/ field:n field:m) 2)");
    expect_tree("-n * m", "(* (neg field:n) field:m)");
    expect_tree("- - n", "(neg (neg field:n))");
    expect_tree("-3 + n", "(+ -3 field:n)");
    expect_tree("n - -3", "(- field:n -3)");
    expect_tree("(n + m) * 2", "(* (+ field:n field:m) 2)");
    expect_tree("n else 0 + m", "(else field:n (+ 0 field:m))");
    expect_tree("n else m else 0 > 3", "(> (else field:n (else field:m 0)) 3)");
}

static void comparisons_and_lists_of_values(void **state)
{
    (void)state;
    expect_tree("stage >= T2", "(>= field:stage value:T2)");
    expect_tree("T2 <= stage", "(<= value:T2 field:stage)");
    expect_tree("side is left", "(is field:side value:left)");
    expect_tree("side is not left", "(not is field:side value:left)");
    expect_tree("side in left, right and a",
                "(and (in field:side value:left value:right) field:a)");
    expect_tree("side not in left", "(not in field:side value:left)");
    expect_tree("n in 0..3, 7", "(in field:n (.. 0 3) 7)");
    expect_tree("stage in T1..T2", "(in field:stage (.. value:T1 value:T2))");
    expect_tree("a is no", "(is field:a no)");
    expect_tree("cm >= 20 mm", "(>= field:cm 20 mm)");
    expect_tree("day within 4 wk before as_of", "(within before field:day 4 wk as_of)");
    expect_tree("day within 1 mo after other", "(within after field:day 1 mo field:other)");
    expect_tree("day > 2026-11-05", "(> field:day 2026-11-05)");
    expect_tree("day in 2024-01..2024-02", "(in field:day (.. 2024-01-01 2024-02-29))");
}

static void list_words(void **state)
{
    (void)state;
    expect_tree("any lesions with (central)", "(any list:lesions field:central@)");
    expect_tree("all lesions are (central or size < 1 cm)",
                "(all list:lesions (or field:central@ (< field:size@ 1 cm)))");
    expect_tree("count lesions where (central) > 2", "(> (count list:lesions field:central@) 2)");
    expect_tree("lesions.count", "(count list:lesions none)");
    expect_tree("count lesions", "(count list:lesions none)");
    expect_tree("max lesions.size", "(max list:lesions field:size@ none none)");
    expect_tree("max(lesions.size, 0 cm)", "(max list:lesions field:size@ none 0 cm)");
    expect_tree("min(lesions.size where (central), 1 cm)",
                "(min list:lesions field:size@ field:central@ 1 cm)");
    expect_tree("sum lesions.points where (not central)",
                "(sum list:lesions field:points@ (not field:central@) none)");
    expect_tree("max(n, m)", "(max2 field:n field:m)");
    expect_tree("max(lesions.count, n)", "(max2 (count list:lesions none) field:n)");
    expect_tree("(latest lesions by seen).size",
                "(latest list:lesions field:seen@ none field:size@)");
    expect_tree("(latest lesions by seen where (central)).size > 3 cm",
                "(> (latest list:lesions field:seen@ field:central@ field:size@) 3 cm)");
    expect_tree("count of a, n > 3, (side in left, right) end >= 2",
                "(>= (count_of field:a (> field:n 3) (in field:side value:left value:right)) 2)");
    expect_tree("any lesions with (lesion.size > cm and patient.a)",
                "(any list:lesions (and (> field:lesion.size@ field:cm) field:patient.a))");
    expect_tree("any lesions with (large)", "(any list:lesions rule:large@)");
    expect_tree("any lesions with (ablate applies)", "(any list:lesions (applies ablate)@)");
    expect_tree("count lesions where (seen within 4 wk before as_of)",
                "(count list:lesions (within before field:seen@ 4 wk as_of))");
    expect_tree("any lesions with (count of central, a end >= 1)",
                "(any list:lesions (>= (count_of field:central@ field:a) 1))");
}

static void names_and_calls(void **state)
{
    (void)state;
    expect_tree("resect applies and group is low",
                "(and (applies resect) (is rule:group value:low))");
    expect_tree("double(q) + 1", "(+ (call double field:q) 1)");
    expect_tree("round(q / 3, 2)", "(round 2 (/ field:q 3))");
    expect_tree("round(q)", "(round field:q)");
    expect_tree("round(sqrt(q), 2)", "(round 2 (sqrt field:q))");
    expect_tree("n > limit", "(> field:n gap:limit)");
    expect_tree("round(egfr(q, n), 1)", "(round 1 (native egfr field:q field:n))");
    expect_tree("always", "always");
}

static void gate_words(void **state)
{
    (void)state;
    expect_tree("n is missing", "(missing field:n)");
    expect_tree("n is known", "(not missing field:n)");
    expect_tree("lesions is partial or lesions is missing",
                "(or (partial list:lesions) (missing list:lesions))");
    expect_tree("lesions is not partial", "(not (partial list:lesions))");
    expect_tree("group is open and group is settled",
                "(and (open rule:group) (settled rule:group))");
    expect_tree("resect is open", "(open (applies resect))");
    expect_tree("group may be low, high", "(may_be rule:group value:low value:high)");
    expect_tree("group needs facts", "(needs_facts rule:group)");
    expect_tree("any lesions with (size is missing)", "(any list:lesions (missing field:size@))");
    /* a value of the field before the gate word */
    expect_tree("response is partial", "(is field:response value:partial)");
    expect_tree("response is not partial", "(not (is field:response value:partial))");
    expect_tree("response in complete, partial",
                "(in field:response value:complete value:partial)");
}

/* ---- types ---- */

static void types_of_numbers(void **state)
{
    (void)state;
    expect_type("n + m", TY_INTEGER, NULL, NULL);
    expect_type("n * 2", TY_INTEGER, NULL, NULL);
    expect_type("n / 2", TY_DECIMAL, NULL, NULL);
    expect_type("n + 0.5", TY_DECIMAL, NULL, NULL);
    expect_type("n + 2.0", TY_DECIMAL, NULL, NULL);
    expect_type("round(n / 3)", TY_INTEGER, NULL, NULL);
    expect_type("round(n / 3, 0)", TY_DECIMAL, NULL, NULL);
    expect_type("max(n, 0.5)", TY_DECIMAL, NULL, NULL);
    expect_type("ln(n)", TY_REAL, NULL, NULL);
    expect_type("egfr(q, n)", TY_REAL, NULL, NULL);
    expect_type("-ln(n)", TY_REAL, NULL, NULL);
    expect_type("sqrt(q) + 1", TY_REAL, NULL, NULL);
    expect_type("lesions.count", TY_INTEGER, NULL, NULL);
    expect_type("count of a, b end", TY_INTEGER, NULL, NULL);
}

static void types_of_quantities(void **state)
{
    (void)state;
    expect_type("cm + 3 mm", TY_DECIMAL, "length", "cm");
    expect_type("3 mm + cm", TY_DECIMAL, "length", "mm");
    expect_type("cm * 2", TY_DECIMAL, "length", "cm");
    expect_type("2 * cm", TY_DECIMAL, "length", "cm");
    expect_type("cm / 2", TY_DECIMAL, "length", "cm");
    expect_type("cm / 3 mm", TY_DECIMAL, NULL, NULL);
    expect_type("cm * cm", TY_DECIMAL, "area", "cm2");
    expect_type("weight / vol", TY_DECIMAL, "mass_concentration", "g/L");
    expect_type("weight / (cm * cm)", TY_DECIMAL, "mass_per_area", "g/dm2");
    expect_type("round(cm, 1)", TY_DECIMAL, "length", "cm");
    expect_type("round(cm)", TY_DECIMAL, "length", "cm");
    expect_type("-cm", TY_DECIMAL, "length", "cm");
    expect_type("max(lesions.size, 0 mm)", TY_DECIMAL, "length", "cm");
    expect_type("pct * 2", TY_DECIMAL, "percent", "%");
    expect_type("cea else 1 ug/L", TY_DECIMAL, "mass_concentration", "ng/mL");
    expect_type("mo", TY_DECIMAL, "duration_in_months", "mo");
}

static void types_of_dates(void **state)
{
    (void)state;
    expect_type("day - other", TY_DECIMAL, "duration", "d");
    expect_type("day + 3 mo", TY_DATE, NULL, NULL);
    expect_type("day - 2 wk", TY_DATE, NULL, NULL);
    expect_type("max(day, other)", TY_DATE, NULL, NULL);
    expect_type("max lesions.seen", TY_DATE, NULL, NULL);
    expect_type("as_of", TY_DATE, NULL, NULL);
    expect_type("group", TY_ENUM, NULL, NULL);
}

/* ---- programs ---- */

static void ranges_lie_on_the_grid(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Reading reading = read_text(
        arena,
        STR("guideline t version \"1\" end\n"
            "record r x : integer end\n"
            "patient\n  l : length in cm 0 mm..1.5 m error 2 mm\n  i : integer -3..4\n  d : "
            "date 2024-02..2024-02\n"
            "  p : percent 0 %..100 %\n  rs : list of r 1..50 complete unless all_there is not yes\n  free : integer\n  all_there : yes_no\nend\n"));
    if (reading.diags.errors) {
        fail_msg("%s", print_diags(&reading));
    }
    AstField **fields = reading.ast->patient.items;
    assert_int_equal(fields[0]->type_ref.lo, 0);
    assert_int_equal(fields[0]->type_ref.hi, 150 * DEC_ONE);
    assert_int_equal(fields[0]->error_grid, DEC_ONE / 5);
    assert_int_equal(fields[1]->type_ref.lo, -3);
    assert_int_equal(fields[1]->type_ref.hi, 4);
    assert_int_equal(fields[2]->type_ref.lo,
                     19754); /* 2024-02-01: 54 years with 13 leap days, and 31 */
    assert_int_equal(fields[2]->type_ref.hi, 19754 + 28);
    assert_int_equal(fields[3]->type_ref.hi, 100 * DEC_ONE);
    assert_int_equal(fields[4]->type_ref.lo, 1);
    assert_int_equal(fields[4]->type_ref.hi, 50);
    assert_int_equal(fields[4]->complete_index, 0); /* `is not yes` is `is no` */
    assert_false(fields[4]->complete_negated);
    assert_true(fields[5]->type_ref.lo == INT64_MIN && fields[5]->type_ref.hi == INT64_MAX);
    arena_destroy(arena);
}

static void rules_stand_after_what_they_read(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Reading reading = read_text(
        arena,
        STR("guideline t version \"1\" end\npatient a : yes_no end\n"
            "define w means x\ndefine x means y or z\ndefine y means z\ndefine z means a\n"));
    if (reading.diags.errors) {
        fail_msg("%s", print_diags(&reading));
    }
    StrBuf order = { .arena = arena };
    for (uint32_t i = 0; i < reading.ast->ordered.count; i++) {
        buf_add(&order, reading.ast->ordered.items[i]->name.text);
    }
    assert_true(str_equal(buf_get(&order), STR("zyxw")));
    arena_destroy(arena);
}

static void imports_come_before_importers(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Reading reading = read_text(
        arena,
        STR("guideline t version \"1\" end\nimport crlm.schema version \"1\"\nimport crlm.schema\n"
            "define big means max(lesions.size, 0 cm) > 3 cm\n"));
    if (reading.diags.errors) {
        fail_msg("%s", print_diags(&reading));
    }
    assert_int_equal(reading.ast->modules.count, 2);
    assert_true(str_equal(reading.ast->modules.items[0]->name.text, STR("crlm.schema")));
    assert_ptr_equal(reading.ast->modules.items[1], reading.ast->main);
    arena_destroy(arena);
}

static void values_beside_an_untyped_define(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Reading reading =
        read_text(arena, str_format(arena,
                                    "%sdefine which means group\ndefine it means which is low\n"
                                    "define that means which in low, high\n",
                                    prelude));
    if (reading.diags.errors) {
        fail_msg("%s", print_diags(&reading));
    }
    AstRule *it = reading.ast->rules.items[reading.ast->rules.count - 2];
    assert_int_equal(it->means->args[1]->kind, EX_VALUE);
    assert_int_equal(it->means->args[1]->value.index, 0);
    arena_destroy(arena);
}

static void single_expressions(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Reading reading = start(arena);
    ModuleFinder none = { NULL, NULL };
    Expr *expr = lang_read_expression(arena, &reading.sources, &reading.diags,
                                      STR("0.1 + 0.2 = 0.3"), &reading.ast, none);
    assert_non_null(expr);
    assert_int_equal(expr->type.kind, TY_YES_NO);
    expr = lang_read_expression(arena, &reading.sources, &reading.diags, STR("2.9 cm = 29 mm"),
                                &reading.ast, none);
    assert_non_null(expr);
    assert_null(lang_read_expression(arena, &reading.sources, &reading.diags, STR("1 +"),
                                     &reading.ast, none));
    assert_int_equal(reading.diags.errors, 1);
    reading = start(arena);
    assert_null(lang_read_expression(arena, &reading.sources, &reading.diags, STR("x > 3"),
                                     &reading.ast, none));
    assert_int_equal(reading.diags.errors, 1);
    reading = start(arena);
    assert_null(
        lang_read_expression(arena, &reading.sources, &reading.diags, STR(""), &reading.ast, none));
    assert_int_equal(reading.diags.errors, 1);
    arena_destroy(arena);
}

/* ---- whole files against their dumps ---- */

static void compare_dump(const char *name)
{
    char source[200], dump[200];
    Arena *arena = arena_create(0);
    snprintf(source, sizeof source, "tests/lang/ast/%s.cgl", name);
    snprintf(dump, sizeof dump, "tests/lang/ast/%s.ast", name);
    Reading reading = read_text(arena, read_file(arena, source));
    if (reading.diags.errors) {
        fail_msg("%s\n%s", source, print_diags(&reading));
    }
    StrBuf out = { .arena = arena };
    ast_dump(&out, reading.ast);
    if (getenv("BLESS")) {
        FILE *file = fopen(dump, "wb");
        assert_non_null(file);
        fwrite(out.ptr, 1, out.len, file);
        fclose(file);
    }
    Str expected = read_file(arena, dump), got = buf_get(&out);
    size_t at = 0;
    while (at < expected.len && at < got.len && expected.ptr[at] == got.ptr[at]) {
        at++;
    }
    if (at < expected.len || at < got.len) {
        fail_msg("%s differs from byte %zu on:\n%.*s", dump, at,
                 (int)(got.len - at > 200 ? 200 : got.len - at), got.ptr + at);
    }
    arena_destroy(arena);
}

static void files_as_dumped(void **state)
{
    (void)state;
    compare_dump("declarations");
    compare_dump("liver");
}

/* ---- running out of memory ---- */

/* A reading with an arena of its own; false if it ended at the recovery point. */
static bool try_reading(Str text, size_t limit)
{
    Arena *volatile arena = arena_create(limit);
    jmp_buf recovery;
    if (!arena) {
        return false;
    }
    if (setjmp(recovery)) {
        arena_destroy(arena);
        return false;
    }
    arena_set_recovery(arena, &recovery);
    Reading reading = read_text(arena, text);
    bool good = reading.diags.errors == 0;
    arena_destroy(arena);
    return good;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str text = read_file(arena, "tests/lang/ast/declarations.cgl");
    for (int persistent = 0; persistent < 2; persistent++) {
        bool done = false;
        for (long n = 1; n < 10000 && !done; n++) {
            faults_start(n, persistent);
            done = try_reading(text, 0);
            long live = faults.live;
            faults_stop();
            assert_int_equal(live, 0);
        }
        assert_true(done);
    }
    arena_destroy(arena);
}

static void every_limit_is_clean(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str text = read_file(arena, "tests/lang/ast/declarations.cgl");
    size_t limit = 512, failures = 0;
    while (limit < 8u << 20 && !try_reading(text, limit)) {
        limit += 1024 + limit % 97;
        failures++;
    }
    assert_true(failures > 20 && limit < 8u << 20);
    arena_destroy(arena);
}

/* ---- mistakes anywhere ---- */

enum { MEMORY_FOR_A_MISTAKE = 64 << 20 }; /* reading that does not end meets this */

static void expect_end(Str text)
{
    Arena *volatile arena = arena_create(MEMORY_FOR_A_MISTAKE);
    jmp_buf recovery;
    if (setjmp(recovery)) {
        fail_msg("reading does not end:\n%.*s", (int)text.len, text.ptr);
    }
    arena_set_recovery(arena, &recovery);
    Reading reading = read_text(arena, text);
    print_diags(&reading);
    arena_destroy(arena);
}

static void reading_ends_wherever_the_text_does(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str text = read_file(arena, "tests/lang/ast/declarations.cgl");
    for (size_t length = 0; length < text.len; length++) {
        expect_end((Str){ text.ptr, length });
    }
    arena_destroy(arena);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Each word left out once, and written twice once. */
static void reading_ends_whatever_word_is_wrong(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str text = read_file(arena, "tests/lang/ast/declarations.cgl");
    for (size_t start = 0, end; start < text.len; start = end) {
        for (end = start; end < text.len && !is_blank(text.ptr[end]); end++) {
            continue;
        }
        while (end < text.len && is_blank(text.ptr[end])) {
            end++;
        }
        Str before = { text.ptr, start }, word = { text.ptr + start, end - start };
        Str after = { text.ptr + end, text.len - end };
        expect_end(str_format(arena, "%S%S", before, after));
        expect_end(str_format(arena, "%S%S%S%S", before, word, word, after));
        expect_end(str_format(arena, "%Send %S", before, after));
    }
    arena_destroy(arena);
}

static void reading_ends_after_two_mistakes(void **state)
{
    (void)state;
    expect_end(STR("guideline t version \"1\" end define a m\n means"));
    expect_end(STR("guideline t version \"1\" end define b means a > 3 c\n unless"));
    expect_end(STR("guideline t version \"1\" end decision x : case case case"));
    expect_end(STR("guideline t version \"1\" end patient a : b : c : end end end"));
    expect_end(STR("guideline guideline module module"));
    expect_end(STR("test \"t\" expect caution expect no caution policy policy given given"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(precedence_of_logic),
        cmocka_unit_test(precedence_of_arithmetic),
        cmocka_unit_test(comparisons_and_lists_of_values),
        cmocka_unit_test(list_words),
        cmocka_unit_test(names_and_calls),
        cmocka_unit_test(gate_words),
        cmocka_unit_test(types_of_numbers),
        cmocka_unit_test(types_of_quantities),
        cmocka_unit_test(types_of_dates),
        cmocka_unit_test(ranges_lie_on_the_grid),
        cmocka_unit_test(rules_stand_after_what_they_read),
        cmocka_unit_test(imports_come_before_importers),
        cmocka_unit_test(values_beside_an_untyped_define),
        cmocka_unit_test(single_expressions),
        cmocka_unit_test(files_as_dumped),
        cmocka_unit_test(reading_ends_wherever_the_text_does),
        cmocka_unit_test(reading_ends_whatever_word_is_wrong),
        cmocka_unit_test(reading_ends_after_two_mistakes),
        cmocka_unit_test(every_allocation_fails_once),
        cmocka_unit_test(every_limit_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
