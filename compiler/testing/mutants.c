/* mutants.c - the changes of a rule: its clauses, cases, rows and lines, and the rule itself. */
#include "compiler/testing/mutants.h"
#include "compiler/testing/mutant_maker.h"

/* ---- conditions ---- */

/* A condition of one part has no operand to drop: it always holds instead. */
static void add_condition(MutantMaker *maker, const Expr *when)
{
    mutants_add_expr(maker, when, true);
    if (when->kind != EX_AND && when->kind != EX_OR && when->kind != EX_ALWAYS) {
        maker_add(maker, MUTATION_OPERAND, when->span, when->span, STR("always"));
    }
}

/* `because R` alone, or one of its reasons. */
static void add_reasons(MutantMaker *maker, const AstBecause *because, const Expr *when)
{
    const NameList *names = &because->names;
    for (uint32_t i = 0; names->count > 1 && i < names->count; i++) {
        uint32_t start = i == 0 ? names->items[0].span.start : names->items[i - 1].span.end;
        uint32_t end = i == 0 ? names->items[1].span.start : names->items[i].span.end;
        maker_drop(maker, MUTATION_REASON, (Span){ when->span.file, start, end });
    }
    Span word;
    if (names->count != 1 ||
        !maker_find_token(maker, when->span.end, names->items[0].span.start, "because", &word)) {
        return;
    }
    Span last = because->from.statements.count ? because->from.span : names->items[0].span;
    maker_drop(maker, MUTATION_REASON, span_join(word, last));
}

/* A case ends with its reason's own statements, which stand behind it. */
static Span get_whole(Span span, const AstBecause *because)
{
    return because->from.statements.count ? span_join(span, because->from.span) : span;
}

/* ---- bodies ---- */

static void add_results(MutantMaker *maker, Expr *const *results)
{
    const AstRule *rule = maker->rule;
    for (uint32_t i = 0; results && i < rule->results.count; i++) {
        mutants_add_result(maker, results[i], &results[i]->type);
    }
}

/* Where the first that holds counts, it matters which stands before which. */
static void exchange(MutantMaker *maker, Span one, Span next)
{
    Str between = maker_get_text(maker, (Span){ one.file, one.end, next.start });
    Str text = str_format(maker->arena, "%S%S%S", maker_get_text(maker, next), between,
                          maker_get_text(maker, one));
    maker_add(maker, MUTATION_ORDER, span_join(one, next), span_join(one, next), text);
}

static void add_case_orders(MutantMaker *maker)
{
    const AstRule *rule = maker->rule;
    for (uint32_t i = 0; rule->mode == CASES_FIRST && i + 1 < rule->cases.count; i++) {
        const AstCase *one = &rule->cases.items[i], *next = &rule->cases.items[i + 1];
        exchange(maker, get_whole(one->span, &one->because), get_whole(next->span, &next->because));
    }
}

static void add_row_orders(MutantMaker *maker, const AstTable *table)
{
    for (uint32_t i = 0; table->first && i + 1 < table->rows.count; i++) {
        exchange(maker, table->rows.items[i].span, table->rows.items[i + 1].span);
    }
}

static void add_cases(MutantMaker *maker)
{
    add_case_orders(maker);
    for (uint32_t i = 0; i < maker->rule->cases.count; i++) {
        const AstCase *one = &maker->rule->cases.items[i];
        maker_drop(maker, MUTATION_LINE, get_whole(one->span, &one->because));
        add_results(maker, one->results);
        if (!one->when) {
            continue;
        }
        add_condition(maker, one->when);
        add_reasons(maker, &one->because, one->when);
    }
}

static void add_table(MutantMaker *maker, const AstTable *table)
{
    add_row_orders(maker, table);
    for (uint32_t i = 0; i < table->columns.count; i++) {
        mutants_add_expr(maker, table->columns.items[i], false);
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        const AstRow *row = &table->rows.items[i];
        maker_drop(maker, MUTATION_LINE, row->span);
        for (uint32_t j = 0; j < row->cells.count; j++) {
            mutants_add_cell(maker, &row->cells.items[j], table->columns.items[j]);
        }
        add_results(maker, row->results);
    }
}

static void add_otherwise(MutantMaker *maker)
{
    if (!maker->rule->otherwise) {
        return;
    }
    maker_drop(maker, MUTATION_LINE, maker->rule->otherwise_span);
    add_results(maker, maker->rule->otherwise);
}

static void add_points(MutantMaker *maker, const AstPoints *points)
{
    Span number;
    maker_drop(maker, MUTATION_LINE, points->span);
    add_condition(maker, points->when);
    number = (Span){ points->span.file, points->span.start, points->span.start };
    while (maker->source.ptr[number.end] >= '0' && maker->source.ptr[number.end] <= '9') {
        number.end++;
    }
    for (int step = -1; step <= 1; step += 2) {
        maker_add(maker, MUTATION_POINTS, points->span, number,
                  str_format(maker->arena, "%lld", points->points + step));
    }
}

static void add_unless(MutantMaker *maker, const AstUnless *unless)
{
    maker_drop(maker, MUTATION_LINE, get_whole(unless->span, &unless->because));
    add_condition(maker, unless->when);
    add_reasons(maker, &unless->because, unless->when);
}

/* ---- how something is advised ---- */

static void add_direction(MutantMaker *maker)
{
    const AstRule *rule = maker->rule;
    Span advise, against;
    Span shown = { rule->span.file, rule->span.start, rule->name.span.end };
    if (rule->kind != RULE_ADVISE ||
        !maker_find_token(maker, shown.start, shown.end, "advise", &advise)) {
        return;
    }
    if (!rule->against) {
        maker_add(maker, MUTATION_ADVICE, shown, (Span){ shown.file, advise.end, advise.end },
                  STR(" against"));
    } else if (maker_find_token(maker, advise.end, rule->name.span.start, "against", &against)) {
        maker_add(maker, MUTATION_ADVICE, shown, (Span){ shown.file, advise.end, against.end },
                  STR(""));
    }
}

static void add_strength(MutantMaker *maker)
{
    const AstRule *rule = maker->rule;
    const NameList *scale = &maker->ast->strengths;
    Span word;
    if (rule->kind != RULE_ADVISE || rule->strength_index == NO_STRENGTH) {
        return;
    }
    if (!maker_find_last(maker, rule->span.start, rule->strength.span.start, &word)) {
        return;
    }
    Span clause = span_join(word, rule->strength.span);
    maker_drop(maker, MUTATION_ADVICE, clause);
    Str next = scale->items[(rule->strength_index + 1u) % scale->count].text;
    maker_add(maker, MUTATION_ADVICE, clause, rule->strength.span, next);
}

static void add_timing(MutantMaker *maker)
{
    const AstRule *rule = maker->rule;
    if (rule->timing.text.ptr) {
        maker_drop(maker, MUTATION_ADVICE, rule->timing.span);
    }
}

static void add_rule(MutantMaker *maker)
{
    const AstRule *rule = maker->rule;
    maker->first = maker->list->count;
    maker->source = maker->ast->sources->files.items[rule->span.file].text;
    maker_add(maker, MUTATION_RULE,
              (Span){ rule->span.file, rule->span.start, rule->name.span.end }, rule->span,
              STR(""));
    add_direction(maker);
    add_strength(maker);
    add_timing(maker);
    if (rule->means) {
        mutants_add_result(maker, rule->means, &rule->means->type);
    }
    add_cases(maker);
    if (rule->table) {
        add_table(maker, rule->table);
    }
    add_otherwise(maker);
    for (uint32_t i = 0; i < rule->points.count; i++) {
        add_points(maker, &rule->points.items[i]);
    }
    if (rule->when) {
        add_condition(maker, rule->when);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        add_unless(maker, &rule->unless.items[i]);
    }
}

void mutants_find(Arena *arena, const Ast *ast, MutantList *mutants)
{
    MutantMaker maker = { .arena = arena, .ast = ast, .list = mutants };
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        maker.rule = ast->rules.items[i];
        if (!ast->sources->files.items[maker.rule->span.file].builtin) {
            add_rule(&maker);
        }
    }
}

/* ---- names ---- */

Str mutants_get_name(MutationKind kind)
{
    switch (kind) {
#define MUTATION(id, name, what) \
    case MUTATION_##id: return STR(name);
#include "compiler/testing/mutations.def"
#undef MUTATION
    default: return STR_NONE;
    }
}

Str mutants_get_meaning(MutationKind kind)
{
    switch (kind) {
#define MUTATION(id, name, what) \
    case MUTATION_##id: return STR(what);
#include "compiler/testing/mutations.def"
#undef MUTATION
    default: return STR_NONE;
    }
}

Str mutants_name(Arena *arena, const Mutant *mutant)
{
    StrBuf out = { .arena = arena };
    buf_add(&out, mutant->rule->name.text);
    if (mutant->twin > 1) {
        buf_add_format(&out, " (%u)", mutant->twin);
    }
    buf_add_format(&out, ": `%S` -> ", mutant->before);
    if (mutant->after.len) {
        buf_add_format(&out, "`%S`", mutant->after);
    } else {
        buf_add_c(&out, "nothing");
    }
    return buf_get(&out);
}

static uint32_t count_line_ends(Str text)
{
    uint32_t ends = 0;
    for (Str line; str_take_line(&text, &line);) {
        ends += text.ptr > line.ptr + line.len;
    }
    return ends;
}

Str mutants_apply(Arena *arena, Str source, const Mutant *mutant)
{
    StrBuf out = { .arena = arena };
    Str replaced = { source.ptr + mutant->place.start, mutant->place.end - mutant->place.start };
    buf_add(&out, (Str){ source.ptr, mutant->place.start });
    buf_add(&out, mutant->text);
    for (uint32_t i = count_line_ends(mutant->text); i < count_line_ends(replaced); i++) {
        buf_add_char(&out, '\n');
    }
    buf_add(&out, (Str){ source.ptr + mutant->place.end, source.len - mutant->place.end });
    return buf_get(&out);
}
