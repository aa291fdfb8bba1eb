/* check_lint_rule.c - warnings about whole rules, once every type is known: conditions that
 * contradict themselves, values that nothing gives, results that leave their range, exceptions
 * without a reason, strengths that the source does not carry, titles that stand for and against. */
#include "lang/check/check_parts.h"
#include "lang/check/condition.h"
#include "lang/messages/diagnose.h"
#include "lang/visit.h"

/* ---- contradictions ---- */

/* Each chain of `and` and of `or` once, as a whole. */
static void lint_chain(Check *check, const Expr *expr)
{
    Condition parts;
    bool always = expr->kind == EX_OR;
    const Literal *first, *second;
    condition_read(expr, always, &parts);
    if (condition_contradicts(&parts, &first, &second)) {
        diagnose_contradiction(check->diags, always, second->written->span, first->written->span);
    }
}

static bool is_chain(const Expr *expr)
{
    return expr->kind == EX_AND || expr->kind == EX_OR;
}

static void lint_tree(Check *check, const Expr *expr, ExprKind above)
{
    if (!expr) {
        return;
    }
    if (is_chain(expr) && expr->kind != above) {
        lint_chain(check, expr);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        lint_tree(check, expr->args[i], is_chain(expr) ? expr->kind : EX_ERROR);
    }
}

static void lint_part(void *context, Expr *expr)
{
    lint_tree(context, expr, EX_ERROR);
}

/* ---- values that nothing gives ---- */

static bool note_value(const Expr *result, uint64_t *given)
{
    if (result->kind == EX_VALUE) {
        *given |= UINT64_C(1) << result->value.index;
    }
    return result->kind == EX_VALUE;
}

static bool note_values(const AstRule *rule, uint32_t result, uint64_t *given)
{
    bool all = !rule->means || note_value(rule->means, given);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        all &= note_value(rule->cases.items[i].results[result], given);
    }
    for (uint32_t i = 0; rule->table && i < rule->table->rows.count; i++) {
        all &= note_value(rule->table->rows.items[i].results[result], given);
    }
    return all & (!rule->otherwise || note_value(rule->otherwise[result], given));
}

/* A named enumeration may have values for others; one that is written in place is this rule's. */
static void lint_values(Check *check, const AstRule *rule)
{
    for (uint32_t i = 0; i < rule->results.count; i++) {
        const AstTypeRef *ref = &rule->results.items[i].type_ref;
        const AstEnum *enumeration = ref->values.count ? ref->type.enumeration : NULL;
        uint64_t given = 0;
        if (!enumeration || !note_values(rule, i, &given)) {
            continue;
        }
        for (uint32_t v = 0; v < enumeration->values.count; v++) {
            if (!(given >> v & 1)) {
                diagnose_value_never_given(check->diags, enumeration->values.items[v].span,
                                           enumeration->values.items[v].text,
                                           rule->results.items[i].name.text, rule->head);
            }
        }
    }
}

/* ---- results that leave their range ---- */

/* A sum of 20 lines has a million choices; where a file has many such sums, the later ones are not
 * looked at. */
enum { MOST_LINES = 20, MOST_CHOICES = 1 << 22 };
typedef struct Lines { /* conditions that count, each with its weight */
    Condition conditions[MOST_LINES];
    int64_t points[MOST_LINES];
    bool excludes[MOST_LINES][MOST_LINES];
    uint32_t count;
    uint32_t choices; /* tried so far, of all rules */
} Lines;

static void add_line(Lines *lines, const Expr *when, int64_t points)
{
    condition_read(when, false, &lines->conditions[lines->count]);
    lines->points[lines->count] = points;
    for (uint32_t i = 0; i < lines->count; i++) {
        lines->excludes[i][lines->count] =
            condition_excludes(&lines->conditions[i], &lines->conditions[lines->count]);
    }
    lines->count++;
}

static bool is_compatible(const Lines *lines, uint32_t chosen, uint32_t line)
{
    for (uint32_t i = 0; i < line; i++) {
        if (chosen >> i & 1 && lines->excludes[i][line]) {
            return false;
        }
    }
    return true;
}

/* The most that lines can give together of which no two exclude each other. */
static int64_t find_most(const Lines *lines)
{
    int64_t best = 0;
    for (uint32_t chosen = 0; chosen < UINT32_C(1) << lines->count; chosen++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < lines->count; i++) {
            sum += chosen >> i & 1 ? lines->points[i] : 0;
        }
        for (uint32_t i = 0; sum > best && i < lines->count; i++) {
            sum = chosen >> i & 1 && !is_compatible(lines, chosen, i) ? 0 : sum;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

/* The sum of all lines that give points, whether they exclude each other or not. */
static int64_t add_all(const Lines *lines)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < lines->count; i++) {
        sum += lines->points[i] > 0 ? lines->points[i] : 0;
    }
    return sum;
}

static void lint_sum(Check *check, const AstRule *rule, Lines *lines)
{
    const AstTypeRef *ref = &rule->results.items[0].type_ref;
    uint32_t choices = UINT32_C(1) << lines->count;
    if (add_all(lines) <= ref->hi || lines->choices + choices > MOST_CHOICES) {
        return;
    }
    lines->choices += choices;
    int64_t most = find_most(lines);
    if (most > ref->hi) {
        diagnose_range_left(check->diags, ref->span, rule->name.text, most, ref->hi,
                            rule->kind == RULE_SCORE);
    }
}

static void lint_range(Check *check, const AstRule *rule, Lines *lines)
{
    const Expr *means = rule->means;
    bool counts = means && means->kind == EX_COUNT_OF && means->arg_count <= MOST_LINES;
    if (!rule->results.count || !rule->results.items[0].type_ref.range_lo ||
        rule->points.count > MOST_LINES) {
        return;
    }
    lines->count = 0;
    for (uint32_t i = 0; i < rule->points.count; i++) {
        add_line(lines, rule->points.items[i].when, rule->points.items[i].points);
    }
    for (uint32_t i = 0; counts && i < means->arg_count; i++) {
        add_line(lines, means->args[i], 1);
    }
    lint_sum(check, rule, lines);
}

/* ---- advice ---- */

static void lint_exceptions(Check *check, const AstRule *rule)
{
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        if (!rule->unless.items[i].because.names.count) {
            diagnose_exception_without_reason(check->diags, rule->unless.items[i].span,
                                              rule->name.text);
        }
    }
}

/* How far down the scale words go that speak for something: those of advice for, and of the one
 * statement that such advice rests on. Words below may be words of warning, of which nobody can
 * tell whether the last is the strongest or the weakest. */
static uint16_t find_last_for(const Ast *ast)
{
    uint16_t last = 0;
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        if (rule->kind != RULE_ADVISE || rule->against) {
            continue;
        }
        const AstFrom *from = &rule->from;
        uint16_t own = rule->strength_index,
                 source = from->statements.count == 1 ? from->statements.items[0]->strength_index
                                                      : NO_STRENGTH;
        last = own != NO_STRENGTH && own > last ? own : last;
        last = source != NO_STRENGTH && source > last ? source : last;
    }
    return last;
}

/* NULL if one of the statements says nothing of strength, or, against, nothing that has an order.
 */
static const AstStatement *find_strongest(const AstRule *rule, uint16_t last_for)
{
    const AstStatement *strongest = NULL;
    for (uint32_t i = 0; i < rule->from.statements.count; i++) {
        const AstStatement *statement = rule->from.statements.items[i];
        if (statement->strength_index == NO_STRENGTH ||
            (rule->against && statement->strength_index > last_for)) {
            return NULL;
        }
        if (!strongest || statement->strength_index < strongest->strength_index) {
            strongest = statement;
        }
    }
    return strongest;
}

/* The scale goes from the strongest word to the weakest. Whoever states nothing of strength says
 * nothing here. */
static void lint_strength(Check *check, const AstRule *rule, uint16_t last_for)
{
    if (rule->strength_index == NO_STRENGTH || rule->from.outside) {
        return;
    }
    const AstStatement *strongest = find_strongest(rule, last_for);
    if (strongest && rule->strength_index < strongest->strength_index) {
        diagnose_stronger_than_source(check->diags, rule->strength.span, rule->strength.text,
                                      strongest->id.text, strongest->strength.text,
                                      strongest->strength.span);
    }
}

static bool excludes_by_form(const AstRule *a, const AstRule *b)
{
    Condition when_a, when_b;
    condition_read(a->when, false, &when_a);
    condition_read(b->when, false, &when_b);
    return condition_excludes(&when_a, &when_b);
}

/* A check that they never apply together says that one title for both is meant. */
static bool is_said_to_exclude(const Ast *ast, const AstRule *a, const AstRule *b)
{
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        const AstCheck *item = ast->checks.items[i];
        const Expr *both = item->subject;
        if (item->claim != CLAIM_NEVER || both->kind != EX_AND) {
            continue;
        }
        const Expr *x = both->args[0], *y = both->args[1];
        if (x->kind == EX_APPLIES && y->kind == EX_APPLIES &&
            ((x->rule == a && y->rule == b) || (x->rule == b && y->rule == a))) {
            return true;
        }
    }
    return false;
}

static void lint_titles(Check *check)
{
    const Ast *ast = check->names->ast;
    Map titles;
    map_init(&titles, check->arena);
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        if (rule->kind != RULE_ADVISE || !rule->label.text.len) {
            continue;
        }
        uint32_t first = map_find(&titles, rule->label.text);
        if (first == MAP_NONE) {
            map_add(&titles, rule->label.text, i);
            continue;
        }
        const AstRule *other = ast->rules.items[first];
        if (other->against != rule->against && !excludes_by_form(rule, other) &&
            !is_said_to_exclude(ast, rule, other)) {
            diagnose_for_and_against(check->diags, rule->label.span, rule->name.text,
                                     other->name.text, other->label.span);
        }
    }
}

/* ---- functions ---- */

static bool is_in_library(const Check *check, Span span)
{
    return check->names->ast->sources->files.items[span.file].builtin;
}

/* A library cannot know what the guidelines call their facts. */
static void lint_parameters(Check *check, const AstRule *rule)
{
    for (uint32_t i = 0; i < rule->parameters.count && !is_in_library(check, rule->span); i++) {
        Name name = rule->parameters.items[i]->name;
        const Symbol *hidden = names_find(&check->names->values, name.text);
        if (hidden) {
            diagnose_parameter_hides(check->diags, name.span, name.text, rule->name.text,
                                     hidden->kind == SYM_FIELD, hidden->name.span);
        }
    }
}

/* ---- all of them ---- */

void check_lint_rules(Check *check)
{
    const Ast *ast = check->names->ast;
    Lines *lines = ARENA_NEW(check->arena, Lines);
    uint16_t last_for = find_last_for(ast);
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        AstRule *rule = ast->rules.items[i];
        visit_rule_parts(rule, lint_part, check);
        lint_values(check, rule);
        lint_range(check, rule, lines);
        lint_exceptions(check, rule);
        lint_strength(check, rule, last_for);
        lint_parameters(check, rule);
    }
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        lint_part(check, ast->checks.items[i]->subject);
    }
    lint_titles(check);
}
