/* counts.c - the numbers of declarations against what an index can name. */
#include "compiler/lower/counts.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/limits.h"

enum { MOST = LIMIT_REGISTERS - 16 }; /* the last indices have a meaning of their own */

static bool check_one(DiagList *diags, uint32_t count, Span place, const char *what)
{
    if (count <= MOST) {
        return true;
    }
    diagnose_program_too_large(diags, place, str_from_c(what), MOST);
    return false;
}

/* Fields of the patient and of elements, and gaps: one row of indices. */
static bool check_fields(const Ast *ast, DiagList *diags)
{
    uint32_t count = 1;
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        if (!check_one(diags, ++count, ast->patient.items[i]->path.span, "fields")) {
            return false;
        }
    }
    for (uint32_t r = 0; r < ast->records.count; r++) {
        for (uint32_t i = 0; i < ast->records.items[r]->fields.count; i++) {
            if (!check_one(diags, ++count, ast->records.items[r]->fields.items[i]->path.span,
                           "fields")) {
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < ast->gaps.count; i++) {
        if (!check_one(diags, ++count, ast->gaps.items[i]->name.span, "fields and gaps")) {
            return false;
        }
    }
    return true;
}

/* A set of lists is one 64-bit word. */
static bool check_lists(const Ast *ast, DiagList *diags)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        const AstField *field = ast->patient.items[i];
        if (field->type_ref.type.kind != TY_LIST || ++count <= LIMIT_LISTS) {
            continue;
        }
        diagnose_program_too_large(diags, field->path.span, STR("lists"), LIMIT_LISTS);
        return false;
    }
    return true;
}

static bool check_results(const Ast *ast, DiagList *diags)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        count += rule->results.count ? rule->results.count : 1;
        if (!check_one(diags, count, rule->name.span, "rules")) {
            return false;
        }
    }
    return true;
}

#define CHECK_ALL(list, span, what) \
    ((list).count <= MOST || check_one(diags, (list).count, (list).items[MOST] span, what))

/* What holds of a rule's `unless`, or lines, is told by one bit for each reason. */
static bool add_reasons(DiagList *diags, const AstRule *rule, const AstBecause *because, Span place,
                        uint32_t *count)
{
    *count += because->reasons.count ? because->reasons.count : 1;
    if (*count <= LIMIT_REASONS) {
        return true;
    }
    diagnose_rule_too_large(diags, place, rule->name.text, STR("reasons"), LIMIT_REASONS);
    return false;
}

static bool check_reasons(const Ast *ast, DiagList *diags)
{
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        const AstRule *rule = ast->rules.items[i];
        uint32_t count = 0;
        for (uint32_t k = 0; k < rule->unless.count; k++) {
            if (!add_reasons(diags, rule, &rule->unless.items[k].because,
                             rule->unless.items[k].span, &count)) {
                return false;
            }
        }
        for (uint32_t k = 0; rule->mode == CASES_WORST && k < rule->cases.count; k++) {
            if (!add_reasons(diags, rule, &rule->cases.items[k].because, rule->cases.items[k].span,
                             &count)) {
                return false;
            }
        }
    }
    return true;
}

bool counts_check(const Ast *ast, DiagList *diags)
{
    return check_fields(ast, diags) && check_lists(ast, diags) && check_results(ast, diags) &&
           check_reasons(ast, diags) && CHECK_ALL(ast->enums, ->name.span, "enumerations") &&
           CHECK_ALL(ast->reasons, ->name.span, "reasons") &&
           CHECK_ALL(ast->natives, ->name.span, "native functions") &&
           CHECK_ALL(ast->all_sources, .name.span, "sources") &&
           CHECK_ALL(ast->strengths, .span, "strengths");
}
