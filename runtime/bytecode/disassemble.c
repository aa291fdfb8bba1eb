/* disassemble.c - the listing of a program for people. */
#include "runtime/base/vec.h"
#include "runtime/bytecode/opcode.h"
#include "runtime/bytecode/verify.h"

/* What the listing calls each register. */
typedef struct Names {
    const Program *program;
    Arena *arena;
    Str *value; /* in comments: a constant by its value */
    Str *full;  /* in operands: a constant by number and value */
} Names;

/* ---- values ---- */

static void print_set(StrBuf *out, const Program *program, RegInfo info, Mask mask)
{
    const EnumInfo *names = &program->enums[info.type == REG_BOOL ? 0 : info.enumeration];
    bool several = !mask_is_single(mask) || mask == 0;
    const char *between = "";
    buf_add_c(out, several ? "{" : "");
    for (unsigned i = 0; i < names->count; i++) {
        if (mask >> i & 1) {
            buf_add_format(out, "%s%S", between, names->values[i]);
            between = ", ";
        }
    }
    buf_add_c(out, several ? "}" : "");
}

static void print_number(StrBuf *out, uint8_t type, int64_t value)
{
    if (type == REG_DEC) {
        dec_print(out, value);
    } else if (type == REG_DATE) {
        date_print(out, value);
    } else {
        buf_add_int(out, value);
    }
}

static void print_constant(StrBuf *out, const Program *program, uint32_t index)
{
    RegInfo info = program->regs[index];
    const Constant *constant = &program->constants[index];
    if (info.type == REG_BOOL || info.type == REG_ENUM) {
        print_set(out, program, info, constant->reg.mask);
    } else if (info.type == REG_REAL) {
        real_print(out, constant->reg.real);
    } else if (constant->off_grid) {
        rat_print(out, constant->exact);
    } else {
        print_number(out, info.type, constant->reg.lo);
    }
}

static Str get_type_name(const Program *program, uint8_t type, uint16_t enumeration)
{
    switch ((RegType)type) {
    case REG_BOOL: return STR("yes_no");
    case REG_INT: return STR("integer");
    case REG_DEC: return STR("decimal");
    case REG_DATE: return STR("date");
    case REG_REAL: return STR("real");
    case REG_ENUM: break;
    }
    Str name = program->enums[enumeration].name;
    return name.len > 0 ? name : STR("enumeration");
}

/* ---- names of registers ---- */

static void name_constants(Names *names)
{
    for (uint32_t i = 0; i < names->program->const_count; i++) {
        StrBuf value = { .arena = names->arena };
        print_constant(&value, names->program, i);
        names->value[i] = buf_get(&value);
        names->full[i] = str_format(names->arena, "k%u=%S", i, names->value[i]);
    }
}

static void name_fields(Names *names)
{
    const Program *program = names->program;
    for (uint32_t i = 0; i < program->field_count; i++) {
        const FieldInfo *field = &program->fields[i];
        if (field->reg == NO_INDEX) {
            continue;
        }
        names->value[field->reg] =
            field->list == NO_INDEX
                ? field->path
                : str_format(names->arena, "%S.%S", program->lists[field->list].path, field->path);
    }
}

static void name_results(Names *names)
{
    const Program *program = names->program;
    for (uint32_t i = 0; i < program->block_count; i++) {
        const BlockInfo *block = &program->blocks[i];
        const char *kind = block->kind == BLOCK_ADVICE ? "unless" : "line";
        for (uint32_t k = 0; k < block->aux_count; k++) {
            names->value[program->aux[block->aux + k].reg] =
                str_format(names->arena, "%S.%s%u", block->name, kind, k + 1);
        }
        if (block->when != NO_INDEX) {
            names->value[block->when] = str_format(names->arena, "%S.when", block->name);
        }
        names->value[block->result] = block->name;
    }
}

static Names name_registers(Arena *arena, const Program *program)
{
    Names names = { program, arena, ARENA_ARRAY(arena, Str, program->reg_count),
                    ARENA_ARRAY(arena, Str, program->reg_count) };
    for (uint32_t i = program->const_count; i < program->reg_count; i++) {
        names.value[i] = i < program->temp_first
                             ? str_format(arena, "r%u", i)
                             : str_format(arena, "t%u", i - program->temp_first);
    }
    name_fields(&names);
    name_results(&names);
    for (uint32_t i = program->const_count; i < program->reg_count; i++) {
        names.full[i] = names.value[i];
    }
    name_constants(&names);
    return names;
}

/* ---- instructions ---- */

static void pad_to(StrBuf *out, size_t start, size_t width)
{
    do {
        buf_add_char(out, ' ');
    } while (out->len < start + width);
}

static void print_operand(StrBuf *out, const Names *names, char letter, uint16_t value, bool full)
{
    if (letter == 'L') {
        buf_add(out, names->program->lists[value].path);
    } else {
        buf_add(out, full ? names->full[value] : names->value[value]);
    }
}

static void print_imm(StrBuf *out, const Names *names, const Insn *insn, char letter)
{
    switch (letter) {
    case 'B': buf_add(out, names->program->blocks[insn->imm].name); break;
    case 'N': buf_add(out, names->program->natives[insn->imm].name); break;
    case 'R': buf_add(out, names->value[insn->imm]); break;
    default: buf_add_int(out, insn->imm); break;
    }
}

static void print_operands(StrBuf *out, const Names *names, const Insn *insn, const OpShape *shape)
{
    uint16_t operands[3] = { insn->a, insn->b, insn->c };
    const char *between = "";
    if (shape->dst != '_') {
        buf_add(out, names->full[insn->dst]);
        between = ", ";
    }
    for (unsigned i = 0; i < shape->operand_count; i++) {
        buf_add_c(out, between);
        print_operand(out, names, shape->operand[i], operands[i], true);
        between = ", ";
    }
    unsigned arguments = shape->imm == 'N' ? names->program->natives[insn->imm].parameter_count : 0;
    for (unsigned i = 0; i < arguments; i++) {
        buf_add_format(out, "%s%S", between, names->full[insn->a + i]);
        between = ", ";
    }
    if (shape->imm != 0) {
        buf_add_c(out, between);
        print_imm(out, names, insn, shape->imm);
    }
}

/* The first argument of a native function stands at %a although its signature has no operand there.
 */
static void print_placeholder(StrBuf *out, const Names *names, const Insn *insn,
                              const OpShape *shape, char which)
{
    switch (which) {
    case 'd': buf_add(out, names->value[insn->dst]); break;
    case 'a': print_operand(out, names, shape->operand[0], insn->a, false); break;
    case 'b': print_operand(out, names, shape->operand[1], insn->b, false); break;
    case 'c': print_operand(out, names, shape->operand[2], insn->c, false); break;
    default: print_imm(out, names, insn, shape->imm); break;
    }
}

static void print_synopsis(StrBuf *out, const Names *names, const Insn *insn, const OpShape *shape)
{
    Str text = opcode_get_synopsis(insn->op);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '%' && i + 1 < text.len) {
            print_placeholder(out, names, insn, shape, text.ptr[++i]);
        } else {
            buf_add_char(out, text.ptr[i]);
        }
    }
}

static void print_instruction(StrBuf *out, const Names *names, uint32_t pc, unsigned depth)
{
    const Insn *insn = &names->program->code[pc];
    OpShape shape = opcode_get_shape(insn->op);
    size_t start = out->len;
    buf_add_format(out, "  %u", pc);
    pad_to(out, start, 8 + 2 * depth);
    buf_add(out, opcode_get_name(insn->op));
    pad_to(out, start, 20 + 2 * depth);
    print_operands(out, names, insn, &shape);
    pad_to(out, start, 60);
    buf_add_c(out, "; ");
    print_synopsis(out, names, insn, &shape);
    buf_add_char(out, '\n');
}

/* ---- blocks ---- */

static void print_heading(StrBuf *out, const Program *program, const BlockInfo *block)
{
    static const char *const kinds[] = { "define", "decision", "advise", "caution" };
    buf_add_format(out, "\n%s%s%s %S", block->gate ? "gate " : "", kinds[block->kind],
                   block->against ? " against" : "", block->name);
    if (block->list != NO_INDEX) {
        buf_add_format(out, " for each %S", program->lists[block->list].element);
    }
    if (block->file.len > 0) {
        buf_add_format(out, " (%S:%u)", block->file, block->line);
    }
    buf_add_char(out, '\n');
    for (uint32_t i = 0; i < block->need_count; i++) {
        buf_add_format(out, "%s%S", i == 0 ? "  reads " : ", ",
                       program->blocks[program->block_refs[block->needs + i]].name);
    }
    buf_add_c(out, block->need_count > 0 ? "\n" : "");
}

static void print_block(StrBuf *out, const Names *names, const BlockInfo *block)
{
    unsigned depth = 0;
    print_heading(out, names->program, block);
    for (uint32_t pc = block->code; pc < block->code_end; pc++) {
        uint16_t op = names->program->code[pc].op;
        depth -= opcode_get_family(op) == FAMILY_CLOSE && depth > 0;
        print_instruction(out, names, pc, depth);
        depth += opcode_get_family(op) == FAMILY_OPEN;
    }
}

/* ---- header ---- */

static void print_hash(StrBuf *out, const uint8_t hash[32])
{
    for (unsigned i = 0; i < 32; i++) {
        buf_add_char(out, "0123456789abcdef"[hash[i] >> 4]);
        buf_add_char(out, "0123456789abcdef"[hash[i] & 15]);
    }
}

static void print_header(StrBuf *out, const Program *program)
{
    buf_add_format(out, "guideline %S version \"%S\"", program->name, program->version);
    if (program->title.len > 0) {
        buf_add_format(out, " \"%S\"", program->title);
    }
    buf_add_c(out, "\nsha-256 ");
    print_hash(out, program->hash);
    buf_add_format(out,
                   "\nregisters %u: %u constants, %u facts, %u of elements, %u results, "
                   "%u temporaries\n",
                   program->reg_count, (unsigned)program->const_count,
                   (unsigned)(program->window_first - program->slot_first),
                   (unsigned)(program->result_first - program->window_first),
                   (unsigned)(program->temp_first - program->result_first),
                   program->reg_count - program->temp_first);
    buf_add_format(out, "code %u instructions, at most %lld in one evaluation\n",
                   program->code_count, (int64_t)program->worst_case);
}

static void print_constants(StrBuf *out, const Names *names)
{
    const Program *program = names->program;
    buf_add_c(out, program->const_count > 0 ? "\nconstants\n" : "");
    for (uint32_t i = 0; i < program->const_count; i++) {
        size_t start = out->len;
        buf_add_format(out, "  k%u", i);
        pad_to(out, start, 8);
        buf_add(out, get_type_name(program, program->regs[i].type, program->regs[i].enumeration));
        pad_to(out, start, 24);
        buf_add_format(out, "%S\n", names->value[i]);
    }
}

static void print_fact(StrBuf *out, const Program *program, const Names *names,
                       const FieldInfo *field)
{
    size_t start = out->len;
    buf_add_format(out, "  %S", names->value[field->reg]);
    pad_to(out, start, 40);
    buf_add(out, get_type_name(program, field->type, field->enumeration));
    if (field->type == REG_INT || field->type == REG_DEC) {
        buf_add_char(out, ' ');
        print_number(out, field->type, field->lo);
        buf_add_c(out, "..");
        print_number(out, field->type, field->hi);
    }
    if (field->unit != UNIT_NONE) {
        buf_add_format(out, " %S", unit_get_code(field->unit));
    }
    buf_add_format(out, "%s\n",
                   field->role == FIELD_GAP     ? " (gap)"
                   : field->role == FIELD_AS_OF ? " (date of evaluation)"
                                                : "");
}

static void print_facts(StrBuf *out, const Names *names)
{
    const Program *program = names->program;
    buf_add_c(out, "\nfacts\n");
    for (uint32_t i = 0; i < program->field_count; i++) {
        if (program->fields[i].reg != NO_INDEX) {
            print_fact(out, program, names, &program->fields[i]);
        }
    }
    for (uint32_t i = 0; i < program->list_count; i++) {
        const ListInfo *list = &program->lists[i];
        buf_add_format(out, "  list %S of %S %u..%u%s\n", list->path, list->element,
                       (unsigned)list->least, (unsigned)list->most,
                       list->used ? "" : " (not read)");
    }
}

void program_disassemble(StrBuf *out, const Program *program)
{
    Names names = name_registers(out->arena, program);
    print_header(out, program);
    print_constants(out, &names);
    print_facts(out, &names);
    for (uint32_t i = 0; i < program->block_count; i++) {
        print_block(out, &names, &program->blocks[i]);
    }
}
