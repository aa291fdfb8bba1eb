/* summary_open.c - what keeps the cohort's answers open: facts to ask for, gaps
 * of the guideline; and the problems in the data. */
#include "runtime/patient/problem.h"
#include "runtime/report/say.h"
#include "runtime/report/summary_table.h"

enum { FACTS_MOST = 20 };

static bool is_gap(const Table *table, uint32_t fact)
{
    return fact < table->program->field_count && table->program->fields[fact].role == FIELD_GAP;
}

static void say_counted_fact(Table *table, StrBuf *out, uint32_t fact)
{
    const Program *program = table->program;

    if (fact >= program->field_count) {
        const ListInfo *list = &program->lists[fact - program->field_count];
        say_title(out, list->label, list->path);
        buf_add_format(out, ", listed completely (%S)", list->path);
        return;
    }
    const FieldInfo *field = &program->fields[fact];
    say_title(out, field->label, field->path);
    if (field->list == NO_INDEX) {
        buf_add_format(out, " (%S)", field->path);
    } else {
        buf_add_format(out, " (%S[].%S)", program->lists[field->list].path, field->path);
    }
}

/* The next most frequent after (records, index); false if there is none. */
static bool find_next(const Table *table, bool gaps, uint64_t *records, uint32_t *index)
{
    uint64_t best = 0;
    uint32_t found = NO_INDEX32;

    for (uint32_t i = 0; i < table->summary->fact_count; i++) {
        uint64_t n = table->summary->facts[i].needed;
        bool later = n < *records || (n == *records && *index != NO_INDEX32 && i > *index);
        if (is_gap(table, i) != gaps || !later || n <= best) {
            continue;
        }
        best = n;
        found = i;
    }
    *records = best;
    *index = found;
    return found != NO_INDEX32;
}

static void add_counts(Table *table, uint64_t first, uint64_t second)
{
    table_add_number(table, 0, first);
    table_add_share(table, 1, first, table->summary->records);
    table_add_number(table, 2, second);
    table_add_share(table, 3, second, table->summary->records);
}

static void add_facts(Table *table)
{
    static const char *const names[] = { "needed", NULL, "missing" };
    uint64_t records = UINT64_MAX;
    uint32_t index = NO_INDEX32;

    for (unsigned n = 0; n < FACTS_MOST && find_next(table, false, &records, &index); n++) {
        StrBuf name = { .arena = table->arena };
        if (n == 0) {
            table_add_heading(table, "FACTS MOST OFTEN NEEDED (records)", names, 3);
        }
        say_counted_fact(table, &name, index);
        table_add_title(table, 2, WRAP_PLAIN, buf_get(&name));
        add_counts(table, records, table->summary->facts[index].missing);
    }
}

/* The name with the numbers, then the guideline's own words: they are
 * sentences. */
static void add_gap(Table *table, uint32_t index)
{
    const FieldInfo *gap = &table->program->fields[index];
    const FactCount *count = &table->summary->facts[index];

    table_add_title(table, 2, WRAP_PLAIN,
                    str_format(table->arena, "%S%s", gap->path, gap->policy ? " *" : ""));
    add_counts(table, count->needed, count->alone);
    if (gap->label.len == 0) {
        return;
    }
    wrap_start_line(&table->wrap, 4, 4);
    wrap_add(&table->wrap, WRAP_DIM, gap->label);
}

static void add_gaps(Table *table)
{
    static const char *const names[] = { "open", NULL, "alone" };
    uint64_t records = UINT64_MAX;
    uint32_t index = NO_INDEX32;
    bool any = false;

    while (find_next(table, true, &records, &index)) {
        if (!any) {
            table_add_heading(table, "WHERE THE GUIDELINE IS SILENT (records)", names, 3);
        }
        any = true;
        add_gap(table, index);
    }
    if (!any) {
        return;
    }
    wrap_start_line(&table->wrap, 2, 2);
    wrap_add_c(&table->wrap, WRAP_DIM,
               "Open: it keeps an answer open. Alone: every fact that matters to "
               "such an answer is known. * A policy can settle it.");
}

static const char *get_problem_title(const char *code)
{
    for (int id = PROBLEM_NONE + 1; id < PROBLEM_COUNT_; id++) {
        if (str_equal(str_from_c(problem_get_code((ProblemId)id)), str_from_c(code))) {
            return problem_get_title((ProblemId)id);
        }
    }
    return "";
}

static void add_problems(Table *table)
{
    static const char *const names[] = { "places" };
    const Summary *summary = table->summary;

    if (summary->problems.count == 0) {
        return;
    }
    table_add_heading(table, "PROBLEMS IN THE DATA", names, 1);
    for (uint32_t i = 0; i < summary->problems.count; i++) {
        const ProblemCount *count = &summary->problems.items[i];
        table_add_title(
            table, 2, WRAP_PLAIN,
            str_format(table->arena, "%s %s", count->code, get_problem_title(count->code)));
        table_add_number(table, 0, count->count);
    }
}

void summary_print_open(Table *table)
{
    add_facts(table);
    add_gaps(table);
    add_problems(table);
}
