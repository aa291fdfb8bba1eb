/* ir_check.c - every node of every block, each once: blocks are walked from their results down.
 *
 *        result      when   aux[0] aux[1]        roots: they may read the block's own element
 *           \         /        |      |
 *            AND ----          |      |          IR_OP: operands as its signature says
 *           /   \              |      |
 *        LOOP    IN -- {set}   |     ...         IR_LOOP: args[0] starts outside the loop,
 *       /  |  \    \                              the others stand inside it
 *   start filter value  field                    leaves: constants, facts, other blocks' results
 */
#include "compiler/lower/ir_check.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/opcode.h"

typedef struct IrChecker {
    Compilation *c;
    const IrBlock *block;
    uint32_t index; /* of the block */
    uint32_t walk;
    VEC(IrNode *) pending;
    VEC(uint32_t) needs; /* blocks that this one reads, as often as it does */
    Str *why;
} IrChecker;

#define REFUSE(checker, node, ...) \
    return (refuse((checker), (node), str_format((checker)->c->arena, __VA_ARGS__)), false)

static Str name_node(const IrNode *node)
{
    switch (node->kind) {
    case IR_CONST: return STR("constant");
    case IR_FIELD: return STR("fact");
    case IR_RESULT: return STR("result");
    case IR_OP:
    case IR_LOOP: break;
    }
    return node->op < OP_COUNT_ ? opcode_get_name(node->op) : STR("?");
}

static void refuse(IrChecker *checker, const IrNode *node, Str problem)
{
    *checker->why = str_format(checker->c->arena, "%S, %S in line %u: %S",
                               checker->block->info.name, name_node(node), node->line, problem);
}

static RegInfo get_info(const IrNode *node)
{
    return (RegInfo){ node->type, node->enumeration };
}

static bool is_same(RegInfo a, RegInfo b)
{
    return a.type == b.type && a.enumeration == b.enumeration;
}

/* ---- any node ---- */

static bool check_type(IrChecker *checker, const IrNode *node)
{
    bool has_values = node->type == REG_ENUM;
    if (node->type > REG_REAL) {
        REFUSE(checker, node, "it has no type");
    }
    if (has_values ? node->enumeration >= checker->c->program->enum_count
                   : node->enumeration != NO_INDEX) {
        REFUSE(checker, node, "its enumeration does not fit its type");
    }
    return true;
}

/* An operand is made before whoever reads it: nothing reads itself, however far around. */
static bool check_depth(IrChecker *checker, const IrNode *node)
{
    uint32_t deepest = 0;
    for (unsigned i = 0; i < 4; i++) {
        if (node->args[i] && node->args[i]->depth >= deepest) {
            deepest = node->args[i]->depth + 1;
        }
    }
    for (unsigned i = 0; i < node->native_count; i++) {
        if (node->more[i]->depth >= deepest) {
            deepest = node->more[i]->depth + 1;
        }
    }
    if (node->depth != deepest) {
        REFUSE(checker, node, "it does not stand right above its operands");
    }
    return true;
}

static uint64_t find_lists(const Compilation *c, const IrNode *node)
{
    if (node->kind == IR_FIELD) {
        uint16_t list = c->program->fields[node->field].list;
        return list == NO_INDEX ? 0 : UINT64_C(1) << list;
    }
    if (node->kind == IR_RESULT) {
        return node->list == NO_INDEX ? 0 : UINT64_C(1) << node->list;
    }
    uint64_t lists = 0;
    for (unsigned i = 0; i < 4; i++) {
        lists |= node->args[i] ? node->args[i]->lists : 0;
    }
    for (unsigned i = 0; i < node->native_count; i++) {
        lists |= node->more[i]->lists;
    }
    return node->kind == IR_LOOP ? (lists & ~(UINT64_C(1) << node->list)) | node->args[0]->lists
                                 : lists;
}

static bool check_lists(IrChecker *checker, const IrNode *node)
{
    if (node->lists != find_lists(checker->c, node)) {
        REFUSE(checker, node, "the lists that it reads are others");
    }
    return true;
}

/* ---- leaves ---- */

static bool check_constant(IrChecker *checker, const IrNode *node)
{
    const Constant *constant = &node->constant;
    if (node->type == REG_BOOL || node->type == REG_ENUM) {
        const EnumInfo *enumeration =
            &checker->c->program->enums[node->type == REG_BOOL ? 0 : node->enumeration];
        if (constant->reg.mask & ~mask_all(enumeration->count)) {
            REFUSE(checker, node, "a value that its enumeration does not have");
        }
        return true;
    }
    if (node->type == REG_REAL || constant->reg.lo > constant->reg.hi) {
        REFUSE(checker, node, "it has no value");
    }
    if (constant->off_grid && node->type != REG_DEC) {
        REFUSE(checker, node, "only decimals lie off the grid");
    }
    return true;
}

static bool check_field(IrChecker *checker, const IrNode *node)
{
    const Program *program = checker->c->program;
    if (node->field >= program->field_count || !program->fields[node->field].used) {
        REFUSE(checker, node, "there is no fact %u that is used", (unsigned)node->field);
    }
    const FieldInfo *field = &program->fields[node->field];
    if (!is_same(get_info(node), (RegInfo){ field->type, field->enumeration })) {
        REFUSE(checker, node, "%S has another type", field->path);
    }
    return true;
}

static bool check_result(IrChecker *checker, const IrNode *node)
{
    if (node->block >= checker->index) {
        REFUSE(checker, node, "block %u does not stand before it", node->block);
    }
    const IrBlock *other = checker->c->blocks.items[node->block];
    if (!is_same(get_info(node), get_info(other->result)) || node->list != other->list) {
        REFUSE(checker, node, "%S has another type or list", other->info.name);
    }
    vec_add(checker->c->arena, &checker->needs, node->block);
    return true;
}

/* ---- operations ---- */

/* Letters whose operands must have one and the same type. */
typedef struct Group {
    bool bound;
    RegInfo info;
} Group;

static bool check_letter(IrChecker *checker, const IrNode *node, const OpShape *shape, char letter,
                         const IrNode *value, Group *group)
{
    if (!opcode_takes_type(letter, value->type)) {
        REFUSE(checker, node, "the type of %S does not fit", name_node(value));
    }
    if (!opcode_shares_type(shape, letter)) {
        return true;
    }
    if (group->bound && !is_same(group->info, get_info(value))) {
        REFUSE(checker, node, "%S has another type than what stands beside it", name_node(value));
    }
    *group = (Group){ true, get_info(value) };
    return true;
}

/* What must stand there besides a value of the right type. */
static bool check_role(IrChecker *checker, const IrNode *node, char letter, const IrNode *value)
{
    bool fits = letter == 's'   ? value->kind == IR_CONST
                : letter == 'F' ? value->kind == IR_FIELD
                : letter == 'Q' ? value->kind == IR_RESULT
                                : true;
    if (!fits) {
        REFUSE(checker, node, "%S stands where only a %S can", name_node(value),
               letter == 's'   ? STR("constant")
               : letter == 'F' ? STR("fact")
                               : STR("result"));
    }
    return true;
}

/* first: where the operands of the signature start among the arguments. */
static bool check_operands(IrChecker *checker, const IrNode *node, const OpShape *shape,
                           unsigned first, Group *group)
{
    for (unsigned i = 0; i + first < 4; i++) {
        char letter = i < shape->operand_count ? shape->operand[i] : 0;
        const IrNode *value = node->args[i + first];
        bool wanted = letter && letter != 'L';
        if (wanted != (value != NULL)) {
            REFUSE(checker, node, "an operand too few or too many");
        }
        if (wanted && (!check_letter(checker, node, shape, letter, value, group) ||
                       !check_role(checker, node, letter, value))) {
            return false;
        }
    }
    return true;
}

static bool check_native(IrChecker *checker, const IrNode *node)
{
    const Program *program = checker->c->program;
    if (node->imm >= program->native_count ||
        node->native_count != program->natives[node->imm].parameter_count) {
        REFUSE(checker, node, "there is no native function %u of %u arguments", node->imm,
               (unsigned)node->native_count);
    }
    const NativeInfo *native = &program->natives[node->imm];
    if (node->type != native->result) {
        REFUSE(checker, node, "the result of %S has another type", native->name);
    }
    for (unsigned i = 0; i < node->native_count; i++) {
        if (node->more[i]->type != native->parameters[i]) {
            REFUSE(checker, node, "an argument of %S has another type", native->name);
        }
    }
    return true;
}

static bool check_imm(IrChecker *checker, const IrNode *node, const OpShape *shape)
{
    uint32_t limit = shape->imm == 'D'   ? DEC_DIGITS + 1u
                     : shape->imm == 'B' ? checker->c->blocks.count
                     : shape->imm == 'N' ? checker->c->program->native_count
                                         : 1;
    if (node->imm >= limit) {
        REFUSE(checker, node, "its number %u is out of bounds", node->imm);
    }
    return shape->imm == 'N' ? check_native(checker, node) : node->native_count == 0;
}

static bool check_list(IrChecker *checker, const IrNode *node, bool wanted)
{
    const Program *program = checker->c->program;
    bool there = node->list < program->list_count && program->lists[node->list].used;
    if (wanted ? !there : node->list != NO_INDEX) {
        REFUSE(checker, node, "list %u does not belong there", (unsigned)node->list);
    }
    return true;
}

static bool is_fold(uint16_t op)
{
    return op < OP_COUNT_ && opcode_get_family(op) == FAMILY_FOLD;
}

static bool is_gate_word(uint16_t op)
{
    return opcode_get_family(op) == FAMILY_GATE;
}

/* Copies, loops and skips are of emitting. */
static bool is_operation(uint16_t op)
{
    return op < OP_COUNT_ && op != OP_MOVE &&
           (opcode_get_family(op) == FAMILY_VALUE || is_gate_word(op));
}

static bool check_op(IrChecker *checker, const IrNode *node)
{
    OpShape shape = opcode_get_shape(node->op);
    Group group = { 0 };
    if (!is_operation(node->op)) {
        REFUSE(checker, node, "it is not an operation");
    }
    if (is_gate_word(node->op) && !checker->block->info.gate) {
        REFUSE(checker, node, "a gate word outside a gate");
    }
    return check_letter(checker, node, &shape, shape.dst, node, &group) &&
           check_operands(checker, node, &shape, 0, &group) &&
           check_list(checker, node, shape.operand[0] == 'L') && check_imm(checker, node, &shape);
}

static bool check_loop(IrChecker *checker, const IrNode *node)
{
    OpShape shape = opcode_get_shape(node->op);
    Group group = { 0 };
    if (!is_fold(node->op)) {
        REFUSE(checker, node, "it does not accumulate");
    }
    if (!check_list(checker, node, true)) {
        return false;
    }
    if (!node->args[0] || !is_same(get_info(node->args[0]), get_info(node))) {
        REFUSE(checker, node, "it starts with another type");
    }
    return check_letter(checker, node, &shape, shape.dst, node, &group) &&
           check_operands(checker, node, &shape, 1, &group);
}

static bool check_kind(IrChecker *checker, const IrNode *node)
{
    switch (node->kind) {
    case IR_CONST: return check_constant(checker, node);
    case IR_FIELD: return check_field(checker, node);
    case IR_RESULT: return check_result(checker, node);
    case IR_OP: return check_op(checker, node);
    case IR_LOOP: return check_loop(checker, node);
    }
    REFUSE(checker, node, "there is no such kind of node");
}

/* ---- walks ---- */

static void enter(IrChecker *checker, IrNode *node)
{
    if (node && node->checked != checker->walk) {
        node->checked = checker->walk;
        vec_add(checker->c->arena, &checker->pending, node);
    }
}

static bool check_pending(IrChecker *checker, bool (*check)(IrChecker *checker, const IrNode *node))
{
    while (checker->pending.count) {
        IrNode *node = checker->pending.items[--checker->pending.count];
        if (!check(checker, node)) {
            return false;
        }
        for (unsigned i = 0; i < 4; i++) {
            enter(checker, node->args[i]);
        }
        for (unsigned i = 0; i < node->native_count; i++) {
            enter(checker, node->more[i]);
        }
    }
    return true;
}

/* A root may read the element that its block is about, and no other. */
static bool check_root(IrChecker *checker, const IrNode *node, bool is_condition)
{
    uint64_t own = checker->block->list == NO_INDEX ? 0 : UINT64_C(1) << checker->block->list;
    if (node->lists & ~own) {
        REFUSE(checker, node, "it reads an element outside a loop over its list");
    }
    if (is_condition && node->type != REG_BOOL) {
        REFUSE(checker, node, "a condition that is not a yes_no");
    }
    return true;
}

static bool check_roots(IrChecker *checker)
{
    const IrBlock *block = checker->block;
    if (!check_root(checker, block->result, false) ||
        (block->when && !check_root(checker, block->when, true))) {
        return false;
    }
    for (uint32_t i = 0; i < block->aux.count; i++) {
        if (!check_root(checker, block->aux.items[i].node, true)) {
            return false;
        }
    }
    return true;
}

static bool walk_block(IrChecker *checker, uint32_t index,
                       bool (*check)(IrChecker *checker, const IrNode *node))
{
    const IrBlock *block = checker->block = checker->c->blocks.items[index];
    checker->index = index;
    checker->needs.count = checker->pending.count = 0;
    enter(checker, block->result);
    enter(checker, block->when);
    for (uint32_t i = 0; i < block->aux.count; i++) {
        enter(checker, block->aux.items[i].node);
    }
    return check_pending(checker, check);
}

static IrChecker start_walk(Compilation *c, Str *why)
{
    return (IrChecker){ .c = c, .walk = ++c->walks, .why = why };
}

static bool check_lowered(IrChecker *checker, const IrNode *node)
{
    return check_type(checker, node) && check_depth(checker, node) && check_kind(checker, node) &&
           check_lists(checker, node);
}

bool ir_check(Compilation *c, Str *why)
{
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        IrChecker checker = start_walk(c, why);
        if (!walk_block(&checker, i, check_lowered) || !check_roots(&checker)) {
            return false;
        }
    }
    return true;
}

/* ---- after emitting ---- */

static bool check_released(IrChecker *checker, const IrNode *node)
{
    if (node->reg != IR_NO_REG) {
        REFUSE(checker, node, "it holds a register after its block");
    }
    return node->kind != IR_RESULT || check_result(checker, node);
}

static bool check_register(IrChecker *checker, uint16_t reg, const IrNode *node)
{
    const Program *program = checker->c->program;
    if (reg >= program->reg_count || !is_same(program->regs[reg], get_info(node))) {
        REFUSE(checker, node, "register %u has another type", (unsigned)reg);
    }
    return true;
}

static bool check_registers(IrChecker *checker)
{
    const IrBlock *block = checker->block;
    if (!check_register(checker, block->info.result, block->result) ||
        (block->when && !check_register(checker, block->info.when, block->when))) {
        return false;
    }
    for (uint32_t i = 0; i < block->aux.count; i++) {
        uint16_t reg = checker->c->aux.items[block->info.aux + i].reg;
        if (!check_register(checker, reg, block->aux.items[i].node)) {
            return false;
        }
    }
    return true;
}

static bool is_listed(const IrChecker *checker, uint32_t block)
{
    const BlockInfo *info = &checker->block->info;
    for (uint32_t i = 0; i < info->need_count; i++) {
        if (checker->c->block_refs.items[info->needs + i] == block) {
            return true;
        }
    }
    return false;
}

/* Exactly the blocks that it reads. */
static bool check_needs(IrChecker *checker)
{
    const IrBlock *block = checker->block;
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < checker->needs.count; i++) {
        bool first = true;
        for (uint32_t k = 0; k < i && first; k++) {
            first = checker->needs.items[k] != checker->needs.items[i];
        }
        distinct += first;
        if (!is_listed(checker, checker->needs.items[i])) {
            REFUSE(checker, block->result, "it reads block %u without listing it",
                   checker->needs.items[i]);
        }
    }
    if (distinct != block->info.need_count) {
        REFUSE(checker, block->result, "it lists blocks that it does not read");
    }
    return true;
}

bool ir_check_emitted(Compilation *c, Str *why)
{
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        IrChecker checker = start_walk(c, why);
        if (!walk_block(&checker, i, check_released) || !check_registers(&checker) ||
            !check_needs(&checker)) {
            return false;
        }
    }
    return true;
}
