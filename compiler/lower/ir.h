/* ir.h - between the typed tree and the bytecode: few node kinds, no sugar, units explicit, unknown
 * explicit.
 *
 * A rule becomes one IrBlock per result. A node is either a leaf or one opcode on other nodes; a
 * list word is a loop node. Nodes are hash-consed within a block, so that equal conditions of table
 * rows are computed once. What changed after this pass: no functions (inlined), no cases or tables
 * (SELECT), no >, >=, != (swapped and negated), every constant in the unit of what it is compared
 * with. */
#ifndef COMPILER_IR_H
#define COMPILER_IR_H
#include "compiler/lower/probe.h"
#include "lang/ast.h"
#include "lang/labels.h"
#include "runtime/bytecode/program.h"

typedef enum IrKind {
    IR_CONST,  /* constant */
    IR_FIELD,  /* field index: patient slot, gap, as_of or element field */
    IR_RESULT, /* result of another block (main register) */
    IR_OP,     /* opcode on args */
    IR_LOOP /* opcode is an ACC_*: args[0] start value, the others as the instruction's operands */
} IrKind;

typedef struct IrNode IrNode;
struct IrNode {
    IrKind kind;
    uint8_t type;         /* RegType */
    uint16_t enumeration; /* REG_ENUM */
    uint16_t op;          /* Opcode */
    uint32_t imm;
    uint16_t list;         /* IR_LOOP; IR_OP with an L operand */
    uint16_t field;        /* IR_FIELD */
    uint16_t native_count; /* OP_NATIVE: number of arguments, in more */
    uint32_t block;        /* IR_RESULT: block index */
    Constant constant;
    IrNode *args[4];
    IrNode **more;
    uint64_t lists; /* bit l: reads an element of list l (not through a loop of its own) */
    uint32_t line;
    uint32_t hash, depth; /* depth: longest way down */
    IrNode *next;         /* chain of the block's table */
    uint32_t reg;         /* emit: operand that holds it, IR_NO_REG before */
    uint32_t checked;     /* ir_check: the walk that met it last */
};
#define IR_NO_REG UINT32_MAX

/* The nodes of a block by their contents; it grows with them. */
typedef struct IrTable {
    IrNode **buckets;
    uint32_t size, count; /* size: a power of two */
} IrTable;

typedef struct IrAux {
    IrNode *node;
    uint16_t reason;
    uint64_t value;
    uint32_t statements, statement_count;
} IrAux;

typedef struct IrBlock {
    AstRule *rule;
    uint32_t result_index; /* which of the rule's results */
    uint16_t list;         /* for each, else NO_INDEX */
    IrNode *result, *when; /* when: advice only */
    VEC(IrAux) aux;
    IrTable *table; /* hash-consing; the probes of a block share its table */
    BlockInfo info; /* names and ranges, filled by the tables pass; registers by emit */
} IrBlock;

/* One compilation: what the passes share. */
typedef struct Compilation {
    Arena *arena;
    Ast *ast;
    DiagList *diags;
    Program *program;
    Labels labels; /* what has no label of the author's is called by them */
    VEC(IrBlock *) blocks;
    VEC(uint32_t) statement_refs;
    VEC(uint32_t) block_refs;
    VEC(int32_t) refs;
    VEC(AuxInfo) aux;
    VEC(RegInfo) temps;
    struct Frame *frame; /* arguments of the function being inlined */
    uint32_t inlined;    /* calls so far */
    AstRule *too_deep;   /* the first rule with a node deeper than LIMIT_STEPS */
    Probes *probes;      /* coverage was asked for; else NULL */
    uint32_t walks;      /* of ir_check so far */
} Compilation;

/* Node builders (ir.c): hash-consed in the block, types given by the opcode. */
IrTable *ir_table_create(Arena *arena);
IrNode *ir_op(Compilation *c, IrBlock *b, Opcode op, uint8_t type, uint16_t enumeration, IrNode *x,
              IrNode *y, IrNode *z, uint32_t imm);
IrNode *ir_loop(Compilation *c, IrBlock *b, Opcode op, uint16_t list, IrNode *start, IrNode *x,
                IrNode *y, IrNode *z);
IrNode *ir_list_op(Compilation *c, IrBlock *b, Opcode op, uint8_t type, uint16_t list);
IrNode *ir_native(Compilation *c, IrBlock *b, uint16_t native, uint8_t type, IrNode **args,
                  uint16_t count);
IrNode *ir_constant(Compilation *c, IrBlock *b, uint8_t type, uint16_t enumeration,
                    Constant constant);
IrNode *ir_bool(Compilation *c, IrBlock *b, bool value);
IrNode *ir_int(Compilation *c, IrBlock *b, int64_t value);
IrNode *ir_rat(Compilation *c, IrBlock *b,
               Rat value); /* a decimal constant, on the grid or off it */
IrNode *ir_set(Compilation *c, IrBlock *b, uint16_t enumeration, Mask mask);
IrNode *ir_field(Compilation *c, IrBlock *b, uint16_t field);
IrNode *ir_result(Compilation *c, IrBlock *b, uint32_t block, uint8_t type, uint16_t enumeration,
                  uint16_t list);
IrNode *ir_not(Compilation *c, IrBlock *b, IrNode *x);
IrNode *ir_and(Compilation *c, IrBlock *b, IrNode *x, IrNode *y);
IrNode *ir_or(Compilation *c, IrBlock *b, IrNode *x, IrNode *y);
IrNode *ir_select(Compilation *c, IrBlock *b, IrNode *when, IrNode *then, IrNode *otherwise);
bool ir_is_bool_constant(const IrNode *node, bool value);

/* The passes, in the order of compile.c. */
void tables_build(Compilation *c); /* names, schema, statements, empty blocks */
void lower_rules(Compilation *c);  /* typed tree -> IR */
IrNode *lower_expr(Compilation *c, IrBlock *b, Expr *e); /* (lower_expr.c) */
IrNode *lower_decimal(Compilation *c, IrBlock *b, Expr *e,
                      UnitId unit); /* as decimal in that unit */
/* An integer as a decimal, anything else as it is; e says where it stands (lower_number.c). */
IrNode *lower_to_decimal(Compilation *c, IrBlock *b, IrNode *node, const Expr *e);
/* In which both sides of a comparison meet. */
UnitId lower_choose_unit(const Expr *left, const Expr *right);
IrNode *lower_body(Compilation *c, IrBlock *b, AstRule *rule,
                   uint32_t result);             /* means, cases, table, points (lower_rule.c) */
void emit_program(Compilation *c);               /* IR -> code, registers */
void ir_dump(StrBuf *out, const Compilation *c); /* --dump=ir */

/* Type of a register for a typed-tree type; *enumeration gets the enum's index. */
uint8_t tables_get_reg_type(const Type *type, uint16_t *enumeration);
uint32_t tables_get_block(const AstRule *rule, uint32_t result_index);
uint32_t tables_add_statements(Compilation *c, const AstFrom *from, uint32_t *count);
#endif
