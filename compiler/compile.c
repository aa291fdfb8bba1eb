/* compile.c - the passes in order. Each is a function of its own file; each result can be dumped. */
#include "compiler/compile.h"
#include "compiler/ir.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/verify.h"

static void add_plain_error(DiagList *diags, const char *code, Str message, Str help)
{
    diag_add(diags, (Diag){ .severity = DIAG_ERROR, .code = code, .span = SPAN_NOWHERE, .message = message,
                            .second = SPAN_NOWHERE, .help = help });
}

/* Operands are 16 bits: a program that needs more registers is refused, not truncated. */
static bool check_size(const Compilation *c, DiagList *diags)
{
    const Program *p = c->program;
    if (p->reg_count <= LIMIT_REGISTERS && c->blocks.count < LIMIT_REGISTERS) return true;
    add_plain_error(diags, "E0901",
                    str_format(c->arena, "the program needs %u registers, more than the %d that an instruction can name",
                               p->reg_count, LIMIT_REGISTERS),
                    STR("split the guideline into two programs"));
    return false;
}

Program *compile_program(Arena *arena, Ast *ast, DiagList *diags, CompileDump *dump)
{
    Compilation c = { .arena = arena, .ast = ast, .diags = diags, .program = ARENA_NEW(arena, Program) };
    tables_build(&c);
    lower_rules(&c);
    if (dump && dump->ir) ir_dump(dump->ir, &c);
    emit_program(&c);
    if (!check_size(&c, diags)) return NULL;
    Str why = STR_NONE;
    if (!program_verify(c.program, &why)) {
        add_plain_error(diags, "E0999", str_format(arena, "the compiler made code that its own verifier refuses: %S", why),
                        STR("this is a bug of the compiler; please report it with the guideline"));
        return NULL;
    }
    return c.program;
}
