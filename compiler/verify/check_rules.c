/* check_rules.c - checks as decisions of a program beside the guideline's own. */
#include "compiler/verify/check_rules.h"
#include "compiler/lower/visit.h"

static void note_gate(void *context, Expr *expr)
{
    bool *gate = context;
    if ((expr->kind == EX_RULE || expr->kind == EX_APPLIES) && expr->rule) {
        *gate |= expr->rule->is_gate;
    }
}

AstRule *check_rule_make(Arena *arena, const AstCheck *check, uint32_t number)
{
    AstRule *rule = ARENA_NEW(arena, AstRule);
    AstResult result = { .has_type = true };
    bool gate = false;
    visit_expr(check->subject, note_gate, &gate);
    rule->kind = RULE_DECISION;
    rule->body = RULE_MEANS;
    rule->name = (Name){ str_format(arena, "check %u", number), check->span };
    rule->strength_index = NO_STRENGTH;
    rule->means = check->subject;
    rule->span = rule->head = check->span;
    rule->gate = rule->is_gate = gate;
    rule->from.outside = true;
    result.name = rule->name;
    result.type_ref.type = check->subject->type;
    result.type_ref.lo = INT64_MIN;
    result.type_ref.hi = INT64_MAX;
    vec_add(arena, &rule->results, result);
    return rule;
}
