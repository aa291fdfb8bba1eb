/* plan.h - what of a report the program alone decides, worked out once: which answers stand where,
 * and the pieces of JSON that are the same for every patient. */
#ifndef REPORT_PLAN_H
#define REPORT_PLAN_H
#include "runtime/bytecode/answers.h"

typedef struct Plan Plan;

/* Ready pieces of one block's entries. Empty where they make no sense. */
typedef struct BlockText {
    Str key;     /* decision:  "resectability":{ */
    Str settled; /* decision:  "resectability":{"value": */
    Str advice;  /* {"name":...,"direction":"for","strength":"must","status": */
    Str gate;    /* ,"gate":true or empty */
    Str sources; /* ,"evidence":null,"statements":[...],"refs":[...] */
    Str shows;   /* ,"shows":[...] */
    Str timing;  /* ,"timing":null} */
    Str open;    /* {"name":...,"about": */
    Str caution; /* a whole entry of the top-level list */
    Str name;    /* "NAME" */
    Str rule;    /* ","rule":"NAME"} */
} BlockText;

/* Decisions about the elements of one list. */
typedef struct PlanTable {
    uint16_t list;
    uint32_t first, count; /* range in element_decisions */
    Str head;              /* "lesions":[ */
} PlanTable;

/* A fact of the patient by its id, as it stands among needs: "liver.flr" in quotes. */
typedef struct PlanPath {
    uint32_t id;
    Str path;
} PlanPath;

struct Plan {
    const Program *program;
    uint32_t *decisions;
    uint32_t decision_count; /* about the patient, in declared order */
    PlanTable *tables;
    uint32_t table_count; /* in the order of the lists */
    uint32_t *element_decisions;
    uint32_t *advice;
    uint32_t advice_count;
    uint32_t *cautions;
    uint32_t caution_count;
    BlockText *blocks; /* block_count */
    Str *unless;       /* aux_count: {"reason":...,"statements":[...]} */
    Str *reasons;      /* reason_count: "NAME" */
    Str **values;      /* enum_count: quoted values */
    Str *facts;      /* field_count: {"fact":"PATH","value":" for scalars and gaps; of an element's
                      * field what follows the index: ].size","value":" */
    Str *lists;      /* list_count: {"fact":"lesions[ */
    PlanPath *paths; /* by id */
    uint32_t path_count;
    bool plain;    /* no name of the program needs escapes in JSON */
    Str guideline; /* {"guideline":{...},"patient": */
};

Plan *plan_create(Arena *session_arena, const Program *program);
/* NULL for an element's fact and for a list. */
const Str *plan_find_path(const Plan *plan, uint32_t fact_id);
/* "sha256:" and 64 hex digits. */
void plan_add_hash(StrBuf *out, const uint8_t hash[32]);
#endif
