/* trail_read.c - a file read for its trail alone: its tokens, its comments, and where it is broken.
 */
#include "lang/parse/trail.h"
#include "lang/parser.h"

/* After these every token still stands where the grammar wants it. `x--2` may be meant as a minus:
 * a layout would part the two and hide the question. */
static bool keeps_shape(const Diag *diag)
{
    if (strcmp(diag->code, "W0917") == 0) {
        return false;
    }
    static const char *const harmless[] = { "E0106", "E0108", "E0110", "E0111", "E0112", "E0113" };
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        if (strcmp(diag->code, harmless[i]) == 0) {
            return true;
        }
    }
    return diag->severity != DIAG_ERROR || strcmp(diag->code, "E0206") >= 0;
}

static void collect_broken(Arena *arena, Trail *trail, const DiagList *all, DiagList *diags)
{
    for (uint32_t i = 0, next = 0; i < all->items.count; i++) {
        const Diag *diag = &all->items.items[i];
        bool met = next < trail->mistakes.count && trail->mistakes.items[next] == i;
        next += met;
        /* a missing `end` is reported at the word that wants it, and not at what comes behind */
        bool inside = strcmp(diag->code, "E0203") == 0;
        if (met || !keeps_shape(diag)) {
            vec_add(arena, &trail->broken, diag->span.start + inside);
            diag_add(diags, *diag);
        }
        trail->is_text &= strcmp(diag->code, "E0102") != 0;
    }
}

Trail *trail_read(Arena *arena, SourceSet *sources, DiagList *diags, uint32_t file)
{
    DiagList all;
    diag_init(&all, arena);
    Ast *ast = ARENA_NEW(arena, Ast);
    *ast = (Ast){ .arena = arena, .sources = sources, .diags = &all };
    Trail *trail = ARENA_NEW(arena, Trail);
    trail->text = sources->files.items[file].text;
    trail->is_text = true;
    Parse parse = { .arena = arena,
                    .ast = ast,
                    .diags = &all,
                    .file = file,
                    .text = trail->text,
                    .start = TOK_START_TEXT,
                    .module = ARENA_NEW(arena, AstModule),
                    .trail = trail };
    parse.module->file = file;
    parse_text(&parse);
    uint32_t count = trail->tokens.count;
    trail->is_whole = count > 0 && trail->tokens.items[count - 1].kind == 0;
    collect_broken(arena, trail, &all, diags);
    return trail;
}
