/* index.c - the walk: first what every declaration declares, then what it names. */
#include "compiler/lsp/index.h"
#include "compiler/lsp/index_parts.h"
#include "lang/visit.h"

#include <stdlib.h>

/* ---- subjects ---- */

typedef struct NodeKey {
    const void *node;
    uint64_t part;
} NodeKey;

static Str make_key(const NodeKey *key)
{
    return (Str){ (const char *)key, sizeof *key };
}

uint32_t index_find_node(const Index *index, const void *node, uint32_t part)
{
    NodeKey key = { node, part };
    return node ? map_find(&index->by_node, make_key(&key)) : NO_SUBJECT;
}

uint32_t index_find_name(const Index *index, SubjectKind kind, Str name)
{
    return map_find(&index->by_name[kind], name);
}

uint32_t index_add_subject(IndexWalk *walk, SubjectKind kind, const void *node, uint32_t part,
                           Name name)
{
    Index *index = walk->index;
    NodeKey key = { node, part };
    Subject subject = { kind, node, part, name, walk->in };
    uint32_t number = index->subjects.count;
    if (!name.text.len || index_find_node(index, node, part) != NO_SUBJECT) {
        return NO_SUBJECT;
    }
    vec_add(walk->arena, &index->subjects, subject);
    map_add(&index->by_node, make_key(arena_copy(walk->arena, &key, sizeof key)), number);
    bool of_element = kind == SUBJECT_FIELD && walk->in != NO_SUBJECT;
    if (!of_element) { /* those are found through their record */
        map_add(&index->by_name[kind], name.text, number);
    }
    index_add_place(walk, number, name.span, true);
    return number;
}

/* ---- places ---- */

static bool ends_with(Str text, Str end)
{
    return text.len > end.len && text.ptr[text.len - end.len - 1] == '.' &&
           str_equal((Str){ text.ptr + text.len - end.len, end.len }, end);
}

static bool begins_with(Str text, Str start)
{
    return text.len > start.len && str_starts_with(text, start) &&
           (text.ptr[start.len] == '.' || text.ptr[start.len] == '[' ||
            text.ptr[start.len] == ' ' || text.ptr[start.len] == '(');
}

/* A span holds more than the name where it was written with what it is of (`lesion.size`,
 * `lesions.count`), or in quotes. */
static bool narrow(const SourceSet *sources, Str name, Span *span)
{
    Str whole = sources->files.items[span->file].text;
    if (span->end > whole.len || span->start >= span->end) {
        return false;
    }
    Str text = { whole.ptr + span->start, span->end - span->start };
    if (str_equal(text, name)) {
        return true;
    }
    if (text.len == name.len + 2 && text.ptr[0] == '"') {
        *span = (Span){ span->file, span->start + 1, span->end - 1 };
        return str_equal((Str){ text.ptr + 1, name.len }, name);
    }
    if (ends_with(text, name)) {
        span->start = span->end - (uint32_t)name.len;
        return true;
    }
    if (begins_with(text, name)) {
        span->end = span->start + (uint32_t)name.len;
        return true;
    }
    return false;
}

void index_add_place(IndexWalk *walk, uint32_t subject, Span span, bool declares)
{
    Index *index = walk->index;
    if (subject == NO_SUBJECT || span.file >= index->ast->sources->files.count) {
        return;
    }
    Str name = index->subjects.items[subject].name.text;
    Occurrence place = { .subject = subject, .in = walk->in, .declares = declares };
    place.exact = narrow(index->ast->sources, name, &span);
    place.span = span;
    uint32_t length = span.end - span.start;
    index->longest = length > index->longest ? length : index->longest;
    vec_add(walk->arena, &index->occurrences, place);
}

static int compare_places(const void *a, const void *b)
{
    const Occurrence *one = a, *other = b;
    if (one->span.file != other->span.file) {
        return one->span.file < other->span.file ? -1 : 1;
    }
    if (one->span.start != other->span.start) {
        return one->span.start < other->span.start ? -1 : 1;
    }
    return one->declares == other->declares ? 0 : one->declares ? -1 : 1;
}

/* One place, one name: what an expression was rewritten to may name it twice. */
static void sort_places(Index *index)
{
    uint32_t kept = 0;
    if (!index->occurrences.count) {
        return;
    }
    qsort(index->occurrences.items, index->occurrences.count, sizeof *index->occurrences.items,
          compare_places);
    for (uint32_t i = 0; i < index->occurrences.count; i++) {
        const Occurrence *place = &index->occurrences.items[i];
        const Occurrence *last = kept ? &index->occurrences.items[kept - 1] : NULL;
        bool again = last && last->span.file == place->span.file &&
                     last->span.start == place->span.start && last->subject == place->subject;
        if (!again) {
            index->occurrences.items[kept++] = *place;
        }
    }
    index->occurrences.count = kept;
}

/* How many places begin at this one or before it. */
static uint32_t count_until(const Index *index, uint32_t file, size_t offset)
{
    uint32_t low = 0, high = index->occurrences.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        Span span = index->occurrences.items[middle].span;
        bool until = span.file < file || (span.file == file && span.start <= offset);
        low = until ? middle + 1 : low;
        high = until ? high : middle;
    }
    return low;
}

/* The shortest one around the offset, of equals the first: no place is longer than the longest, so
 * few have to be looked at. */
const Occurrence *index_find(const Index *index, uint32_t file, size_t offset)
{
    const Occurrence *best = NULL;
    for (uint32_t i = count_until(index, file, offset); i-- > 0;) {
        const Occurrence *place = &index->occurrences.items[i];
        uint32_t length = place->span.end - place->span.start;
        if (place->span.file != file || place->span.start + (size_t)index->longest < offset) {
            break;
        }
        if (offset <= place->span.end && (!best || length <= best->span.end - best->span.start)) {
            best = place;
        }
    }
    return best;
}

/* ---- the doors ---- */

Index *index_build(Arena *arena, const Ast *ast)
{
    Index *index = ARENA_NEW(arena, Index);
    IndexWalk walk = { .arena = arena, .index = index, .in = NO_SUBJECT };
    index->ast = ast;
    map_init(&index->by_node, arena);
    for (int i = 0; i < SUBJECT_COUNT_; i++) {
        map_init(&index->by_name[i], arena);
    }
    for (uint32_t i = 0; i < ast->modules.count; i++) {
        index_declare_module(&walk, ast->modules.items[i]);
    }
    for (uint32_t i = 0; i < ast->modules.count; i++) {
        index_name_module(&walk, ast->modules.items[i]);
    }
    sort_places(index);
    return index;
}

const AstTypeRef *index_get_type(const Subject *subject)
{
    switch (subject->kind) {
    case SUBJECT_FIELD: return &((const AstField *)subject->node)->type_ref;
    case SUBJECT_GAP: return &((const AstGap *)subject->node)->type_ref;
    case SUBJECT_PARAMETER: return &((const AstParameter *)subject->node)->type_ref;
    case SUBJECT_NATIVE: return &((const AstNative *)subject->node)->result;
    case SUBJECT_RULE:
        return &((const AstRule *)subject->node)->results.items[subject->part].type_ref;
    default: return NULL;
    }
}

Str index_get_noun(const Subject *subject)
{
    static const char *const nouns[] = {
#define SUBJECT(id, noun, symbol) [SUBJECT_##id] = noun,
        SUBJECTS(SUBJECT)
#undef SUBJECT
    };
    return str_from_c(nouns[subject->kind]);
}

int index_get_symbol(const Subject *subject)
{
    static const int symbols[] = {
#define SUBJECT(id, noun, symbol) [SUBJECT_##id] = symbol,
        SUBJECTS(SUBJECT)
#undef SUBJECT
    };
    return symbols[subject->kind];
}
