/* summary_print.c - the cohort table: the head, the decisions, then the parts
 * of the other summary_*.c. */
#include "runtime/report/say.h"
#include "runtime/report/summary_table.h"

enum { NARROWEST = 80, USUAL = 96, TITLE_MOST = 48, NUMBER = 7, LARGE_NUMBER = 9, COLUMNS = 5 };

/* ---- decisions ---- */

static Str get_value(Table *table, const BlockInfo *block, uint32_t value)
{
    ValueType type = say_get_block_type(table->program, block);
    StrBuf piece = { .arena = table->arena };
    Reg reg = { .mask = UINT64_C(1) << (value & 63) };

    if (type.type == REG_INT) {
        reg = (Reg){ .lo = block->lo + value, .hi = block->lo + value };
    }
    say_value_kindly(&piece, table->program, type, reg, NULL);
    return buf_get(&piece);
}

static void add_line(Table *table, Str name, WrapStyle style, uint64_t part, uint64_t whole)
{
    if (part == 0) {
        return;
    }
    table_add_title(table, 4, style, name);
    table_add_number(table, 0, part);
    table_add_share(table, 1, part, whole);
    table_add_bar(table, 1, part, whole);
}

static void add_decision(Table *table, uint32_t index)
{
    const DecisionCount *count = &table->summary->decisions[index];
    const BlockInfo *block = &table->program->blocks[index];
    uint64_t whole = count->settled + count->open.ask + count->open.silent + count->open.failed;

    wrap_start_line(&table->wrap, 2, 4);
    wrap_add(&table->wrap, WRAP_STRONG, table_get_title(table, index));
    if (block->list != NO_INDEX) {
        wrap_add(&table->wrap, WRAP_DIM,
                 str_format(table->arena, "(each %S)", table->program->lists[block->list].element));
    }
    for (uint32_t i = 0; i < count->value_count; i++) {
        add_line(table, get_value(table, block, i), WRAP_PLAIN, count->values[i], whole);
    }
    if (count->value_count == 0) {
        add_line(table, STR("settled"), WRAP_PLAIN, count->settled, whole);
    }
    add_line(table, STR("open: facts to ask"), WRAP_ASK, count->open.ask, whole);
    add_line(table, STR("open: the guideline is silent"), WRAP_WARN, count->open.silent, whole);
    add_line(table, STR("could not be computed"), WRAP_BAD, count->open.failed, whole);
}

static void add_decisions(Table *table)
{
    const Plan *plan = table->summary->plan;

    if (plan->decision_count + plan->table_count == 0) {
        return;
    }
    table_add_heading(table, "DECISIONS", NULL, 0);
    for (uint32_t i = 0; i < plan->decision_count; i++) {
        add_decision(table, plan->decisions[i]);
    }
    for (uint32_t t = 0; t < plan->table_count; t++) {
        for (uint32_t i = 0; i < plan->tables[t].count; i++) {
            add_decision(table, plan->element_decisions[plan->tables[t].first + i]);
        }
    }
}

static void add_unsettled(Table *table)
{
    const OpenCount *open = &table->summary->unsettled;
    uint64_t settled = table->summary->records - open->ask - open->silent - open->failed;

    if (table->summary->records == 0 || table->summary->plan->advice_count == 0) {
        return;
    }
    wrap_start_line(&table->wrap, 0, 2);
    wrap_add(&table->wrap, WRAP_PLAIN,
             str_format(table->arena,
                        "All advice is settled in %S; facts are to be asked in "
                        "%S; in %S only the guideline leaves something open",
                        table_make_number(table->arena, settled),
                        table_make_number(table->arena, open->ask),
                        table_make_number(table->arena, open->silent)));
    if (open->failed > 0) {
        wrap_add(&table->wrap, WRAP_BAD,
                 str_format(table->arena, "; in %S something could not be computed",
                            table_make_number(table->arena, open->failed)));
    }
}

static void add_head(Table *table)
{
    const Summary *summary = table->summary;
    Wrap *wrap = &table->wrap;

    wrap_rule(wrap, "\xe2\x94\x80");
    wrap_start_line(wrap, 0, 2);
    wrap_add_c(wrap, WRAP_HEADING, "COHORT");
    wrap_add(wrap, WRAP_STRONG,
             table->program->title.len > 0 ? table->program->title : table->program->name);
    wrap_add(wrap, WRAP_DIM, table->program->version);
    wrap_start_line(wrap, 0, 2);
    wrap_add(wrap, WRAP_STRONG, table_make_number(table->arena, summary->records));
    wrap_add_c(wrap, WRAP_PLAIN,
               summary->records == 1 ? "record evaluated," : "records evaluated,");
    wrap_add(wrap, WRAP_PLAIN, table_make_number(table->arena, summary->with_problems));
    wrap_add_c(wrap, WRAP_PLAIN, "of them with problems in the data;");
    wrap_add(wrap, summary->errors > 0 ? WRAP_BAD : WRAP_PLAIN,
             table_make_number(table->arena, summary->errors));
    wrap_add_c(wrap, WRAP_PLAIN, "could not be read");
    add_unsettled(table);
    if (summary->policies.len > 0) {
        wrap_start_line(wrap, 0, 2);
        wrap_add_c(wrap, WRAP_WARN, "Policies in force:");
        wrap_add(wrap, WRAP_PLAIN, summary->policies);
    }
    wrap_end_line(wrap);
    wrap_rule(wrap, "\xe2\x94\x80");
}

void summary_print(const Summary *summary, StrBuf *buf, bool color, unsigned width)
{
    unsigned columns = width == 0 ? USUAL : width < NARROWEST ? NARROWEST : width;
    Table table = { .wrap = { .buf = buf, .width = columns, .color = color, .parted = true },
                    .arena = summary->arena,
                    .summary = summary,
                    .program = summary->program,
                    .column = summary->records < 1000000 ? NUMBER + 2 : LARGE_NUMBER + 2 };

    table.numbers =
        columns - 1 - COLUMNS * table.column; /* the last column is kept for joined marks */
    table.numbers = table.numbers < TITLE_MOST ? table.numbers : TITLE_MOST;
    add_head(&table);
    if (summary->records > 0) {
        add_decisions(&table);
        summary_print_advice(&table);
        summary_print_open(&table);
    }
    wrap_end_line(&table.wrap);
}
