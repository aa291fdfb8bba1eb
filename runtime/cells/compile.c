/* compile.c - the diagrams of all answers for a record of which nothing is known.
 *
 * Which answers are compiled hangs on the program alone: each has an allowance of its own, and they
 * are made in the order of the blocks. An element that a record lists is the element of that number
 * that nobody has listed yet, with its facts known. */
#include "runtime/base/claim.h"
#include "runtime/cells/engine.h"
#include <setjmp.h>

/* All answers together: the first guideline takes 150,000 steps, 130,000 rows and 16 MB, and
 * whoever is beyond a multiple of that is as quick without. */
enum {
    COMPILE_ROWS = 200000,
    COMPILE_STEPS = 600000,
    ROOT_STEPS = 60000, /* of one answer about one element */
    COMPILE_ROUNDS = 8
};
#define COMPILE_BYTES ((size_t)24 << 20)

typedef struct Compiler {
    Arena *scratch;
    const Program *program;
    Cells *e;
    VEC(Node) roots;
    VEC(FrozenId *) places; /* where the copy of a root goes */
    uint32_t tried;         /* roots */
    uint64_t steps;
} Compiler;

/* ---- the engine ---- */

static uint32_t *number_gates(Arena *arena, const Program *program, uint32_t *count)
{
    uint32_t *vars = ARENA_ARRAY(arena, uint32_t, (size_t)program->code_count + 1);
    *count = 0;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        if (!gate_is(&program->code[pc])) {
            continue;
        }
        uint16_t list = gate_get_list(program, &program->code[pc]);
        vars[pc] = *count + 1;
        *count += list == NO_INDEX ? 1u : program->lists[list].most;
    }
    return vars;
}

static Record *make_blank(Arena *arena, const Program *program, Reg date)
{
    Record *record = record_create(arena, arena, program);
    for (uint32_t i = 0; i < program->list_count; i++) {
        record->lists[i].hidden_least = 0; /* a record may list fewer than are allowed */
    }
    record_set_date(record, program, (Day)date.lo);
    return record;
}

static Cells *create_engine(Compiler *c, Reg date)
{
    Cells *e = cells_create(c->scratch, c->program);
    schedule_lay_out(e, c->scratch, true);
    cells_begin(e, c->scratch, make_blank(c->scratch, c->program, date), (CellsHost){ 0 });
    e->gate_vars = number_gates(c->scratch, c->program, &e->gate_var_count);
    cells_prepare(e);
    e->d->row_limit = COMPILE_ROWS;
    return e;
}

/* ---- roots ---- */

static uint32_t count_elements(const Program *program, uint16_t list)
{
    uint32_t most = list == NO_INDEX ? 1 : program->lists[list].most;
    return most < COMPILED_ELEMENTS ? most : COMPILED_ELEMENTS;
}

/* Rows, cuts and order classes stay. */
static void forget_results(Cells *e)
{
    cells_forget_results(e);
    node_forget_results(e->d);
}

/* False over the limit; what stood in the store before stays. */
static bool make_root(Compiler *c, uint32_t block, uint16_t reg, uint32_t element, bool hidden,
                      Node *root)
{
    Cells *e = c->e;
    uint16_t list = c->program->blocks[block].list;
    node_begin_answer(e->d, ROOT_STEPS);
    *root = schedule_get(e, reg, element);
    if (hidden) {
        *root = apply_select(e->d, list_get_more(e, list, element), *root, NODE_NO);
    }
    c->steps += e->d->steps;
    if (e->d->over) {
        forget_results(e);
        e->d->over = false;
        *root = NODE_FAIL;
        return false;
    }
    return true;
}

static void add_root(Compiler *c, uint32_t block, uint16_t reg, uint32_t element, bool hidden,
                     FrozenId *place)
{
    Node root;
    c->tried++;
    *place = FROZEN_CLOSED;
    if (c->steps < COMPILE_STEPS && make_root(c, block, reg, element, hidden, &root)) {
        vec_add(c->scratch, &c->roots, root);
        vec_add(c->scratch, &c->places, place);
    }
}

static void add_register(Compiler *c, Compiled *out, uint32_t block, uint16_t reg)
{
    const BlockInfo *info = &c->program->blocks[block];
    uint32_t count = count_elements(c->program, info->list);
    bool advice = info->kind == BLOCK_ADVICE && info->list != NO_INDEX && reg == info->result;
    for (uint32_t i = 0; i < count; i++) {
        add_root(c, block, reg, i, false, &out->roots[reg][i]);
        if (advice) {
            add_root(c, block, reg, i, true, &out->hidden[reg][i]);
        }
    }
}

/* Every register that an answer may be asked of. */
static void visit_registers(Compiler *c, Compiled *out,
                            void (*visit)(Compiler *, Compiled *, uint32_t, uint16_t))
{
    for (uint32_t b = 0; b < c->program->block_count; b++) {
        const BlockInfo *block = &c->program->blocks[b];
        visit(c, out, b, block->result);
        if (block->kind == BLOCK_ADVICE && block->when != NO_INDEX) {
            visit(c, out, b, block->when);
        }
        for (uint32_t k = 0; k < block->aux_count; k++) {
            visit(c, out, b, c->program->aux[block->aux + k].reg);
        }
    }
}

/* Facts that are found to be compared with each other get representatives, and everything is made
 * once more with them. False if most answers are too large: then it is not worth the memory. */
static bool make_roots(Compiler *c, Compiled *out)
{
    for (int round = 0; round < COMPILE_ROUNDS; round++) {
        c->roots.count = c->places.count = c->tried = 0;
        visit_registers(c, out, add_register);
        if (!c->e->d->stale) {
            return 2 * c->roots.count >= c->tried;
        }
        order_refresh(c->e->d);
        forget_results(c->e);
    }
    return false;
}

static void make_places(Compiler *c, Compiled *out, Arena *arena)
{
    const Program *program = c->program;
    out->roots = ARENA_ARRAY(arena, FrozenId *, program->reg_count);
    out->hidden = ARENA_ARRAY(arena, FrozenId *, program->reg_count);
    for (uint32_t r = 0; r < program->reg_count; r++) {
        const RegPlace *place = anatomy_get_reg(program, (uint16_t)r);
        if (place->owner == NO_INDEX32) {
            continue;
        }
        uint32_t count = count_elements(program, place->list);
        out->roots[r] = ARENA_ARRAY(arena, FrozenId, count);
        out->hidden[r] = ARENA_ARRAY(arena, FrozenId, count);
        memset(out->roots[r], 0xff, count * sizeof(FrozenId));
        memset(out->hidden[r], 0xff, count * sizeof(FrozenId));
    }
}

/* ---- what variables stand for ---- */

/* x < c and x <= c on the grid of x: the first key that is above twice x. */
static bool find_key(Rat limit, bool inclusive, int64_t one, __int128 *key)
{
    __int128 scaled;
    if (__builtin_mul_overflow(limit.num, (__int128)one, &scaled)) {
        return false;
    }
    __int128 floor = scaled / limit.den - (scaled % limit.den < 0);
    bool exact = floor * limit.den == scaled;
    *key = 2 * floor + (exact ? inclusive : 1);
    return floor > INT64_MIN && floor < INT64_MAX;
}

static __int128 *make_keys(Arena *arena, const FrozenVar *var, uint8_t type)
{
    __int128 *keys = ARENA_ARRAY(arena, __int128, var->cut_count);
    for (uint32_t i = 0; i < var->cut_count; i++) {
        if (!find_key(var->cuts[i].limit, var->cuts[i].inclusive, type == REG_DEC ? DEC_ONE : 1,
                      &keys[i])) {
            return NULL;
        }
    }
    return keys;
}

static Meaning find_meaning(Arena *arena, const Program *program, const FrozenVar *var)
{
    Meaning meaning = { .pc = NO_INDEX32 };
    uint32_t pc, element;
    if (var->closed) {
        return meaning;
    }
    if (gate_from_name(var->name, &pc, &element)) {
        meaning.pc = pc;
        meaning.fact.element = (uint16_t)element;
        return meaning;
    }
    bool hidden;
    meaning.fact = cells_get_named(var->name, &hidden);
    meaning.more = meaning.fact.field == NO_INDEX;
    if (!meaning.more && var->pair == NO_PAIR) {
        meaning.keys = make_keys(arena, var, program->fields[meaning.fact.field].type);
    }
    return meaning;
}

/* ---- the whole ---- */

static bool compile(Compiler *c, Compiled *out, Arena *arena, Reg date)
{
    c->e = create_engine(c, date);
    make_places(c, out, arena);
    if (!make_roots(c, out)) {
        return false;
    }
    out->frozen = frozen_create(arena, c->e->d, c->roots.items, c->roots.count);
    for (uint32_t i = 0; i < c->roots.count; i++) {
        *c->places.items[i] = c->roots.items[i];
    }
    out->meanings = ARENA_ARRAY(arena, Meaning, (size_t)out->frozen->var_count + 1);
    for (uint32_t i = 0; i < out->frozen->var_count; i++) {
        out->meanings[i] = find_meaning(arena, c->program, &out->frozen->vars[i]);
    }
    return true;
}

const Compiled *cells_compile(Arena *arena, const Program *program, Reg date)
{
    Arena *scratch = arena_create(COMPILE_BYTES);
    jmp_buf exhausted, *owner = arena_get_recovery(arena);
    Compiled *volatile out = NULL;
    if (!scratch) {
        return NULL;
    }
    arena_set_recovery(scratch, &exhausted);
    arena_set_recovery(arena, &exhausted);
    if (setjmp(exhausted) == 0) {
        Compiler compiler = { .scratch = scratch, .program = program };
        Compiled *made = ARENA_NEW(arena, Compiled);
        *made = (Compiled){ .program = program, .date = date.lo };
        out = compile(&compiler, made, arena, date) ? made : NULL;
    }
    arena_set_recovery(arena, owner);
    arena_destroy(scratch);
    return out;
}
