/* declaration.c - one line or a block, and what is laid out in a few lines of code. */
#include "compiler/format/layout.h"

/* ---- one line ---- */

static bool is_plain_define(const Layout *layout, const Block *block)
{
    Parts clauses = layout_split_roles(layout, block->first, block->end, TRAIL_CLAUSE);
    return clauses.count == 1 && layout->tokens[clauses.items[0].first].kind == TOK_MEANS;
}

/* It goes on one line whenever it fits, or only where the author had one. */
static bool wants_one_line(const Layout *layout, const Block *block)
{
    switch (layout->tokens[block->first].kind) {
    case TOK_IMPORT:
    case TOK_ENUM: return true;
    case TOK_DEFINE: return is_plain_define(layout, block);
    case TOK_STATEMENT:
    case TOK_REASON:
    case TOK_CAUTION:
    case TOK_CHECK: return layout_was_one_line(layout, block->first, block->end);
    default: return false;
    }
}

static bool is_one_line(const Layout *layout, const Block *block)
{
    return wants_one_line(layout, block) &&
           !layout_has_inner_comment(layout, block->first, block->end) &&
           expression_fits(layout, block->first, block->end, 0, 0);
}

/* ---- enum ---- */

enum { MOST_FILLED = 3 }; /* lines of values side by side */

static bool has_labels(const Layout *layout, uint32_t first, uint32_t end)
{
    return layout_find(layout, first, end, TOK_STRING) < end;
}

/* A comment between two values stands behind the first; elsewhere the author's lines are kept. */
static bool is_kept_enum(const Layout *layout, uint32_t head, const Parts *values)
{
    bool kept = layout_has_inner_comment(layout, head, values->items[0].first);
    for (uint32_t i = 0; i < values->count; i++) {
        kept |= layout_has_inner_comment(layout, values->items[i].first, values->items[i].end);
    }
    return kept;
}

static uint32_t count_filled(Layout *layout, const Parts *values, uint32_t column)
{
    uint32_t lines = 1;
    expression_fill(layout, values, column, 0);
    for (uint32_t i = 1; i < values->count; i++) {
        lines += layout->gaps[values->items[i].first].line;
    }
    return lines;
}

static void lay_values_apart(Layout *layout, const Parts *values)
{
    uint32_t widest = 0;
    for (uint32_t i = 0; i < values->count; i++) {
        const Part *value = &values->items[i];
        uint32_t width = layout->tokens[value->first].width;
        bool label =
            value->first + 1 < value->end && layout->tokens[value->first + 1].kind != TOK_COMMA;
        widest = label && width > widest ? width : widest;
    }
    for (uint32_t i = 0; i < values->count; i++) {
        const Part *value = &values->items[i];
        layout_set_flat(layout, value->first, value->end);
        layout_set_clause(layout, value->first, LAYOUT_INDENT);
        if (value->first + 1 < value->end && layout->tokens[value->first + 1].kind != TOK_COMMA) {
            layout_set_space(layout, value->first + 1,
                             widest - layout->tokens[value->first].width + 1);
        }
    }
    layout->gaps[values->items[0].first].blank_first = false;
}

static void lay_enum(Layout *layout, const Block *block)
{
    uint32_t colon = layout_find(layout, block->first, block->end, TOK_COLON);
    Parts values = layout_split_list(layout, colon + 1, block->end);
    if (is_kept_enum(layout, block->first, &values)) {
        layout_keep_lines(layout, block->first, block->end, LAYOUT_INDENT);
        return;
    }
    uint32_t column = layout_width(layout, block->first, colon + 1) + 1;
    bool comments = layout_has_inner_comment(layout, block->first, block->end);
    if (comments || has_labels(layout, colon, block->end) ||
        count_filled(layout, &values, column) > MOST_FILLED) {
        lay_values_apart(layout, &values);
    }
}

/* ---- statement, reason ---- */

/* Texts and sections stand on lines of their own; other clauses fill the line of the head. */
static void lay_statement(Layout *layout, const Block *block)
{
    Parts clauses = layout_split_roles(layout, block->first, block->end, TRAIL_CLAUSE);
    uint32_t at = layout_width(layout, block->first, block->first + 2);
    bool alone = false;
    for (uint32_t i = 0; i < clauses.count; i++) {
        const Part *clause = &clauses.items[i];
        int kind = layout->tokens[clause->first].kind;
        bool own_line = kind == TOK_STRING || kind == TOK_SECTION;
        uint32_t width = layout_width(layout, clause->first, clause->end);
        layout_set_flat(layout, clause->first, clause->end);
        if (own_line || alone || at + 1 + width > LAYOUT_WIDTH) {
            layout_set_line(layout, clause->first, LAYOUT_INDENT);
            at = LAYOUT_INDENT + width;
        } else {
            layout_set_space(layout, clause->first, 1);
            at += 1 + width;
        }
        alone = own_line;
    }
}

static void lay_reason(Layout *layout, const Block *block)
{
    Parts clauses = layout_split_roles(layout, block->first, block->end, TRAIL_CLAUSE);
    uint32_t at = layout_width(layout, block->first, block->first + 2);
    for (uint32_t i = 0; i < clauses.count; i++) {
        const Part *clause = &clauses.items[i];
        layout_set_flat(layout, clause->first, clause->end);
        if (i == 0 && layout->tokens[clause->first].kind == TOK_STRING) {
            head_lay_label(layout, clause->first, clause->end, at, LAYOUT_INDENT);
        } else {
            Parts list = layout_split_list(layout, clause->first + 1, clause->end);
            layout_set_line(layout, clause->first, LAYOUT_INDENT);
            expression_fill(layout, &list, LAYOUT_INDENT + layout->tokens[clause->first].width + 1,
                            0);
        }
    }
}

/* ---- check, native ---- */

static void lay_check(Layout *layout, uint32_t first, uint32_t end)
{
    uint32_t word = first + 2;
    layout_set_clause(layout, word, LAYOUT_INDENT);
    layout->gaps[word].blank_first = false;
    layout_set_space(layout, word + 1, 1);
    uint32_t column = LAYOUT_INDENT + layout->tokens[word].width + 1;
    expression_lay(layout, word + 1, end, column, 0);
}

static void lay_native(Layout *layout, uint32_t first, uint32_t end)
{
    uint32_t from = layout_find(layout, first, end, TOK_FROM);
    head_lay(layout, first, from);
    layout_set_flat(layout, from, end);
    layout_set_clause(layout, from, LAYOUT_INDENT);
}

/* ---- blocks ---- */

static bool is_kept(const Layout *layout, const Block *block, uint32_t end)
{
    switch (layout->tokens[block->first].kind) {
    case TOK_STATEMENT:
    case TOK_REASON:
    case TOK_CHECK:
    case TOK_NATIVE:
    case TOK_IMPORT: return layout_has_inner_comment(layout, block->first, end);
    default: return false;
    }
}

static void lay_block(Layout *layout, const Block *block, uint32_t end)
{
    switch (layout->tokens[block->first].kind) {
    case TOK_IMPORT: layout_set_flat(layout, block->first, end); break;
    case TOK_ENUM: lay_enum(layout, block); break;
    case TOK_RECORD:
    case TOK_PATIENT: fields_lay(layout, block->first, end); break;
    case TOK_STATEMENT: lay_statement(layout, block); break;
    case TOK_REASON: lay_reason(layout, block); break;
    case TOK_CHECK: lay_check(layout, block->first, end); break;
    case TOK_NATIVE: lay_native(layout, block->first, end); break;
    case TOK_TEST: test_lay(layout, block->first, end); break;
    default: rule_lay(layout, block->first, end);
    }
}

/* Its own `end`, not that of a `count of`; block->end if it has none. */
static uint32_t find_end(const Layout *layout, const Block *block)
{
    uint32_t last = block->end - 1;
    bool ends = layout->tokens[last].kind == TOK_END && !layout->match[last];
    return ends && last > block->first ? last : block->end;
}

/* No blank line behind the head and none before `end`. */
static void trim_blanks(Layout *layout, const Block *block, uint32_t end)
{
    for (uint32_t i = block->first + 1; i < end; i++) {
        if (layout->tokens[i].roles & (TRAIL_CLAUSE | TRAIL_FIELD)) {
            layout->gaps[i].blank_first = false;
            break;
        }
    }
    if (end < block->end) {
        layout_set_clause(layout, end, 0);
        layout->gaps[end].comment_column = LAYOUT_INDENT;
        layout->gaps[end].blank_last = false;
        layout->gaps[end].blank_first = layout_has_comment(layout, end);
    }
}

static bool is_tall(const Layout *layout, const Block *block)
{
    for (uint32_t i = block->first + 1; i < block->end; i++) {
        if (layout->gaps[i].line) {
            return true;
        }
    }
    return false;
}

void declaration_lay(Layout *layout, Block *block)
{
    uint32_t end = find_end(layout, block);
    if (is_one_line(layout, block)) {
        layout_set_flat(layout, block->first, block->end);
        return;
    }
    if (is_kept(layout, block, end)) {
        layout_keep_lines(layout, block->first, end, LAYOUT_INDENT);
    } else {
        lay_block(layout, block, end);
    }
    trim_blanks(layout, block, end);
    block->tall = is_tall(layout, block);
}
