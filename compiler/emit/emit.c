/* emit.c - IR to code: registers are numbered, loops opened and closed, and what does not change
 * within a loop is computed before it. */
#include "compiler/lower/ir.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"
#include "runtime/base/map.h"
#include <stdlib.h>

/* Operands carry their region until all regions are sized. */
enum { R_CONST = 1, R_SLOT, R_WINDOW, R_RESULT, R_TEMP };
#define OPERAND(region, index) (((uint32_t)(region) << 28) | (uint32_t)(index))
#define WINDOW_OPERAND(list, index) OPERAND(R_WINDOW, ((uint32_t)(list) << 14) | (uint32_t)(index))

typedef struct Draft {
    uint16_t op;
    uint32_t dst, a, b, c, imm;
    uint32_t line;
} Draft;
typedef VEC(IrNode *) NodeList;

typedef struct Emitter {
    Compilation *c;
    Program *p;
    VEC(Draft) code;
    VEC(Constant) constants;
    VEC(RegInfo) constant_types;
    Map constant_map;
    VEC(RegInfo) results;
    VEC(RegInfo) slots;
    struct Columns {
        RegInfo *items;
        uint32_t count, capacity;
    } *columns; /* per list */
    VEC(RegInfo) temps;
    struct Temps {
        uint32_t *items;
        uint32_t count, capacity;
    } *free_temps; /* of finished blocks, by type and enumeration */
    VEC(uint32_t) block_temps;
    NodeList scoped;           /* nodes with a register, innermost loop last */
    uint32_t *result_operands; /* per block: operand of its main result */
    IrBlock *block;
    VEC(uint32_t) needs;
} Emitter;

static uint32_t emit(Emitter *e, IrNode *node);

/* ---- registers ---- */

static uint32_t add_constant(Emitter *e, const IrNode *node)
{
    struct {
        uint8_t type, off;
        uint16_t enumeration;
        uint32_t zero;
        int64_t lo, hi;
        Rat exact;
    } key;
    memset(&key, 0, sizeof key);
    key.type = node->type;
    key.off = node->constant.off_grid;
    key.enumeration = node->enumeration;
    key.lo = node->constant.reg.lo;
    key.hi = node->constant.reg.hi;
    if (key.off) {
        key.exact = node->constant.exact;
    }
    Str bytes = { (const char *)&key, sizeof key };
    uint32_t found = map_find(&e->constant_map, bytes);
    if (found != MAP_NONE) {
        return OPERAND(R_CONST, found);
    }
    found = e->constants.count;
    map_add(&e->constant_map, str_copy(e->c->arena, bytes), found);
    Constant constant = node->constant;
    if (!constant.off_grid) {
        constant.exact = (Rat){ 0, 1 };
    }
    vec_add(e->c->arena, &e->constants, constant);
    vec_add(e->c->arena, &e->constant_types, ((RegInfo){ node->type, node->enumeration }));
    return OPERAND(R_CONST, found);
}

static struct Temps *get_free_temps(Emitter *e, RegInfo info)
{
    uint32_t enumerations = e->p->enum_count;
    return &e->free_temps[info.type * (enumerations + 1u) +
                          (info.enumeration == NO_INDEX ? enumerations : info.enumeration)];
}

/* A temporary is written once in its block (but accumulators), so that an explanation can read it
 * afterwards. */
static uint32_t add_temp(Emitter *e, uint8_t type, uint16_t enumeration)
{
    RegInfo info = { type, enumeration };
    struct Temps *unused = get_free_temps(e, info);
    uint32_t temp = unused->count ? unused->items[--unused->count] : e->temps.count;
    if (temp == e->temps.count) {
        vec_add(e->c->arena, &e->temps, info);
    }
    vec_add(e->c->arena, &e->block_temps, temp);
    return OPERAND(R_TEMP, temp);
}

/* In a program of ordinary size every block keeps its temporaries: an explanation then reads them
 * without running the block again. A large one shares them, to stay within what an instruction can
 * name. */
enum { TEMPS_UNSHARED = 8192 };

static void free_block_temps(Emitter *e)
{
    if (e->temps.count < TEMPS_UNSHARED) {
        e->block_temps.count = 0;
    }
    for (uint32_t i = e->block_temps.count; i-- > 0;) {
        uint32_t temp = e->block_temps.items[i];
        vec_add(e->c->arena, get_free_temps(e, e->temps.items[temp]), temp);
    }
    e->block_temps.count = 0;
}

static uint32_t get_field_operand(Emitter *e, uint16_t field)
{
    FieldInfo *info = &e->p->fields[field];
    return info->list == NO_INDEX ? OPERAND(R_SLOT, info->reg)
                                  : WINDOW_OPERAND(info->list, info->reg);
}

/* ---- code ---- */

static void write_code(Emitter *e, uint16_t op, uint32_t dst, uint32_t a, uint32_t b, uint32_t c,
                       uint32_t imm, uint32_t line)
{
    vec_add(e->c->arena, &e->code,
            ((Draft){ op, dst, a, b, c, imm, line ? line : e->block->info.line }));
}

static void remember(Emitter *e, IrNode *node, uint32_t reg)
{
    node->reg = reg;
    vec_add(e->c->arena, &e->scoped, node);
}

static void forget_from(Emitter *e, uint32_t mark)
{
    while (e->scoped.count > mark) {
        e->scoped.items[--e->scoped.count]->reg = IR_NO_REG;
    }
}

/* Compute before a loop what its body does not change: mask = lists of the loops around. */
static void hoist(Emitter *e, IrNode *node, uint64_t mask)
{
    if (!node || node->kind == IR_CONST || node->kind == IR_FIELD || node->kind == IR_RESULT) {
        return;
    }
    if (!(node->lists & mask)) {
        emit(e, node);
        return;
    }
    if (node->kind == IR_LOOP) {
        hoist(e, node->args[0], mask);
        mask |= UINT64_C(1) << node->list;
    }
    for (int i = node->kind == IR_LOOP ? 1 : 0; i < 4; i++) {
        hoist(e, node->args[i], mask);
    }
    for (uint16_t i = 0; i < node->native_count; i++) {
        hoist(e, node->more[i], mask);
    }
}

static uint32_t open_loop(Emitter *e, uint16_t list, uint32_t line)
{
    write_code(e, OP_EACH, 0, list, 0, 0, 0, line);
    return e->code.count - 1;
}

static void close_loop(Emitter *e, uint16_t list, uint32_t each, uint32_t mark, uint32_t line)
{
    CLAIM(e->code.items[each].op == OP_EACH, "A loop is closed where one was opened.");
    e->code.items[each].imm = e->code.count;
    write_code(e, OP_NEXT, 0, list, 0, 0, 0, line);
    forget_from(e, mark);
}

static uint32_t emit_loop(Emitter *e, IrNode *node)
{
    uint32_t start = emit(e, node->args[0]);
    for (int i = 1; i < 4; i++) {
        hoist(e, node->args[i], UINT64_C(1) << node->list);
    }
    uint32_t acc = add_temp(e, node->type, node->enumeration), best = 0;
    write_code(e, OP_MOVE, acc, start, 0, 0, 0, node->line);
    if (node->op == OP_ACC_LATEST) {
        best = add_temp(e, REG_DATE, NO_INDEX);
        write_code(e, OP_NONE, best, 0, 0, 0, 0, node->line);
    }
    uint32_t mark = e->scoped.count, each = open_loop(e, node->list, node->line), args[4] = { 0 };
    for (int i = 1; i < 4; i++) {
        if (node->args[i]) {
            args[i] = emit(e, node->args[i]);
        }
    }
    write_code(e, node->op, acc, args[1], args[2], args[3], best, node->line);
    close_loop(e, node->list, each, mark, node->line);
    return acc;
}

static uint32_t emit_native(Emitter *e, IrNode *node)
{
    uint32_t args[LIMIT_NATIVE_PARAMETERS];
    CLAIM_ALWAYS(node->native_count <= LIMIT_NATIVE_PARAMETERS,
                 "Declaring a function with more is an error.");
    for (uint16_t i = 0; i < node->native_count; i++) {
        args[i] = emit(e, node->more[i]);
    }
    uint32_t first = e->temps.count; /* fresh registers in a row: never taken from the free lists,
                                        nor returned to them */
    for (uint16_t i = 0; i < node->native_count; i++) {
        vec_add(e->c->arena, &e->temps,
                ((RegInfo){ node->more[i]->type, node->more[i]->enumeration }));
    }
    for (uint16_t i = 0; i < node->native_count; i++) {
        write_code(e, OP_MOVE, OPERAND(R_TEMP, first + i), args[i], 0, 0, 0, node->line);
    }
    uint32_t dst = add_temp(e, node->type, node->enumeration);
    write_code(e, OP_NATIVE, dst, OPERAND(R_TEMP, first), 0, 0, node->imm, node->line);
    return dst;
}

static uint32_t emit_op(Emitter *e, IrNode *node)
{
    if (node->op == OP_NATIVE) {
        return emit_native(e, node);
    }
    uint32_t args[3] = { 0, 0, 0 };
    for (int i = 0; i < 3; i++) {
        if (node->args[i]) {
            args[i] = emit(e, node->args[i]);
        }
    }
    if (node->list != NO_INDEX) {
        args[0] = node->list;
    }
    uint32_t dst = add_temp(e, node->type, node->enumeration);
    write_code(e, node->op, dst, args[0], args[1], args[2], node->imm, node->line);
    return dst;
}

static uint32_t emit(Emitter *e, IrNode *node)
{
    if (node->reg != IR_NO_REG) {
        return node->reg;
    }
    switch (node->kind) {
    case IR_CONST: return add_constant(e, node);
    case IR_FIELD: return get_field_operand(e, node->field);
    case IR_RESULT:
        CLAIM(e->result_operands[node->block], "A block is emitted before those that read it.");
        vec_add(e->c->arena, &e->needs, node->block);
        return e->result_operands[node->block];
    case IR_LOOP: remember(e, node, emit_loop(e, node)); break;
    default: remember(e, node, emit_op(e, node)); break;
    }
    return node->reg;
}

/* ---- blocks ---- */

static uint32_t add_result(Emitter *e, const IrBlock *b, const IrNode *node)
{
    RegInfo info = { node->type, node->enumeration };
    if (b->list == NO_INDEX) {
        vec_add(e->c->arena, &e->results, info);
        return OPERAND(R_RESULT, e->results.count - 1);
    }
    vec_add(e->c->arena, &e->columns[b->list], info);
    return WINDOW_OPERAND(b->list,
                          e->p->lists[b->list].used_fields + e->columns[b->list].count - 1);
}

static void write_result(Emitter *e, IrBlock *b, IrNode *node, uint32_t *operand)
{
    uint32_t value = emit(e, node);
    *operand = add_result(e, b, node);
    write_code(e, OP_MOVE, *operand, value, 0, 0, 0, node->line);
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void store_needs(Emitter *e, BlockInfo *info)
{
    if (e->needs.count) {
        qsort(e->needs.items, e->needs.count, sizeof *e->needs.items, compare_numbers);
    }
    info->needs = e->c->block_refs.count;
    for (uint32_t i = 0; i < e->needs.count; i++) {
        if (i == 0 || e->needs.items[i] != e->needs.items[i - 1]) {
            vec_add(e->c->arena, &e->c->block_refs, e->needs.items[i]);
        }
    }
    info->need_count = e->c->block_refs.count - info->needs;
    e->needs.count = 0;
}

static void hoist_block(Emitter *e, IrBlock *b)
{
    uint64_t mask = UINT64_C(1) << b->list;
    hoist(e, b->result, mask);
    hoist(e, b->when, mask);
    for (uint32_t i = 0; i < b->aux.count; i++) {
        hoist(e, b->aux.items[i].node, mask);
    }
}

static void emit_block(Emitter *e, uint32_t index, uint32_t *operands)
{
    IrBlock *b = e->block = e->c->blocks.items[index];
    BlockInfo *info = &b->info;
    uint32_t each = 0, mark = 0;
    info->code = e->code.count;
    if (b->list != NO_INDEX) {
        hoist_block(e, b);
        mark = e->scoped.count;
        each = open_loop(e, b->list, info->line);
    }
    write_result(e, b, b->result, &e->result_operands[index]);
    if (b->when) {
        write_result(e, b, b->when, &operands[0]);
    }
    info->aux = e->c->aux.count;
    for (uint32_t i = 0; i < b->aux.count; i++) {
        IrAux *aux = &b->aux.items[i];
        uint32_t operand;
        write_result(e, b, aux->node, &operand);
        AuxInfo out = { .reason = aux->reason,
                        .value = aux->value,
                        .statements = aux->statements,
                        .statement_count = aux->statement_count };
        vec_add(e->c->arena, &e->c->aux, out);
        operands[1 + i] = operand;
    }
    info->aux_count = b->aux.count;
    if (b->list != NO_INDEX) {
        close_loop(e, b->list, each, mark, info->line);
    }
    info->code_end = e->code.count;
    forget_from(e, 0);
    free_block_temps(e);
    store_needs(e, info);
}

/* ---- regions ---- */

/* Whether a list that is read hides an element depends on the sizes of those that it lists. */
static void use_summarized_sizes(Program *p)
{
    for (uint16_t l = 0; l < p->list_count; l++) {
        if (p->lists[l].used && p->lists[l].largest_by != NO_INDEX) {
            p->fields[p->lists[l].largest_field].used = true;
        }
    }
}

static void number_slots(Emitter *e)
{
    Program *p = e->p;
    use_summarized_sizes(p);
    for (uint16_t i = 0; i < p->field_count; i++) {
        FieldInfo *field = &p->fields[i];
        if (!field->used || field->role == FIELD_KEY || field->role == FIELD_TEXT) {
            continue;
        }
        if (field->list != NO_INDEX) {
            field->reg = p->lists[field->list].used_fields++;
            continue;
        }
        field->reg = (uint16_t)e->slots.count;
        vec_add(e->c->arena, &e->slots, ((RegInfo){ field->type, field->enumeration }));
    }
}

static void fix_layout(Emitter *e)
{
    Program *p = e->p;
    uint32_t at = e->constants.count;
    p->const_count = (uint16_t)at;
    p->slot_first = (uint16_t)at;
    at += e->slots.count;
    p->window_first = (uint16_t)at;
    for (uint16_t l = 0; l < p->list_count; l++) {
        p->lists[l].window = (uint16_t)at;
        p->lists[l].width = (uint16_t)(p->lists[l].used_fields + e->columns[l].count);
        at += p->lists[l].width;
    }
    p->result_first = (uint16_t)at;
    at += e->results.count;
    p->temp_first = (uint16_t)at;
    p->reg_count = at + e->temps.count;
}

static uint16_t fix_operand(const Emitter *e, uint32_t operand)
{
    const Program *p = e->p;
    uint32_t index = operand & 0x0fffffff;
    switch (operand >> 28) {
    case R_CONST: return (uint16_t)index;
    case R_SLOT: return (uint16_t)(p->slot_first + index);
    case R_WINDOW: return (uint16_t)(p->lists[index >> 14].window + (index & 0x3fff));
    case R_RESULT: return (uint16_t)(p->result_first + index);
    case R_TEMP: return (uint16_t)(p->temp_first + index);
    default: return (uint16_t)index; /* a list, or unused */
    }
}

static void fill_types(Emitter *e)
{
    Program *p = e->p;
    p->regs = ARENA_ARRAY(e->c->arena, RegInfo, p->reg_count);
    RegInfo *at = p->regs;
    for (uint32_t i = 0; i < e->constants.count; i++) {
        *at++ = e->constant_types.items[i];
    }
    for (uint32_t i = 0; i < e->slots.count; i++) {
        *at++ = e->slots.items[i];
    }
    for (uint16_t l = 0; l < p->list_count; l++) {
        for (uint16_t f = 0; f < p->lists[l].field_count; f++) {
            const FieldInfo *field = &p->fields[p->lists[l].first_field + f];
            if (field->reg != NO_INDEX) {
                *at++ = (RegInfo){ field->type, field->enumeration };
            }
        }
        for (uint32_t i = 0; i < e->columns[l].count; i++) {
            *at++ = e->columns[l].items[i];
        }
    }
    for (uint32_t i = 0; i < e->results.count; i++) {
        *at++ = e->results.items[i];
    }
    for (uint32_t i = 0; i < e->temps.count; i++) {
        *at++ = e->temps.items[i];
    }
}

static void fix_code(Emitter *e)
{
    Program *p = e->p;
    p->code_count = e->code.count;
    p->code = ARENA_ARRAY(e->c->arena, Insn, p->code_count);
    p->lines = ARENA_ARRAY(e->c->arena, uint32_t, p->code_count);
    for (uint32_t i = 0; i < p->code_count; i++) {
        const Draft *d = &e->code.items[i];
        uint32_t imm = d->op == OP_ACC_LATEST ? fix_operand(e, d->imm) : d->imm;
        p->code[i] = (Insn){ .op = d->op,
                             .dst = fix_operand(e, d->dst),
                             .a = fix_operand(e, d->a),
                             .b = fix_operand(e, d->b),
                             .c = fix_operand(e, d->c),
                             .imm = imm };
        p->lines[i] = d->line;
    }
}

static void fix_fields(Emitter *e)
{
    Program *p = e->p;
    for (uint16_t i = 0; i < p->field_count; i++) {
        FieldInfo *field = &p->fields[i];
        if (field->reg == NO_INDEX) {
            continue;
        }
        field->reg =
            (uint16_t)(field->reg +
                       (field->list == NO_INDEX ? p->slot_first : p->lists[field->list].window));
    }
}

static void fix_blocks(Emitter *e, uint32_t **operands)
{
    Compilation *c = e->c;
    Program *p = e->p;
    p->blocks = ARENA_ARRAY(c->arena, BlockInfo, c->blocks.count);
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        IrBlock *b = c->blocks.items[i];
        b->info.result = fix_operand(e, e->result_operands[i]);
        if (b->when) {
            b->info.when = fix_operand(e, operands[i][0]);
        }
        for (uint32_t k = 0; k < b->info.aux_count; k++) {
            c->aux.items[b->info.aux + k].reg = fix_operand(e, operands[i][1 + k]);
        }
        b->info.temp_first = p->temp_first;
        p->blocks[i] = b->info;
    }
}

static void share_tables(Compilation *c)
{
    Program *p = c->program;
    p->aux = c->aux.items;
    p->aux_count = c->aux.count;
    p->statement_refs = c->statement_refs.items;
    p->statement_ref_count = c->statement_refs.count;
    p->block_refs = c->block_refs.items;
    p->block_ref_count = c->block_refs.count;
    p->refs = c->refs.items;
    p->ref_count = c->refs.count;
}

void emit_program(Compilation *c)
{
    Emitter e = { .c = c, .p = c->program };
    map_init(&e.constant_map, c->arena);
    e.columns = arena_alloc_array(c->arena, c->program->list_count + 1u, sizeof *e.columns);
    e.free_temps = arena_alloc_array(c->arena, (REG_REAL + 1u) * (c->program->enum_count + 1u),
                                     sizeof *e.free_temps);
    e.result_operands = ARENA_ARRAY(c->arena, uint32_t, c->blocks.count + 1);
    uint32_t **operands = ARENA_ARRAY(c->arena, uint32_t *, c->blocks.count + 1);
    number_slots(&e);
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        operands[i] = ARENA_ARRAY(c->arena, uint32_t, c->blocks.items[i]->aux.count + 1);
        emit_block(&e, i, operands[i]);
    }
    fix_layout(&e);
    c->program->constants = e.constants.items;
    fix_fields(&e);
    fill_types(&e);
    fix_code(&e);
    fix_blocks(&e, operands);
    share_tables(c);
}
