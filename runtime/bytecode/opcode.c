/* opcode.c - opcodes.def as tables. */
#include "runtime/bytecode/opcode.h"

typedef struct OpText {
    Str name, signature, synopsis, sentence;
} OpText;

#define TEXT(literal) { "" literal, sizeof(literal) - 1 }
static const OpText op_texts[OP_COUNT_] = {
#define OP(NAME, signature, synopsis, sentence)                                                \
    { TEXT(#NAME), TEXT(signature), TEXT(synopsis), TEXT(sentence) },
#include "runtime/bytecode/opcodes.def"
#undef OP
};

Str opcode_get_name(uint16_t op)
{
    return op < OP_COUNT_ ? op_texts[op].name : STR("");
}

Str opcode_get_signature(uint16_t op)
{
    return op < OP_COUNT_ ? op_texts[op].signature : STR("");
}

Str opcode_get_synopsis(uint16_t op)
{
    return op < OP_COUNT_ ? op_texts[op].synopsis : STR("");
}

Str opcode_get_sentence(uint16_t op)
{
    return op < OP_COUNT_ ? op_texts[op].sentence : STR("");
}

OpShape opcode_get_shape(uint16_t op)
{
    Str text = opcode_get_signature(op);
    OpShape shape = { .dst = '_' };
    if (text.len < 2) {
        return shape;
    }
    shape.dst = text.ptr[0];
    size_t at = 2;
    while (at < text.len && text.ptr[at] != ',' && shape.operand_count < 3) {
        shape.operand[shape.operand_count++] = text.ptr[at++];
    }
    if (at + 1 < text.len && text.ptr[at] == ',') {
        shape.imm = text.ptr[at + 1];
    }
    return shape;
}

/* ---- manual ---- */

typedef struct Letter {
    char letter;
    const char *meaning;
} Letter;

static const Letter letters[] = {
    { 'b', "yes_no" },
    { 'e', "enumeration or yes_no" },
    { 'i', "integer" },
    { 'd', "decimal" },
    { 't', "date" },
    { 'r', "real" },
    { 's', "constant set of an enumeration" },
    { 'n', "integer, decimal or date; the same at each `n`" },
    { '*', "any type; the same at each `*`" },
    { 'L', "list" },
    { 'F', "fact: a patient slot or an element's field" },
    { 'Q', "result of a block that is no gate" },
    { '_', "nothing" },
    { 'D', "imm: digits, 0 to 8" },
    { 'B', "imm: a block" },
    { 'N', "imm: a native function" },
    { 'R', "imm: a date register, the state of ACC_LATEST" },
    { 'E', "imm: the place of the NEXT that closes the loop" },
    { 'K', "imm: how many instructions are skipped" },
};

void opcode_print_manual(StrBuf *out)
{
    buf_add_c(out, "| letter | stands for |\n|---|---|\n");
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        buf_add_format(out, "| `%c` | %s |\n", letters[i].letter, letters[i].meaning);
    }
    buf_add_c(out, "\n| number | instruction | signature | does | in words |\n|---|---|---|---|---|\n");
    for (unsigned op = 0; op < OP_COUNT_; op++) {
        OpText text = op_texts[op];
        buf_add_format(out, "| %u | `%S` | `%S` | `", op, text.name, text.signature);
        for (size_t i = 0; i < text.synopsis.len; i++) {
            /* A bar would end the cell of the table. */
            buf_add_c(out, text.synopsis.ptr[i] == '|' ? "\\" : "");
            buf_add_char(out, text.synopsis.ptr[i]);
        }
        buf_add_format(out, "` | %S |\n", text.sentence);
    }
}
