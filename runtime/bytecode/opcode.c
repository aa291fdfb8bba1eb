/* opcode.c - opcodes.def as tables. */
#include "runtime/bytecode/opcode.h"
#include "runtime/base/claim.h"

typedef struct OpText {
    Str name, signature, synopsis, sentence;
} OpText;

#define TEXT(literal)                   \
    {                                   \
        "" literal, sizeof(literal) - 1 \
    }
static const OpText op_texts[OP_COUNT_] = {
#define OP(NAME, family, signature, synopsis, sentence) \
    { TEXT(#NAME), TEXT(signature), TEXT(synopsis), TEXT(sentence) },
#include "runtime/bytecode/opcodes.def"
#undef OP
};

static const uint8_t op_families[OP_COUNT_] = {
#define OP(NAME, family, signature, synopsis, sentence) FAMILY_##family,
#include "runtime/bytecode/opcodes.def"
#undef OP
};

OpFamily opcode_get_family(uint16_t op)
{
    CLAIM_ALWAYS(op < OP_COUNT_, "An instruction has an opcode of the table.");
    return (OpFamily)op_families[op];
}

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

bool opcode_takes_type(char letter, uint8_t type)
{
    switch (letter) {
    case 'b': return type == REG_BOOL;
    case 'e':
    case 's': return type == REG_BOOL || type == REG_ENUM;
    case 'i': return type == REG_INT;
    case 'd': return type == REG_DEC;
    case 't': return type == REG_DATE;
    case 'r': return type == REG_REAL;
    case 'n': return type == REG_INT || type == REG_DEC || type == REG_DATE;
    default: return true;
    }
}

bool opcode_shares_type(const OpShape *shape, char letter)
{
    bool beside = shape->dst == '*' || shape->operand[1] == 's';
    return letter == 'n' || letter == '*' || letter == 'e' || letter == 's' ||
           ((letter == 'Q' || letter == 'F') && beside);
}
