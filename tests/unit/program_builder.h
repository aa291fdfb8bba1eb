/* program_builder.h - small programs by hand, for tests.
 *
 *   Builder b; build_begin(&b, arena);
 *   BReg size_limit = build_dec(&b, "5");
 *   BReg cea   = build_decimal(&b, "labs.cea", "0", "100000");
 *   uint16_t L = build_list(&b, "lesions", 0, 5);
 *   BReg size  = build_element(&b, L, "size", REG_DEC, 0, 30 * DEC_ONE);
 *   uint32_t d = build_block(&b, BLOCK_DECISION, "large", REG_BOOL, NO_INDEX);   (a block for each
 * element: build_block_each) BReg any = build_temp(&b, REG_BOOL, NO_INDEX); build_op(&b, OP_MOVE,
 * any, build_bool(&b, MASK_NO), 0, 0); build_each(&b, L); BReg big = build_new(&b, OP_LE,
 * size_limit, size, 0);       (a temporary of the type that the signature names) build_op(&b,
 * OP_ACC_ANY, any, big, 0, 0); build_next(&b); build_op(&b, OP_MOVE, build_result(&b, d), any, 0,
 * 0); Program *p = build_end(&b);
 *
 * Registers are named by kind and number until build_end lays out the register file: call order
 * between regions is free. needs, code ranges, windows and the declared order follow by themselves.
 * Nothing is verified here. */
#ifndef TESTS_PROGRAM_BUILDER_H
#define TESTS_PROGRAM_BUILDER_H
#include "runtime/base/limits.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/anatomy.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/bytecode/program.h"
#include "runtime/bytecode/record.h"
#include <string.h>

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif

/* kind << 24 | number; a plain small number (kind 0) passes through: list indices, counts, unused
 * operands. */
typedef uint32_t BReg;
enum { BKIND_PLAIN, BKIND_CONST, BKIND_FIELD, BKIND_COLUMN, BKIND_RESULT, BKIND_TEMP };
#define BREG(kind, number) ((BReg)(kind) << 24 | (BReg)(number))
#define BREG_KIND(reg) ((reg) >> 24)
#define BREG_NUMBER(reg) ((reg)&0xffffffu)

typedef struct BInsn {
    uint16_t op;
    BReg dst, a, b, c, imm;
} BInsn;
typedef struct BColumn {
    uint16_t list;
    RegInfo info;
    uint16_t nth;
} BColumn;

typedef struct Builder {
    Arena *arena;
    Program *program;
    VEC(Constant) constants;
    VEC(RegInfo) constant_infos, result_infos, temp_infos;
    VEC(FieldInfo) fields, gaps; /* as declared; gaps and as_of go behind the others */
    VEC(ListInfo) lists;
    VEC(BColumn) columns;
    VEC(EnumInfo) enums;
    VEC(BlockInfo) blocks;
    VEC(BReg) block_results, block_whens; /* by block */
    VEC(AuxInfo) aux;
    VEC(BReg) aux_regs;
    VEC(NativeInfo) natives;
    VEC(BInsn) code;
    VEC(uint32_t) open_loops; /* pcs of EACH */
    bool has_as_of;
} Builder;

/* Field numbers from here on name gaps (and as_of) until build_end. */
#define BUILD_GAP_BASE 0x800000u

static void build_begin(Builder *b, Arena *arena)
{
    memset(b, 0, sizeof *b);
    b->arena = arena;
    b->program = ARENA_NEW(arena, Program);
    b->program->arena = arena;
    b->program->name = STR("test");
    b->program->version = STR("1");
    static Str yes_no[2] = { { "no", 2 }, { "yes", 3 } }, none[2];
    vec_add(arena, &b->enums, ((EnumInfo){ STR("yes_no"), true, 2, yes_no, none }));
}

/* ---- constants ---- */
static BReg build_constant(Builder *b, RegInfo info, Constant constant)
{
    vec_add(b->arena, &b->constants, constant);
    vec_add(b->arena, &b->constant_infos, info);
    return BREG(BKIND_CONST, b->constants.count - 1);
}
static RegInfo build_info(RegType type, uint16_t enumeration)
{
    return (RegInfo){ (uint8_t)type, type == REG_ENUM ? enumeration : NO_INDEX };
}
static BReg build_bool(Builder *b, Mask mask)
{
    return build_constant(b, build_info(REG_BOOL, 0), (Constant){ .reg = { .mask = mask } });
}
static BReg build_set(Builder *b, uint16_t enumeration, Mask mask)
{
    return build_constant(b, build_info(REG_ENUM, enumeration),
                          (Constant){ .reg = { .mask = mask } });
}
static BReg build_int(Builder *b, int64_t value)
{
    return build_constant(b, build_info(REG_INT, 0),
                          (Constant){ .reg = { .lo = value, .hi = value } });
}
static BReg build_date(Builder *b, Day day)
{
    return build_constant(b, build_info(REG_DATE, 0),
                          (Constant){ .reg = { .lo = day, .hi = day } });
}
static BReg build_real(Builder *b, double value)
{
    return build_constant(b, build_info(REG_REAL, 0), (Constant){ .reg = { .real = value } });
}
/* A decimal given as grid steps: build_grid(&b, 5 * DEC_ONE). */
static BReg build_grid(Builder *b, Dec value)
{
    return build_constant(b, build_info(REG_DEC, 0),
                          (Constant){ .reg = { .lo = value, .hi = value } });
}
/* num/den, on the grid or off it. */
static BReg build_ratio(Builder *b, int64_t num, int64_t den)
{
    Constant constant = { .off_grid = true };
    bool on_grid = false;
    if (!rat_make(num, den, &constant.exact) ||
        !rat_floor_dec(constant.exact, &constant.reg.lo, &on_grid)) {
        __builtin_trap();
    }
    if (on_grid) {
        return build_grid(b, constant.reg.lo);
    }
    constant.reg.hi = constant.reg.lo + 1;
    return build_constant(b, build_info(REG_DEC, 0), constant);
}
/* "0.25" */
static BReg build_dec(Builder *b, const char *text)
{
    Dec value = 0;
    if (number_parse(str_from_c(text), &value) != NUMBER_OK) {
        __builtin_trap();
    }
    return build_grid(b, value);
}

/* ---- schema ---- */

/* values: names parted by blanks. */
static uint16_t build_enum(Builder *b, const char *name, bool ordered, const char *values)
{
    EnumInfo info = { str_from_c(name), ordered, 0, ARENA_ARRAY(b->arena, Str, LIMIT_ENUM_VALUES),
                      ARENA_ARRAY(b->arena, Str, LIMIT_ENUM_VALUES) };
    while (*values != 0) {
        size_t len = strcspn(values, " ");
        info.values[info.count++] = (Str){ values, len };
        values += len + (values[len] == ' ');
    }
    vec_add(b->arena, &b->enums, info);
    return (uint16_t)(b->enums.count - 1);
}

static FieldInfo build_field_info(const char *path, FieldRole role, RegType type, int64_t lo,
                                  int64_t hi)
{
    return (FieldInfo){ .path = str_from_c(path),
                        .role = (uint8_t)role,
                        .type = (uint8_t)type,
                        .used = true,
                        .enumeration = NO_INDEX,
                        .lo = lo,
                        .hi = hi,
                        .list = NO_INDEX };
}
static BReg build_field(Builder *b, FieldInfo info)
{
    vec_add(b->arena, &b->fields, info);
    return BREG(BKIND_FIELD, b->fields.count - 1);
}
/* lo..hi: as the register holds them (integers, grid steps, days); 0, 0 for yes_no. */
static BReg build_scalar(Builder *b, const char *path, RegType type, int64_t lo, int64_t hi)
{
    return build_field(b, build_field_info(path, FIELD_SCALAR, type, lo, hi));
}
static BReg build_scalar_bool(Builder *b, const char *path)
{
    return build_scalar(b, path, REG_BOOL, 0, 0);
}
static BReg build_scalar_enum(Builder *b, const char *path, uint16_t enumeration)
{
    FieldInfo info = build_field_info(path, FIELD_SCALAR, REG_ENUM, 0, 0);
    info.enumeration = enumeration;
    return build_field(b, info);
}
/* Declared, read by no rule. */
static void build_unused(Builder *b, const char *path, FieldRole role, RegType type)
{
    FieldInfo info = build_field_info(path, role, type, 0, 0);
    info.used = false;
    build_field(b, info);
}
static BReg build_gap_info(Builder *b, FieldInfo info)
{
    vec_add(b->arena, &b->gaps, info);
    return BREG(BKIND_FIELD, BUILD_GAP_BASE + b->gaps.count - 1);
}
static BReg build_gap(Builder *b, const char *name, RegType type, int64_t lo, int64_t hi)
{
    FieldInfo info = build_field_info(name, FIELD_GAP, type, lo, hi);
    info.policy = true;
    return build_gap_info(b, info);
}
static BReg build_gap_enum(Builder *b, const char *name, uint16_t enumeration)
{
    FieldInfo info = build_field_info(name, FIELD_GAP, REG_ENUM, 0, 0);
    info.enumeration = enumeration;
    info.policy = true;
    return build_gap_info(b, info);
}
/* After the last gap. */
static BReg build_as_of(Builder *b)
{
    b->has_as_of = true;
    return build_gap_info(b, build_field_info("as_of", FIELD_AS_OF, REG_DATE, DAY_MIN, DAY_MAX));
}

/* Its elements' fields follow directly. */
static uint16_t build_list(Builder *b, const char *path, uint16_t least, uint16_t most)
{
    ListInfo info = { .path = str_from_c(path),
                      .element = STR("element"),
                      .least = least,
                      .most = most,
                      .first_field = (uint16_t)b->fields.count,
                      .key_field = NO_INDEX,
                      .used = true,
                      .complete_field = NO_INDEX,
                      .counted_by = NO_INDEX,
                      .largest_by = NO_INDEX,
                      .largest_field = NO_INDEX };
    vec_add(b->arena, &b->lists, info);
    return (uint16_t)(b->lists.count - 1);
}
static BReg build_element_info(Builder *b, uint16_t list, FieldInfo info)
{
    info.list = list;
    info.role = info.role == FIELD_SCALAR ? FIELD_ELEMENT : info.role;
    b->lists.items[list].field_count++;
    return build_field(b, info);
}
static BReg build_element(Builder *b, uint16_t list, const char *name, RegType type, int64_t lo,
                          int64_t hi)
{
    return build_element_info(b, list, build_field_info(name, FIELD_ELEMENT, type, lo, hi));
}
static BReg build_element_enum(Builder *b, uint16_t list, const char *name, uint16_t enumeration)
{
    FieldInfo info = build_field_info(name, FIELD_ELEMENT, REG_ENUM, 0, 0);
    info.enumeration = enumeration;
    return build_element_info(b, list, info);
}
static void build_element_key(Builder *b, uint16_t list, const char *name)
{
    FieldInfo info = build_field_info(name, FIELD_KEY, REG_BOOL, 0, 0);
    info.used = false;
    b->lists.items[list].key_field = (uint16_t)b->fields.count;
    build_element_info(b, list, info);
}
static void build_list_complete(Builder *b, uint16_t list, BReg field, Mask unless)
{
    b->lists.items[list].complete_field = (uint16_t)BREG_NUMBER(field);
    b->lists.items[list].complete_unless = unless;
}
static void build_list_counted(Builder *b, uint16_t list, BReg field)
{
    b->lists.items[list].counted_by = (uint16_t)BREG_NUMBER(field);
}
static void build_list_largest(Builder *b, uint16_t list, BReg element, BReg field)
{
    b->lists.items[list].largest_field = (uint16_t)BREG_NUMBER(element);
    b->lists.items[list].largest_by = (uint16_t)BREG_NUMBER(field);
}
static uint16_t build_native(Builder *b, NativeInfo info)
{
    vec_add(b->arena, &b->natives, info);
    return (uint16_t)(b->natives.count - 1);
}

/* ---- blocks ---- */
static BReg build_new_result(Builder *b, RegType type, uint16_t enumeration)
{
    vec_add(b->arena, &b->result_infos, build_info(type, enumeration));
    return BREG(BKIND_RESULT, b->result_infos.count - 1);
}
static BReg build_new_column(Builder *b, uint16_t list, RegType type, uint16_t enumeration)
{
    uint16_t nth = 0;
    for (uint32_t i = 0; i < b->columns.count; i++) {
        nth = (uint16_t)(nth + (b->columns.items[i].list == list));
    }
    BColumn column = { list, build_info(type, enumeration), nth };
    vec_add(b->arena, &b->columns, column);
    return BREG(BKIND_COLUMN, b->columns.count - 1);
}
static void build_close_block(Builder *b)
{
    if (b->blocks.count > 0) {
        b->blocks.items[b->blocks.count - 1].code_end = b->code.count;
    }
}
static uint32_t build_block_of(Builder *b, BlockKind kind, const char *name, uint16_t list,
                               BReg result)
{
    build_close_block(b);
    BlockInfo info = { .kind = (uint8_t)kind,
                       .name = str_from_c(name),
                       .reported = kind != BLOCK_DEFINE,
                       .list = list,
                       .strength = NO_INDEX,
                       .lo = DEC_MIN,
                       .hi = DEC_MAX,
                       .aux = b->aux.count,
                       .code = b->code.count,
                       .code_end = b->code.count,
                       .line = b->blocks.count + 1,
                       .file = STR("test.cgl"),
                       .when = NO_INDEX };
    vec_add(b->arena, &b->blocks, info);
    vec_add(b->arena, &b->block_results, result);
    vec_add(b->arena, &b->block_whens, BREG(BKIND_PLAIN, NO_INDEX));
    return b->blocks.count - 1;
}
/* Opens a block (and closes the one before). Also makes its result register. */
static uint32_t build_block(Builder *b, BlockKind kind, const char *name, RegType type,
                            uint16_t enumeration)
{
    return build_block_of(b, kind, name, NO_INDEX, build_new_result(b, type, enumeration));
}
/* A block for each element; the caller emits the loop. */
static uint32_t build_block_each(Builder *b, uint16_t list, BlockKind kind, const char *name,
                                 RegType type, uint16_t enumeration)
{
    return build_block_of(b, kind, name, list, build_new_column(b, list, type, enumeration));
}
static BReg build_result(const Builder *b, uint32_t block)
{
    return b->block_results.items[block];
}
static BlockInfo *build_info_of(Builder *b, uint32_t block)
{
    return &b->blocks.items[block];
}
/* A further yes_no register of the open block: an unless, a line. */
static BReg build_aux(Builder *b)
{
    BlockInfo *block = &b->blocks.items[b->blocks.count - 1];
    BReg reg = block->list == NO_INDEX ? build_new_result(b, REG_BOOL, 0)
                                       : build_new_column(b, block->list, REG_BOOL, 0);
    vec_add(b->arena, &b->aux, ((AuxInfo){ .reason = NO_INDEX }));
    vec_add(b->arena, &b->aux_regs, reg);
    block->aux_count++;
    return reg;
}
/* The register of an advice's `when` alone. */
static BReg build_when(Builder *b)
{
    BlockInfo *block = &b->blocks.items[b->blocks.count - 1];
    BReg reg = block->list == NO_INDEX ? build_new_result(b, REG_BOOL, 0)
                                       : build_new_column(b, block->list, REG_BOOL, 0);
    b->block_whens.items[b->blocks.count - 1] = reg;
    return reg;
}

/* ---- code ---- */
static RegInfo build_get_info(const Builder *b, BReg reg)
{
    uint32_t n = BREG_NUMBER(reg);
    switch (BREG_KIND(reg)) {
    case BKIND_CONST: return b->constant_infos.items[n];
    case BKIND_COLUMN: return b->columns.items[n].info;
    case BKIND_RESULT: return b->result_infos.items[n];
    case BKIND_TEMP: return b->temp_infos.items[n];
    default: break;
    }
    const FieldInfo *field =
        n >= BUILD_GAP_BASE ? &b->gaps.items[n - BUILD_GAP_BASE] : &b->fields.items[n];
    return build_info((RegType)field->type, field->enumeration);
}
static BReg build_temp(Builder *b, RegType type, uint16_t enumeration)
{
    vec_add(b->arena, &b->temp_infos, build_info(type, enumeration));
    return BREG(BKIND_TEMP, b->temp_infos.count - 1);
}
static uint32_t build_insn(Builder *b, uint16_t op, BReg dst, BReg a, BReg bb, BReg c, BReg imm)
{
    vec_add(b->arena, &b->code, ((BInsn){ op, dst, a, bb, c, imm }));
    return b->code.count - 1;
}
static void build_op(Builder *b, uint16_t op, BReg dst, BReg a, BReg bb, BReg c)
{
    build_insn(b, op, dst, a, bb, c, 0);
}
/* The result in a new temporary; its type follows from the signature and the operands. */
static BReg build_new(Builder *b, uint16_t op, BReg a, BReg bb, BReg c)
{
    OpShape shape = opcode_get_shape(op);
    BReg operands[3] = { a, bb, c };
    RegInfo info = build_info(REG_BOOL, 0);
    switch (shape.dst) {
    case 'i': info = build_info(REG_INT, 0); break;
    case 'd': info = build_info(REG_DEC, 0); break;
    case 't': info = build_info(REG_DATE, 0); break;
    case 'r': info = build_info(REG_REAL, 0); break;
    case 'n':
    case '*':
        for (unsigned i = 0; i < shape.operand_count; i++) {
            info = shape.operand[i] == shape.dst ? build_get_info(b, operands[i]) : info;
        }
        break;
    default: break;
    }
    BReg dst = build_temp(b, (RegType)info.type, info.enumeration);
    build_op(b, op, dst, a, bb, c);
    return dst;
}
/* The same with a number in imm (digits). */
static BReg build_new_imm(Builder *b, uint16_t op, BReg a, uint16_t imm)
{
    BReg dst = build_new(b, op, a, 0, 0);
    b->code.items[b->code.count - 1].imm = imm;
    return dst;
}
static void build_each(Builder *b, uint16_t list)
{
    vec_add(b->arena, &b->open_loops, b->code.count);
    build_insn(b, OP_EACH, 0, list, 0, 0, 0);
}
static void build_next(Builder *b)
{
    uint32_t each = b->open_loops.items[--b->open_loops.count];
    b->code.items[each].imm = b->code.count;
    build_insn(b, OP_NEXT, 0, b->code.items[each].a, 0, 0, 0);
}
/* uint32_t s = build_skip(&b, OP_SKIP_NO, p); ... build_land(&b, s); */
static uint32_t build_skip(Builder *b, uint16_t op, BReg condition)
{
    return build_insn(b, op, 0, condition, 0, 0, 0);
}
static void build_land(Builder *b, uint32_t skip)
{
    b->code.items[skip].imm = b->code.count - skip - 1;
}

/* ---- layout ---- */
static uint16_t build_resolve(const Builder *b, BReg reg)
{
    const Program *p = b->program;
    uint32_t n = BREG_NUMBER(reg);
    switch (BREG_KIND(reg)) {
    case BKIND_CONST: return (uint16_t)n;
    case BKIND_FIELD:
        return p->fields[n >= BUILD_GAP_BASE ? n - BUILD_GAP_BASE + b->fields.count : n].reg;
    case BKIND_COLUMN: {
        const ListInfo *list = &p->lists[b->columns.items[n].list];
        return (uint16_t)(list->window + list->used_fields + b->columns.items[n].nth);
    }
    case BKIND_RESULT: return (uint16_t)(p->result_first + n);
    case BKIND_TEMP: return (uint16_t)(p->temp_first + n);
    default: return (uint16_t)n;
    }
}
static void build_lay_fields(Builder *b)
{
    Program *p = b->program;
    p->field_count = (uint16_t)(b->fields.count + b->gaps.count);
    p->fields = ARENA_ARRAY(b->arena, FieldInfo, p->field_count);
    if (b->fields.count > 0) {
        memcpy(p->fields, b->fields.items, b->fields.count * sizeof(FieldInfo));
    }
    if (b->gaps.count > 0) {
        memcpy(p->fields + b->fields.count, b->gaps.items, b->gaps.count * sizeof(FieldInfo));
    }
    p->lists = b->lists.items;
    p->list_count = (uint16_t)b->lists.count;
    p->key_field = NO_INDEX;
    p->as_of_field = b->has_as_of ? (uint16_t)(p->field_count - 1) : NO_INDEX;
    p->reads_date = b->has_as_of;
    uint16_t next = p->slot_first;
    for (uint32_t i = 0; i < p->field_count; i++) {
        FieldInfo *field = &p->fields[i];
        field->reg = field->used && field->list == NO_INDEX ? next++ : NO_INDEX;
        if (field->role == FIELD_KEY && field->list == NO_INDEX) {
            p->key_field = (uint16_t)i;
        }
    }
    p->window_first = next;
}
static void build_lay_windows(Builder *b)
{
    Program *p = b->program;
    uint16_t next = p->window_first;
    for (uint32_t l = 0; l < p->list_count; l++) {
        ListInfo *list = &p->lists[l];
        list->window = next;
        for (uint32_t i = 0; i < list->field_count; i++) {
            FieldInfo *field = &p->fields[list->first_field + i];
            field->reg = field->used ? next++ : NO_INDEX;
        }
        list->used_fields = (uint16_t)(next - list->window);
        for (uint32_t i = 0; i < b->columns.count; i++) {
            next = (uint16_t)(next + (b->columns.items[i].list == l));
        }
        list->width = (uint16_t)(next - list->window);
    }
    p->result_first = next;
}
static void build_lay_infos(Builder *b)
{
    Program *p = b->program;
    p->regs = ARENA_ARRAY(b->arena, RegInfo, p->reg_count);
    for (uint32_t i = 0; i < b->constants.count; i++) {
        p->regs[i] = b->constant_infos.items[i];
    }
    for (uint32_t i = 0; i < p->field_count; i++) {
        const FieldInfo *field = &p->fields[i];
        if (field->reg != NO_INDEX) {
            p->regs[field->reg] = build_info((RegType)field->type, field->enumeration);
        }
    }
    for (uint32_t i = 0; i < b->columns.count; i++) {
        p->regs[build_resolve(b, BREG(BKIND_COLUMN, i))] = b->columns.items[i].info;
    }
    for (uint32_t i = 0; i < b->result_infos.count; i++) {
        p->regs[p->result_first + i] = b->result_infos.items[i];
    }
    for (uint32_t i = 0; i < b->temp_infos.count; i++) {
        p->regs[p->temp_first + i] = b->temp_infos.items[i];
    }
}
/* Which block makes this result or column; NO_INDEX32 for other registers. */
static uint32_t build_find_owner(const Builder *b, BReg reg)
{
    for (uint32_t i = 0; i < b->blocks.count; i++) {
        const BlockInfo *block = &b->blocks.items[i];
        bool own = b->block_results.items[i] == reg || b->block_whens.items[i] == reg;
        for (uint32_t k = 0; k < block->aux_count; k++) {
            own = own || b->aux_regs.items[block->aux + k] == reg;
        }
        if (own) {
            return i;
        }
    }
    return NO_INDEX32;
}
static void build_lay_code(Builder *b)
{
    Program *p = b->program;
    p->code_count = b->code.count;
    p->code = ARENA_ARRAY(b->arena, Insn, p->code_count);
    p->lines = ARENA_ARRAY(b->arena, uint32_t, p->code_count);
    for (uint32_t i = 0; i < p->code_count; i++) {
        BInsn from = b->code.items[i];
        uint32_t imm = BREG_KIND(from.imm) == BKIND_PLAIN ? from.imm : build_resolve(b, from.imm);
        p->code[i] = (Insn){ .op = from.op,
                             .dst = build_resolve(b, from.dst),
                             .a = build_resolve(b, from.a),
                             .b = build_resolve(b, from.b),
                             .c = build_resolve(b, from.c),
                             .imm = imm };
        p->lines[i] = i + 1;
    }
}
/* The blocks whose results this one reads, ascending. */
static void build_lay_needs(Builder *b, uint32_t index, uint32_t *refs, uint32_t *used)
{
    BlockInfo *block = &b->blocks.items[index];
    bool *reads = ARENA_ARRAY(b->arena, bool, b->blocks.count);
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        BInsn insn = b->code.items[pc];
        BReg operands[4] = { insn.a, insn.b, insn.c, insn.imm };
        for (unsigned k = 0; k < 4; k++) {
            uint32_t owner = BREG_KIND(operands[k]) == BKIND_PLAIN
                                 ? NO_INDEX32
                                 : build_find_owner(b, operands[k]);
            if (owner != NO_INDEX32 && owner != index) {
                reads[owner] = true;
            }
        }
    }
    block->needs = *used;
    for (uint32_t i = 0; i < b->blocks.count; i++) {
        if (reads[i]) {
            refs[(*used)++] = i;
        }
    }
    block->need_count = *used - block->needs;
}
static void build_lay_blocks(Builder *b)
{
    Program *p = b->program;
    build_close_block(b);
    p->block_count = b->blocks.count;
    p->block_refs = ARENA_ARRAY(b->arena, uint32_t, (size_t)p->block_count * p->block_count);
    p->declared = ARENA_ARRAY(b->arena, uint32_t, p->block_count);
    for (uint32_t i = 0; i < p->block_count; i++) {
        BlockInfo *block = &b->blocks.items[i];
        block->result = build_resolve(b, b->block_results.items[i]);
        block->when = build_resolve(b, b->block_whens.items[i]);
        block->temp_first = p->temp_first;
        for (uint32_t k = 0; k < block->aux_count; k++) {
            b->aux.items[block->aux + k].reg = build_resolve(b, b->aux_regs.items[block->aux + k]);
        }
        build_lay_needs(b, i, p->block_refs, &p->block_ref_count);
        p->declared[i] = i;
    }
    p->blocks = b->blocks.items;
    p->aux = b->aux.items;
    p->aux_count = b->aux.count;
}
static Program *build_end(Builder *b)
{
    Program *p = b->program;
    p->enums = b->enums.items;
    p->enum_count = (uint16_t)b->enums.count;
    p->constants = b->constants.items;
    p->const_count = p->slot_first = (uint16_t)b->constants.count;
    build_lay_fields(b);
    build_lay_windows(b);
    p->temp_first = (uint16_t)(p->result_first + b->result_infos.count);
    p->reg_count = p->temp_first + b->temp_infos.count;
    build_lay_infos(b);
    build_lay_code(b);
    build_lay_blocks(b);
    p->natives = b->natives.items;
    p->native_count = (uint16_t)b->natives.count;
    Anatomy *anatomy = anatomy_create(b->arena, p);
    anatomy_add_code(b->arena, anatomy);
    p->anatomy = anatomy;
    return p;
}

/* ---- after build_end: registers and facts of the finished program ---- */

/* The register's number in the finished program. */
static uint16_t build_reg(const Builder *b, BReg reg)
{
    return build_resolve(b, reg);
}
/* Field index of a field's handle. */
static uint16_t build_field_index(const Builder *b, BReg reg)
{
    uint32_t n = BREG_NUMBER(reg);
    return (uint16_t)(n >= BUILD_GAP_BASE ? n - BUILD_GAP_BASE + b->fields.count : n);
}
/* Put a known scalar into a record. */
static void build_give(const Builder *b, Record *record, BReg field, Reg value)
{
    uint16_t slot = (uint16_t)(build_resolve(b, field) - b->program->slot_first);
    record->slots[slot] = value;
    record->states[slot] = FACT_KNOWN;
}
static void build_give_bool(const Builder *b, Record *record, BReg field, bool value)
{
    build_give(b, record, field, (Reg){ .mask = mask_from_bool(value) });
}
static void build_give_number(const Builder *b, Record *record, BReg field, int64_t value)
{
    build_give(b, record, field, (Reg){ .lo = value, .hi = value });
}
/* One more listed element, nothing known; its index. */
static uint16_t build_give_element(const Builder *b, Record *record, uint16_t list)
{
    record->lists[list].state = FACT_KNOWN;
    return record->lists[list].count++;
}
static void build_give_in(const Builder *b, Record *record, uint16_t list, uint16_t element,
                          BReg field, Reg value)
{
    const ListInfo *info = &b->program->lists[list];
    size_t cell =
        (size_t)element * info->used_fields + (size_t)(build_resolve(b, field) - info->window);
    record->lists[list].rows[cell] = value;
    record->lists[list].states[cell] = FACT_KNOWN;
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
#endif
