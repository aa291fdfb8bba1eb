/* ir.c - builders of IR nodes, hash-consed in their block. */
#include "compiler/lower/ir.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"

static uint32_t mix(uint32_t hash, uint64_t value)
{
    uint64_t mixed = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mixed >> 32) ^ (uint32_t)mixed;
}

static uint32_t hash_node(const IrNode *n)
{
    uint32_t hash = mix(n->kind * 31u + n->type, ((uint64_t)n->op << 16) | n->list);
    hash = mix(hash, n->imm);
    hash = mix(hash, ((uint64_t)n->field << 32) | n->block);
    hash = mix(hash, (uint64_t)n->constant.reg.lo);
    hash = mix(hash, (uint64_t)n->constant.reg.hi);
    for (int i = 0; i < 4; i++) {
        hash = mix(hash, (uint64_t)(uintptr_t)n->args[i]);
    }
    return hash;
}

static bool nodes_equal(const IrNode *a, const IrNode *b)
{
    if (a->kind != b->kind || a->type != b->type || a->enumeration != b->enumeration ||
        a->op != b->op || a->imm != b->imm || a->list != b->list || a->field != b->field ||
        a->block != b->block) {
        return false;
    }
    if (a->constant.reg.lo != b->constant.reg.lo || a->constant.reg.hi != b->constant.reg.hi ||
        a->constant.off_grid != b->constant.off_grid) {
        return false;
    }
    if (a->constant.off_grid && (a->constant.exact.num != b->constant.exact.num ||
                                 a->constant.exact.den != b->constant.exact.den)) {
        return false;
    }
    if (a->native_count || b->native_count) {
        return false; /* calls are never merged: opaque */
    }
    return memcmp(a->args, b->args, sizeof a->args) == 0;
}

enum { FIRST_BUCKETS = 32 };

IrTable *ir_table_create(Arena *arena)
{
    IrTable *table = ARENA_NEW(arena, IrTable);
    table->size = FIRST_BUCKETS;
    table->buckets = ARENA_ARRAY(arena, IrNode *, FIRST_BUCKETS);
    return table;
}

/* Four times the buckets, with the same nodes in them. */
static void grow_table(Arena *arena, IrTable *table)
{
    IrTable old = *table;
    table->size = old.size * 4;
    table->buckets = ARENA_ARRAY(arena, IrNode *, table->size);
    for (uint32_t i = 0; i < old.size; i++) {
        for (IrNode *node = old.buckets[i], *next; node; node = next) {
            IrNode **bucket = &table->buckets[node->hash & (table->size - 1)];
            next = node->next;
            node->next = *bucket;
            *bucket = node;
        }
    }
}

static IrNode *find_same(const IrTable *table, const IrNode *draft)
{
    IrNode *node = table->buckets[draft->hash & (table->size - 1)];
    while (node && (node->hash != draft->hash || !nodes_equal(node, draft))) {
        node = node->next;
    }
    return node;
}

static IrNode *add_node(Arena *arena, IrTable *table, IrNode *draft)
{
    if (table->count++ > table->size) {
        grow_table(arena, table);
    }
    IrNode **bucket = &table->buckets[draft->hash & (table->size - 1)];
    draft->next = *bucket;
    draft->reg = IR_NO_REG;
    return *bucket = arena_copy(arena, draft, sizeof *draft);
}

static IrNode *intern(Compilation *c, IrBlock *b, IrNode draft)
{
    CLAIM(draft.op < OP_COUNT_, "A node has an opcode of the table.");
    for (int i = 0; i < 4; i++) {
        if (draft.args[i]) {
            draft.lists |= draft.args[i]->lists;
            if (draft.args[i]->depth >= draft.depth) {
                draft.depth = draft.args[i]->depth + 1;
            }
        }
    }
    if (draft.depth > LIMIT_STEPS && !c->too_deep) {
        c->too_deep = b->rule;
    }
    if (draft.kind == IR_LOOP) {
        draft.lists &= ~(UINT64_C(1) << draft.list);
        if (draft.args[0]) {
            draft.lists |= draft.args[0]->lists;
        }
    }
    draft.hash = hash_node(&draft);
    IrNode *same = find_same(b->table, &draft);
    return same ? same : add_node(c->arena, b->table, &draft);
}

IrNode *ir_op(Compilation *c, IrBlock *b, Opcode op, uint8_t type, uint16_t enumeration, IrNode *x,
              IrNode *y, IrNode *z, uint32_t imm)
{
    return intern(c, b,
                  (IrNode){ .kind = IR_OP,
                            .type = type,
                            .enumeration = enumeration,
                            .op = op,
                            .imm = imm,
                            .list = NO_INDEX,
                            .args = { x, y, z } });
}

IrNode *ir_loop(Compilation *c, IrBlock *b, Opcode op, uint16_t list, IrNode *start, IrNode *x,
                IrNode *y, IrNode *z)
{
    return intern(c, b,
                  (IrNode){ .kind = IR_LOOP,
                            .type = start->type,
                            .enumeration = start->enumeration,
                            .op = op,
                            .list = list,
                            .args = { start, x, y, z } });
}

IrNode *ir_list_op(Compilation *c, IrBlock *b, Opcode op, uint8_t type, uint16_t list)
{
    return intern(
        c, b,
        (IrNode){ .kind = IR_OP, .type = type, .enumeration = NO_INDEX, .op = op, .list = list });
}

IrNode *ir_native(Compilation *c, IrBlock *b, uint16_t native, uint8_t type, IrNode **args,
                  uint16_t count)
{
    IrNode draft = { .kind = IR_OP,
                     .type = type,
                     .enumeration = NO_INDEX,
                     .op = OP_NATIVE,
                     .imm = native,
                     .list = NO_INDEX,
                     .native_count = count,
                     .more = args };
    for (uint16_t i = 0; i < count; i++) {
        draft.lists |= args[i]->lists;
        if (args[i]->depth >= draft.depth) {
            draft.depth = args[i]->depth + 1;
        }
    }
    draft.reg = IR_NO_REG;
    return arena_copy(c->arena, &draft, sizeof draft);
}

IrNode *ir_constant(Compilation *c, IrBlock *b, uint8_t type, uint16_t enumeration,
                    Constant constant)
{
    return intern(c, b,
                  (IrNode){ .kind = IR_CONST,
                            .type = type,
                            .enumeration = enumeration,
                            .list = NO_INDEX,
                            .constant = constant });
}

IrNode *ir_bool(Compilation *c, IrBlock *b, bool value)
{
    return ir_constant(c, b, REG_BOOL, NO_INDEX,
                       (Constant){ .reg = { .mask = mask_from_bool(value) } });
}

IrNode *ir_int(Compilation *c, IrBlock *b, int64_t value)
{
    return ir_constant(c, b, REG_INT, NO_INDEX, (Constant){ .reg = { .lo = value, .hi = value } });
}

IrNode *ir_rat(Compilation *c, IrBlock *b, Rat value)
{
    Constant constant = { .exact = value };
    bool exact = true;
    Dec floor = 0;
    if (!rat_floor_dec(value, &floor, &exact)) {
        constant.off_grid = true;
        constant.reg = (Reg){ .lo = DEC_MIN, .hi = DEC_MAX };
    } else {
        constant.off_grid = !exact;
        constant.reg = (Reg){ .lo = floor, .hi = exact ? floor : floor + 1 };
    }
    return ir_constant(c, b, REG_DEC, NO_INDEX, constant);
}

IrNode *ir_set(Compilation *c, IrBlock *b, uint16_t enumeration, Mask mask)
{
    return ir_constant(c, b, REG_ENUM, enumeration, (Constant){ .reg = { .mask = mask } });
}

IrNode *ir_field(Compilation *c, IrBlock *b, uint16_t field)
{
    FieldInfo *info = &c->program->fields[field];
    info->used = true;
    uint64_t lists = 0;
    if (info->role == FIELD_ELEMENT) {
        c->program->lists[info->list].used = true;
        lists = UINT64_C(1) << info->list;
    }
    return intern(c, b,
                  (IrNode){ .kind = IR_FIELD,
                            .type = info->type,
                            .enumeration = info->enumeration,
                            .field = field,
                            .list = NO_INDEX,
                            .lists = lists });
}

IrNode *ir_result(Compilation *c, IrBlock *b, uint32_t block, uint8_t type, uint16_t enumeration,
                  uint16_t list)
{
    uint64_t lists = list == NO_INDEX ? 0 : UINT64_C(1) << list;
    return intern(c, b,
                  (IrNode){ .kind = IR_RESULT,
                            .type = type,
                            .enumeration = enumeration,
                            .block = block,
                            .list = list,
                            .lists = lists });
}

bool ir_is_bool_constant(const IrNode *node, bool value)
{
    return node->kind == IR_CONST && node->type == REG_BOOL &&
           node->constant.reg.mask == mask_from_bool(value);
}

IrNode *ir_not(Compilation *c, IrBlock *b, IrNode *x)
{
    if (ir_is_bool_constant(x, true)) {
        return ir_bool(c, b, false);
    }
    if (ir_is_bool_constant(x, false)) {
        return ir_bool(c, b, true);
    }
    if (x->kind == IR_OP && x->op == OP_NOT) {
        return x->args[0];
    }
    return ir_op(c, b, OP_NOT, REG_BOOL, NO_INDEX, x, NULL, NULL, 0);
}

IrNode *ir_and(Compilation *c, IrBlock *b, IrNode *x, IrNode *y)
{
    /* NULL first: of yes and nothing, yes is what remains. */
    if (!x || !y) {
        return x ? x : y;
    }
    if (ir_is_bool_constant(x, true)) {
        return y;
    }
    if (ir_is_bool_constant(y, true)) {
        return x;
    }
    return ir_op(c, b, OP_AND, REG_BOOL, NO_INDEX, x, y, NULL, 0);
}

IrNode *ir_or(Compilation *c, IrBlock *b, IrNode *x, IrNode *y)
{
    if (!x || !y) {
        return x ? x : y;
    }
    if (ir_is_bool_constant(x, false)) {
        return y;
    }
    if (ir_is_bool_constant(y, false)) {
        return x;
    }
    return ir_op(c, b, OP_OR, REG_BOOL, NO_INDEX, x, y, NULL, 0);
}

IrNode *ir_select(Compilation *c, IrBlock *b, IrNode *when, IrNode *then, IrNode *otherwise)
{
    if (ir_is_bool_constant(when, true)) {
        return then;
    }
    return ir_op(c, b, OP_SELECT, then->type, then->enumeration, when, then, otherwise, 0);
}
