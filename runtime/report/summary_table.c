/* summary_table.c - the pieces of a cohort table. */
#include "runtime/report/summary_table.h"
#include "runtime/report/say.h"

enum { BAR_MOST = 20 };

Str table_make_number(Arena *arena, uint64_t value)
{
    StrBuf digits = { .arena = arena }, out = { .arena = arena };

    buf_add_int(&digits, (int64_t)value);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0) {
            buf_add_char(&out, ',');
        }
        buf_add_char(&out, digits.ptr[i]);
    }
    return buf_get(&out);
}

/* Right-aligned at the end of the column. */
static void add_cell(Table *table, unsigned column, WrapStyle style, Str text)
{
    unsigned end = table->numbers + (column + 1) * table->column;

    wrap_move_to(&table->wrap, text.len < end ? end - (unsigned)text.len : end);
    wrap_add_glued(&table->wrap, style, text);
}

void table_add_number(Table *table, unsigned column, uint64_t value)
{
    add_cell(table, column, value > 0 ? WRAP_PLAIN : WRAP_DIM,
             table_make_number(table->arena, value));
}

void table_add_share(Table *table, unsigned column, uint64_t part, uint64_t whole)
{
    uint64_t tenths = whole == 0 ? 0 : (part * 1000 + whole / 2) / whole;

    add_cell(table, column, WRAP_DIM,
             str_format(table->arena, "%lld.%d %%", (int64_t)(tenths / 10), (int)(tenths % 10)));
}

void table_add_bar(Table *table, unsigned column, uint64_t part, uint64_t whole)
{
    StrBuf bar = { .arena = table->arena };
    uint64_t halves = whole == 0 ? 0 : (part * 2 * BAR_MOST + whole / 2) / whole;

    for (uint64_t i = 0; i < halves / 2; i++) {
        buf_add_c(&bar, "\xe2\x96\x88");
    }
    if (halves % 2 != 0) {
        buf_add_c(&bar, "\xe2\x96\x8c");
    }
    if (bar.len == 0) {
        return;
    }
    wrap_move_to(&table->wrap, table->numbers + (column + 1) * table->column + 2);
    wrap_add_glued(&table->wrap, WRAP_GOOD, buf_get(&bar));
}

void table_add_heading(Table *table, const char *heading, const char *const *names, unsigned count)
{
    wrap_blank_line(&table->wrap);
    wrap_add_c(&table->wrap, WRAP_HEADING, heading);
    for (unsigned i = 0; i < count; i++) {
        if (names[i]) {
            add_cell(table, i, WRAP_DIM, str_from_c(names[i]));
        }
    }
}

void table_add_title(Table *table, unsigned indent, WrapStyle style, Str title)
{
    wrap_start_line(&table->wrap, indent, indent + 2);
    unsigned width = table->wrap.width;
    table->wrap.width = table->numbers;
    wrap_add(&table->wrap, style, title);
    table->wrap.width = width;
}

Str table_get_title(Table *table, uint32_t block)
{
    StrBuf piece = { .arena = table->arena };

    say_title(&piece, table->program->blocks[block].title, table->program->blocks[block].name);
    return buf_get(&piece);
}
