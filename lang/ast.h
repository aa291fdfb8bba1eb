/* ast.h - the typed syntax tree: what the parser builds, resolve links and check types.
 *
 * Everything lives on the compile arena. The parser fills names and spans; resolve fills the
 * pointers marked [resolve]; check fills [check]. After lang_check without errors every [..] field
 * is set, and the compiler relies on it. Lists keep source order. */
#ifndef LANG_AST_H
#define LANG_AST_H
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/source.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/value/date.h"
#include "runtime/value/logic.h"
#include "runtime/value/number.h"
#include "runtime/value/unit.h"

typedef struct Name {
    Str text;
    Span span;
} Name; /* dotted paths keep their dots */
typedef VEC(Name) NameList;
typedef struct Label {
    Str text;
    Span span;
} Label; /* quoted text, quotes and escapes removed; ptr NULL = none */

typedef struct AstModule AstModule;
typedef struct AstEnum AstEnum;
typedef struct AstField AstField;
typedef struct AstRecord AstRecord;
typedef struct AstStatement AstStatement;
typedef struct AstReason AstReason;
typedef struct AstGap AstGap;
typedef struct AstRule AstRule;
typedef struct AstNative AstNative;
typedef struct AstParameter AstParameter;
typedef struct Expr Expr;

/* ---- types ---- */

typedef enum TypeKind {
    TY_ERROR, /* a message was given; suppresses further ones */
    TY_YES_NO,
    TY_INTEGER,
    TY_DECIMAL, /* plain number or quantity: dim, unit */
    TY_ROOT,    /* sqrt of an exact number, before it is rounded or compared */
    TY_REAL,
    TY_DATE,
    TY_ENUM,
    TY_TEXT,
    TY_KEY,
    TY_LIST /* list of record */
} TypeKind;

typedef struct Type {
    TypeKind kind;
    DimId dim;   /* TY_DECIMAL: DIM_NONE = plain number */
    UnitId unit; /* the unit in which the value is kept (declared unit of a field; left operand's of
                    a sum) */
    AstEnum *enumeration; /* TY_ENUM */
    AstRecord *record;    /* TY_LIST */
} Type;

typedef struct AstTypeRef { /* as written */
    Span span;
    Name name; /* "yes_no" "integer" "decimal" "length" "percent" "date" "text" "key", an enum's
                  name, or "list" */
    Name unit; /* after `in` */
    NameList values;           /* an enumeration written in place; then name is empty */
    Name record;               /* list of RECORD */
    Expr *range_lo, *range_hi; /* LO..HI or NULL; literals */
    Type type;                 /* [resolve] */
    int64_t lo,
        hi; /* [check] range on the grid / integers / days; INT64_MIN, INT64_MAX without one */
} AstTypeRef;

/* ---- expressions ---- */

typedef enum ExprKind {
    EX_ERROR,
    /* literals */
    EX_YES_NO, /* value.flag */
    EX_NUMBER, /* value.number (exact), is_integer; type integer or decimal with unit */
    EX_DATE,   /* value.day_lo, day_hi */
    EX_TEXT,   /* label */
    EX_VALUE,  /* a value of an enumeration: name, index [check] */
    EX_ALWAYS, /* `always`: yes */
    /* names: EX_NAME becomes one of the others in resolve */
    EX_NAME,  /* name: a path or identifier */
    EX_FIELD, /* field: scalar patient field (element = false) or field of the current element
                 (element = true) */
    EX_LIST,  /* field: the patient's list itself (as argument of list words, gates, `.count`) */
    EX_RULE,  /* rule: value of a define / decision / score */
    EX_GAP,   /* gap */
    EX_PARAMETER, /* parameter of the enclosing function */
    EX_AS_OF,     /* `as_of` */
    /* logic and comparison */
    EX_NOT,
    EX_AND,
    EX_OR,      /* args[0], args[1]; and/or are binary, left-associated */
    EX_COMPARE, /* op; args[0], args[1] */
    EX_IS,     /* args[0] is / is not one of args[1..]: EX_VALUE, EX_YES_NO or any expression of the
                  enum type; negated */
    EX_IN,     /* args[0] in args[1..]: literals or EX_RANGE; negated = `not in` */
    EX_RANGE,  /* args[0] .. args[1], inclusive; only inside EX_IN and cells */
    EX_WITHIN, /* args[0] within args[1] before/after args[2] (dates and a duration); op = OP_BEFORE
                  or OP_AFTER */
    EX_BETWEEN, /* completed units from the date args[0] to the date args[1]; op = UNIT_YEARS ... */
    /* arithmetic */
    EX_ADD,
    EX_SUB,
    EX_MUL,
    EX_DIV,
    EX_NEG,
    EX_ROUND, /* args[0], digits */
    EX_MIN2,
    EX_MAX2, /* min(a, b), max(a, b) of two scalars */
    EX_SQRT,
    EX_LN,
    EX_EXP,
    EX_POWER,
    EX_CALL,   /* rule: function (define with parameters), args = arguments */
    EX_NATIVE, /* native, args */
    /* list words. list = EX_LIST field; body = per-element expression (fields of the element in
       scope) */
    EX_ANY,
    EX_ALL,   /* any L with (P), all L are (P): args[0] = EX_LIST, args[1] = P */
    EX_COUNT, /* count L where (P), L.count: args[0], args[1] or NULL */
    EX_SUM,
    EX_MIN,
    EX_MAX,    /* sum|min|max L.f [where (P)], max(L.f, floor): args[0] list, args[1] value, args[2]
                  filter or NULL, args[3] floor or NULL */
    EX_LATEST, /* (latest L by F).g [where]: args[0] list, args[1] key F, args[2] filter or NULL,
                  args[3] value g */
    EX_COUNT_OF, /* count of a, b, c end: args = yes_no expressions */
    /* reading other rules */
    EX_APPLIES, /* rule: an advice; `NAME applies` */
    /* gate words */
    EX_MISSING, /* args[0] EX_FIELD or EX_LIST; negated for `is known` */
    EX_PARTIAL, /* args[0] EX_LIST */
    EX_SETTLED,
    EX_OPEN,        /* args[0] EX_RULE (a decision) or EX_APPLIES-like (an advice) */
    EX_MAY_BE,      /* args[0], args[1..] values */
    EX_NEEDS_FACTS, /* args[0] */
    EX_ELSE         /* args[0] else args[1] */
} ExprKind;

typedef enum CompareOp { CMP_LT, CMP_LE, CMP_EQ, CMP_NE, CMP_GE, CMP_GT } CompareOp;
enum { OP_BEFORE, OP_AFTER };
enum { UNIT_YEARS, UNIT_MONTHS, UNIT_WEEKS, UNIT_DAYS };

struct Expr {
    ExprKind kind;
    Span span;
    Type type; /* [check] */
    Name name; /* EX_NAME, EX_VALUE, EX_CALL... as written */
    int op;    /* CompareOp; OP_BEFORE / OP_AFTER; UNIT_... */
    bool negated;
    bool element;    /* EX_FIELD / EX_RULE / EX_APPLIES: of the current element (innermost loop over
                        that list) */
    bool parens;     /* written in parentheses */
    uint16_t depth;  /* of the tree below, 1 for a leaf */
    bool is_integer; /* EX_NUMBER: written without a point and without a unit */
    unsigned digits; /* EX_ROUND: decimals; ROUND_TO_INTEGER for round(x) */
    struct {
        bool flag;
        Rat number;
        Day day_lo, day_hi;
        uint16_t index;
        Str text;
    } value;
    Name unit; /* unit as written after a number */
    Expr **args;
    uint32_t arg_count;
    AstField *field;         /* [resolve] */
    AstRule *rule;           /* [resolve] */
    AstGap *gap;             /* [resolve] */
    AstNative *native;       /* [resolve] */
    AstParameter *parameter; /* [resolve] */
};
#define ROUND_TO_INTEGER 99u

/* ---- declarations ---- */

struct AstEnum {
    Name name; /* empty text: written in place */
    bool ordered;
    NameList values;
    VEC(Label) labels; /* parallel to values; text.ptr NULL if none */
    VEC(Label) codes;  /* parallel to values: terminology "snomed 123", or none */
    Span span;
    uint32_t index; /* scratch for the compiler */
};

typedef struct AstCode {
    Name system;
    Label code;
} AstCode; /* loinc "2039-6" */

struct AstField {
    Name path; /* "labs.cea"; in a record its name */
    AstTypeRef type_ref;
    Label label;
    bool has_error;
    Expr *error;        /* literal */
    int64_t error_grid; /* [check] */
    bool modifiable;
    bool has_cost;
    uint32_t cost;
    VEC(AstCode) codes;
    /* list clauses */
    Name complete_field;
    Name complete_value;
    bool complete_negated;                      /* complete unless F is V */
    Name counted_by, largest_field, largest_by; /* counted by F; largest by f = F */
    AstField *complete_ref, *counted_ref, *largest_field_ref, *largest_ref; /* [resolve] */
    uint16_t complete_index; /* [check] value index */
    AstRecord *owner;        /* [resolve] record of an element field, NULL for a patient field */
    AstField *list; /* [resolve] for an element field: the patient list that holds it (one list per
                       record type) */
    Span span;
    bool read;      /* [resolve] some rule reads it */
    uint32_t index; /* scratch for the compiler */
};

struct AstRecord {
    Name name;
    VEC(AstField *) fields;
    Span span;
};

typedef struct AstSource {
    Name name;
    Label title;
} AstSource;

struct AstStatement {
    Name id;
    Name source;
    Label place;
    Label section;
    Name role;         /* "", "figure" or "context" */
    VEC(int32_t) refs; /* ranges expanded */
    Name strength;
    uint16_t strength_index; /* [resolve] NO_STRENGTH if none */
    Label evidence;
    Label text;
    Span span;
    bool broken; /* a syntax error inside */
    bool used;   /* [resolve] some rule, gap or reason names it */
    uint32_t index;
};
#define NO_STRENGTH UINT16_MAX

typedef struct AstFrom { /* from RISK-01, RISK-02 | from outside "..." */
    NameList ids;
    bool outside;
    Label outside_text;
    VEC(AstStatement *) statements; /* [resolve] */
    Span span;
} AstFrom;

struct AstReason {
    Name name;
    Label label;
    AstFrom from;
    Span span;
    uint32_t index;
};

struct AstGap {
    Name name;
    AstTypeRef type_ref;
    AstFrom from;
    Name source;
    Label place;
    Label text;
    bool policy;
    Label policy_text;
    bool broken; /* a syntax error inside */
    Span span;
    uint32_t index;
};

typedef struct AstBecause {
    NameList names;
    VEC(AstReason *) reasons;
    AstFrom from;
} AstBecause;

typedef struct AstCase { /* case V when E | V when E because ... (worst of) */
    Expr **results;      /* one per result name of the rule */
    Expr *when;          /* NULL: otherwise */
    AstBecause because;
    Span span;
} AstCase;

typedef struct AstCell { /* table cell: a test of its column; any = `-` */
    bool any;
    bool result; /* parser only: a cell of a result column */
    Expr *test;  /* [check] a complete yes_no expression built from column and cell */
    Expr *
        written; /* EX_RANGE, literal(s) as EX_IN, or EX_COMPARE with args[0] NULL; parser's form */
    Span span;
} AstCell;

typedef struct AstRow {
    VEC(AstCell) cells;
    Expr **results;
    Span span;
} AstRow;
typedef struct AstTable {
    VEC(Expr *) columns;
    NameList result_columns;
    VEC(AstRow) rows;
    bool first;
    Expr **otherwise;
    Span span;
} AstTable;

typedef enum RuleKind {
    RULE_DEFINE,
    RULE_DECISION,
    RULE_SCORE,
    RULE_ADVISE,
    RULE_CAUTION
} RuleKind;
typedef enum RuleBody { RULE_MEANS, RULE_CASES, RULE_TABLE, RULE_POINTS, RULE_WHEN } RuleBody;
typedef enum CaseMode { CASES_UNIQUE, CASES_FIRST, CASES_WORST } CaseMode;

typedef struct AstResult {
    Name name;
    AstTypeRef type_ref;
    bool has_type;
    Label label;
} AstResult;
typedef struct AstUnless {
    Expr *when;
    AstBecause because;
    Span span;
} AstUnless;
typedef struct AstPoints {
    int64_t points;
    Expr *when;
    Span span;
} AstPoints;
struct AstParameter {
    Name name;
    AstTypeRef type_ref;
    uint32_t index;
};

struct AstRule {
    RuleKind kind;
    RuleBody body;
    CaseMode mode;
    Name name;
    Label label;
    VEC(AstResult)
    results; /* decision A : T and B : U; a define or score has one; advice and cautions none */
    VEC(AstParameter *) parameters; /* define f(x : T) */
    Name list_name;
    AstField *list; /* for each RECORD: [resolve] the list of that record; NULL if patient-level */
    AstFrom from;
    Expr *means;
    VEC(AstCase) cases;
    Expr **otherwise;
    Span otherwise_span;
    AstTable *table;
    VEC(AstPoints) points;
    /* advice and caution */
    bool against, gate;
    Name strength;
    uint16_t strength_index;
    Label evidence;
    Expr *when;
    VEC(AstUnless) unless;
    Label timing; /* as printed: "every 2 mo" */
    NameList shows;
    VEC(AstStatement *) show_statements; /* [resolve] */
    VEC(int32_t) refs;
    bool has_refs; /* refs written at the rule; else those of its statements are printed */
    Span span;
    Span head;         /* keyword to label, for messages about the whole rule */
    bool ended;        /* `end` was written */
    bool broken;       /* a syntax error inside: what is missing is not reported again */
    AstModule *module; /* [resolve] */
    bool is_gate;      /* [check] marked gate */
    bool record_gate; /* [check] a define marked gate that looks at the record only: what it says is
                         a constant of the record, so rules that read it need not be gates */
    bool quotient;    /* [check] a define whose value may be an unrounded quotient */
    bool visiting, visited; /* scratch: cycle detection */
    uint32_t index;         /* scratch for the compiler */
};
/* A rule with several results is one AstRule; a reference to its second result is EX_RULE with
 * value.index = 1. */

struct AstNative {
    Name name;
    VEC(AstParameter *) parameters;
    AstTypeRef result;
    Label library, symbol;
    Span span;
    uint32_t index;
};

typedef enum CheckClaim {
    CLAIM_NEVER,       /* a condition that no patient meets */
    CLAIM_ALWAYS,      /* one that every patient meets */
    CLAIM_INDEPENDENT, /* an answer that does not change with one field */
    CLAIM_MONOTONE     /* an answer that never falls, or never rises, as one field grows */
} CheckClaim;
typedef struct AstCheck {
    Label text;
    CheckClaim claim;
    Expr *subject;       /* the condition, or the answer: EX_RULE, EX_APPLIES */
    Name field;          /* CLAIM_INDEPENDENT, CLAIM_MONOTONE */
    AstField *field_ref; /* [resolve] a scalar field of the patient */
    Span span;
} AstCheck;

/* given/expect stay syntax: the test runner in compiler/tools reads them against the program. */
typedef enum GivenKind { GIVEN_LIKE, GIVEN_FIELD, GIVEN_MISSING, GIVEN_LIST, GIVEN_JSON } GivenKind;
typedef struct AstElement AstElement;
typedef struct AstGiven {
    GivenKind kind;
    Name path;
    Expr *value;              /* literal: number with unit, value, yes/no, text, date */
    VEC(AstElement) elements; /* GIVEN_LIST: lesions [ id "L1", size 2 cm ], [ ... ] */
    Label json;
    Span span;
} AstGiven;
struct AstElement {
    VEC(AstGiven) fields;
    Span span;
};

typedef enum ExpectKind {
    EXPECT_VALUE,    /* NAME value (a literal) */
    EXPECT_STATUS,   /* NAME applies | not_applicable | ruled_out | open */
    EXPECT_POSSIBLE, /* NAME possible a, b [needs p, q] [gaps g] */
    EXPECT_CAUTION,
    EXPECT_NO_CAUTION, /* caution NAME, no caution NAME */
    EXPECT_PROBLEM     /* problem PATH */
} ExpectKind;
typedef struct AstExpect {
    ExpectKind kind;
    Name name;
    Label of; /* of "L1" */
    Name status;
    VEC(Expr *) values;
    NameList needs, gaps, not_needs, reasons;
    bool no_gaps;
    Name direction, strength; /* EXPECT_STATUS: `for` or `against`; ptr NULL if it is not said */
    Label timing;             /* as printed */
    NameList cautions;        /* EXPECT_STATUS: these stand beside it */
    Span span;
} AstExpect;
typedef struct AstPolicy {
    Name name;
    Expr *value;
} AstPolicy;
typedef struct AstTest {
    Label name;
    VEC(AstPolicy) policies;
    Expr *as_of;
    VEC(AstGiven) given;
    VEC(AstExpect) expect;
    bool broken;
    Span span;
} AstTest;

typedef struct AstImport {
    Name path;
    Label version;
    AstModule *module;
    Span span;
} AstImport;

typedef enum DeclKind {
    DECL_ENUM,
    DECL_RECORD,
    DECL_PATIENT,
    DECL_STATEMENT,
    DECL_REASON,
    DECL_GAP,
    DECL_RULE,
    DECL_NATIVE,
    DECL_CHECK,
    DECL_TEST
} DeclKind;
typedef struct AstDecl {
    DeclKind kind;
    void *node;
    Span span;
} AstDecl;

struct AstModule {
    uint32_t file;
    bool is_guideline; /* `guideline` header; else `module` */
    Name name;
    Label version, title, issued_by, review_by;
    VEC(AstSource) sources;
    NameList strengths;
    VEC(AstImport) imports;
    VEC(AstDecl) decls; /* everything, source order */
    bool visiting, visited;
};

/* The whole program: modules depth first in import order, each once; all lists in that order. */
typedef struct Ast {
    Arena *arena;
    SourceSet *sources;
    DiagList *diags;
    AstModule *main;
    VEC(AstModule *) modules;
    VEC(AstEnum *) enums; /* named and in-place ones */
    VEC(AstRecord *) records;
    VEC(AstField *) patient; /* fields of all patient blocks */
    VEC(AstStatement *) statements;
    VEC(AstReason *) reasons;
    VEC(AstGap *) gaps;
    VEC(AstRule *) rules;   /* all five kinds */
    VEC(AstRule *) ordered; /* [check] the same, each after those it reads */
    VEC(AstNative *) natives;
    VEC(AstCheck *) checks;
    VEC(AstTest *) tests;
    NameList strengths; /* of the guideline */
    VEC(AstSource) all_sources;
    bool reads_date;
    Map keywords;        /* inside this room: of the lexer, shared by all modules */
    struct Names *names; /* inside this room: what each name stands for */
} Ast;

#endif
