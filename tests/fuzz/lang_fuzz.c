/* lang_fuzz.c - source text: what compiles is verified when it is read back, and gives a report
 * about nobody. */
#include "compiler/compile.h"
#include "runtime/bytecode/image.h"
#include "runtime/bytecode/verify.h"
#include "runtime/cgl.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { MEMORY = 256 << 20 };

/* A rule that opens too many cases is a warning, so it may take its time; all else ends soon. */
static void evaluate(Str image)
{
    CglDiagnostics *diagnostics = NULL;
    CglProgram *program = cgl_program_load(image.ptr, image.len, &diagnostics);
    if (!program) {
        abort();
    }
    CglSession *session = cgl_session_create(program);
    if (!session) {
        abort();
    }
    cgl_session_set_date(session, "2026-02-28");
    const CglReport *report = cgl_session_evaluate(session, "{}", 2);
    size_t size = 0;
    if (report && (cgl_report_is_error(report) || !cgl_report_get_text(report, &size) || !size)) {
        abort();
    }
    if (!report && !*cgl_session_get_error(session)) {
        abort(); /* a native that nobody has allowed */
    }
    cgl_session_destroy(session);
    cgl_program_destroy(program);
}

/* The image of the program, or none. */
static Str compile(Arena *arena, Str text)
{
    SourceSet sources;
    DiagList diags;
    Str path = STR("/nowhere/fuzz.cgl"), why;
    source_init(&sources, arena);
    diag_init(&diags, arena);
    Ast *ast = lang_read(arena, &sources, &diags, path, text, compile_module_finder(&path));
    if (diags.errors) {
        return STR_NONE;
    }
    Program *program = compile_program(arena, ast, &diags, NULL);
    if (!program) {
        return STR_NONE;
    }
    Str image = image_write(arena, program);
    Program *again = image_read(arena, image, &why);
    if (!again || !program_verify(again, &why)) {
        abort();
    }
    if (!str_equal(image_write(arena, again), image)) {
        abort();
    }
    return image;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jmp_buf recovery;
    Arena *arena = arena_create(MEMORY);
    if (arena && setjmp(recovery) == 0) {
        arena_set_recovery(arena, &recovery);
        char *text = arena_alloc(arena, size + 2); /* the lexer wants two bytes of zero behind */
        memcpy(text, data, size);
        Str image = compile(arena, (Str){ text, size });
        if (image.len) {
            evaluate(image);
        }
    }
    arena_destroy(arena);
    return 0;
}
