/* graph_reading.c - walks conditions for the values that they ask for. */
#include "compiler/graph/graph_reading.h"
#include "compiler/lower/visit.h"
#include "runtime/base/limits.h"

/* Names within names multiply; after MOST_STEPS what was found so far counts. */
enum { MOST_STEPS = 20000 };
typedef struct Search {
    const AstRule *decision;
    GraphReading reading;
    unsigned depth, steps;
} Search;

static uint64_t get_all(const AstRule *rule)
{
    const Type *type = &rule->results.items[0].type_ref.type;
    if (type->kind != TY_ENUM) {
        return 0;
    }
    uint32_t count = type->enumeration->values.count;
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static bool tests_decision(const Search *search, const Expr *expr)
{
    if (expr->kind != EX_IS && expr->kind != EX_IN) {
        return false;
    }
    const Expr *subject = expr->args[0];
    return subject->kind == EX_RULE && subject->rule == search->decision &&
           subject->value.index == 0;
}

/* `D is A` under an even number of negations asks for A, under an odd number for the others. */
static void note_values(Search *search, const Expr *expr, bool holds)
{
    uint64_t mask = 0;
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        if (expr->args[i]->kind == EX_VALUE) {
            mask |= UINT64_C(1) << expr->args[i]->value.index;
        }
    }
    search->reading.asked |= holds != expr->negated ? mask : get_all(search->decision) & ~mask;
}

static void walk(Search *search, const Expr *expr, bool holds)
{
    if (!expr || search->depth > LIMIT_EXPR_DEPTH || ++search->steps > MOST_STEPS) {
        return;
    }
    search->depth++;
    if (tests_decision(search, expr)) {
        note_values(search, expr, holds);
    }
    if (expr->kind == EX_RULE && expr->rule == search->decision) {
        search->reading.found = true;
    }
    if (expr->kind == EX_RULE && expr->rule->kind == RULE_DEFINE) {
        walk(search, expr->rule->means, holds);
    }
    if (expr->kind == EX_APPLIES) {
        walk(search, expr->rule->when, holds);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        walk(search, expr->args[i], expr->kind == EX_NOT ? !holds : holds);
    }
    search->depth--;
}

GraphReading graph_reading_of_advice(const AstRule *advice, const AstRule *decision)
{
    Search search = { .decision = decision };
    walk(&search, advice->when, true);
    uint64_t asked = search.reading.asked;
    for (uint32_t i = 0; i < advice->unless.count; i++) {
        walk(&search, advice->unless.items[i].when, false);
    }
    return (GraphReading){ search.reading.found, asked };
}

static void visit_part(void *context, Expr *expr)
{
    walk(context, expr, true);
}

bool graph_reading_by_decision(const AstRule *reader, const AstRule *decision)
{
    Search search = { .decision = decision };
    visit_rule((AstRule *)reader, visit_part, &search);
    return search.reading.found;
}
