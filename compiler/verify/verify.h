/* verify.h - what holds for every patient: proofs by diagrams of a record of which nothing is
 * known.
 *
 * A patient is a complete record: every field a value in its range, every list any length up to its
 * bound, every gap one reading, the date of evaluation any day from 1900 to 2199. What is refuted
 * is shown by a patient who was run. */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H
#include "compiler/verify/patient.h"
#include "lang/ast.h"

typedef enum ProofKind {
#define PROOF(id, name, summary) PROOF_##id,
#include "compiler/verify/proofs.def"
#undef PROOF
    PROOF_COUNT
} ProofKind;

typedef enum Verdict { VERDICT_PROVED, VERDICT_REFUTED, VERDICT_UNDECIDED } Verdict;

typedef struct Proved {
    uint8_t kind;    /* ProofKind */
    uint8_t verdict; /* Verdict */
    Span span;
    Str name;                    /* the rule's; of a check its text */
    Str claim;                   /* what was to be shown: "`act` applies to some patient" */
    Str fault;                   /* what is wrong where it is refuted: "`act` never applies" */
    Str reason;                  /* why it is not decided */
    const ShownPatient *patient; /* who refutes it; NULL: it needs none */
    VEC(Span) held;              /* of an overlap: the cases that hold for this patient */
} Proved;

typedef struct VerifyOptions {
    uint32_t limit; /* nodes of one diagram; 0: LIMIT_NODES */
} VerifyOptions;

typedef struct VerifyReport {
    VEC(Proved) items; /* as the guideline declares them, checks last */
    uint32_t counts[PROOF_COUNT][VERDICT_UNDECIDED + 1];
    uint32_t verdicts[VERDICT_UNDECIDED + 1];
    uint32_t limit, gaps;
    uint16_t longest; /* list, by its bound */
    bool stopped;     /* interrupted: what is missing was not tried */
} VerifyReport;

/* False with messages in diags if with its checks and places it is larger than a program may be. */
bool verify_run(Arena *arena, const Ast *ast, VerifyOptions options, DiagList *diags,
                VerifyReport *report);
/* For people: what is refuted at length, what is not decided, a summary. folder: where the
 * patients were written to, or empty. */
void verify_print(StrBuf *out, const Ast *ast, const VerifyReport *report, Str folder);
/* "001.json": the file of the first patient, in the order of the report. */
Str verify_name_patient(Arena *arena, uint32_t number);
/* For machines: one JSON object with every claim. */
void verify_print_json(StrBuf *out, const Ast *ast, const VerifyReport *report);
#endif
