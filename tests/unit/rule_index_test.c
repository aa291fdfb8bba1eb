/* What rests on what: uses of statements by rules, gaps, parts of rules and checks; what reads
 * what; what is alive. */
#include "compiler/index/rule_index.h"
#include "lang/lang.h"
#include "runtime/base/limits.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char SOURCE[] =
    "guideline g version \"1\" source b \"Book\" strength must end\n"
    "patient n : integer 0..9 m : integer 0..9 end\n"
    "statement A-01 section \"One\" at b \"1\" \"a\"\n"
    "statement A-02 at b \"2\" \"b\"\n"
    "statement A-03 at b \"3\" \"c\"\n"
    "statement A-04 at b \"4\" \"d\"\n"
    "statement F-01 figure at b \"5\" \"e\"\n"
    "reason r1 \"because\" from A-03\n"
    "gap g1 : integer 1..2 from A-02 \"?\" policy \"p\" end\n"
    "define dead from A-04 means n > 5\n"
    "define used from A-01 means n > 3\n"
    "decision d : low, high worst of high when used because r1 low when m > g1 because r1 from A-02\n"
    "  otherwise low from A-01 end\n"
    "advise against a \"A\" from A-01 strength must when d is high unless n > 7 because r1 shows F-01 end\n"
    "check \"c\" never a applies and used end\n";

static Str find_nothing(void *context, Arena *arena, Str dotted, Str importing, Str *path,
                        bool *builtin)
{
    return STR_NONE;
}

typedef struct Fixture {
    Arena *arena;
    const RuleIndex *index;
} Fixture;

static int set_up(void **state)
{
    static Fixture f;
    static SourceSet sources;
    static DiagList diags;
    f.arena = arena_create(LIMIT_COMPILE_BYTES);
    source_init(&sources, f.arena);
    diag_init(&diags, f.arena);
    const Ast *ast = lang_read(f.arena, &sources, &diags, STR("g.cgl"), str_from_c(SOURCE),
                               (ModuleFinder){ find_nothing, NULL });
    assert_int_equal(diags.errors, 0);
    f.index = rule_index_build(f.arena, ast);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(((Fixture *)*state)->arena);
    return 0;
}

static const RuleEntry *get_entry(const RuleIndex *index, const char *name)
{
    for (uint32_t i = 0; i < index->entries.count; i++) {
        if (str_equal(index->entries.items[i].name, str_from_c(name))) {
            return &index->entries.items[i];
        }
    }
    fail_msg("no entry %s", name);
    return NULL;
}

/* "entry:use entry:use" of one statement, by its number in the file. */
static void assert_uses(const Fixture *f, uint32_t statement, const char *expected)
{
    StrBuf buf = { .arena = f->arena };
    const IndexList *list = &f->index->of_statement[statement];
    for (uint32_t i = 0; i < list->count; i++) {
        const RuleUse *use = &f->index->uses.items[list->items[i]];
        assert_int_equal(use->statement, statement);
        buf_add_format(&buf, "%s%S:%S", i ? " " : "", f->index->entries.items[use->entry].name,
                       rule_index_get_use_word(use->kind));
        if (use->part != NO_PART) {
            buf_add_format(&buf, "%u", (unsigned)use->part);
        }
    }
    buf_add_char(&buf, '\0');
    assert_string_equal(buf.ptr, expected);
}

static void test_uses(void **state)
{
    const Fixture *f = *state;
    assert_uses(f, 0, "used:from d:from a:from c:checks");
    assert_uses(f, 1, "g1:from d:case1");   /* named by the line itself: the reason's own statement
                                               does not count */
    assert_uses(f, 2, "d:case0 a:unless0"); /* through the reason */
    assert_uses(f, 3, "dead:from");
    assert_uses(f, 4, "a:shows");
}

static void test_implemented(void **state)
{
    const Fixture *f = *state;
    assert_true(rule_index_is_implemented(f->index, 0));
    assert_true(rule_index_is_implemented(f->index, 2));
    assert_false(rule_index_is_implemented(f->index, 3)); /* only a definition that nothing reads */
    assert_false(rule_index_is_implemented(f->index, 4));
    assert_true(rule_index_is_shown(f->index, 4));
    assert_false(get_entry(f->index, "dead")->live);
    assert_true(get_entry(f->index, "used")->live);
    assert_true(get_entry(f->index, "g1")->live);
}

static void test_reads(void **state)
{
    const Fixture *f = *state;
    const RuleEntry *d = get_entry(f->index, "d"), *a = get_entry(f->index, "a");
    assert_int_equal(d->reads.count, 2);
    assert_ptr_equal(&f->index->entries.items[d->reads.items[0]], get_entry(f->index, "used"));
    assert_ptr_equal(&f->index->entries.items[d->reads.items[1]], get_entry(f->index, "g1"));
    assert_int_equal(d->read_by.count, 1);
    assert_ptr_equal(&f->index->entries.items[d->read_by.items[0]], a);
    assert_ptr_equal(rule_index_get_rule(f->index, d->rule), d);
    assert_ptr_equal(rule_index_get_gap(f->index, get_entry(f->index, "g1")->gap),
                     get_entry(f->index, "g1"));
}

static void test_words(void **state)
{
    const Fixture *f = *state;
    assert_true(
        str_equal(rule_index_get_word(get_entry(f->index, "a")->kind), STR("advice against")));
    assert_true(str_equal(rule_index_get_word(get_entry(f->index, "g1")->kind), STR("policy")));
    assert_true(str_equal(rule_index_get_group(f->index, 0), STR("One")));
    assert_true(str_equal(rule_index_get_group(f->index, 1), STR("g")));
    assert_true(str_equal(rule_index_get_role(f->index->ast->statements.items[4]), STR("figure")));
    assert_true(str_equal(rule_index_get_role(f->index->ast->statements.items[0]), STR("rule")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_uses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_implemented, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reads, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
