/* What drawings are made of: conditions taken apart, what is asked of a decision, text measured,
 * pages filled. */
#include "compiler/graph/graph_condition.h"
#include "compiler/graph/graph_font.h"
#include "compiler/graph/graph_label.h"
#include "compiler/graph/graph_page.h"
#include "compiler/graph/graph_reading.h"
#include "lang/lang.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

/* ---- conditions ---- */

static const char RECORD[] =
    "guideline t version \"1\" end\n"
    "enum marker : wild_type, v600e, other_mutation\n"
    "record lesion id : key size : length in cm 0 cm..30 cm \"Size\" end\n"
    "patient\n"
    "  braf : marker \"BRAF\"\n"
    "  side : left, right \"Side\"\n"
    "  age : integer 0..120 \"Age\"\n"
    "  fit : yes_no \"Fit\"\n"
    "  old : yes_no \"Old\"\n"
    "  lesions : list of lesion 0..50\n"
    "end\n"
    "statement S-01 \"Text\"\n"
    "gap open_side : yes_no from S-01 \"Not said\" end\n"
    "gap least_age : integer 1..99 from S-01 \"Not said\" end\n"
    "decision group : low, middle, high \"Group\" from S-01 first case low when fit case middle when old otherwise high end\n"
    "define both means fit and not old\n"
    "define either means fit or old\n"
    "define not_low means group is not low\n"
    "advise surgery \"Surgery\" from S-01 when fit end\n"
    "advise rest \"Rest\" from S-01 when old end\n";

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

/* The tree of RECORD and an advice with this condition, its last rule. */
static World *read_world(Arena *arena, const char *when)
{
    World *world = ARENA_NEW(arena, World);
    StrBuf out = { .arena = arena };
    world->arena = arena;
    source_init(&world->sources, arena);
    diag_init(&world->diags, arena);
    Str text = str_format(arena, "%sadvise last \"Last\" from S-01 when %s end\n", RECORD, when);
    world->ast = lang_read(arena, &world->sources, &world->diags, STR("t.cgl"), text,
                           (ModuleFinder){ no_module, NULL });
    if (world->diags.errors) {
        diag_print(&out, &world->sources, &world->diags, DIAG_STYLE_TEXT, false);
        fail_msg("%s\n%s", when, str_to_c(arena, buf_get(&out)));
    }
    world->wording = words_open(arena, world->ast);
    return world;
}

static const AstRule *get_rule(const World *world, const char *name)
{
    for (uint32_t i = 0; i < world->ast->rules.count; i++) {
        if (str_equal(world->ast->rules.items[i]->name.text, str_from_c(name))) {
            return world->ast->rules.items[i];
        }
    }
    fail_msg("no rule %s", name);
    return NULL;
}

/* "BRAF? wild type; Fit? yes | open_side=no": the questions, their answers, what may stand in for
 * an answer. */
static const char *split(const char *when)
{
    static char text[2000];
    Arena *arena = arena_create(0);
    World *world = read_world(arena, when);
    StrBuf out = { .arena = arena };
    GraphAsks asks = graph_condition_split(arena, world->wording, get_rule(world, "last")->when);
    for (uint32_t i = 0; i < asks.count; i++) {
        const GraphAsk *ask = &asks.items[i];
        buf_add_format(&out, "%s%S", i ? "; " : "", ask->question);
        for (uint32_t k = 0; k < ask->alternatives.count; k++) {
            buf_add_format(&out, " (%S)", ask->alternatives.items[k]);
        }
        buf_add_format(&out, " %S", ask->answer);
        for (uint32_t k = 0; k < ask->openings.count; k++) {
            buf_add_format(&out, " | %S=%S", ask->openings.items[k].gap->name.text,
                           ask->openings.items[k].answer);
        }
        for (uint32_t k = 0; k < ask->advice.count; k++) {
            buf_add_format(&out, " @%S", ask->advice.items[k]->name.text);
        }
        if (ask->only_advice) {
            buf_add_c(&out, "!");
        }
    }
    assert_true(out.len < sizeof text);
    memcpy(text, out.ptr ? out.ptr : "", out.len);
    text[out.len] = '\0';
    arena_destroy(arena);
    return text;
}

static void test_conjunctions_are_questions(void **state)
{
    (void)state;
    assert_string_equal(split("always"), "");
    assert_string_equal(split("fit and not old"), "Fit? yes; Old? no");
    assert_string_equal(split("both and age >= 70 and fit"), "Fit? yes; Old? no; Age? ≥ 70");
    assert_string_equal(split("not (fit or age > 70)"), "Fit? no; Age? ≤ 70");
    assert_string_equal(split("braf is wild_type and group is not low"),
                        "BRAF? wild type; Group? not low");
    assert_string_equal(split("side is not left"), "Side? right");
    assert_string_equal(split("not (side is not left)"), "Side? left");
    assert_string_equal(split("group in low, middle"), "Group? low or middle");
}

static void test_alternatives_stay_together(void **state)
{
    (void)state;
    assert_string_equal(split("fit or old"), "One of these? (fit: yes) (old: yes) yes");
    assert_string_equal(split("not both"), "One of these? (fit: no) (old: yes) yes");
    assert_string_equal(split("age > 70 and either"),
                        "Age? > 70; One of these? (fit: yes) (old: yes) yes");
}

static void test_gaps_open_a_second_way(void **state)
{
    (void)state;
    assert_string_equal(split("side is left or open_side"), "Side? left | open_side=yes");
    assert_string_equal(split("fit and (side is left or not open_side)"),
                        "Fit? yes; Side? left | open_side=no");
    assert_string_equal(split("fit or old or open_side"),
                        "One of these? (fit: yes) (old: yes) yes | open_side=yes");
    assert_string_equal(split("(fit and old) or open_side"),
                        "All of these? (fit: yes) (old: yes) yes | open_side=yes");
    assert_string_equal(split("age >= least_age"),
                        "Age? ≥ the open question “least age” | least_age=");
}

static void test_advice_is_known(void **state)
{
    (void)state;
    assert_string_equal(split("surgery applies and old"),
                        "Surgery: applies? yes @surgery!; Old? yes");
    assert_string_equal(split("surgery applies or rest applies"),
                        "One of these? (“Surgery” applies) (“Rest” applies) yes @surgery @rest!");
    assert_string_equal(split("surgery applies or old"),
                        "One of these? (“Surgery” applies) (old: yes) yes @surgery");
    assert_string_equal(split("not surgery applies"), "Surgery: applies? no");
}

static void test_same_question_with_a_gap_is_another(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    World *plain = read_world(arena, "fit"), *open = read_world(arena, "fit or open_side");
    GraphAsks one = graph_condition_split(arena, plain->wording, get_rule(plain, "last")->when);
    GraphAsks two = graph_condition_split(arena, open->wording, get_rule(open, "last")->when);
    assert_int_equal(one.count, 1);
    assert_int_equal(two.count, 1);
    assert_true(str_equal(one.items[0].key, two.items[0].key));
    assert_false(graph_condition_same(&one.items[0], &two.items[0]));
    assert_true(graph_condition_same(&two.items[0], &two.items[0]));
    arena_destroy(arena);
}

/* Names within names: 2 to the power of 40 readings if each were read through. */
static void test_names_within_names_end(void **state)
{
    (void)state;
    Arena *arena = arena_create((size_t)256 << 20);
    StrBuf source = { .arena = arena };
    buf_add_c(&source, "fit end\ndefine d0 means fit and old\n");
    for (int i = 1; i <= 40; i++) {
        buf_add_format(&source, "define d%d means (d%d or age > %d) and (d%d or age < %d)\n", i,
                       i - 1, i, i - 1, i + 50);
    }
    buf_add_c(&source, "advise deep \"Deep\" from S-01 when d40");
    World *world = read_world(arena, str_to_c(arena, buf_get(&source)));
    assert_true(graph_condition_split(arena, world->wording, get_rule(world, "deep")->when).count >
                0);
    arena_destroy(arena);
}

/* ---- what is asked of a decision ---- */

static uint64_t ask_of_group(const char *when, bool *found)
{
    Arena *arena = arena_create(0);
    World *world = read_world(arena, when);
    GraphReading reading =
        graph_reading_of_advice(get_rule(world, "last"), get_rule(world, "group"));
    *found = reading.found;
    arena_destroy(arena);
    return reading.asked;
}

static void test_values_asked(void **state)
{
    (void)state;
    enum { LOW = 1, MIDDLE = 2, HIGH = 4 };
    static const struct {
        const char *when;
        unsigned asked;
        bool found;
    } cases[] = {
        { "group is low", LOW, true },
        { "group is not low", MIDDLE | HIGH, true },
        { "not (group is low)", MIDDLE | HIGH, true },
        { "not_low", MIDDLE | HIGH, true },
        { "not not_low", LOW, true },
        { "group in low, high", LOW | HIGH, true },
        { "fit or group is high", HIGH, true },
        { "fit", 0, false },
        { "surgery applies", 0, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool found;
        uint64_t asked = ask_of_group(cases[i].when, &found);
        if (asked != cases[i].asked || found != cases[i].found) {
            fail_msg("%s: %u", cases[i].when, (unsigned)asked);
        }
    }
}

static void test_decisions_read_decisions(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    World *world = read_world(
        arena,
        "fit end\ndecision next : yes_no \"Next\" from S-01 case yes when not_low otherwise no end\n"
        "advise end_of_test \"End\" from S-01 when fit");
    assert_true(graph_reading_by_decision(get_rule(world, "next"), get_rule(world, "group")));
    assert_false(graph_reading_by_decision(get_rule(world, "group"), get_rule(world, "next")));
    arena_destroy(arena);
}

/* ---- text ---- */

static void test_widths(void **state)
{
    (void)state;
    assert_int_equal(graph_font_measure(STR(""), false), 0);
    assert_int_equal(graph_font_measure(STR("iW"), false),
                     222 + 944); /* as Helvetica's metrics have them */
    assert_int_equal(graph_font_measure(STR("iW"), true), 278 + 944);
    assert_int_equal(graph_font_measure(STR("a\u00a0b"), false), 556 + 278 + 556);
    assert_int_equal(graph_font_measure(STR("\u2265"), false),
                     graph_font_measure(STR("\u00e9"), false));
}

static const char *wrap(Arena *arena, const char *text, uint64_t width)
{
    StrBuf out = { .arena = arena };
    GraphLineBreaks breaks = graph_font_wrap(arena, str_from_c(text), width, false);
    for (uint32_t i = 0; i < breaks.count; i++) {
        buf_add_format(&out, "[%S]", breaks.lines[i]);
    }
    return str_to_c(arena, buf_get(&out));
}

static void test_wrapping(void **state)
{
    (void)state;
    Arena *arena = arena_create(0); /* an `n` is 556 wide, a blank 278 */
    assert_string_equal(wrap(arena, "nn nn nn", 2502), "[nn nn][nn]");
    assert_string_equal(wrap(arena, "nn nn nn", 2501), "[nn][nn][nn]");
    assert_string_equal(wrap(arena, "  nn   nn  ", 9000), "[nn   nn]");
    assert_string_equal(wrap(arena, "nnnnn n", 1112), "[nn][nn][n][n]");
    assert_string_equal(wrap(arena, "éé", 1), "[é][é]");
    assert_string_equal(wrap(arena, "n nn\u00a0nn", 2502), "[n][nn\u00a0nn]");
    assert_string_equal(wrap(arena, "n nn\u00a0nn", 2501), "[n][nn][nn]");
    assert_string_equal(wrap(arena, "\u00a0", 2501), "");
    assert_string_equal(wrap(arena, "", 100), "");
    assert_string_equal(wrap(arena, "   ", 100), "");
    arena_destroy(arena);
}

static void test_longest_words(void **state)
{
    (void)state;
    assert_int_equal(graph_font_measure_longest_word(STR(""), false), 0);
    assert_int_equal(graph_font_measure_longest_word(STR("n nnn  nn "), false), 3 * 556);
    assert_int_equal(graph_font_measure_longest_word(STR("nn\u00a0nnn"), false), 3 * 556);
    assert_int_equal(graph_font_measure_longest_word(STR("n nnn"), true), 3 * 611);
}

/* A line begins with the word, or a blank that does not break stands before it; the line ends with
 * it. */
static bool has_whole_words(const char *label, const char *word)
{
    const char *at = strstr(label, word);
    if (!at) {
        return false;
    }
    char before = at[-1], after = at[strlen(word)];
    return (before == '>' || before == '\xA0') && after == '<';
}

static void test_no_word_of_a_table_is_broken(void **state)
{
    (void)state;
    static const char *const cells[] = {
        "oligometastatic",
        "chemoradiotherapy",
        "hepatectomies",
        "hepatopancreatobiliary",
        "otherwise",
        "potentiallyresectabledisease",
        "aa\u00a0immunohistochemistry",
        "inoperable",
        "unresectableforanyreason",
        "anotherreasonaltogether",
    };
    Arena *arena = arena_create(0);
    for (uint32_t columns = 2; columns <= 5; columns += 3) {
        GraphModel model = { .arena = arena, .blocks = 1 };
        GraphNode *node = graph_model_add_node(&model, GRAPH_TABLE, STR("t"), STR("Title"));
        StrBuf out = { .arena = arena };
        node->columns = columns;
        node->inputs = columns - 1;
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            vec_add(arena, &node->cells, str_from_c(cells[i]));
        }
        graph_label_print(&out, node);
        const char *label = str_to_c(arena, buf_get(&out));
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            const char *word = i == 6 ? "immunohistochemistry" : cells[i];
            if (!has_whole_words(label, word)) {
                fail_msg("%u columns: %s in %s", (unsigned)columns, word, label);
            }
        }
    }
    arena_destroy(arena);
}

/* ---- pages ---- */

static bool overlap(const GraphBox *a, const GraphBox *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static void test_boxes_never_overlap(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        GraphBox boxes[12];
        uint32_t count = 1 + (uint32_t)round % 12, width, height;
        for (uint32_t i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            boxes[i] = (GraphBox){ .width = 20 + seed % 900, .height = 20 + seed / 1000 % 500 };
        }
        graph_page_arrange(boxes, count, &width, &height);
        for (uint32_t i = 0; i < count; i++) {
            assert_true(boxes[i].x + boxes[i].width <= width &&
                        boxes[i].y + boxes[i].height <= height);
            assert_true(boxes[i].y >= GRAPH_PAGE_HEAD);
            for (uint32_t k = 0; k < i; k++) {
                assert_false(overlap(&boxes[i], &boxes[k]));
            }
        }
    }
}

static void test_pages_suit_paper(void **state)
{
    (void)state;
    GraphBox tall[4] = { { .width = 180, .height = 400 },
                         { .width = 180, .height = 400 },
                         { .width = 180, .height = 400 },
                         { .width = 180, .height = 400 } };
    uint32_t width, height;
    graph_page_arrange(tall, 4, &width, &height);
    assert_true(tall[0].y == tall[3].y && tall[0].x < tall[1].x &&
                tall[1].x < tall[2].x); /* side by side, in order */
    assert_int_equal(graph_page_get_scale(786, 539), 100);
    assert_int_equal(graph_page_get_scale(539, 786), 100); /* upright */
    assert_int_equal(graph_page_get_scale(1572, 539), 50);
    assert_int_equal(graph_page_get_scale(10, 10), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conjunctions_are_questions),
        cmocka_unit_test(test_alternatives_stay_together),
        cmocka_unit_test(test_gaps_open_a_second_way),
        cmocka_unit_test(test_advice_is_known),
        cmocka_unit_test(test_same_question_with_a_gap_is_another),
        cmocka_unit_test(test_names_within_names_end),
        cmocka_unit_test(test_values_asked),
        cmocka_unit_test(test_decisions_read_decisions),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_longest_words),
        cmocka_unit_test(test_no_word_of_a_table_is_broken),
        cmocka_unit_test(test_boxes_never_overlap),
        cmocka_unit_test(test_pages_suit_paper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
