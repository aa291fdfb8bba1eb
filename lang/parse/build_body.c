/* build_body.c - the bodies of rules: an expression, cases, lines of `worst of`, points,
 * exclusions. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

static const char *const body_names[] = {
    [RULE_MEANS] = "means",   [RULE_CASES] = "case", [RULE_TABLE] = "table",
    [RULE_POINTS] = "points", [RULE_WHEN] = "when",
};

/* A rule has one kind of body; false after a message. */
static bool set_body(Parse *parse, RuleBody body, Span span)
{
    AstRule *rule = parse->rule;
    uint32_t started = (1u << CLAUSE_MEANS) | (1u << CLAUSE_CASE) | (1u << CLAUSE_LINE) |
                       (1u << CLAUSE_TABLE) | (1u << CLAUSE_POINTS);
    if ((parse->rule_clauses & started) && rule->body != body) {
        diagnose_two_bodies(parse->diags, span, body_names[body], body_names[rule->body]);
        rule->broken = true;
        return false;
    }
    rule->body = body;
    return true;
}

static AstBecause make_because(const NameList *names)
{
    AstBecause because = { .names = { NULL, 0, 0 } };
    if (names) {
        because.names = *names;
    }
    return because;
}

static Expr **copy_results(Parse *parse, const ExprList *results, Span span)
{
    uint32_t wanted = parse->rule->results.count;
    Expr **copy =
        ARENA_ARRAY(parse->arena, Expr *, wanted > results->count ? wanted : results->count);
    if (results->count != wanted) {
        diagnose_result_count(parse->diags, span, results->count, wanted);
    }
    for (uint32_t i = 0; i < wanted; i++) {
        copy[i] = i < results->count ? results->items[i] : build_leaf(parse, EX_ERROR, span);
    }
    return copy;
}

void build_rule_means(Parse *parse, Expr *expr, Span span)
{
    if (!set_body(parse, RULE_MEANS, span) || !build_clause(parse, CLAUSE_MEANS, span)) {
        return;
    }
    parse->rule->means = expr;
}

void build_rule_when(Parse *parse, Expr *expr, Span span)
{
    if (build_clause(parse, CLAUSE_WHEN, span)) {
        parse->rule->when = expr;
    }
}

void build_rule_unless(Parse *parse, Expr *expr, const NameList *because, Span span)
{
    if (!build_clause(parse, CLAUSE_UNLESS, span)) {
        return;
    }
    AstRule *rule = parse->rule;
    vec_add(parse->arena, &rule->unless, ((AstUnless){ expr, make_because(because), span }));
    if (because) {
        parse->because = &rule->unless.items[rule->unless.count - 1].because;
    }
}

void build_rule_mode(Parse *parse, CaseMode mode, Span span)
{
    AstRule *rule = parse->rule;
    if (!build_clause(parse, CLAUSE_MODE, span)) {
        return;
    }
    if (rule->table && rule->table->rows.count == 0 && mode != CASES_WORST) {
        rule->table->first = mode == CASES_FIRST;
    }
    rule->mode = mode;
}

static void add_case(Parse *parse, AstCase item)
{
    AstRule *rule = parse->rule;
    vec_add(parse->arena, &rule->cases, item);
    if (item.because.names.count) {
        parse->because = &rule->cases.items[rule->cases.count - 1].because;
    }
}

void build_rule_case(Parse *parse, const ExprList *results, Expr *when, const NameList *because,
                     Span span)
{
    if (!set_body(parse, RULE_CASES, span) || !build_clause(parse, CLAUSE_CASE, span)) {
        return;
    }
    Expr **copy = copy_results(parse, results, results->items[0]->span);
    add_case(parse, (AstCase){ copy, when, make_because(because), span });
}

void build_rule_line(Parse *parse, Name value, Expr *when, const NameList *because, Span span)
{
    if (!set_body(parse, RULE_CASES, span) || !build_clause(parse, CLAUSE_LINE, span)) {
        return;
    }
    if (parse->rule->mode != CASES_WORST) {
        diagnose_line_without_worst(parse->diags, value.span, value.text);
        return;
    }
    ExprList results = { 0 };
    vec_add(parse->arena, &results, build_name(parse, value, value.span));
    add_case(parse, (AstCase){ copy_results(parse, &results, value.span), when,
                               make_because(because), span });
}

void build_rule_otherwise(Parse *parse, const ExprList *results, const NameList *because, Span span)
{
    AstRule *rule = parse->rule;
    if (!build_clause(parse, CLAUSE_OTHERWISE, span)) {
        return;
    }
    rule->otherwise = copy_results(parse, results, results->items[0]->span);
    rule->otherwise_span = span;
    if (rule->table) {
        rule->table->otherwise = rule->otherwise;
    }
    if (because) {
        diagnose_because_after_otherwise(parse->diags, because->items[0].span);
    }
}

void build_points(Parse *parse, Name points, Expr *when, Span span)
{
    int64_t value = 0;
    if (!set_body(parse, RULE_POINTS, span) || !build_clause(parse, CLAUSE_POINTS, span)) {
        return;
    }
    if (number_parse_int(points.text, &value) != NUMBER_OK || value > 1000000) {
        diagnose_bad_points(parse->diags, points.span);
    }
    vec_add(parse->arena, &parse->rule->points, ((AstPoints){ value, when, span }));
}
