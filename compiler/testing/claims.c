/* claims.c - checks as decisions of a program beside the guideline's own; what one patient shows.
 */
#include "compiler/lower/visit.h"
#include "compiler/review.h"
#include "compiler/testing/claims_parts.h"
#include "compiler/verify/check_rules.h"

/* ---- the program ---- */

typedef struct Search {
    Arena *arena;
    Claim *claim;
} Search;

static void note_read(void *context, Expr *expr)
{
    Search *search = context;
    if ((expr->kind != EX_RULE && expr->kind != EX_APPLIES) || !expr->rule) {
        return;
    }
    for (uint32_t i = 0; i < search->claim->reads.count; i++) {
        if (search->claim->reads.items[i] == expr->rule) {
            return;
        }
    }
    vec_add(search->arena, &search->claim->reads, expr->rule);
}

static void add_claim(Claims *claims, const AstCheck *check)
{
    Claim claim = { .check = check };
    Search search = { claims->arena, &claim };
    visit_expr(check->subject, note_read, &search);
    claim.rule = check_rule_make(claims->arena, check, claims->items.count + 1);
    vec_add(claims->arena, &claims->items, claim);
}

static Ast *extend_tree(Claims *claims, const Ast *ast)
{
    AstRule **rules = ARENA_ARRAY(claims->arena, AstRule *, ast->checks.count);
    for (uint32_t i = 0; i < ast->checks.count; i++) {
        add_claim(claims, ast->checks.items[i]);
        rules[i] = claims->items.items[i].rule;
    }
    return ast_extend(claims->arena, ast, rules, ast->checks.count);
}

/* Blocks are numbered while the program is made: they are kept before another one is. */
static void find_blocks(Claims *claims, Claim *claim)
{
    claim->block = claim->rule->index;
    for (uint32_t i = 0; i < claim->reads.count; i++) {
        const AstRule *rule = claim->reads.items[i];
        for (uint32_t r = 0; r < (rule->results.count ? rule->results.count : 1); r++) {
            vec_add(claims->arena, &claim->blocks, rule->index + r);
        }
    }
}

bool claims_create(const SourceProgram *sp, Claims **out)
{
    DiagList diags;
    *out = NULL;
    if (!sp->ast->checks.count) {
        return true;
    }
    Claims *claims = ARENA_NEW(sp->arena, Claims);
    claims->arena = sp->arena;
    claims->ast = sp->ast;
    diag_init(&diags, sp->arena);
    claims->program = compile_program(sp->arena, extend_tree(claims, sp->ast), &diags, NULL);
    if (!claims->program) {
        return false;
    }
    for (uint32_t i = 0; i < claims->items.count; i++) {
        find_blocks(claims, &claims->items.items[i]);
    }
    claims->codings = coding_make(sp->arena, claims->program);
    claims->runner = case_runner_create(sp->arena, claims->program);
    *out = claims;
    return true;
}

void claims_destroy(Claims *claims)
{
    if (claims) {
        case_runner_destroy(claims->runner);
    }
}

/* ---- never, always ---- */

static bool holds(const Claims *claims, const Claim *claim, const Shown *shown, StrBuf *why)
{
    const Answer *answer = &evaluation_get(shown->evaluation, claim->block, NO_INDEX)->main;
    Mask wrong = claim->check->claim == CLAIM_NEVER ? MASK_YES : MASK_NO;
    if (!answer->settled || answer->failed || answer->value.mask != wrong) {
        return true;
    }
    claims_begin_line(claims, claim, why);
    claims_say_reads(claims, claim, shown, why);
    return false;
}

bool claims_hold(Claims *claims, json_t *one, StrBuf *why)
{
    bool good = true;
    StrBuf unrun = { .arena = claims->arena };
    Shown shown;
    shown.evaluation = case_runner_evaluate(claims->runner, one, &unrun, &shown.record);
    bool runs = shown.evaluation != NULL;
    for (uint32_t i = 0; runs && i < claims->items.count; i++) {
        const Claim *claim = &claims->items.items[i];
        if (claim->check->claim == CLAIM_NEVER || claim->check->claim == CLAIM_ALWAYS) {
            good &= holds(claims, claim, &shown, why);
        }
    }
    for (uint32_t i = 0; runs && i < claims->items.count; i++) {
        if (claims->items.items[i].check->field_ref) {
            good &= claims_vary(claims, &claims->items.items[i], one, why);
        }
    }
    return good;
}
