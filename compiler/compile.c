/* compile.c - the passes in order. Each is a function of its own file; each result can be dumped.
 */
#include "compiler/compile.h"
#include "compiler/review.h"
#include "compiler/lower/counts.h"
#include "compiler/lower/ir_check.h"
#include "lang/messages/diagnose.h"
#include "runtime/base/claim.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/verify.h"

/* The rule with the most code: where there is something to split. */
static Span find_largest(const Compilation *c)
{
    const Program *p = c->program;
    uint32_t largest = 0;
    for (uint32_t i = 1; i < p->block_count; i++) {
        if (p->blocks[i].code_end - p->blocks[i].code >
            p->blocks[largest].code_end - p->blocks[largest].code) {
            largest = i;
        }
    }
    return c->blocks.items[largest]->rule->name.span;
}

/* Operands are 16 bits: a program that needs more registers is refused, not truncated. */
static bool check_size(const Compilation *c)
{
    bool fits = c->program->reg_count <= LIMIT_REGISTERS;
    if (!fits) {
        diagnose_program_too_large(c->diags, find_largest(c), STR("registers"), LIMIT_REGISTERS);
    }
    return fits;
}

/* No fault of the author's: it has no place in the table of diagnostics. */
static void report_bug(Compilation *c, Str why)
{
    diag_add(c->diags,
             (Diag){ .severity = DIAG_ERROR,
                     .code = "E9999",
                     .span = SPAN_NOWHERE,
                     .second = SPAN_NOWHERE,
                     .message = str_format(
                         c->arena, "the compiler made code that its own verifier refuses: %S", why),
                     .help = STR(
                         "this is a bug of the compiler; please report it with the guideline") });
}

/* Each pass leaves its form whole: checked where claims are. */
static void claim_whole(Compilation *c, bool (*check)(Compilation *c, Str *why), unsigned line)
{
    Str why = STR_NONE;
    if (CLAIMS_ARE_CHECKED && !check(c, &why)) {
        claim_fail(__FILE__, line, why);
    }
}

Program *compile_program(Arena *arena, Ast *ast, DiagList *diags, CompileDump *dump)
{
    Compilation c = { .arena = arena,
                      .ast = review_add_caution(arena, ast),
                      .diags = diags,
                      .program = ARENA_NEW(arena, Program),
                      .probes = dump ? dump->probes : NULL };
    if (!counts_check(ast, diags)) {
        return NULL;
    }
    tables_build(&c);
    lower_rules(&c);
    probe_finish(&c);
    if (c.too_deep && !diags->errors) {
        diagnose_rule_too_large(diags, c.too_deep->name.span, c.too_deep->name.text,
                                STR("steps that wait for each other"), LIMIT_STEPS);
    }
    if (diags->errors) {
        return NULL;
    }
    claim_whole(&c, ir_check, __LINE__);
    if (dump && dump->ir) {
        ir_dump(dump->ir, &c);
    }
    emit_program(&c);
    if (!check_size(&c)) {
        return NULL;
    }
    claim_whole(&c, ir_check_emitted, __LINE__);
    Str why = STR_NONE;
    if (!program_verify(c.program, &why)) {
        report_bug(&c, why);
        return NULL;
    }
    return c.program;
}
