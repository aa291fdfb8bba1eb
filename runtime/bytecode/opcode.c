/* opcode.c - opcodes.def as tables. */
#include "runtime/bytecode/opcode.h"

typedef struct OpText {
    Str name, signature, synopsis, sentence;
} OpText;

#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
static const OpText op_texts[OP_COUNT_] = {
#define OP(NAME, signature, synopsis, sentence) \
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
