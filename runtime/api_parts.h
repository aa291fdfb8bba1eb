/* api_parts.h - what the files behind cgl.h share. */
#ifndef RUNTIME_API_PARTS_H
#define RUNTIME_API_PARTS_H
#include "runtime/cgl.h"
#include "runtime/native/native.h"
#include "runtime/report/plan.h"
#include "runtime/report/report.h"

struct CglProgram {
    Arena *arena;
    Program *program;
    char *name, *version;
    char hash[sizeof "sha256:" + 64];
};

/* Answers and problems are made when somebody asks for the first of them, in the run arena. */
struct CglReport {
    CglSession *session;
    Str text;
    ReportWriter *writer; /* NULL before the first evaluation, and where memory ran out */
    bool error;
    RecordError unread; /* if error */
    bool listed;
    CglAnswer *answers; /* kind after kind */
    uint32_t answer_count;
    const char **problems; /* listed with the answers: code, place, message of each */
    uint32_t problem_count;
};

struct CglSession {
    Arena *arena, *run; /* whole session; one patient */
    const Program *program;
    PatientReader *reader; /* of bytes: its tables are made once */
    Record *record;
    Evaluation *evaluation;
    Natives *natives;
    Plan *plan;   /* of every report */
    Arena *asked; /* what the question in force is about; emptied by the next */
    Question question;
    Evaluation
        *helper; /* of questions that ask of other records; made with the first, with scratch */
    Arena *scratch;
    const char *schema; /* made when it is first asked for */
    ReportOptions options;
    PolicySet policies;
    CglReport report;
    char error[512];
};

/* Always false. */
bool api_set_error(CglSession *session, Str why);
#endif
