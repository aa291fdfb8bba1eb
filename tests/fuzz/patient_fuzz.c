/* patient_fuzz.c - records: any bytes give one outcome, and the same one whatever was read before;
 * the readers of files and of policies take them, too. The guideline is patient.cgl beside this
 * file (run from the project's folder). */
#include "compiler/tools/source_program.h"
#include "runtime/base/limits.h"
#include "runtime/cgl.h"
#include "runtime/patient/patient.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static Arena *arena; /* of the guideline: lives as long as the process */
static SourceProgram source;
static CglProgram *program;
static CglSession *session;

static void begin(void)
{
    arena = arena_create(0);
    source_program_read(&source, arena, "tests/fuzz/patient.cgl", false, NULL);
    if (!source.program) {
        abort();
    }
    program = cgl_program_load(source.image.ptr, source.image.len, NULL);
    session = program ? cgl_session_create(program) : NULL;
    if (!session || !cgl_session_set_date(session, "2026-02-28")) {
        abort();
    }
}

/* A copy of the report's text, the caller's to free. */
static char *evaluate(const char *json, size_t size)
{
    const CglReport *report = cgl_session_evaluate(session, json, size);
    if (!report) {
        abort();
    }
    char *text = strdup(cgl_report_get_text(report, NULL));
    if (!text || !*text) {
        abort();
    }
    return text;
}

static void compare_twice(const char *json, size_t size)
{
    char *first = evaluate(json, size), *nobody = evaluate("{}", 2), *again = evaluate(json, size);
    if (strcmp(first, again) != 0) {
        abort();
    }
    free(first);
    free(nobody);
    free(again);
}

/* Every record of a file takes bytes of it, so there are no more of them than bytes. */
static void read_all(Arena *session_arena, Arena *run_arena, const char *bytes, size_t size,
                     PatientFormat format)
{
    int fd = memfd_create("fuzz", 0);
    if (fd < 0) {
        abort();
    }
    if (size && write(fd, bytes, size) != (ssize_t)size) {
        abort();
    }
    lseek(fd, 0, SEEK_SET);
    Record *record = record_create(session_arena, run_arena, source.program);
    PatientReader *reader = patient_open(session_arena, source.program, fd, format);
    RecordError error;
    size_t count = 0;
    while (arena_reset(run_arena), patient_next(reader, record, &error) < PATIENT_END) {
        if (++count > size) {
            abort();
        }
    }
    patient_close(reader);
    close(fd);
}

static void read_file_and_policies(const char *bytes, size_t size)
{
    jmp_buf recovery;
    Arena *session_arena = arena_create(64 << 20), *run_arena = arena_create(64 << 20);
    if (session_arena && run_arena && setjmp(recovery) == 0) {
        PolicySet policies = { 0 };
        Str why = STR_NONE;
        arena_set_recovery(session_arena, &recovery);
        arena_set_recovery(run_arena, &recovery);
        read_all(session_arena, run_arena, bytes, size, PATIENT_AUTO);
        read_all(session_arena, run_arena, bytes, size, PATIENT_CSV);
        Str json = str_copy(session_arena, (Str){ bytes, size });
        if (!policy_set_json(session_arena, source.program, &policies, json, &why) && !why.len) {
            abort();
        }
    }
    arena_destroy(session_arena);
    arena_destroy(run_arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!program) {
        begin();
    }
    char *bytes = malloc(size + 1); /* a block of its own, so that reading past the end is seen */
    if (!bytes) {
        return 0;
    }
    memcpy(bytes, data, size);
    compare_twice(bytes, size);
    read_file_and_policies(bytes, size);
    free(bytes);
    return 0;
}
