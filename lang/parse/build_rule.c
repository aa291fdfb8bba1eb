/* build_rule.c - the five kinds of rules: head, the clauses they share, and what each kind may
 * have. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

#define BIT(clause) (1u << CLAUSE_##clause)
enum {
    BODIES = BIT(MEANS) | BIT(MODE) | BIT(CASE) | BIT(LINE) | BIT(OTHERWISE) | BIT(TABLE),
    ORIGIN = BIT(FROM) | BIT(GATE) | BIT(EVIDENCE) | BIT(REFS),
    REPEATED = BIT(UNLESS) | BIT(CASE) | BIT(LINE) | BIT(POINTS)
};
static const uint32_t allowed[] = {
    [RULE_DEFINE] = ORIGIN | BODIES,
    [RULE_DECISION] = ORIGIN | BODIES,
    [RULE_SCORE] = ORIGIN | BODIES | BIT(POINTS),
    [RULE_ADVISE] = ORIGIN | BIT(STRENGTH) | BIT(TIMING) | BIT(SHOWS) | BIT(WHEN) | BIT(UNLESS),
    [RULE_CAUTION] = ORIGIN | BIT(STRENGTH) | BIT(SHOWS) | BIT(WHEN),
};
static const char *const clause_names[CLAUSE_COUNT] = {
    [CLAUSE_FROM] = "from",
    [CLAUSE_GATE] = "gate",
    [CLAUSE_STRENGTH] = "strength",
    [CLAUSE_EVIDENCE] = "evidence",
    [CLAUSE_REFS] = "refs",
    [CLAUSE_TIMING] = "timing",
    [CLAUSE_SHOWS] = "shows",
    [CLAUSE_MEANS] = "means",
    [CLAUSE_WHEN] = "when",
    [CLAUSE_UNLESS] = "unless",
    [CLAUSE_MODE] = "unique`, `first` or `worst of",
    [CLAUSE_CASE] = "case",
    [CLAUSE_LINE] = "VALUE when",
    [CLAUSE_OTHERWISE] = "otherwise",
    [CLAUSE_TABLE] = "table",
    [CLAUSE_POINTS] = "points",
};
static const char *const kind_names[] = {
    [RULE_DEFINE] = "define", [RULE_DECISION] = "decision", [RULE_SCORE] = "score",
    [RULE_ADVISE] = "advise", [RULE_CAUTION] = "caution",
};

static Str list_allowed(Parse *parse, RuleKind kind)
{
    StrBuf buf = { .arena = parse->arena };
    for (unsigned clause = 0; clause < CLAUSE_COUNT; clause++) {
        if (!(allowed[kind] & (1u << clause))) {
            continue;
        }
        buf_add_format(&buf, "%s`%s`", buf.len ? ", " : "", clause_names[clause]);
    }
    return buf_get(&buf);
}

bool build_clause(Parse *parse, RuleClause clause, Span span)
{
    AstRule *rule = parse->rule;
    uint32_t bit = 1u << clause;
    parse->because = NULL;
    if (!(allowed[rule->kind] & bit)) {
        if (!rule->broken) {
            diagnose_clause_not_allowed(parse->diags, span, kind_names[rule->kind],
                                        clause_names[clause], list_allowed(parse, rule->kind));
        }
        return false;
    }
    if ((parse->rule_clauses & bit) && !(REPEATED & bit)) {
        diagnose_clause_twice(parse->diags, span, clause_names[clause]);
        return false;
    }
    parse->rule_clauses |= bit;
    return true;
}

/* ---- head ---- */

void build_rule(Parse *parse, RuleKind kind, Name name, Name record, Span span)
{
    AstRule *rule = ARENA_NEW(parse->arena, AstRule);
    rule->kind = kind;
    rule->name = name;
    rule->list_name = record;
    rule->strength_index = NO_STRENGTH;
    rule->span = span;
    rule->head = span;
    rule->module = parse->module;
    rule->body = kind == RULE_ADVISE || kind == RULE_CAUTION ? RULE_WHEN : RULE_MEANS;
    build_decl(parse, DECL_RULE, rule, span);
    parse->rule = rule;
    parse->rule_clauses = 0;
    parse->because = NULL;
}

void build_rule_parameters(Parse *parse, const ParameterList *parameters)
{
    for (uint32_t i = 0; parameters && i < parameters->count; i++) {
        vec_add(parse->arena, &parse->rule->parameters, parameters->items[i]);
    }
}

/* name NULL: the first result, which has the rule's own name. */
void build_rule_result(Parse *parse, const Name *name, AstTypeRef *type, Label label)
{
    AstRule *rule = parse->rule;
    AstResult result = { .name = name ? *name : rule->name,
                         .label = label,
                         .has_type = type != NULL };
    if (type) {
        result.type_ref = *type;
    }
    if (!type && rule->kind == RULE_SCORE) {
        result.type_ref = *build_type(parse, (Name){ STR("integer"), rule->name.span }, NULL, NULL,
                                      NULL, rule->name.span);
        result.has_type = true;
    }
    if (!name) {
        rule->label = label;
    }
    vec_add(parse->arena, &rule->results, result);
}

void build_rule_label(Parse *parse, Label label)
{
    parse->rule->label = label;
}

void build_rule_against(Parse *parse, Label label)
{
    parse->rule->against = true;
    parse->rule->label = label;
}

/* ---- clauses ---- */

/* A `from` directly after `because` says where the reason comes from. */
void build_rule_from(Parse *parse, const AstFrom *from, Span span)
{
    AstBecause *because = parse->because;
    if (because) {
        because->from = *from;
        parse->because = NULL;
    } else if (build_clause(parse, CLAUSE_FROM, span)) {
        parse->rule->from = *from;
    }
}

void build_rule_gate(Parse *parse, Span span)
{
    if (build_clause(parse, CLAUSE_GATE, span)) {
        parse->rule->gate = true;
    }
}

void build_rule_strength(Parse *parse, Name strength, Span span)
{
    if (build_clause(parse, CLAUSE_STRENGTH, span)) {
        parse->rule->strength = strength;
    }
}

void build_rule_evidence(Parse *parse, Label label, Span span)
{
    if (build_clause(parse, CLAUSE_EVIDENCE, span)) {
        parse->rule->evidence = label;
    }
}

void build_rule_refs(Parse *parse, const Refs *refs, Span span)
{
    if (!build_clause(parse, CLAUSE_REFS, span)) {
        return;
    }
    parse->rule->has_refs = true;
    for (uint32_t i = 0; i < refs->items.count; i++) {
        vec_add(parse->arena, &parse->rule->refs, refs->items.items[i]);
    }
}

void build_rule_timing(Parse *parse, Label label, Span span)
{
    if (build_clause(parse, CLAUSE_TIMING, span)) {
        parse->rule->timing = label;
    }
}

void build_rule_timing_every(Parse *parse, const Expr *number, Span span)
{
    if (!build_clause(parse, CLAUSE_TIMING, span)) {
        return;
    }
    if (!number->unit.text.len) {
        diagnose_timing_unit(parse->diags, number->span);
    }
    parse->rule->timing =
        (Label){ str_format(parse->arena, "every %S %S", number->name.text, number->unit.text),
                 span };
}

void build_rule_shows(Parse *parse, const NameList *ids, Span span)
{
    if (build_clause(parse, CLAUSE_SHOWS, span)) {
        parse->rule->shows = *ids;
    }
}

/* ---- end ---- */

static bool has_body(const Parse *parse, const AstRule *rule)
{
    uint32_t bodies = rule->kind == RULE_ADVISE || rule->kind == RULE_CAUTION
                          ? BIT(WHEN)
                          : BIT(MEANS) | BIT(CASE) | BIT(LINE) | BIT(TABLE) | BIT(POINTS);
    return (parse->rule_clauses & bodies) != 0;
}

void build_rule_end(Parse *parse, bool ended, Span span)
{
    AstRule *rule = parse->rule;
    bool one_expression = rule->kind == RULE_DEFINE && (parse->rule_clauses & BIT(MEANS));
    rule->span = span;
    rule->ended = ended;
    if (!ended && !one_expression && !(rule->broken && rule->kind == RULE_DEFINE)) {
        build_missing_end(parse);
    }
    if (rule->table && !rule->table->rows.count && !rule->broken) {
        diagnose_table_without_rows(parse->diags, rule->table->span, kind_names[rule->kind],
                                    rule->name.text);
        rule->broken = true;
    }
    if (!has_body(parse, rule) && !rule->broken) {
        diagnose_body_missing(parse->diags, rule->head,
                              rule->kind == RULE_ADVISE ? "advice" : kind_names[rule->kind],
                              rule->name.text);
    }
    if (!rule->broken && (parse->rule_clauses & BIT(OTHERWISE)) &&
        (parse->rule_clauses & BIT(MEANS))) {
        diagnose_two_bodies(parse->diags, rule->otherwise_span, "otherwise", "means");
    }
    if (rule->mode == CASES_WORST && rule->body == RULE_CASES &&
        (parse->rule_clauses & BIT(CASE))) {
        diagnose_two_bodies(parse->diags, rule->head, "case", "worst of");
    }
    parse->rule = NULL;
}
