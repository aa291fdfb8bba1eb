/* summary_table.h - the pieces of a cohort table: titles, numbers in columns,
 * shares, bars. For summary_*.c only. */
#ifndef REPORT_SUMMARY_TABLE_H
#define REPORT_SUMMARY_TABLE_H
#include "runtime/report/summary.h"
#include "runtime/base/wrap.h"

typedef struct Table {
    Wrap wrap;
    Arena *arena;
    const Summary *summary;
    const Program *program;
    unsigned numbers; /* column at which numbers start */
    unsigned column;  /* how wide each is */
} Table;

/* A heading, and what the columns of numbers are called; NULL for one without a
 * name. */
void table_add_heading(Table *table, const char *heading, const char *const *names, unsigned count);
/* A title at the left, wrapped before the numbers. */
void table_add_title(Table *table, unsigned indent, WrapStyle style, Str title);
void table_add_number(Table *table, unsigned column, uint64_t value);
/* Tenths of a percent, rounded half up. */
void table_add_share(Table *table, unsigned column, uint64_t part, uint64_t whole);
/* As long as the share is large, behind a column. */
void table_add_bar(Table *table, unsigned column, uint64_t part, uint64_t whole);
/* 1234567 as 1,234,567 */
Str table_make_number(Arena *arena, uint64_t value);
Str table_get_title(Table *table, uint32_t block);

/* The parts of the table. */
void summary_print_advice(Table *table);
void summary_print_open(Table *table); /* facts, gaps, problems */
#endif
