/* graph.c - which drawings a guideline has, and on how many sheets. */
#include "compiler/graph/graph.h"
#include "compiler/graph/graph_dot.h"
#include "compiler/graph/graph_overview.h"
#include "compiler/graph/graph_section.h"
#include "compiler/graph/graph_svg.h"

struct GraphDrawing {
    GraphModel model;
    const GraphPicture *pictures;
};
typedef struct GraphDrawing GraphDrawing;

/* Below this many percent of its size text in print is too small: the section goes on another
 * sheet. */
enum { LEAST_SCALE = 55 };

typedef struct Lister {
    const SourceProgram *sp;
    Arena *arena;
    Wording *wording;
    Str subtitle;
    GraphSheets sheets;
} Lister;

/* ---- sheets ---- */

static Str describe_guideline(const SourceProgram *sp)
{
    const AstModule *main = sp->ast->main;
    Str title = main->title.text.len ? main->title.text : main->name.text;
    return main->version.text.len
               ? str_format(sp->arena, "%S, version %S", title, main->version.text)
               : title;
}

static GraphDrawing *start_drawing(Lister *lister, Str name, Str title)
{
    GraphDrawing *drawing = ARENA_NEW(lister->arena, GraphDrawing);
    drawing->model = (GraphModel){
        .arena = lister->arena, .name = name, .title = title, .subtitle = lister->subtitle
    };
    return drawing;
}

static GraphBuilder make_builder(Lister *lister, GraphDrawing *drawing, const AstModule *module)
{
    return (GraphBuilder){ .arena = lister->arena,
                           .wording = lister->wording,
                           .ast = lister->sp->ast,
                           .module = module,
                           .model = &drawing->model };
}

static void add_sheet(Lister *lister, const GraphDrawing *drawing, const AstModule *module,
                      GraphRange range, uint32_t part)
{
    Str name = drawing->model.name;
    GraphSheet sheet = { .name = part > 1 ? str_format(lister->arena, "%S-%u", name, (unsigned)part)
                                          : name,
                         .title = drawing->model.title,
                         .module = module,
                         .part = part,
                         .parts = 1,
                         .drawing = drawing,
                         .first = range.first,
                         .count = range.count };
    vec_add(lister->arena, &lister->sheets, sheet);
}

static bool fits(const GraphDrawing *drawing, GraphRange range)
{
    return graph_svg_get_scale(&drawing->model, drawing->pictures, range) >= LEAST_SCALE;
}

/* Blocks in order, as many on a sheet as can be read there; if one sheet does not do, advice begins
 * another. */
static void add_sheets(Lister *lister, GraphDrawing *drawing, const AstModule *module)
{
    GraphRange range = { 0, 0 };
    uint32_t parts = 0, start = lister->sheets.count;
    drawing->pictures = graph_svg_draw(&drawing->model);
    bool one = fits(drawing, (GraphRange){ 0, drawing->model.blocks });
    for (uint32_t i = 0; i < drawing->model.blocks; i++) {
        GraphRange longer = { range.first, range.count + 1 };
        if (range.count && !one && (i == drawing->model.advice || !fits(drawing, longer))) {
            add_sheet(lister, drawing, module, range, ++parts);
            longer = (GraphRange){ i, 1 };
        }
        range = longer;
    }
    add_sheet(lister, drawing, module, range, ++parts);
    for (uint32_t i = 0; parts > 1 && i < parts; i++) {
        GraphSheet *sheet = &lister->sheets.items[start + i];
        sheet->parts = parts;
        sheet->title = str_format(lister->arena, "%S (%u of %u)", sheet->title,
                                  (unsigned)sheet->part, (unsigned)parts);
    }
}

/* ---- sections ---- */

/* The last part of a module's name; the whole if that, or the overview, is already called so. */
static Str name_sheet(Lister *lister, const AstModule *module)
{
    Str name = module->name.text;
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '.') {
            name = (Str){ name.ptr + i, name.len - i };
            break;
        }
    }
    return graph_find(&lister->sheets, name) ? module->name.text : name;
}

static GraphRules list_rules(Lister *lister, const AstModule *module)
{
    const Ast *ast = lister->sp->ast;
    GraphRules rules = { 0 };
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        if (ast->rules.items[i]->module == module) {
            vec_add(lister->arena, &rules, ast->rules.items[i]);
        }
    }
    return rules;
}

/* A module that only names conditions or computes for others has nothing to draw. */
static void add_section(Lister *lister, const AstModule *module)
{
    GraphRules rules = list_rules(lister, module);
    GraphDrawing *drawing =
        start_drawing(lister, name_sheet(lister, module),
                      graph_builder_name_module(lister->arena, lister->wording, module));
    GraphBuilder builder = make_builder(lister, drawing, module);
    graph_section_build(&builder, &rules);
    if (drawing->model.blocks) {
        add_sheets(lister, drawing, module);
    }
}

GraphSheets graph_list(const SourceProgram *sp)
{
    Lister lister = { .sp = sp,
                      .arena = sp->arena,
                      .wording = words_open(sp->arena, sp->ast),
                      .subtitle = describe_guideline(sp) };
    GraphDrawing *overview = start_drawing(&lister, STR("overview"), STR("Overview"));
    GraphBuilder builder = make_builder(&lister, overview, NULL);
    graph_overview_build(&builder);
    overview->pictures = graph_svg_draw(&overview->model);
    add_sheet(&lister, overview, NULL, (GraphRange){ 0, overview->model.blocks }, 1);
    for (uint32_t i = 0; i < sp->ast->modules.count; i++) {
        add_section(&lister, sp->ast->modules.items[i]);
    }
    return lister.sheets;
}

const GraphSheet *graph_find(const GraphSheets *sheets, Str name)
{
    for (uint32_t i = 0; i < sheets->count; i++) {
        if (str_equal(sheets->items[i].name, name)) {
            return &sheets->items[i];
        }
    }
    return NULL;
}

/* ---- printing ---- */

void graph_print_dot(StrBuf *out, const GraphSheet *sheet)
{
    for (uint32_t i = 0; i < sheet->count; i++) {
        graph_dot_print_block(out, &sheet->drawing->model, sheet->first + i);
    }
}

bool graph_print_svg(StrBuf *out, const GraphSheet *sheet)
{
    const GraphDrawing *drawing = sheet->drawing;
    for (uint32_t i = 0; i < sheet->count; i++) {
        if (!drawing->pictures[sheet->first + i].drawn) {
            return false;
        }
    }
    graph_svg_print(out, &drawing->model, drawing->pictures,
                    (GraphRange){ sheet->first, sheet->count }, sheet->name, sheet->title);
    return true;
}
