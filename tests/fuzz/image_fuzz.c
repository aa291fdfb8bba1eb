/* image_fuzz.c - compiled bytes with their hash put right: refused with a sentence, or every
 * patient is evaluated, in any order the same. */
#include "runtime/bytecode/hash.h"
#include "runtime/cgl.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { HASH_AT = 8, BODY_AT = HASH_AT + HASH_SIZE };

static const char *const patients[] = {
    "{}",
    "{\"items_complete\":false,\"item_count\":3,\"widest\":4,\"items\":[{\"size\":3,\"taken\":\"2026-02\"},{\"near\":true}]}",
    "{\"items\":[],\"lesions\":[{\"size\":\"21 mm\"},{}],\"lesions_complete\":false,\"n\":3,\"width\":2,\"a\":true}",
};

/* What is said of a patient, the caller's to free; NULL if there is no report, and then an error
 * that says why. */
static char *report(CglSession *session, const char *patient)
{
    const CglReport *report = cgl_session_evaluate(session, patient, strlen(patient));
    if (report ? !*cgl_report_get_text(report, NULL) : !*cgl_session_get_error(session)) {
        abort();
    }
    return report ? strdup(cgl_report_get_text(report, NULL)) : NULL;
}

/* Every patient twice: what a machine's registers still hold of one must not be said of another. */
static void evaluate(const CglProgram *program, CglFormat format)
{
    enum { COUNT = sizeof patients / sizeof *patients };
    char *first[COUNT];
    CglSession *session = cgl_session_create(program);
    if (!session) {
        return;
    }
    cgl_session_set_date(session, "2026-02-28");
    cgl_session_set_format(session, format, CGL_FULL);
    for (size_t i = 0; i < COUNT; i++) {
        first[i] = report(session, patients[i]);
    }
    for (size_t i = 0; i < COUNT; i++) {
        char *again = report(session, patients[i]);
        if (!first[i] != !again || (again && strcmp(first[i], again) != 0)) {
            abort();
        }
        free(again);
    }
    for (size_t i = 0; i < COUNT; i++) {
        free(first[i]);
    }
    cgl_session_destroy(session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CglDiagnostics *diagnostics = NULL;
    uint8_t hash[HASH_SIZE];
    char *image = malloc(size + BODY_AT);
    if (!image || size < BODY_AT) {
        free(image);
        return 0;
    }
    memcpy(image, data, size);
    hash_make((Str){ image + BODY_AT, size - BODY_AT }, hash);
    memcpy(image + HASH_AT, hash, HASH_SIZE);
    CglProgram *program = cgl_program_load(image, size, &diagnostics);
    free(image);
    if (!program && !*cgl_diagnostics_get_text(diagnostics)) {
        abort();
    }
    if (program) {
        evaluate(program, size % 3 == 0 ? CGL_HTML : size % 3 == 1 ? CGL_TEXT : CGL_JSON);
    }
    cgl_diagnostics_destroy(diagnostics);
    cgl_program_destroy(program);
    return 0;
}
