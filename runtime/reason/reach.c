/* cone.c - what a block reads: facts of the patient and of every element of a list, and facts of
 * its own element alone. */
#include "runtime/reason/cone.h"

#include <stdlib.h>

/* A set of numbers that is emptied in the time it took to fill: a program of many blocks asks for
 * many small ones. */
typedef struct MarkSet {
    bool *has;
    uint16_t *items;
    uint32_t count;
} MarkSet;
typedef struct Marks {
    MarkSet all, own, lists;
    bool opaque;
} Marks;

typedef struct ConeMaker {
    Arena *arena;
    const Program *program;
    Cone *cones;     /* of the blocks before */
    uint32_t *owner; /* result register -> block */
    const BlockInfo *block;
    uint64_t looped; /* lists of the loops around, without the block's own */
    bool inside;     /* inside the block's own loop */
    Marks marks;
} ConeMaker;

uint16_t cone_find_window(const Program *p, uint16_t reg)
{
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (reg >= p->lists[l].window && reg < p->lists[l].window + p->lists[l].width) {
            return l;
        }
    }
    return NO_INDEX;
}

static MarkSet make_marks(Arena *arena, uint32_t size)
{
    return (MarkSet){ ARENA_ARRAY(arena, bool, size + 1), ARENA_ARRAY(arena, uint16_t, size + 1),
                      0 };
}

static void mark(MarkSet *marks, uint16_t number)
{
    if (marks->has[number]) {
        return;
    }
    marks->has[number] = true;
    marks->items[marks->count++] = number;
}

static void merge(MarkSet *marks, const uint16_t *numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        mark(marks, numbers[i]);
    }
}

/* What another block reads is read too; what it reads of its element is of ours only if it is asked
 * about ours. */
static void mark_result(ConeMaker *m, uint16_t reg, bool own)
{
    uint32_t owner = m->owner[reg];
    if (owner == NO_INDEX32 || m->program->blocks + owner >= m->block) {
        return; /* its own, which it writes */
    }
    const Cone *cone = &m->cones[owner];
    uint16_t list = m->program->blocks[owner].list;
    merge(&m->marks.all, cone->regs, cone->reg_count);
    merge(own ? &m->marks.own : &m->marks.all, cone->own, cone->own_count);
    merge(&m->marks.lists, cone->lists, cone->list_count);
    if (!own && list != NO_INDEX) {
        mark(&m->marks.lists, list);
    }
    m->marks.opaque = m->marks.opaque || cone->opaque;
}

static bool is_own(const ConeMaker *m, uint16_t list)
{
    return m->inside && list == m->block->list && !(m->looped >> (list & 63) & 1);
}

static void mark_operand(ConeMaker *m, uint16_t reg)
{
    const Program *p = m->program;
    if (reg < p->slot_first || reg >= p->temp_first) {
        return;
    }
    if (reg < p->window_first) {
        mark(&m->marks.all, reg);
    } else if (reg >= p->result_first) {
        mark_result(m, reg, false);
    } else {
        uint16_t l = cone_find_window(p, reg);
        if (l == NO_INDEX) {
            return;
        }
        if (reg >= p->lists[l].window + p->lists[l].used_fields) {
            mark_result(m, reg, is_own(m, l));
        } else if (is_own(m, l)) {
            mark(&m->marks.own, reg);
        } else {
            mark(&m->marks.all, reg);
        }
    }
}

static void mark_list(ConeMaker *m, uint16_t l)
{
    const Program *p = m->program;
    mark(&m->marks.lists, l);
    if (p->lists[l].largest_by == NO_INDEX) {
        return;
    }
    mark(&m->marks.all, p->fields[p->lists[l].largest_by].reg);
    if (p->fields[p->lists[l].largest_field].reg != NO_INDEX) {
        mark(&m->marks.all, p->fields[p->lists[l].largest_field].reg);
    }
}

/* The block's own loop is the one that closes at its end. */
static void enter_or_leave(ConeMaker *m, const Insn *insn)
{
    bool own = insn->op == OP_EACH
                   ? insn->a == m->block->list && insn->imm + 1 == m->block->code_end
                   : is_own(m, insn->a);
    if (own) {
        m->inside = insn->op == OP_EACH;
    } else {
        m->looped ^= UINT64_C(1) << (insn->a & 63);
        mark_list(m, insn->a);
    }
}

static void mark_instruction(ConeMaker *m, const Insn *insn)
{
    switch (insn->op) {
    case OP_EACH:
    case OP_NEXT: enter_or_leave(m, insn); return;
    case OP_LENGTH:
    case OP_NO_LIST:
    case OP_PARTIAL: mark_list(m, insn->a); return;
    case OP_NATIVE: m->marks.opaque = true; return;
    default: break;
    }
    mark_operand(m, insn->a);
    mark_operand(m, insn->b);
    mark_operand(m, insn->c);
}

static int compare_marks(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* Ascending; the set is empty afterwards. */
static uint16_t *collect_marks(Arena *arena, MarkSet *marks, uint32_t *count)
{
    uint16_t *items = arena_copy(arena, marks->items, marks->count * sizeof *items);
    if (marks->count > 1) {
        qsort(items, marks->count, sizeof *items, compare_marks);
    }
    for (uint32_t i = 0; i < marks->count; i++) {
        marks->has[items[i]] = false;
    }
    *count = marks->count;
    marks->count = 0;
    return items;
}

static void make_cone(ConeMaker *m, uint32_t b)
{
    const Program *p = m->program;
    Cone *cone = &m->cones[b];
    m->block = &p->blocks[b];
    m->looped = 0;
    m->inside = m->marks.opaque = false;
    for (uint32_t pc = m->block->code; pc < m->block->code_end; pc++) {
        mark_instruction(m, &p->code[pc]);
    }
    cone->regs = collect_marks(m->arena, &m->marks.all, &cone->reg_count);
    cone->own = collect_marks(m->arena, &m->marks.own, &cone->own_count);
    cone->lists = collect_marks(m->arena, &m->marks.lists, &cone->list_count);
    cone->opaque = m->marks.opaque;
}

Cone *cone_make_all(Arena *arena, const Program *p)
{
    ConeMaker m = { .arena = arena,
                    .program = p,
                    .cones = ARENA_ARRAY(arena, Cone, p->block_count + 1),
                    .owner = program_map_results(arena, p) };
    m.marks = (Marks){ make_marks(arena, p->result_first), make_marks(arena, p->result_first),
                       make_marks(arena, p->list_count), false };
    for (uint32_t b = 0; b < p->block_count; b++) {
        make_cone(&m, b);
    }
    return m.cones;
}
