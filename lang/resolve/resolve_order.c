/* resolve_order.c - no recursion of anything: rules are put in an order in which each stands after
 * those it reads; where there is none, the message shows the circle with its places. Explicit
 * stack: chains of rules are as long as the author likes. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"
#include "lang/visit.h"

typedef struct Collector {
    Names *names;
    Reads *reads;
} Collector;

static void collect_read(void *context, Expr *expr)
{
    Collector *collector = context;
    if (!expr->rule ||
        (expr->kind != EX_RULE && expr->kind != EX_APPLIES && expr->kind != EX_CALL)) {
        return;
    }
    vec_add(collector->names->arena, &collector->reads->items, ((Read){ expr->rule, expr->span }));
}

static void collect_tree(void *context, Expr *expr)
{
    visit_tree(expr, collect_read, context);
}

typedef struct Step {
    AstRule *rule;
    uint32_t next;
    Span span;
} Step;
typedef VEC(Step) Steps;

/* Of a long circle both ends are shown. */
enum { SHOWN_STEPS = 12 };

/* How many steps are left out before this one: none, or all in the middle. */
static uint32_t count_skipped(uint32_t first, uint32_t at, uint32_t end)
{
    bool middle = end - first > SHOWN_STEPS && at == first + SHOWN_STEPS / 2;
    return middle ? end - first - SHOWN_STEPS : 0;
}

/* steps[first..] lead from the rule back to itself. */
static void report_cycle(Names *names, const Steps *steps, const Read *closing)
{
    StrBuf way = { .arena = names->arena };
    uint32_t first = steps->count - 1;
    while (first > 0 && steps->items[first].rule != closing->rule) {
        first--;
    }
    for (uint32_t i = first; i < steps->count; i++) {
        uint32_t skipped = count_skipped(first, i, steps->count);
        if (skipped) {
            buf_add_format(&way, "%u more -> ", (unsigned)skipped);
            i += skipped;
        }
        buf_add_format(&way, "%S -> ", steps->items[i].rule->name.text);
    }
    buf_add(&way, closing->rule->name.text);
    AstRule *start = steps->items[first].rule;
    StrBuf places = { .arena = names->arena };
    for (uint32_t i = first + 1; i < steps->count; i++) {
        i += count_skipped(first + 1, i, steps->count);
        SourcePlace place = source_locate(names->ast->sources, steps->items[i].span);
        buf_add_format(&places, "%s%S reads %S in line %u", i > first + 1 ? "; " : "",
                       steps->items[i - 1].rule->name.text, steps->items[i].rule->name.text,
                       (unsigned)place.line);
    }
    diagnose_rule_cycle(names->diags, closing->span, buf_get(&way), start->name.span,
                        buf_get(&places));
}

static void push_step(Names *names, Steps *steps, AstRule *rule, Span span)
{
    rule->visiting = true;
    vec_add(names->arena, steps, ((Step){ rule, 0, span }));
}

static void visit_from(Names *names, Steps *steps, AstRule *rule, const Reads *reads)
{
    push_step(names, steps, rule, rule->name.span);
    while (steps->count) {
        Step *step = &steps->items[steps->count - 1];
        const Reads *of = &reads[step->rule->index];
        if (step->next < of->items.count) {
            const Read *read = &of->items.items[step->next++];
            if (read->rule->visiting) {
                report_cycle(names, steps, read);
            } else if (!read->rule->visited) {
                push_step(names, steps, read->rule, read->span);
            }
            continue;
        }
        step->rule->visiting = false;
        step->rule->visited = true;
        vec_add(names->arena, &names->ast->ordered, step->rule);
        steps->count--;
    }
}

void resolve_order(Names *names, Reads *reads)
{
    Ast *ast = names->ast;
    Steps steps = { 0 };
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        Collector collector = { names, &reads[i] };
        visit_rule_parts(ast->rules.items[i], collect_tree, &collector);
    }
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        if (!ast->rules.items[i]->visited) {
            visit_from(names, &steps, ast->rules.items[i], reads);
        }
    }
}
