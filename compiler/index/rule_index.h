/* rule_index.h - what rests on what: from a statement to everything that names it, from a rule to
 * its statements, and from a rule to the rules it reads and back. Built once from a checked tree;
 * read by trace, doc, graph, coverage.
 *
 * An entry is a declaration that can rest on statements or be read: a rule of any kind, a gap, a
 * check. Reasons are no entries: a reason stands for a part of the rule that gives it (`unless P
 * because R`), and its statements count there, unless that part names its own (`because R from S`).
 */
#ifndef TOOLS_RULE_INDEX_H
#define TOOLS_RULE_INDEX_H
#include "lang/ast.h"

/* How an entry uses a statement, with the word that tools print. Written once. */
#define RULE_USES(USE)                                                                            \
    USE(FROM, "from") /* the declaration itself rests on it */                                    \
    USE(CASE, "case") /* a case (of `worst of` too) gives a reason that rests on it; part = which \
                         case */                                                                  \
    USE(UNLESS, "unless") /* an exception of advice does; part = which exception */               \
    USE(SHOWS, "shows")   /* advice shows the figure */                                           \
    USE(CHECKS, "checks") /* a check reads a rule that rests on it */
typedef enum RuleUseKind {
#define USE(name, word) RULE_USE_##name,
    RULE_USES(USE)
#undef USE
        RULE_USE_COUNT_
} RuleUseKind;

/* clang-format off */
#define RULE_ENTRIES(ENTRY)                                                                                         \
    ENTRY(DEFINE, "define") ENTRY(DECISION, "decision") ENTRY(SCORE, "score") ENTRY(ADVICE, "advice")               \
    ENTRY(AGAINST, "advice against") ENTRY(CAUTION, "caution") ENTRY(GAP, "gap") ENTRY(POLICY, "policy")            \
    ENTRY(CHECK, "check")       /* a policy is a gap that a hospital may settle */
/* clang-format on */
typedef enum RuleEntryKind {
#define ENTRY(name, word) RULE_ENTRY_##name,
    RULE_ENTRIES(ENTRY)
#undef ENTRY
        RULE_ENTRY_COUNT_
} RuleEntryKind;

typedef struct RuleUse {
    RuleUseKind kind;
    uint32_t entry;     /* index in RuleIndex.entries */
    uint32_t statement; /* index in RuleIndex.ast->statements */
    uint32_t part; /* RULE_USE_CASE: rule->cases, RULE_USE_UNLESS: rule->unless; else NO_PART */
    const AstReason *reason; /* the reason given there, or NULL */
    Span span; /* where the statement is named; of a reason's own statements, the part that gives it
                */
} RuleUse;
#define NO_PART UINT32_MAX

typedef VEC(uint32_t) IndexList;

typedef struct RuleEntry {
    RuleEntryKind kind;
    Str name;  /* first result's name of a decision or score; the text of a check */
    Str title; /* wording for people; empty if there is none */
    Span span; /* of the declaration's name; of a check, of its text */
    const AstModule *module;
    const AstDecl *decl;
    AstRule *rule;
    AstGap *gap;
    AstCheck *check;   /* one of them */
    IndexList uses;    /* in RuleIndex.uses, in source order */
    IndexList reads;   /* entries (rules and gaps) that its expressions name, each once, in order of
                          reading */
    IndexList read_by; /* the reverse, in source order */
    bool live; /* a report shows it, or something that a report shows reads it; checks always */
} RuleEntry;

typedef struct RuleIndex {
    const Ast *ast;
    VEC(RuleEntry) entries; /* modules in import order, declarations as written */
    VEC(RuleUse) uses;
    IndexList *of_statement; /* per ast->statements: its uses, in order of entries */
} RuleIndex;

/* ast: without errors (lang_read, no compilation needed). Everything lives on arena. */
const RuleIndex *rule_index_build(Arena *arena, const Ast *ast);

/* The entry of a rule or gap of this tree. */
const RuleEntry *rule_index_get_rule(const RuleIndex *index, const AstRule *rule);
const RuleEntry *rule_index_get_gap(const RuleIndex *index, const AstGap *gap);
/* A live rule or gap rests on the statement: by its own `from` or by a part of it. Being shown or
 * checked is not enough. */
bool rule_index_is_implemented(const RuleIndex *index, uint32_t statement);
bool rule_index_is_shown(const RuleIndex *index, uint32_t statement);

Str rule_index_get_word(RuleEntryKind kind);   /* "advice against" */
Str rule_index_get_use_word(RuleUseKind kind); /* "unless" */
/* "rule", "figure" or "context". */
Str rule_index_get_role(const AstStatement *statement);
/* Under which heading a statement belongs: its `section`, else the title of its module, else the
 * module's name. */
Str rule_index_get_group(const RuleIndex *index, uint32_t statement);
#endif
