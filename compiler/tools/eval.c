/* eval.c - an expression becomes the only decision of a program; the answer is printed exactly. */
#include "compiler/tools/eval.h"
#include "runtime/base/limits.h"
#include "runtime/report/report.h"
#include "runtime/report/say.h"

static void add_rule(Ast *ast, Expr *expr)
{
    AstRule *rule = ARENA_NEW(ast->arena, AstRule);
    rule->kind = RULE_DECISION;
    rule->body = RULE_MEANS;
    rule->means = expr;
    rule->name = (Name){ STR("value"), expr->span };
    rule->span = expr->span;
    AstResult result = { .name = rule->name };
    result.type_ref.type = expr->type;
    result.type_ref.lo = INT64_MIN;
    result.type_ref.hi = INT64_MAX;
    if (expr->type.kind == TY_ROOT) {
        result.type_ref.type.kind = TY_REAL;
    }
    vec_add(ast->arena, &rule->results, result);
    vec_add(ast->arena, &ast->rules, rule);
    vec_add(ast->arena, &ast->ordered, rule);
}

static void print_answer(StrBuf *out, const Program *program, const BlockInfo *block,
                         const Answer *answer)
{
    if (!answer->settled || answer->failed) {
        buf_add_c(out, "unknown");
    } else if (answer->off_grid) {
        rat_print(out, answer->exact);
        if (block->unit != UNIT_NONE) {
            buf_add_format(out, " %S", unit_get_code(block->unit));
        }
    } else {
        say_value(out, program, say_get_block_type(program, block), answer->value, NULL);
    }
    buf_add_char(out, '\n');
}

static Expr *read_expression(SourceProgram *sp, const char *text)
{
    *sp = (SourceProgram){ .arena = sp->arena, .main_path = STR("<expression>") };
    source_init(&sp->sources, sp->arena);
    diag_init(&sp->diags, sp->arena);
    Expr *expr = lang_read_expression(sp->arena, &sp->sources, &sp->diags, str_from_c(text),
                                      &sp->ast, compile_library_finder());
    return sp->diags.errors ? NULL : expr;
}

static void run(SourceProgram *sp, const Day *as_of, StrBuf *out)
{
    Record *record = record_create(sp->arena, sp->arena, sp->program);
    record_clear(record, sp->program);
    if (as_of && sp->program->reads_date) {
        record_set_date(record, sp->program, *as_of);
    }
    record_finish(record, sp->program);
    Evaluation *evaluation = evaluation_create(sp->arena, sp->program);
    evaluation_run(evaluation, sp->arena, record);
    uint32_t block = sp->program->block_count - 1;
    print_answer(out, sp->program, &sp->program->blocks[block],
                 &evaluation_get(evaluation, block, NO_INDEX)->main);
}

EvalResult eval_expression(SourceProgram *sp, Arena *arena, const char *text, const Day *as_of,
                           StrBuf *out)
{
    sp->arena = arena;
    Expr *expr = read_expression(sp, text);
    if (!expr) {
        return EVAL_REFUSED;
    }
    if (expr->type.kind == TY_TEXT) {
        buf_add_format(out, "\"%S\"\n", expr->value.text);
        return EVAL_DONE;
    }
    if (sp->ast->reads_date && !as_of) {
        return EVAL_NEEDS_DATE;
    }
    add_rule(sp->ast, expr);
    sp->program = compile_program(arena, sp->ast, &sp->diags, NULL);
    if (!sp->program) {
        return EVAL_REFUSED;
    }
    run(sp, as_of, out);
    return EVAL_DONE;
}
