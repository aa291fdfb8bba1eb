/* ir_dump.c - IR as text, for developers and golden tests (--dump=ir). */
#include "compiler/lower/ir.h"

static void dump_node(StrBuf *out, const Compilation *c, const IrNode *node, unsigned depth);

static void dump_constant(StrBuf *out, const Compilation *c, const IrNode *node)
{
    const Reg *reg = &node->constant.reg;
    if (node->type == REG_BOOL || node->type == REG_ENUM) {
        const EnumInfo *e = &c->program->enums[node->type == REG_BOOL ? 0 : node->enumeration];
        const char *comma = "";
        for (uint16_t v = 0; v < e->count; v++) {
            if (reg->mask >> v & 1) {
                buf_add_format(out, "%s%S", comma, e->values[v]);
                comma = "|";
            }
        }
    } else if (node->constant.off_grid) {
        rat_print(out, node->constant.exact);
    } else if (node->type == REG_DEC) {
        dec_print(out, reg->lo);
    } else if (node->type == REG_DATE) {
        date_print_range(out, reg->lo, reg->hi);
    } else {
        buf_add_int(out, reg->lo);
    }
}

static void dump_args(StrBuf *out, const Compilation *c, const IrNode *node, unsigned depth)
{
    for (int i = 0; i < 4; i++) {
        if (node->args[i]) {
            dump_node(out, c, node->args[i], depth + 1);
        }
    }
    for (uint16_t i = 0; i < node->native_count; i++) {
        dump_node(out, c, node->more[i], depth + 1);
    }
}

static void dump_node(StrBuf *out, const Compilation *c, const IrNode *node, unsigned depth)
{
    buf_add_char(out, '\n');
    for (unsigned i = 0; i < depth; i++) {
        buf_add_c(out, "  ");
    }
    switch (node->kind) {
    case IR_CONST: dump_constant(out, c, node); break;
    case IR_FIELD: buf_add_format(out, "field %S", c->program->fields[node->field].path); break;
    case IR_RESULT:
        buf_add_format(out, "result %S", c->blocks.items[node->block]->info.name);
        break;
    case IR_LOOP:
        buf_add_format(out, "loop %S over %S", opcode_get_name(node->op),
                       c->program->lists[node->list].path);
        break;
    default:
        buf_add(out, opcode_get_name(node->op));
        if (node->list != NO_INDEX) {
            buf_add_format(out, " %S", c->program->lists[node->list].path);
        }
        if (node->imm) {
            buf_add_format(out, " #%u", node->imm);
        }
        break;
    }
    dump_args(out, c, node, depth);
}

void ir_dump(StrBuf *out, const Compilation *c)
{
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        const IrBlock *b = c->blocks.items[i];
        buf_add_format(out, "block %u %S", i, b->info.name);
        if (b->list != NO_INDEX) {
            buf_add_format(out, " for each of %S", c->program->lists[b->list].path);
        }
        dump_node(out, c, b->result, 1);
        if (b->when) {
            buf_add_c(out, "\n  when");
            dump_node(out, c, b->when, 2);
        }
        for (uint32_t k = 0; k < b->aux.count; k++) {
            buf_add_c(out, "\n  line");
            dump_node(out, c, b->aux.items[k].node, 2);
        }
        buf_add_char(out, '\n');
    }
}
