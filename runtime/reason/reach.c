/* reach.c - what a block reads: facts of the patient and of every element of a list, and facts of
 * its own element alone. */
#include "runtime/reason/reach.h"
#include "runtime/bytecode/anatomy.h"

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

typedef struct ReachMaker {
    Arena *arena;
    const Program *program;
    Reach *reaches; /* of the blocks before */
    const BlockInfo *block;
    Marks marks;
} ReachMaker;

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
static void mark_result(ReachMaker *m, uint32_t owner, bool own)
{
    if (m->program->blocks + owner >= m->block) {
        return; /* its own, which it writes */
    }
    const Reach *reach = &m->reaches[owner];
    uint16_t list = m->program->blocks[owner].list;
    merge(&m->marks.all, reach->regs, reach->reg_count);
    merge(own ? &m->marks.own : &m->marks.all, reach->own, reach->own_count);
    merge(&m->marks.lists, reach->lists, reach->list_count);
    if (!own && list != NO_INDEX) {
        mark(&m->marks.lists, list);
    }
    m->marks.opaque = m->marks.opaque || reach->opaque;
}

static void mark_fact(ReachMaker *m, uint16_t reg, bool own)
{
    mark(own ? &m->marks.own : &m->marks.all, reg);
}

/* pc: the instruction that reads it. */
static void mark_read(ReachMaker *m, uint32_t pc, uint16_t reg)
{
    const RegPlace *place = anatomy_get_reg(m->program, reg);
    bool own = place->list != NO_INDEX && place->list == m->block->list &&
               anatomy_get_insn(m->program, pc)->own;
    if (place->field != NO_INDEX) {
        mark_fact(m, reg, own);
    } else if (place->owner != NO_INDEX32) {
        mark_result(m, place->owner, own);
    }
}

static void mark_list(ReachMaker *m, uint16_t l)
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

/* A list that is named: its length or what it hides matters. The loop over the block's own elements
 * runs for one of them, whatever else there is. */
static bool asks_for_list(const ReachMaker *m, uint32_t pc)
{
    const InsnPlace *place = anatomy_get_insn(m->program, pc);
    uint32_t own_loop = m->program->anatomy->own_loops[m->block - m->program->blocks];
    bool closes = place->family == FAMILY_CLOSE;
    return place->list != NO_INDEX && pc != own_loop && !(closes && place->loop == own_loop);
}

static void mark_instruction(ReachMaker *m, uint32_t pc)
{
    const Insn *insn = &m->program->code[pc];
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(m->program, pc, &count);
    if (asks_for_list(m, pc)) {
        mark_list(m, anatomy_get_insn(m->program, pc)->list);
    }
    m->marks.opaque = m->marks.opaque || opcode_get_shape(insn->op).imm == 'N';
    for (uint32_t i = 0; i < count; i++) {
        mark_read(m, pc, reads[i].reg);
    }
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

static void make_reach(ReachMaker *m, uint32_t b)
{
    const Program *p = m->program;
    Reach *reach = &m->reaches[b];
    m->block = &p->blocks[b];
    m->marks.opaque = false;
    for (uint32_t pc = m->block->code; pc < m->block->code_end; pc++) {
        mark_instruction(m, pc);
    }
    reach->regs = collect_marks(m->arena, &m->marks.all, &reach->reg_count);
    reach->own = collect_marks(m->arena, &m->marks.own, &reach->own_count);
    reach->lists = collect_marks(m->arena, &m->marks.lists, &reach->list_count);
    reach->opaque = m->marks.opaque;
}

Reach *reach_make_all(Arena *arena, const Program *p)
{
    ReachMaker m = { .arena = arena,
                     .program = p,
                     .reaches = ARENA_ARRAY(arena, Reach, p->block_count + 1) };
    m.marks = (Marks){ make_marks(arena, p->result_first), make_marks(arena, p->result_first),
                       make_marks(arena, p->list_count), false };
    for (uint32_t b = 0; b < p->block_count; b++) {
        make_reach(&m, b);
    }
    return m.reaches;
}
