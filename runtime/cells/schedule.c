/* schedule.c - which blocks must run for a result: those it reads, unless the fast path has settled
 * what is read. */
#include "runtime/cells/engine.h"
#include "runtime/base/claim.h"

/* ---- fixed for a program ---- */

typedef VEC(Read) ReadList;

static void add_read(Arena *arena, ReadList *reads, uint32_t first, Read read)
{
    for (uint32_t i = first; i < reads->count; i++) {
        if (reads->items[i].reg == read.reg) {
            reads->items[i].all = reads->items[i].all || read.all;
            return;
        }
    }
    vec_add(arena, reads, read);
}

static bool reads_result(const RegPlace *place, RegRead read, uint32_t block, bool known)
{
    bool asks = read.role == READ_FACT || (read.role == READ_ANSWER && !known);
    return !asks && place->owner != NO_INDEX32 && place->owner != block;
}

/* Is it of the element that the block is about? */
static bool is_own(const Program *program, uint32_t block, uint32_t pc, const RegPlace *place)
{
    return anatomy_get_insn(program, pc)->own && place->list == program->blocks[block].list;
}

static void add_reads_of(Arena *arena, const Program *program, uint32_t block, uint32_t pc,
                         uint32_t first, bool known, ReadList *list)
{
    uint32_t count;
    known = known && program->code[pc].op == OP_KNOWN_RESULT;
    const RegRead *reads = anatomy_get_reads(program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        const RegPlace *place = anatomy_get_reg(program, reads[i].reg);
        bool column = place->list != NO_INDEX;
        if (reads_result(place, reads[i], block, known)) {
            add_read(arena, list, first,
                     (Read){ reads[i].reg, column, column && !is_own(program, block, pc, place) });
        }
    }
}

void schedule_lay_out(Cells *e, Arena *arena, bool known)
{
    const Program *program = e->program;
    Layout *layout = &e->layout;
    ReadList reads = { NULL, 0, 0 };
    layout->first_read = ARENA_ARRAY(arena, uint32_t, (size_t)program->block_count + 1);
    for (uint32_t b = 0; b < program->block_count; b++) {
        layout->first_read[b] = reads.count;
        for (uint32_t pc = program->blocks[b].code; pc < program->blocks[b].code_end; pc++) {
            add_reads_of(arena, program, b, pc, layout->first_read[b], known, &reads);
        }
    }
    layout->first_read[program->block_count] = reads.count;
    layout->reads = reads.items;
}

/* ---- for a record ---- */

typedef struct Job {
    uint16_t reg;
    uint32_t element;
} Job;
typedef VEC(Job) JobList;

/* Set already, lent, or settled on the fast path. */
static bool is_ready(Cells *e, uint16_t reg, uint32_t element)
{
    Node *cell = exact_get_cell(e, reg, element);
    Reg value;
    if (*cell) {
        return true;
    }
    Node lent;
    if (e->shared && e->shared->lend && e->shared->lend(e->shared->context, reg, element, &lent)) {
        *cell = lent + 1;
        return true;
    }
    uint16_t list = e->places[reg].list, asked = NO_INDEX;
    if (list != NO_INDEX) {
        asked =
            (uint16_t)(fact_is_hidden(e, list, element) ? e->record->lists[list].count : element);
    }
    if (!e->host.settled || !e->host.settled(e->host.context, reg, asked, &value)) {
        return false;
    }
    *cell = reg_to_leaf(e, reg, value, false, (Rat){ 0, 1 }) + 1;
    return true;
}

static bool add_job(Cells *e, JobList *jobs, uint16_t reg, uint32_t element)
{
    if (is_ready(e, reg, element)) {
        return true;
    }
    vec_add(e->arena, jobs, ((Job){ reg, e->places[reg].list == NO_INDEX ? 0 : element }));
    return false;
}

/* True if nothing is left to run before this job. */
static bool add_reads(Cells *e, JobList *jobs, Job job)
{
    const Layout *layout = &e->layout;
    uint32_t block = e->places[job.reg].owner;
    CLAIM_ALWAYS(block != NO_INDEX32, "What is scheduled is a result.");
    bool ready = true;
    for (uint32_t i = layout->first_read[block]; i < layout->first_read[block + 1]; i++) {
        Read read = layout->reads[i];
        if (!read.all) {
            ready = add_job(e, jobs, read.reg, job.element) && ready;
            continue;
        }
        uint32_t total = e->lists[e->places[read.reg].list].total;
        for (uint32_t k = 0; k < total; k++) {
            ready = add_job(e, jobs, read.reg, k) && ready;
        }
    }
    return ready;
}

static void run_job(Cells *e, Job job)
{
    exact_run(e, e->places[job.reg].owner, job.element);
    Node *cell = exact_get_cell(e, job.reg, job.element);
    if (!*cell) {
        *cell = NODE_FAIL + 1; /* a register that its block never writes */
    }
}

Node schedule_get(Cells *e, uint16_t reg, uint32_t element)
{
    JobList jobs = { NULL, 0, 0 };
    Node *cell = exact_get_cell(e, reg, element);
    if (e->places[reg].owner == NO_INDEX32) {
        return NODE_FAIL;
    }
    if (!*cell) {
        vec_add(e->arena, &jobs, ((Job){ reg, element }));
    }
    while (jobs.count && !e->d->over) {
        Job job = jobs.items[jobs.count - 1];
        if (*exact_get_cell(e, job.reg, job.element)) {
            jobs.count--;
        } else if (add_reads(e, &jobs, job)) {
            run_job(e, job);
        }
    }
    return *cell && !e->d->over ? *cell - 1 : NODE_FAIL;
}

/* ---- given up: what a cone could read ---- */

typedef struct Gather {
    Cells *e;
    bool *blocks;
    void (*add)(Cells *e, uint16_t field, uint32_t element, void *context);
    void *context;
} Gather;

static void gather_field(Gather *g, const RegPlace *place, uint32_t own_element, bool own)
{
    if (place->list == NO_INDEX || own) {
        g->add(g->e, place->field, place->list == NO_INDEX ? 0 : own_element, g->context);
        return;
    }
    for (uint32_t k = 0; k < g->e->lists[place->list].total; k++) {
        g->add(g->e, place->field, k, g->context);
    }
}

/* one: the block is the one asked for, about one element. */
static void gather_instruction(Gather *g, uint32_t block, uint32_t pc, bool one, uint32_t element)
{
    const Program *program = g->e->program;
    uint32_t count;
    const RegRead *reads = anatomy_get_reads(program, pc, &count);
    for (uint32_t i = 0; i < count; i++) {
        const RegPlace *place = anatomy_get_reg(program, reads[i].reg);
        if (place->field != NO_INDEX) {
            gather_field(g, place, element, one && is_own(program, block, pc, place));
        } else if (place->owner != NO_INDEX32 && reads[i].role != READ_ANSWER) {
            g->blocks[place->owner] = true;
        }
    }
}

void schedule_visit_facts(Cells *e, uint32_t block, uint32_t element,
                          void (*add)(Cells *e, uint16_t field, uint32_t element, void *context),
                          void *context)
{
    Gather g = { e, ARENA_ARRAY(e->arena, bool, e->program->block_count), add, context };
    g.blocks[block] = true;
    /* Blocks read only earlier ones. */
    for (uint32_t b = block + 1; b-- > 0;) {
        bool one = b == block && e->program->blocks[b].list != NO_INDEX;
        const BlockInfo *info = &e->program->blocks[b];
        for (uint32_t pc = info->code; g.blocks[b] && pc < info->code_end; pc++) {
            gather_instruction(&g, b, pc, one, element);
        }
    }
}
