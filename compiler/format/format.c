/* format.c - a text into its declarations, each laid out or left as it is, and printed; the result
 * is read again, and counts only if nothing was lost. */
#include "compiler/format/format.h"
#include "compiler/format/layout.h"

typedef VEC(Block) Blocks;

/* ---- declarations ---- */

static Blocks collect_blocks(Arena *arena, const Trail *trail)
{
    Blocks blocks = { 0 };
    uint32_t last = trail->tokens.count - 1;
    for (uint32_t i = 0; i < last; i++) {
        bool starts = trail->tokens.items[i].roles & TRAIL_DECLARATION;
        if (!starts && i > 0) {
            continue;
        }
        if (blocks.count) {
            blocks.items[blocks.count - 1].end = i;
        }
        vec_add(arena, &blocks, ((Block){ .first = i, .end = last, .verbatim = !starts }));
    }
    return blocks;
}

/* A mistake at the first word of a declaration is that of the one before, which should have gone on
 * there. */
static void mark_broken(Blocks *blocks, const Trail *trail, uint32_t offset)
{
    uint32_t i = 0;
    while (i + 1 < blocks->count &&
           trail->tokens.items[blocks->items[i + 1].first].start < offset) {
        i++;
    }
    if (blocks->count) {
        blocks->items[i].verbatim = true;
    }
}

static uint32_t count_lines(Str text, uint32_t end)
{
    uint32_t line = 1;
    for (uint32_t at = 0; at < end; at++) {
        bool pair = text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n';
        line += !pair && (text.ptr[at] == '\n' || text.ptr[at] == '\r');
    }
    return line;
}

static void leave_other_lines(Blocks *blocks, const Trail *trail, FormatLines lines)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        Block *block = &blocks->items[i];
        const TrailToken *first = &trail->tokens.items[block->first];
        const TrailToken *last = &trail->tokens.items[block->end - 1];
        block->verbatim |= count_lines(trail->text, first->start) > lines.last ||
                           count_lines(trail->text, last->end) < lines.first;
    }
}

/* ---- between declarations ---- */

static void set_verbatim(Layout *layout, const Block *block)
{
    for (uint32_t i = block->first; i <= block->end; i++) {
        layout->gaps[i].verbatim = true;
    }
}

static void separate(Layout *layout, const Block *before, const Block *block)
{
    bool same = layout->tokens[before->first].kind == layout->tokens[block->first].kind;
    layout_set_clause(layout, block->first, 0);
    layout->gaps[block->first].forced = !same || before->tall || block->tall;
}

static void lay_blocks(Layout *layout, Blocks *blocks)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        if (!blocks->items[i].verbatim) {
            declaration_lay(layout, &blocks->items[i]);
        }
    }
    layout_set_clause(layout, 0, 0);
    for (uint32_t i = 1; i < blocks->count; i++) {
        separate(layout, &blocks->items[i - 1], &blocks->items[i]);
    }
    layout_set_clause(layout, layout->count - 1, 0);
    for (uint32_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].verbatim) {
            set_verbatim(layout, &blocks->items[i]);
        }
    }
}

/* ---- nothing is lost ---- */

static bool is_same_token(const Trail *before, const Trail *after, uint32_t i)
{
    const TrailToken *a = &before->tokens.items[i], *b = &after->tokens.items[i];
    return a->kind == b->kind && a->comment == b->comment &&
           str_equal((Str){ before->text.ptr + a->start, a->end - a->start },
                     (Str){ after->text.ptr + b->start, b->end - b->start });
}

static bool is_same_comment(const Trail *before, const Trail *after, uint32_t i)
{
    const TrailComment *a = &before->comments.items[i], *b = &after->comments.items[i];
    return str_equal((Str){ before->text.ptr + a->start, a->end - a->start },
                     (Str){ after->text.ptr + b->start, b->end - b->start });
}

static bool is_same(const Trail *before, const Trail *after)
{
    bool same = before->tokens.count == after->tokens.count &&
                before->comments.count == after->comments.count;
    for (uint32_t i = 0; same && i < before->tokens.count; i++) {
        same = is_same_token(before, after, i);
    }
    for (uint32_t i = 0; same && i < before->comments.count; i++) {
        same = is_same_comment(before, after, i);
    }
    return same;
}

static bool is_kept(Arena *arena, SourceSet *sources, const Trail *before, Str text)
{
    DiagList diags;
    diag_init(&diags, arena);
    uint32_t file = source_add(sources, STR("layout"), text, false);
    return is_same(before, trail_read(arena, sources, &diags, file));
}

/* ---- the door ---- */

FormatResult format_text(Arena *arena, Str path, Str text, FormatLines lines)
{
    FormatResult result = { .status = FORMAT_DONE, .text = text };
    source_init(&result.sources, arena);
    diag_init(&result.diags, arena);
    uint32_t file = source_add(&result.sources, path, text, false);
    Trail *trail = trail_read(arena, &result.sources, &result.diags, file);
    if (!trail->is_text) {
        result.status = FORMAT_NO_TEXT;
    }
    if (!trail->is_text || !trail->is_whole) {
        return result;
    }
    Layout *layout = layout_create(arena, trail);
    Blocks blocks = collect_blocks(arena, trail);
    for (uint32_t i = 0; i < trail->broken.count; i++) {
        mark_broken(&blocks, trail, trail->broken.items[i]);
    }
    if (lines.first) {
        leave_other_lines(&blocks, trail, lines);
    }
    lay_blocks(layout, &blocks);
    Str laid = print_layout(layout, blocks.items, blocks.count);
    if (is_kept(arena, &result.sources, trail, laid)) {
        result.text = laid;
    } else {
        result.status = FORMAT_LOST;
    }
    return result;
}
