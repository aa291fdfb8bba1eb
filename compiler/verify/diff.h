/* diff.h - what a new version of a guideline changes, and for which patients.
 *
 * Every answer that both programs give is compared as a function of all facts. Answers of rules
 * that changed themselves are told from those that follow: the new rule, given what the old program
 * answers, says the same as the old one. */
#ifndef VERIFY_DIFF_H
#define VERIFY_DIFF_H
#include "compiler/verify/patient.h"
#include "runtime/cells/pair.h"

typedef enum DiffKind {
    DIFF_SAME,      /* proved: for every patient */
    DIFF_CHANGED,   /* the rule itself says something else */
    DIFF_FOLLOWS,   /* because of what it reads */
    DIFF_ADDED,     /* the new program alone has it */
    DIFF_REMOVED,   /* the old one alone */
    DIFF_UNDECIDED, /* reason says why */
    DIFF_KINDS
} DiffKind;

/* One patient, as a record of either program. */
typedef struct DiffPatient {
    ShownPatient first, second;
} DiffPatient;

/* From what to what an answer goes, for whom. */
typedef struct DiffTurn {
    PairTurn turn;
    const DiffPatient *patient; /* NULL: the bounds of arithmetic allow it, nobody was found */
} DiffTurn;

/* A way to a difference, or what all ways have in common: conditions that hold together. */
typedef struct DiffCase {
    VEC(Str) conditions; /* as CGL writes them */
} DiffCase;

typedef struct DiffRule {
    uint8_t kind;           /* DiffKind */
    uint32_t first, second; /* block of either program, NO_INDEX32 if it has none */
    Str reason;             /* of UNDECIDED */
    VEC(DiffTurn) turns;
    VEC(DiffCase)
    cases;             /* of CHANGED: where it says something else; of FOLLOWS one at most: the
                          facts without which nothing changes */
    bool more;         /* there are further cases */
    uint32_t patients; /* of those given: how many are told something else */
    uint32_t settled, opens, closes; /* between settled values, to open, from open */
} DiffRule;

/* A fact, list or rule is another, in words: "labs.ldh is new". */
typedef VEC(Str) DiffNotes;

typedef struct DiffOptions {
    uint32_t limit; /* steps of one comparison; 0: LIMIT_NODES */
    const PairNames *names;
} DiffOptions;

typedef struct DiffReport {
    const Program *first, *second;
    CellsPair *pair;
    VEC(DiffRule) rules; /* as the new program declares them, then what is removed */
    uint32_t counts[DIFF_KINDS];
    DiffNotes facts, words;        /* of the schema; of what is said beside an answer */
    uint32_t all, changed, broken; /* patients read; who are told something else; records that
                                      could not be read */
    bool stopped;                  /* interrupted: rules that are missing were not compared */
} DiffReport;

void diff_run(Arena *arena, const Program *first, const Program *second, DiffOptions options,
              DiffReport *report);
/* Patients of a file, each run by both programs: fills the counts of the report. */
typedef struct DiffPatients {
    const char *path;
    bool has_date; /* needed where a program reads the date */
    Day as_of;
} DiffPatients;
typedef enum DiffIntake {
    DIFF_READ,
    DIFF_MISSING, /* the file cannot be opened */
    DIFF_UNREAD,  /* it broke off */
    DIFF_REFUSED  /* it is a table of something else: *why */
} DiffIntake;
DiffIntake diff_count_patients(Arena *arena, DiffReport *report, const DiffPatients *input,
                               Str *why);
/* Are the two programs one, to every patient and reader? */
bool diff_is_same(const DiffReport *report);
/* For people and for machines. all: every rule that follows, not the first ten. */
void diff_print(StrBuf *out, const DiffReport *report, bool all);
void diff_print_json(StrBuf *out, const DiffReport *report);

/* ---- the parts ---- */

/* diff_find.c: conditions of a difference in the words of the guideline. */
void diff_find_cases(Arena *arena, const DiffReport *report, Diagram diagram, DiffRule *rule);
void diff_find_box(Arena *arena, const DiffReport *report, Diagram diagram, DiffRule *rule);
/* diff_people.c: patients whose answers turn so, run by both programs. */
typedef struct DiffPeople DiffPeople;
DiffPeople *diff_people_create(Arena *arena, const DiffReport *report);
void diff_people_destroy(DiffPeople *people);
const DiffPatient *diff_people_find(DiffPeople *people, Diagram diagram, const DiffRule *rule,
                                    PairTurn turn);
/* diff_notes.c */
void diff_note_facts(Arena *arena, DiffReport *report);
void diff_note_words(Arena *arena, DiffReport *report);
/* diff_code.c: of gates, whose answers are no function of the facts: is the code of a block the
 * same, register by register? What it reads is not looked at. */
bool diff_is_same_code(Arena *arena, const DiffReport *report, uint32_t first, uint32_t second);
#endif
