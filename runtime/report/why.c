/* why.c - the answer to "why": the tree of reasons as text and as JSON, with the statements that
 * each rule rests on. */
#include "runtime/report/why.h"
#include "runtime/report/json.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"

enum { INDENT = 2, DEEPEST = 12 };

/* ---- pieces ---- */

static Str say_tests(const Asked *asked, const WhyTree *tree, const WhyNode *node, bool kindly)
{
    StrBuf out = { .arena = asked->arena };

    for (uint32_t i = 0; i < node->test_count; i++) {
        const TrailTest *test = &tree->tests.items[node->first_test + i];
        if (kindly && !why_tells_more(asked->report->program, node->fact, test)) {
            continue;
        }
        buf_add_c(&out, out.len == 0 ? "" : kindly ? " and " : ", ");
        why_say_test(&out, asked->report->program, node->fact, test, kindly);
    }
    return buf_get(&out);
}

/* ---- text ---- */

static unsigned get_column(uint32_t depth)
{
    return INDENT * (depth < DEEPEST ? depth : DEEPEST);
}

static void add_statements(Wrap *wrap, const Program *program, const BlockInfo *block,
                           unsigned column)
{
    for (uint32_t i = 0; i < block->statement_count; i++) {
        const StatementInfo *statement =
            &program->statements[program->statement_refs[block->statements + i]];
        wrap_start_line(wrap, column, column + INDENT);
        wrap_add_glued(wrap, WRAP_DIM, statement->id);
        if (statement->place.len > 0) {
            wrap_add(wrap, WRAP_DIM, statement->place);
        }
        wrap_join(wrap, WRAP_DIM, STR(":"));
        wrap_add(wrap, WRAP_DIM, statement->text);
    }
}

static void add_fact(Wrap *wrap, const Asked *asked, const WhyTree *tree, const WhyNode *node)
{
    StrBuf name = { .arena = asked->arena }, value = { .arena = asked->arena };
    Str tests = say_tests(asked, tree, node, true);

    say_fact(&name, asked->report->program, asked->report->record, node->fact);
    say_fact_value(&value, asked->report->program, asked->report->record, node->fact, true);
    question_add_named(wrap, WRAP_STRONG, buf_get(&name), buf_get(&value));
    if (tests.len > 0) {
        wrap_join(wrap, WRAP_PLAIN, STR(","));
        wrap_add(wrap, WRAP_PLAIN, tests);
    }
}

static void add_rule(Wrap *wrap, const Asked *asked, const WhyNode *node)
{
    const Program *program = asked->report->program;
    unsigned column = get_column(node->depth);

    question_add_named(wrap, WRAP_STRONG, question_get_title(asked, node->block, node->element),
                       question_get_value(asked, node->block, node->element, true));
    if (node->again) {
        wrap_add_c(wrap, WRAP_DIM, "(see above)");
    } else {
        add_statements(wrap, program, &program->blocks[node->block], column + INDENT);
    }
}

static void add_tree(Wrap *wrap, const Asked *asked, const WhyTree *tree)
{
    for (uint32_t i = 0; i < tree->nodes.count; i++) {
        const WhyNode *node = &tree->nodes.items[i];
        unsigned column = get_column(node->depth);
        wrap_start_line(wrap, column, column + INDENT);
        if (node->block == NO_INDEX32) {
            add_fact(wrap, asked, tree, node);
        } else {
            add_rule(wrap, asked, node);
        }
    }
}

static void add_lacking(Wrap *wrap, const Asked *asked, const Answer *answer)
{
    const Program *program = asked->report->program;

    wrap_start_line(wrap, INDENT, 2 * INDENT);
    wrap_add_c(wrap, WRAP_PLAIN, "It waits for:");
    for (uint32_t i = 0; i < answer->need_count + answer->gap_count; i++) {
        bool gap = i >= answer->need_count;
        FactRef fact = gap ? (FactRef){ answer->gaps[i - answer->need_count], NO_INDEX, 0 }
                           : fact_from_id(program, answer->needs[i]);
        StrBuf name = { .arena = asked->arena };
        say_fact(&name, program, asked->report->record, fact);
        wrap_start_line(wrap, 2 * INDENT, 3 * INDENT);
        wrap_add(wrap, WRAP_ASK, buf_get(&name));
        wrap_add_c(wrap, WRAP_DIM, gap ? "(the text leaves it open)" : "(missing)");
    }
}

static void add_entry(Wrap *wrap, const Asked *asked, uint16_t element)
{
    const Program *program = asked->report->program;
    uint32_t index = asked->options->question.block;
    const BlockInfo *block = &program->blocks[index];
    const BlockAnswer *answer = evaluation_get(asked->evaluation, index, element);
    WhyTree tree;

    why_make(&tree, asked->arena, asked->evaluation, index, element);
    wrap_start_line(wrap, 0, INDENT);
    question_add_named(wrap, WRAP_STRONG, question_get_title(asked, index, element),
                       question_get_value(asked, index, element, true));
    add_statements(wrap, program, block, INDENT);
    if (!answer->main.settled) {
        add_lacking(wrap, asked, &answer->main);
    } else if (tree.nodes.count == 0) {
        wrap_start_line(wrap, INDENT, INDENT);
        wrap_add_c(wrap, WRAP_PLAIN, "It holds for every patient; no fact is asked for.");
    } else if (tree.by_cases) {
        wrap_start_line(wrap, INDENT, INDENT);
        wrap_add_c(wrap, WRAP_PLAIN,
                   "It follows whatever the missing facts are. What is known of what it reads:");
    }
    add_tree(wrap, asked, &tree);
}

void why_add_text(StrBuf *out, const Asked *asked, bool first)
{
    question_tell_entries(out, asked, first, "why", add_entry);
}

/* ---- JSON ---- */

static void add_json_fact(StrBuf *out, const Asked *asked, const WhyTree *tree, const WhyNode *node)
{
    StrBuf path = { .arena = asked->arena }, value = { .arena = asked->arena };
    Str tests = say_tests(asked, tree, node, false);

    fact_print_path(&path, asked->report->program, node->fact);
    say_fact_value(&value, asked->report->program, asked->report->record, node->fact, false);
    question_add_pair(out, "fact", buf_get(&path));
    question_add_pair(out, "value", buf_get(&value));
    question_add_pair(out, "test", tests);
}

static void add_json_node(StrBuf *out, const Asked *asked, const WhyTree *tree, const WhyNode *node)
{
    const Program *program = asked->report->program;

    json_separate(out);
    json_add_literal(out, "{");
    if (node->block == NO_INDEX32) {
        add_json_fact(out, asked, tree, node);
        return;
    }
    const BlockInfo *block = &program->blocks[node->block];
    if (node->again) {
        question_add_pair(out, "rule", block->name);
        json_add_literal(out, ",\"again\":true");
        return;
    }
    question_add_answer(out, asked, node->block, node->element);
    json_add_literal(out, ",\"of\":[");
}

/* Ends everything that the next node does not belong to. */
static void close_nodes(StrBuf *out, const WhyTree *tree, uint32_t at)
{
    const WhyNode *node = &tree->nodes.items[at];
    uint32_t next = at + 1 < tree->nodes.count ? tree->nodes.items[at + 1].depth : 1;
    bool has_list = node->block != NO_INDEX32 && !node->again;

    if (has_list && next > node->depth) {
        return;
    }
    json_add(out, has_list ? STR("]}") : STR("}"));
    for (uint32_t depth = node->depth; depth > next; depth--) {
        json_add_literal(out, "]}");
    }
}

static void add_json_entry(StrBuf *out, const Asked *asked, uint16_t element)
{
    uint32_t index = asked->options->question.block;
    const Answer *answer = &evaluation_get(asked->evaluation, index, element)->main;
    WhyTree tree;

    why_make(&tree, asked->arena, asked->evaluation, index, element);
    json_separate(out);
    json_add_literal(out, "{");
    question_add_answer(out, asked, index, element);
    json_add_literal(out, ",\"of\":[");
    for (uint32_t i = 0; i < tree.nodes.count; i++) {
        add_json_node(out, asked, &tree, &tree.nodes.items[i]);
        close_nodes(out, &tree, i);
    }
    json_add_literal(out, "]");
    if (answer->settled && tree.by_cases) {
        json_add_literal(out, ",\"by_cases\":true");
    }
    if (!collect_is_settled(answer)) {
        json_add_needs(out, asked->report->plan, answer);
    }
    json_add_literal(out, "}");
}

void why_add_json(StrBuf *out, const Asked *asked)
{
    question_add_entries(out, asked, "why", add_json_entry);
}
