/* cone.c - which blocks must run for a result: those it reads, unless the fast path has settled
 * what is read. */
#include "runtime/cells/engine.h"
#include "runtime/bytecode/opcode.h"

/* ---- fixed for a program ---- */

static void map_fields(Layout *layout, const Program *program)
{
    for (uint32_t i = 0; i < program->reg_count; i++) {
        layout->field[i] = layout->list[i] = NO_INDEX;
        layout->owner[i] = NO_INDEX32;
    }
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].reg != NO_INDEX) {
            layout->field[program->fields[i].reg] = (uint16_t)i;
        }
    }
    for (uint32_t l = 0; l < program->list_count; l++) {
        for (uint32_t k = 0; program->lists[l].used && k < program->lists[l].width; k++) {
            layout->list[program->lists[l].window + k] = (uint16_t)l;
        }
    }
}

static bool is_result(const Layout *layout, const Program *program, uint32_t reg)
{
    if (reg >= program->reg_count || layout->field[reg] != NO_INDEX) {
        return false;
    }
    return layout->list[reg] != NO_INDEX ||
           (reg >= program->result_first && reg < program->temp_first);
}

static void map_owners(Layout *layout, const Program *program)
{
    for (uint32_t b = 0; b < program->block_count; b++) {
        for (uint32_t pc = program->blocks[b].code; pc < program->blocks[b].code_end; pc++) {
            const Insn *insn = &program->code[pc];
            bool writes = opcode_get_shape(insn->op).dst != '_';
            if (writes && is_result(layout, program, insn->dst)) {
                layout->owner[insn->dst] = b;
            }
            if (insn->op == OP_ACC_LATEST && is_result(layout, program, insn->imm)) {
                layout->owner[insn->imm] = b;
            }
        }
    }
}

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

/* Loops that stand open, to tell the element at hand from every element. */
typedef struct Scan {
    Arena *arena;
    const Layout *layout;
    const Program *program;
    uint32_t block;
    uint32_t first;
    unsigned depth;
    ReadList *reads;
    bool inside; /* the block's own loop */
} Scan;

static void scan_operand(Scan *scan, char kind, uint16_t reg)
{
    const Layout *layout = scan->layout;
    bool is_register = kind && !strchr("_LFQ", kind);
    if (!is_register || !is_result(layout, scan->program, reg) ||
        layout->owner[reg] == scan->block) {
        return;
    }
    bool column = layout->list[reg] != NO_INDEX;
    bool own = column && scan->program->blocks[scan->block].list == layout->list[reg] &&
               scan->inside && scan->depth == 1;
    add_read(scan->arena, scan->reads, scan->first, (Read){ reg, column, column && !own });
}

static void scan_insn(Scan *scan, const Insn *insn)
{
    OpShape shape = opcode_get_shape(insn->op);
    const uint16_t operands[3] = { insn->a, insn->b, insn->c };
    for (unsigned i = 0; i < 3; i++) {
        scan_operand(scan, shape.operand[i], operands[i]);
    }
    if (insn->op == OP_NATIVE) {
        for (unsigned i = 0; i < scan->program->natives[insn->imm].parameter_count; i++) {
            scan_operand(scan, '*', (uint16_t)(insn->a + i));
        }
    }
    scan->inside = scan->inside || exact_is_own_loop(&scan->program->blocks[scan->block], insn);
    scan->depth += insn->op == OP_EACH;
    scan->depth -= insn->op == OP_NEXT;
}

static void find_reads(Layout *layout, const Program *program, Arena *arena)
{
    ReadList reads = { NULL, 0, 0 };
    for (uint32_t b = 0; b < program->block_count; b++) {
        Scan scan = { arena, layout, program, b, reads.count, 0, &reads, false };
        layout->first_read[b] = reads.count;
        for (uint32_t pc = program->blocks[b].code; pc < program->blocks[b].code_end; pc++) {
            scan_insn(&scan, &program->code[pc]);
        }
    }
    layout->first_read[program->block_count] = reads.count;
    layout->reads = reads.items;
}

void cone_lay_out(Cells *e, Arena *arena)
{
    const Program *program = e->program;
    Layout *layout = &e->layout;
    layout->owner = ARENA_ARRAY(arena, uint32_t, program->reg_count);
    layout->field = ARENA_ARRAY(arena, uint16_t, program->reg_count);
    layout->list = ARENA_ARRAY(arena, uint16_t, program->reg_count);
    layout->first_read = ARENA_ARRAY(arena, uint32_t, (size_t)program->block_count + 1);
    map_fields(layout, program);
    map_owners(layout, program);
    find_reads(layout, program, arena);
}

/* ---- for a record ---- */

typedef struct Job {
    uint16_t reg;
    uint32_t element;
} Job;
typedef VEC(Job) JobList;

/* Set already, or settled on the fast path. */
static bool is_ready(Cells *e, uint16_t reg, uint32_t element)
{
    Node *cell = exact_get_cell(e, reg, element);
    Reg value;
    if (*cell) {
        return true;
    }
    uint16_t list = e->layout.list[reg], asked = NO_INDEX;
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
    vec_add(e->arena, jobs, ((Job){ reg, e->layout.list[reg] == NO_INDEX ? 0 : element }));
    return false;
}

/* True if nothing is left to run before this job. */
static bool add_reads(Cells *e, JobList *jobs, Job job)
{
    const Layout *layout = &e->layout;
    uint32_t block = layout->owner[job.reg];
    bool ready = true;
    for (uint32_t i = layout->first_read[block]; i < layout->first_read[block + 1]; i++) {
        Read read = layout->reads[i];
        if (layout->owner[read.reg] == NO_INDEX32) {
            continue;
        }
        if (!read.all) {
            ready = add_job(e, jobs, read.reg, job.element) && ready;
            continue;
        }
        uint32_t total = e->lists[layout->list[read.reg]].total;
        for (uint32_t k = 0; k < total; k++) {
            ready = add_job(e, jobs, read.reg, k) && ready;
        }
    }
    return ready;
}

static void run_job(Cells *e, Job job)
{
    exact_run(e, e->layout.owner[job.reg], job.element);
    Node *cell = exact_get_cell(e, job.reg, job.element);
    if (!*cell) {
        *cell = NODE_FAIL + 1; /* a register that its block never writes */
    }
}

Node cone_get(Cells *e, uint16_t reg, uint32_t element)
{
    JobList jobs = { NULL, 0, 0 };
    Node *cell = exact_get_cell(e, reg, element);
    if (e->layout.owner[reg] == NO_INDEX32) {
        return NODE_FAIL;
    }
    if (!*cell) {
        vec_add(e->arena, &jobs, ((Job){ reg, element }));
    }
    while (jobs.count && !e->over) {
        Job job = jobs.items[jobs.count - 1];
        if (*exact_get_cell(e, job.reg, job.element)) {
            jobs.count--;
        } else if (add_reads(e, &jobs, job)) {
            run_job(e, job);
        }
    }
    return *cell && !e->over ? *cell - 1 : NODE_FAIL;
}

/* ---- given up: what a cone could read ---- */

typedef struct Gather {
    Cells *e;
    bool *blocks;
    void (*add)(Cells *e, uint16_t field, uint32_t element, void *context);
    void *context;
} Gather;

static void gather_field(Gather *g, uint16_t reg, uint16_t own_list, uint32_t own_element)
{
    Cells *e = g->e;
    uint16_t field = e->layout.field[reg], list = e->layout.list[reg];
    if (list == NO_INDEX || list == own_list) {
        g->add(e, field, list == NO_INDEX ? 0 : own_element, g->context);
        return;
    }
    for (uint32_t k = 0; k < e->lists[list].total; k++) {
        g->add(e, field, k, g->context);
    }
}

static void gather_block(Gather *g, uint32_t block, uint16_t own_list, uint32_t own_element)
{
    const Program *program = g->e->program;
    unsigned depth = 0;
    bool inside = false;
    for (uint32_t pc = program->blocks[block].code; pc < program->blocks[block].code_end; pc++) {
        const Insn *insn = &program->code[pc];
        inside = inside || exact_is_own_loop(&program->blocks[block], insn);
        depth += insn->op == OP_EACH;
        depth -= insn->op == OP_NEXT;
        uint16_t own = inside && depth == 1 ? own_list : NO_INDEX;
        OpShape shape = opcode_get_shape(insn->op);
        const uint16_t operands[3] = { insn->a, insn->b, insn->c };
        for (unsigned i = 0; i < 3; i++) {
            char kind = shape.operand[i];
            if (!kind || strchr("_L", kind)) {
                continue;
            }
            uint16_t reg = operands[i];
            if (g->e->layout.field[reg] != NO_INDEX) {
                gather_field(g, reg, own, own_element);
            } else if (kind != 'Q' && is_result(&g->e->layout, program, reg) &&
                       g->e->layout.owner[reg] != NO_INDEX32) {
                g->blocks[g->e->layout.owner[reg]] = true;
            }
        }
    }
}

void cone_visit_facts(Cells *e, uint32_t block, uint32_t element,
                      void (*add)(Cells *e, uint16_t field, uint32_t element, void *context),
                      void *context)
{
    Gather g = { e, ARENA_ARRAY(e->arena, bool, e->program->block_count), add, context };
    g.blocks[block] = true;
    /* Blocks read only earlier ones. */
    for (uint32_t b = block + 1; b-- > 0;) {
        bool own = b == block && e->program->blocks[b].list != NO_INDEX;
        if (g.blocks[b]) {
            gather_block(&g, b, own ? e->program->blocks[b].list : NO_INDEX, element);
        }
    }
}
