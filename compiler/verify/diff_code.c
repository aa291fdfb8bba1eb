/* diff_code.c - two blocks, instruction by instruction: registers are what they hold. */
#include "compiler/verify/diff.h"
#include "runtime/bytecode/anatomy.h"

typedef struct Codes {
    const DiffReport *report;
    const Program *a, *b;
    const BlockInfo *x, *y;
    uint16_t *of_a, *of_b; /* which temporary of the other one a temporary is, 0: not met yet */
} Codes;

static bool holds(const EnumInfo *info, Mask set, Str value)
{
    for (uint16_t i = 0; i < info->count; i++) {
        if (set >> i & 1 && str_equal(info->values[i], value)) {
            return true;
        }
    }
    return false;
}

/* Are the values of one set among those of the other? By name: their numbers may have changed. */
static bool is_within(const EnumInfo *one, Mask set, const EnumInfo *other, Mask others)
{
    bool within = true;
    for (uint16_t i = 0; within && i < one->count; i++) {
        within = !(set >> i & 1) || holds(other, others, one->values[i]);
    }
    return within;
}

static bool is_same_constant(const Codes *c, uint16_t x, uint16_t y)
{
    const Constant *one = &c->a->constants[x], *other = &c->b->constants[y];
    const RegInfo *type = &c->a->regs[x], *like = &c->b->regs[y];
    if (type->type == REG_ENUM && like->type == REG_ENUM) {
        const EnumInfo *info = &c->a->enums[type->enumeration],
                       *its = &c->b->enums[like->enumeration];
        return is_within(info, one->reg.mask, its, other->reg.mask) &&
               is_within(its, other->reg.mask, info, one->reg.mask);
    }
    return type->type == like->type && one->reg.lo == other->reg.lo &&
           one->reg.hi == other->reg.hi && one->off_grid == other->off_grid &&
           (!one->off_grid || rat_compare(one->exact, other->exact) == 0);
}

static bool is_same_field(const Codes *c, uint16_t x, uint16_t y)
{
    return pair_get_match(c->report->pair)->fields[y] == x;
}

/* Temporaries that stand for each other do so all through the block. */
static bool is_same_temporary(const Codes *c, uint16_t a, uint16_t b)
{
    if (!c->of_a[a] && !c->of_b[b]) {
        c->of_a[a] = b;
        c->of_b[b] = a;
    }
    return c->of_a[a] == b && c->of_b[b] == a;
}

/* Results of one block are told by their distance from its first. */
static bool is_same_result(const Codes *c, const RegPlace *x, const RegPlace *y, uint16_t a,
                           uint16_t b)
{
    uint32_t owner = pair_get_match(c->report->pair)->blocks[y->owner];
    const BlockInfo *one = &c->a->blocks[x->owner], *other = &c->b->blocks[y->owner];
    bool result = a == one->result && b == other->result, when = a == one->when && b == other->when;
    bool own = x->owner == (uint32_t)(c->x - c->a->blocks);
    return owner == x->owner && (result || when || (own && a - one->result == b - other->result));
}

static bool is_same_reg(const Codes *c, uint16_t a, uint16_t b)
{
    bool constant = a < c->a->const_count;
    if (constant != (b < c->b->const_count)) {
        return false;
    }
    if (constant) {
        return is_same_constant(c, a, b);
    }
    const RegPlace *x = anatomy_get_reg(c->a, a), *y = anatomy_get_reg(c->b, b);
    if ((x->field == NO_INDEX) != (y->field == NO_INDEX) ||
        (x->owner == NO_INDEX32) != (y->owner == NO_INDEX32)) {
        return false;
    }
    if (x->field != NO_INDEX) {
        return is_same_field(c, x->field, y->field);
    }
    return x->owner != NO_INDEX32 ? is_same_result(c, x, y, a, b) : is_same_temporary(c, a, b);
}

static bool is_same_list(const Codes *c, uint16_t a, uint16_t b)
{
    return (a == NO_INDEX) == (b == NO_INDEX) &&
           (a == NO_INDEX || pair_get_match(c->report->pair)->lists[b] == a);
}

/* What the number of an instruction is, by its signature: 0 if it has none. */
static char get_letter(uint16_t op)
{
    Str signature = opcode_get_signature(op);
    return signature.len > 1 && signature.ptr[signature.len - 2] == ','
               ? signature.ptr[signature.len - 1]
               : '\0';
}

/* Places in the code count from the block's first instruction. */
static bool is_same_number(const Codes *c, const Insn *a, const Insn *b)
{
    switch (get_letter(a->op)) {
    case 'E': return a->imm - c->x->code == b->imm - c->y->code;
    case 'B': return pair_get_match(c->report->pair)->blocks[b->imm] == a->imm;
    case 'N':
        return str_equal(c->a->natives[a->imm].name, c->b->natives[b->imm].name) &&
               str_equal(c->a->natives[a->imm].library, c->b->natives[b->imm].library);
    case 'R': return is_same_reg(c, (uint16_t)a->imm, (uint16_t)b->imm);
    default: return a->imm == b->imm;
    }
}

static bool is_same_insn(const Codes *c, uint32_t x, uint32_t y)
{
    const Insn *a = &c->a->code[x], *b = &c->b->code[y];
    const InsnPlace *place = anatomy_get_insn(c->a, x), *other = anatomy_get_insn(c->b, y);
    uint32_t count, others;
    const RegRead *reads = anatomy_get_reads(c->a, x, &count),
                  *its = anatomy_get_reads(c->b, y, &others);
    bool same = a->op == b->op && count == others && place->writes == other->writes &&
                is_same_list(c, place->list, other->list) && is_same_number(c, a, b) &&
                (!place->writes || is_same_reg(c, a->dst, b->dst));
    for (uint32_t i = 0; same && i < count; i++) {
        same = reads[i].role == its[i].role && is_same_reg(c, reads[i].reg, its[i].reg);
    }
    return same;
}

bool diff_is_same_code(Arena *arena, const DiffReport *report, uint32_t first, uint32_t second)
{
    Codes c = { report,
                report->first,
                report->second,
                &report->first->blocks[first],
                &report->second->blocks[second],
                ARENA_ARRAY(arena, uint16_t, report->first->reg_count),
                ARENA_ARRAY(arena, uint16_t, report->second->reg_count) };
    uint32_t count = c.x->code_end - c.x->code;
    bool same = count == c.y->code_end - c.y->code && c.x->aux_count == c.y->aux_count;
    for (uint32_t i = 0; same && i < count; i++) {
        same = is_same_insn(&c, c.x->code + i, c.y->code + i);
    }
    return same;
}
