/* summary_advice.c - the cohort's advice: what is missing first, then what is
 * advised and advised against, each the most frequent first, the patient before
 * the elements of the lists. */
#include "runtime/report/say.h"
#include "runtime/report/summary_table.h"
#include <stdlib.h>

/* Rows of one group, and what sorts them. */
typedef struct Row {
    uint32_t block, place;
    uint64_t applies, open, excluded;
} Row;
typedef VEC(Row) RowList;

typedef struct Group {
    const char *heading;
    bool gate, against;
    uint16_t list; /* NO_INDEX: about the patient */
} Group;

static bool is_in(const Group *group, const BlockInfo *block)
{
    if (block->list != group->list || block->gate != group->gate) {
        return false;
    }
    return group->gate || block->against == group->against;
}

static int compare_rows(const void *a, const void *b)
{
    const Row *x = a, *y = b;

    if (x->applies != y->applies) {
        return x->applies > y->applies ? -1 : 1;
    }
    if (x->open != y->open) {
        return x->open > y->open ? -1 : 1;
    }
    if (x->excluded != y->excluded) {
        return x->excluded > y->excluded ? -1 : 1;
    }
    return (x->place > y->place) - (x->place < y->place);
}

static RowList find_rows(Table *table, const Group *group)
{
    const Plan *plan = table->summary->plan;
    RowList rows = { NULL, 0, 0 };

    for (uint32_t i = 0; i < plan->advice_count; i++) {
        const AdviceCount *count = &table->summary->advice[plan->advice[i]];
        if (is_in(group, &table->program->blocks[plan->advice[i]])) {
            vec_add(table->arena, &rows,
                    ((Row){ plan->advice[i], i, count->status[STATUS_APPLIES],
                            count->status[STATUS_OPEN], count->status[STATUS_RULED_OUT] }));
        }
    }
    if (rows.count > 0) {
        qsort(rows.items, rows.count, sizeof *rows.items, compare_rows);
    }
    return rows;
}

static uint64_t count_entries(const AdviceCount *count)
{
    return count->status[0] + count->status[1] + count->status[2] + count->status[3];
}

static void add_row(Table *table, uint32_t block)
{
    const AdviceCount *count = &table->summary->advice[block];

    table_add_title(table, 2, WRAP_PLAIN, table_get_title(table, block));
    table_add_number(table, 0, count->status[STATUS_APPLIES]);
    table_add_share(table, 1, count->status[STATUS_APPLIES], count_entries(count));
    table_add_number(table, 2, count->status[STATUS_RULED_OUT]);
    table_add_number(table, 3, count->open.ask + count->open.failed);
    table_add_number(table, 4, count->open.silent);
}

/* Advice that nobody gets and that nothing can bring about: its names are
 * enough. */
static void add_never(Table *table, const RowList *rows, uint32_t first)
{
    wrap_start_line(&table->wrap, 2, 4);
    wrap_add_c(&table->wrap, WRAP_DIM, "nobody:");
    for (uint32_t i = first; i < rows->count; i++) {
        wrap_add(&table->wrap, WRAP_DIM, table_get_title(table, rows->items[i].block));
        if (i + 1 < rows->count) {
            wrap_join(&table->wrap, WRAP_DIM, STR(";"));
        }
    }
}

static bool is_never(const Row *row)
{
    return row->applies + row->open + row->excluded == 0;
}

static void add_group(Table *table, const Group *group)
{
    static const char *const names[] = { "applies", NULL, "excluded", "to ask", "silent" };
    RowList rows = find_rows(table, group);
    uint32_t shown = 0;

    if (rows.count == 0) {
        return;
    }
    table_add_heading(table, group->heading, names, 5);
    while (shown < rows.count && !is_never(&rows.items[shown])) {
        add_row(table, rows.items[shown++].block);
    }
    if (shown < rows.count) {
        add_never(table, &rows, shown);
    }
}

static void add_about(Table *table, uint16_t list, const char *advised, const char *against)
{
    add_group(table, &(Group){ advised, false, false, list });
    add_group(table, &(Group){ against, false, true, list });
}

static const char *say_for_each(Table *table, const char *what, const ListInfo *list)
{
    return str_to_c(table->arena, str_format(table->arena, "%s (each %S)", what, list->element));
}

/* Before the numbers: what their columns mean. */
static void add_legend(Table *table)
{
    table_add_heading(table, "ADVICE", NULL, 0);
    wrap_start_line(&table->wrap, 2, 2);
    wrap_add_c(&table->wrap, WRAP_DIM,
               "Excluded: a named reason speaks against it. To ask: a missing "
               "fact decides. Silent: every fact that matters is "
               "known, a gap of the guideline keeps it open. For all others it "
               "does not apply.");
    if (table->program->list_count > 0) {
        wrap_add_c(&table->wrap, WRAP_DIM, "What a record does not list counts as one element.");
    }
}

void summary_print_advice(Table *table)
{
    if (table->summary->plan->advice_count == 0) {
        return;
    }
    add_legend(table);
    add_group(table, &(Group){ "TO OBTAIN FIRST", true, false, NO_INDEX });
    add_about(table, NO_INDEX, "ADVISED", "ADVISED AGAINST");
    for (uint16_t l = 0; l < table->program->list_count; l++) {
        const ListInfo *list = &table->program->lists[l];
        add_group(table, &(Group){ say_for_each(table, "TO OBTAIN FIRST", list), true, false, l });
        add_about(table, l, say_for_each(table, "ADVISED", list),
                  say_for_each(table, "ADVISED AGAINST", list));
    }
}
