/* review.c - a guideline that should have been reviewed says so in its reports: a caution that
 * holds once the date of evaluation has passed `review_by`. It is no rule of the author's, so it is
 * in the program and not in the tree that tools read. */
#include "compiler/review.h"

static Expr *make_expr(Arena *arena, ExprKind kind, TypeKind type, Span span)
{
    Expr *expr = ARENA_NEW(arena, Expr);
    expr->kind = kind;
    expr->type = (Type){ .kind = type };
    expr->span = span;
    expr->depth = 1;
    return expr;
}

static Expr *make_condition(Arena *arena, const Label *review_by, Day last)
{
    Expr *compare = make_expr(arena, EX_COMPARE, TY_YES_NO, review_by->span);
    Expr *date = make_expr(arena, EX_DATE, TY_DATE, review_by->span);
    date->value.day_lo = date->value.day_hi = last;
    compare->op = CMP_GT;
    compare->args = ARENA_ARRAY(arena, Expr *, 2);
    compare->args[0] = make_expr(arena, EX_AS_OF, TY_DATE, review_by->span);
    compare->args[1] = date;
    compare->arg_count = 2;
    compare->depth = 2;
    return compare;
}

static AstRule *make_rule(Arena *arena, AstModule *module, Day last)
{
    const Label *review_by = &module->review_by;
    AstRule *rule = ARENA_NEW(arena, AstRule);
    rule->kind = RULE_CAUTION;
    rule->body = RULE_WHEN;
    rule->name = (Name){ STR("review_by"), review_by->span };
    rule->label =
        (Label){ str_format(arena, "This guideline was to be reviewed by %S", review_by->text),
                 review_by->span };
    rule->strength_index = NO_STRENGTH;
    rule->from.outside = true;
    rule->from.outside_text = (Label){ STR("the header of the guideline"), review_by->span };
    rule->when = make_condition(arena, review_by, last);
    rule->span = rule->head = review_by->span;
    rule->module = module;
    return rule;
}

static bool has_caution(const Ast *ast, Str name)
{
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        if (rule->kind == RULE_CAUTION && str_equal(rule->name.text, name)) {
            return true;
        }
    }
    return false;
}

Ast *ast_extend(Arena *arena, const Ast *ast, AstRule *const *rules, uint32_t count)
{
    Ast *copy = arena_copy(arena, ast, sizeof *ast);
    copy->rules.items = copy->ordered.items = NULL;
    copy->rules.count = copy->ordered.count = 0;
    copy->rules.capacity = copy->ordered.capacity = 0;
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        vec_add(arena, &copy->rules, ast->rules.items[i]);
    }
    for (uint32_t i = 0; i < ast->ordered.count; i++) {
        vec_add(arena, &copy->ordered, ast->ordered.items[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        vec_add(arena, &copy->rules, rules[i]);
        vec_add(arena, &copy->ordered, rules[i]);
    }
    return copy;
}

Ast *review_add_caution(Arena *arena, Ast *ast)
{
    Day first, last;
    bool dated = ast->reads_date && ast->main->review_by.text.ptr &&
                 date_parse(ast->main->review_by.text, &first, &last);
    if (!dated || has_caution(ast, STR("review_by"))) {
        return ast;
    }
    AstRule *rule = make_rule(arena, ast->main, last);
    return ast_extend(arena, ast, &rule, 1);
}
