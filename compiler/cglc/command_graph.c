/* command_graph.c - cglc graph: one drawing to a file or standard output, or all of them into a
 * folder. */
#include "compiler/cglc/commands.h"
#include "compiler/graph/graph.h"

#include <string.h>

typedef struct Drawing {
    Arena *arena;
    const GraphSheets *sheets;
    bool dot;
} Drawing;

static int draw(const Drawing *drawing, const GraphSheet *sheet, StrBuf *out)
{
    if (drawing->dot) {
        graph_print_dot(out, sheet);
        return EXIT_OK;
    }
    buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (graph_print_svg(out, sheet)) {
        return EXIT_OK;
    }
    command_say(drawing->arena, "%s: Graphviz could not draw this",
                str_to_c(drawing->arena, sheet->name));
    return EXIT_BUG;
}

static int draw_one(const Drawing *drawing, const GraphSheet *sheet, const char *path)
{
    StrBuf out = { .arena = drawing->arena };
    int code = draw(drawing, sheet, &out);
    if (code) {
        return code;
    }
    return path ? command_write_file(drawing->arena, path, buf_get(&out))
                : command_write(1, buf_get(&out));
}

static const char *name_drawing(const Drawing *drawing, const char *folder, uint32_t sheet)
{
    Str path = str_format(drawing->arena, "%s/%S.%s", folder, drawing->sheets->items[sheet].name,
                          drawing->dot ? "dot" : "svg");
    return str_to_c(drawing->arena, path);
}

static int protect_from_all(const Drawing *drawing, const char *folder, const SourceProgram *sp,
                            const Arguments *arguments)
{
    int code = command_protect_inputs(sp, arguments, folder);
    for (uint32_t i = 0; i < drawing->sheets->count && code == EXIT_OK; i++) {
        code = command_protect_inputs(sp, arguments, name_drawing(drawing, folder, i));
    }
    return code;
}

/* NAME.svg in the folder, which is made if it is not there. */
static int draw_all(const Drawing *drawing, const char *folder)
{
    Arena *arena = drawing->arena;
    if (io_make_folder(arena, folder) != IO_OK) {
        command_say(arena, "%s: this folder cannot be made", folder);
        return EXIT_IO;
    }
    for (uint32_t i = 0; i < drawing->sheets->count; i++) {
        int code = draw_one(drawing, &drawing->sheets->items[i], name_drawing(drawing, folder, i));
        if (code) {
            return code;
        }
    }
    return EXIT_OK;
}

static int refuse_section(Arena *arena, const GraphSheets *sheets, const char *name)
{
    StrBuf buf = { .arena = arena };
    buf_add_format(&buf, "no drawing is called %s; there are", name);
    for (uint32_t i = 0; i < sheets->count; i++) {
        buf_add_format(&buf, "%s %S", i ? "," : "", sheets->items[i].name);
    }
    command_say(arena, "%s", str_to_c(arena, buf_get(&buf)));
    return EXIT_USAGE;
}

static const char *check_words(const Arguments *arguments)
{
    const char *form = arguments->values[OPT_FORMAT];
    if (form && strcmp(form, "svg") != 0 && strcmp(form, "dot") != 0) {
        return "--format of graph must be one of svg dot";
    }
    if (arguments->file_count > 1) {
        return "graph draws one guideline";
    }
    if (arguments->given[OPT_SECTION] && arguments->given[OPT_SECTIONS]) {
        return "--section and --sections exclude each other";
    }
    return NULL;
}

int command_graph(Arena *arena, const Arguments *arguments)
{
    const char *wrong = check_words(arguments), *form = arguments->values[OPT_FORMAT];
    const char *section = arguments->values[OPT_SECTION], *output = arguments->values[OPT_OUTPUT];
    if (wrong) {
        command_say(arena, "%s", wrong);
        return EXIT_USAGE;
    }
    SourceProgram sp;
    int code = command_read_program(&sp, arena, arguments->files[0], true, arguments, NULL);
    if (code) {
        return code;
    }
    GraphSheets sheets = graph_list(&sp);
    Drawing drawing = { .arena = arena,
                        .sheets = &sheets,
                        .dot = form && strcmp(form, "dot") == 0 };
    if (arguments->given[OPT_SECTIONS]) {
        const char *folder = output ? output : ".";
        code = protect_from_all(&drawing, folder, &sp, arguments);
        return code ? code : draw_all(&drawing, folder);
    }
    code = output ? command_protect_inputs(&sp, arguments, output) : EXIT_OK;
    if (code) {
        return code;
    }
    const GraphSheet *sheet = graph_find(&sheets, section ? str_from_c(section) : STR("overview"));
    return sheet ? draw_one(&drawing, sheet, output) : refuse_section(arena, &sheets, section);
}
