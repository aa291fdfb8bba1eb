/* compile.c - the passes in order. Each is a function of its own file; each result can be dumped. */
#include "compiler/compile.h"
#include "compiler/ir.h"
#include "lang/diagnose.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/verify.h"

/* Operands are 16 bits: a program that needs more registers is refused, not truncated. */
static bool check_size(const Compilation *c)
{
    const Program *p = c->program;
    bool fits = p->reg_count <= LIMIT_REGISTERS && c->blocks.count < LIMIT_REGISTERS;
    if (!fits) diagnose_program_too_large(c->diags, STR("registers"), LIMIT_REGISTERS);
    return fits;
}

/* No fault of the author's: it has no place in the table of diagnostics. */
static void report_bug(Compilation *c, Str why)
{
    diag_add(c->diags, (Diag){ .severity = DIAG_ERROR, .code = "E9999", .span = SPAN_NOWHERE, .second = SPAN_NOWHERE,
                               .message = str_format(c->arena, "the compiler made code that its own verifier refuses: %S", why),
                               .help = STR("this is a bug of the compiler; please report it with the guideline") });
}

Program *compile_program(Arena *arena, Ast *ast, DiagList *diags, CompileDump *dump)
{
    Compilation c = { .arena = arena, .ast = ast, .diags = diags, .program = ARENA_NEW(arena, Program),
                      .probes = dump ? dump->probes : NULL };
    tables_build(&c);
    lower_rules(&c);
    probe_finish(&c);
    if (c.too_deep && !diags->errors)
        diagnose_program_too_large(diags, STR("steps that wait for each other in one answer"), LIMIT_STEPS);
    if (diags->errors) return NULL;
    if (dump && dump->ir) ir_dump(dump->ir, &c);
    emit_program(&c);
    if (!check_size(&c)) return NULL;
    Str why = STR_NONE;
    if (!program_verify(c.program, &why)) {
        report_bug(&c, why);
        return NULL;
    }
    return c.program;
}
