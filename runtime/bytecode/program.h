/* program.h - a compiled guideline, in memory. Immutable once verified; shared by threads.
 *
 * One register file holds everything an instruction can name, in five regions, in this order:
 *   constants | patient slots and gaps | windows (one per list: element fields, then element
 * results) | results | temporaries Every register has one type for the whole program (regs[]).
 *
 * The code is cut into blocks, one per define, decision, advice, caution. A block computes its
 * results from slots and from results of earlier blocks; blocks stand in dependency order. */
#ifndef BYTECODE_PROGRAM_H
#define BYTECODE_PROGRAM_H
#include "runtime/value/date.h"
#include "runtime/value/logic.h"
#include "runtime/value/number.h"
#include "runtime/value/unit.h"

#define NO_INDEX UINT16_MAX
#define NO_INDEX32 UINT32_MAX

/* ---- registers ---- */

/* What a register holds on the fast path.
 * yes_no, enumeration: mask = possible-set; may_fail is 0 but inside the VM, where 1 says that the
 * value may be a failure (the set is then the whole one). integer: lo..hi. decimal: lo..hi on the
 * grid of number.h; a value off the grid is the two grid points around it. date: lo..hi in days.
 * real: real, NaN = unknown (and failed). NONE (no value) is lo = 1, hi = 0; of a yes_no or
 * enumeration the empty set; of a real NaN. */
typedef struct Reg {
    union {
        struct {
            int64_t lo, hi;
        };
        struct {
            Mask mask;
            int64_t may_fail;
        };
        double real;
    };
} Reg;

/* The one NaN of an unknown real; no libm needed. */
#define REAL_UNKNOWN __builtin_nan("")

typedef enum RegType { REG_BOOL, REG_ENUM, REG_INT, REG_DEC, REG_DATE, REG_REAL } RegType;

typedef struct RegInfo {
    uint8_t type;         /* RegType */
    uint16_t enumeration; /* index for REG_ENUM, else NO_INDEX */
} RegInfo;

/* A constant. A decimal off the grid (1 d in weeks) has lo, hi around it and the exact value here.
 */
typedef struct Constant {
    Reg reg;
    bool off_grid;
    Rat exact;
} Constant;

/* ---- instructions ---- */

typedef enum Opcode {
#define OP(name, family, signature, synopsis, sentence) OP_##name,
#include "runtime/bytecode/opcodes.def"
#undef OP
    OP_COUNT_
} Opcode;

typedef struct Insn {
    uint16_t op, dst, a, b, c;
    uint16_t pad; /* always 0 */
    uint32_t imm; /* 32 bits: absolute places in the code and block indices do not fit 16 */
} Insn;

/* ---- names of the guideline ---- */

typedef struct EnumInfo {
    Str name; /* empty for one written in place */
    bool ordered;
    uint16_t count; /* 1..64 */
    Str *values;    /* names */
    Str *labels;    /* wording, may be empty */
} EnumInfo;

typedef enum FieldRole {
    FIELD_SCALAR,
    FIELD_ELEMENT,
    FIELD_GAP,
    FIELD_AS_OF,
    FIELD_KEY,
    FIELD_TEXT
} FieldRole;

/* One fact of the record, one gap, or the date of evaluation. */
typedef struct FieldInfo {
    Str path;  /* "liver.flr"; of an element field the name within the element: "size"; of a gap its
                  name */
    Str label; /* wording, may be empty */
    uint8_t role; /* FieldRole */
    uint8_t type; /* RegType; FIELD_KEY and FIELD_TEXT have none */
    bool used;    /* some rule reads it: it has a register. Unused fields are still validated on
                     reading */
    uint16_t enumeration; /* REG_ENUM */
    UnitId unit;          /* declared unit of a quantity */
    int64_t lo, hi; /* declared range, inclusive (integer, grid, days); the type's range if none */
    uint16_t reg;   /* slot register (or window register of an element field), NO_INDEX if unused */
    uint16_t list;  /* list of an element field, else NO_INDEX */
    bool modifiable;
    int64_t error;                        /* measurement error on the grid, 0 = none */
    uint32_t cost;                        /* of asking or changing; 0 = not declared */
    bool policy;                          /* a gap that a hospital may set */
    Str policy_text;                      /* its wording */
    Str place;                            /* a gap's place in the source */
    uint32_t statements, statement_count; /* a gap's statements: range in statement_refs */
    Str *codes;
    uint16_t code_count; /* terminology bindings, "loinc 2039-6" */
} FieldInfo;

typedef struct ListInfo {
    Str path; /* "lesions" */
    Str label;
    Str element;                       /* record name: "lesion" */
    uint16_t least, most;              /* bound */
    uint16_t first_field, field_count; /* range in fields[] (all element fields, used or not) */
    uint16_t key_field;                /* field of role FIELD_KEY or NO_INDEX */
    uint16_t window, width; /* registers window .. window+width-1: used fields first (in field
                               order), then columns */
    uint16_t used_fields;   /* how many of the width are fields */
    bool used;
    uint16_t complete_field; /* `complete unless F is V`: field index of F, else NO_INDEX */
    Mask complete_unless;    /* the set V */
    uint16_t counted_by;     /* field index of the summary, else NO_INDEX */
    uint16_t largest_by;     /* field index of the summary, else NO_INDEX */
    uint16_t largest_field;  /* element field that it is the largest of */
} ListInfo;

typedef enum StatementRole { STATEMENT_RULE, STATEMENT_FIGURE, STATEMENT_CONTEXT } StatementRole;
typedef struct StatementInfo {
    Str id, text, source, place, section;
    uint8_t role;             /* StatementRole */
    uint16_t strength;        /* index into strengths, NO_INDEX if none */
    uint32_t refs, ref_count; /* range in refs[] */
    Str evidence;             /* evidence level as the source states it, empty if it states none */
} StatementInfo;

typedef struct ReasonInfo {
    Str name, label;
    uint32_t statements, statement_count;
} ReasonInfo;

typedef enum BlockKind { BLOCK_DEFINE, BLOCK_DECISION, BLOCK_ADVICE, BLOCK_CAUTION } BlockKind;
typedef enum BodyKind { BODY_EXPR, BODY_UNIQUE, BODY_FIRST, BODY_WORST } BodyKind;

/* A result register that a block writes besides its main one. */
typedef struct AuxInfo {
    uint16_t reg; /* result register, or window column in a for-each block */
    uint16_t
        reason; /* the reason it stands for (unless ... because, worst-of line), else NO_INDEX */
    uint64_t value; /* worst-of line: index of the value it leads to */
    uint32_t statements,
        statement_count; /* `because R from S`: range in statement_refs (0,0: the reason's own) */
} AuxInfo;

typedef struct BlockInfo {
    uint8_t kind; /* BlockKind */
    uint8_t body; /* BodyKind */
    bool gate;
    bool outside;  /* `from outside "..."` */
    bool reported; /* decisions yes, defines no */
    bool score;
    Str name, title;
    Str outside_text;
    uint16_t list;           /* for each element of this list, else NO_INDEX */
    uint16_t result;         /* main register: value / applies / trigger (window column if list) */
    uint16_t when;           /* advice: register of its `when` alone, else NO_INDEX */
    uint32_t aux, aux_count; /* range in aux[]: an advice's unless conditions, a worst-of decision's
                                line conditions; source order */
    uint32_t code,
        code_end;        /* instruction range; a for-each block is one EACH ... NEXT inside it */
    uint16_t temp_first; /* unused registers may be assumed undefined at the start of a block */
    bool against;        /* advice */
    uint16_t strength;   /* advice: index into strengths or NO_INDEX */
    Str evidence;
    Str timing;     /* "every 2 mo" as printed, or empty */
    UnitId unit;    /* decision of a quantity */
    int64_t lo, hi; /* declared range of a numeric decision (DEC_MIN.. if none) */
    uint32_t statements, statement_count; /* range in statement_refs */
    uint32_t refs, ref_count;             /* printed references, range in refs[] */
    uint32_t shows, show_count;           /* range in statement_refs: figures */
    uint32_t cautions,
        caution_count; /* advice: range in block_refs: caution blocks whose trigger names it */
    uint32_t needs,
        need_count; /* range in block_refs: blocks whose results this one reads, ascending */
    uint32_t line;  /* source line, for the listing */
    Str file;       /* relative to the main file; `<stdlib>/...` if built in */
    Str label_yes, label_no; /* reserved, empty */
} BlockInfo;

typedef struct NativeInfo {
    Str name, library, symbol;
    uint8_t parameter_count;
    uint8_t result;        /* RegType */
    uint8_t parameters[8]; /* RegType */
    UnitId parameter_units[8];
    UnitId result_unit;
} NativeInfo;

typedef struct SourceInfo {
    Str name, title;
} SourceInfo;

struct Anatomy;
typedef struct Program {
    Arena *arena;
    const struct Anatomy *anatomy; /* anatomy.h; made by the verifier */
    Str name, version, title, issued_by, review_by;
    uint8_t hash[32];     /* identity: SHA-256 of the image without the places in the source */
    bool reads_date;      /* --as-of is required */
    uint16_t as_of_field; /* field index, NO_INDEX if not read */
    uint16_t key_field;   /* patient key field, NO_INDEX if none */

    uint32_t reg_count; /* regions: [0,const_count) [slot_first,window_first) ... */
    uint16_t const_count, slot_first, window_first, result_first, temp_first;
    RegInfo *regs;
    Constant *constants;

    FieldInfo *fields;
    uint16_t field_count; /* scalars in schema order with each list's element fields at the list's
                             place; then gaps in declaration order; then as_of */
    ListInfo *lists;
    uint16_t list_count;
    EnumInfo *enums;
    uint16_t enum_count; /* enum 0 is always yes_no: no, yes */
    Str *strengths;
    uint16_t strength_count;
    SourceInfo *sources;
    uint16_t source_count;
    StatementInfo *statements;
    uint32_t statement_count;
    ReasonInfo *reasons;
    uint32_t reason_count;
    BlockInfo *blocks;
    uint32_t block_count; /* dependency order */
    uint32_t *declared;   /* block_count block indices in the order in which the guideline declares
                             them (report order) */
    AuxInfo *aux;
    uint32_t aux_count;
    NativeInfo *natives;
    uint16_t native_count;
    uint32_t *statement_refs;
    uint32_t statement_ref_count; /* statement indices */
    uint32_t *block_refs;
    uint32_t block_ref_count;
    int32_t *refs;
    uint32_t ref_count;
    Insn *code;
    uint32_t code_count;
    uint32_t *lines;     /* source line of each instruction */
    uint64_t worst_case; /* instructions of one evaluation at most */
    Str *undecidable;
    uint16_t undecidable_count; /* answers over the node limit, named by cglc */
} Program;

/* Name, signature, synopsis of an opcode; text for op >= OP_COUNT_ is empty. */
Str opcode_get_name(uint16_t op);
Str opcode_get_signature(uint16_t op);
Str opcode_get_synopsis(uint16_t op);
Str opcode_get_sentence(uint16_t op);

/* The set of all values of a register's type: yes_no 3, enumeration all its bits, numbers the whole
 * range. */
Reg reg_get_unknown(const Program *program, uint16_t reg);
/* Is the register's value one value? (Of a real: not NaN.) */
bool reg_is_settled(const Program *program, uint16_t reg, Reg value);
/* For each block: it is a gate, or reads one, through others as well. On the arena. */
bool *program_list_gated(Arena *arena, const Program *program);
/* Block of that kind by name; NO_INDEX32 if there is none. */
uint32_t program_find_block(const Program *program, BlockKind kind, Str name);
uint32_t program_find_field(const Program *program,
                            Str path); /* scalars, gaps; NO_INDEX32 if none */
uint32_t program_find_list(const Program *program, Str path);
#endif
