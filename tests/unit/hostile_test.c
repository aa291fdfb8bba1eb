/* hostile_test.c - changed images with their hash put right again, through the whole runtime: each
 * is refused with a sentence, or evaluates every patient without harm. CGL_MUTANTS=N for a long
 * look. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include "runtime/bytecode/image.h"
#include "runtime/cgl.h"
#include "tests/unit/program_samples.h"

static const char *const patients[] = {
    "{}",
    "{\"id\":\"a\",\"smoker\":false,\"labs\":{\"cea\":\"7 ng/mL\"},\"stage\":\"high\",\"ecog\":1,"
    "\"lesions\":[{\"id\":\"l1\",\"size\":2,\"central\":false},{\"id\":\"l2\"}],\"lesions_complete\":false,\"lesion_count\":3,"
    "\"values\":[{\"date\":\"2026-01-01\",\"value\":4},{\"date\":\"2026-02\",\"value\":5}]}",
    "{\"labs\":{\"cea\":\"1 ng/mL\"},\"lesions\":[],\"values\":[],\"largest_lesion\":1}",
};

static uint64_t seed = 88172645463325252u;
static uint64_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static void mutate(char *image, size_t size)
{
    static const unsigned char edges[] = { 0, 1, 2, 3, 0x40, 0x7f, 0x80, 0xfe, 0xff };
    for (uint64_t count = 1 + next_random() % 3; count > 0; count--) {
        size_t at = 40 + (size_t)(next_random() % (size - 40));
        switch (next_random() % 4) {
        case 0: image[at] = (char)next_random(); break;
        case 1: image[at] = (char)(image[at] + 1); break;
        case 2: image[at] = (char)(image[at] ^ (1 << (next_random() % 8))); break;
        default: image[at] = (char)edges[next_random() % sizeof edges]; break;
        }
    }
    SHA256((const unsigned char *)image + 40, size - 40, (unsigned char *)image + 8);
}

static void evaluate(const CglProgram *program, CglFormat format)
{
    CglSession *session = cgl_session_create(program);
    assert_non_null(session);
    if (cgl_program_needs_date(program)) {
        assert_true(cgl_session_set_date(session, "2026-03-01"));
    }
    cgl_session_set_format(session, format, CGL_FULL);
    enum { COUNT = sizeof patients / sizeof *patients };
    char *said[COUNT] = { NULL };
    /* Twice: temporaries that a skip leaves out still hold what they held, and nothing may be said
     * of that. */
    for (size_t i = 0; i < 2 * COUNT; i++) {
        const char *patient = patients[i % COUNT];
        const CglReport *report = cgl_session_evaluate(session, patient, strlen(patient));
        if (report == NULL) {
            assert_true(strlen(cgl_session_get_error(session)) > 0);
        } else if (i < COUNT) {
            said[i] = strdup(cgl_report_get_text(report, NULL));
            assert_true(strlen(said[i]) > 0);
        } else {
            assert_string_equal(cgl_report_get_text(report, NULL), said[i - COUNT]);
        }
    }
    for (size_t i = 0; i < COUNT; i++) {
        free(said[i]);
    }
    cgl_session_destroy(session);
}

/* True if it ran. */
static bool try_image(const char *image, size_t size, CglFormat format)
{
    CglDiagnostics *diagnostics = NULL;
    CglProgram *program = cgl_program_load(image, size, &diagnostics);
    if (program == NULL) {
        assert_true(strlen(cgl_diagnostics_get_text(diagnostics)) > 0);
        cgl_diagnostics_destroy(diagnostics);
        return false;
    }
    evaluate(program, format);
    cgl_program_destroy(program);
    return true;
}

static void the_sample_runs(void **state)
{
    (void)state;
    Arena *arena = arena_create(0);
    Str bytes = image_write(arena, sample_build_plain(arena)->program);
    assert_true(try_image(bytes.ptr, bytes.len, CGL_JSON));
    assert_true(try_image(bytes.ptr, bytes.len, CGL_TEXT));
    arena_destroy(arena);
}

static void mutants_do_no_harm(void **state)
{
    (void)state;
    unsigned rounds =
        getenv("CGL_MUTANTS") ? (unsigned)strtoul(getenv("CGL_MUTANTS"), NULL, 10) : 2000;
    Arena *arena = arena_create(0);
    Str bytes = image_write(arena, sample_build_plain(arena)->program);
    char *copy = arena_alloc(arena, bytes.len);
    unsigned ran = 0;
    for (unsigned i = 0; i < rounds; i++) {
        memcpy(copy, bytes.ptr, bytes.len);
        mutate(copy, bytes.len);
        ran += try_image(copy, bytes.len, i % 2 ? CGL_TEXT : CGL_JSON);
    }
    print_message("    %u of %u mutants ran\n", ran, rounds);
    assert_true(ran > 0 && ran < rounds);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_runs),
        cmocka_unit_test(mutants_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
