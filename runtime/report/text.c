/* text.c - the outline as lines for a terminal or paper: indents, columns, wrapping, colour. */
#include "runtime/report/text.h"
#include "runtime/report/outline.h"
#include "runtime/report/plan.h"
#include "runtime/base/wrap.h"

enum { INDENT = 2, DETAIL = 4, DETAIL_WORDS = 13, ASK_WORDS = 5, GLUED_MOST = 24 };
#define LINE_MARK "\xe2\x94\x80"

typedef struct Text {
    Wrap wrap;
    Arena *arena; /* run arena: pieces under way */
    const Program *program;
    const Outline *outline;
    uint32_t at;     /* the item under way */
    unsigned number; /* of the last question */
    unsigned column; /* where the values of these rows stand, from the start of their names; 0 = not
                        measured yet */
} Text;

/* ---- runs ---- */

static WrapStyle get_style(uint8_t style)
{
    switch ((OutlineStyle)style) {
    case RUN_STRONG: return WRAP_STRONG;
    case RUN_ID:
    case RUN_PATH:
    case RUN_SOFT: return WRAP_DIM;
    case RUN_WARN: return WRAP_WARN;
    case RUN_ASK:
    case RUN_OPEN: return WRAP_ASK;
    case RUN_FAULT: return WRAP_BAD;
    case RUN_PLAIN: break;
    }
    return WRAP_PLAIN;
}

/* A value and its unit stay on one line if they are short. */
static void add_run(Text *text, const OutlineRun *run)
{
    Wrap *wrap = &text->wrap;
    WrapStyle style = get_style(run->style);

    if (run->joined) {
        wrap_join(wrap, style, run->text);
    } else if (run->style == RUN_PATH) {
        wrap_add(wrap, style, str_format(text->arena, "(%S)", run->text));
    } else if (run->style == RUN_STRONG && run->text.len < GLUED_MOST) {
        wrap_add_glued(wrap, style, run->text);
    } else {
        wrap_add(wrap, style, run->text);
    }
}

static void add_runs(Text *text, const OutlineItem *item)
{
    const OutlineRun *runs = outline_get_runs(text->outline, item);

    for (uint32_t i = 0; i < item->run_count; i++) {
        add_run(text, &runs[i]);
    }
}

/* ---- header ---- */

static void add_program(Text *text)
{
    const Program *program = text->program;
    Wrap *wrap = &text->wrap;
    StrBuf hash = { .arena = text->arena };

    plan_add_hash(&hash, program->hash);
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_PLAIN, program->title.len > 0 ? program->title : program->name);
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_DIM, program->name);
    wrap_add(wrap, WRAP_DIM, program->version);
    wrap_add_c(wrap, WRAP_DIM, "\xc2\xb7 program");
    wrap_add(wrap, WRAP_DIM, (Str){ hash.ptr + 7, 12 });
}

static void add_patient(Text *text, const OutlineItem *item)
{
    wrap_rule(&text->wrap, LINE_MARK);
    wrap_start_line(&text->wrap, 0, 0);
    wrap_add_c(&text->wrap, WRAP_DIM, "Patient");
    wrap_add(&text->wrap, WRAP_STRONG, item->text);
    add_runs(text, item);
    add_program(text);
}

static void add_policies(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, 0, INDENT);
    wrap_add_c(&text->wrap, WRAP_DIM, "Policies in force:");
    add_runs(text, item);
}

static void add_counts(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, 0, INDENT);
    wrap_add(&text->wrap, WRAP_PLAIN, item->text);
    wrap_end_line(&text->wrap);
    wrap_rule(&text->wrap, LINE_MARK);
}

static void add_section(Text *text, const OutlineItem *item)
{
    char *heading = arena_copy(text->arena, item->text.ptr, item->text.len);

    for (size_t i = 0; i < item->text.len; i++) {
        heading[i] = heading[i] >= 'a' && heading[i] <= 'z' ? (char)(heading[i] - 32) : heading[i];
    }
    text->number = 0;
    text->column = 0;
    wrap_blank_line(&text->wrap);
    wrap_add(&text->wrap, WRAP_HEADING, (Str){ heading, item->text.len });
    wrap_end_line(&text->wrap);
}

/* ---- recommendations ---- */

static const OutlineItem *get_before(const Text *text)
{
    return text->at == 0 ? NULL : &text->outline->items.items[text->at - 1];
}

static bool follows(const Text *text, OutlineKind kind)
{
    const OutlineItem *before = get_before(text);

    return before != NULL && before->kind == kind;
}

static WrapStyle get_tone(uint8_t tone)
{
    return tone == TONE_FOR ? WRAP_GOOD : tone == TONE_AGAINST ? WRAP_BAD : WRAP_DIM;
}

/* The title on the left, its strength on the right. */
static void add_card(Text *text, const OutlineItem *item)
{
    Wrap *wrap = &text->wrap;
    unsigned width = wrap_get_width(item->tag);

    if (!follows(text, OUTLINE_SECTION)) {
        wrap_blank_line(wrap);
    }
    wrap_start_line(wrap, INDENT, DETAIL);
    wrap_add(wrap, WRAP_STRONG, item->text);
    if (wrap->column + width + 3 > wrap->width) {
        wrap_start_line(wrap, 0, DETAIL);
    }
    if (width > 0) {
        wrap_move_to(wrap, wrap->width - width - 1);
        wrap_add_glued(wrap, get_tone(item->tone), item->tag);
    }
}

/* "  why      " and then words. */
static void add_detail(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, DETAIL, DETAIL_WORDS);
    wrap_add(&text->wrap, WRAP_DIM, item->text);
    wrap_move_to(&text->wrap, DETAIL_WORDS);
    add_runs(text, item);
}

/* ---- questions, lists ---- */

static void add_ask(Text *text, const OutlineItem *item)
{
    unsigned number = ++text->number;

    wrap_start_line(&text->wrap, 1, ASK_WORDS);
    wrap_add_glued(&text->wrap, WRAP_DIM,
                   str_format(text->arena, "%s%u.", number < 10 ? " " : "", number));
    wrap_move_to(&text->wrap, ASK_WORDS);
    add_runs(text, item);
}

static void add_gap(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, 3, ASK_WORDS);
    wrap_add_c(&text->wrap, WRAP_DIM, "-");
    add_runs(text, item);
}

static void add_note(Text *text, const OutlineItem *item)
{
    unsigned column = item->level > 0 ? ASK_WORDS : INDENT;

    if (follows(text, OUTLINE_DETAIL)) {
        wrap_blank_line(&text->wrap);
    }
    wrap_start_line(&text->wrap, column, column);
    add_runs(text, item);
}

static void add_item(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, INDENT, DETAIL);
    if (item->tone == TONE_WARN) {
        wrap_add_c(&text->wrap, WRAP_WARN, "!");
    }
    add_runs(text, item);
}

static void add_problem(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, INDENT, INDENT + 5);
    wrap_add(&text->wrap, WRAP_DIM, item->tag);
    add_runs(text, item);
}

/* ---- tables ---- */

static unsigned get_indent(const OutlineItem *item)
{
    return item->level > 0 ? DETAIL : INDENT;
}

/* Where the values of these rows stand, from the start of a name: after the longest name, but
 * before the middle of the line. Measured at the first row of a run of them. */
static unsigned find_column(const Text *text)
{
    unsigned widest = 0, most = text->wrap.width / 2 - DETAIL;

    for (uint32_t i = text->at; i < text->outline->items.count; i++) {
        const OutlineItem *item = &text->outline->items.items[i];
        if (item->kind != OUTLINE_ROW) {
            break;
        }
        unsigned width = wrap_get_width(item->text) + 2;
        widest = width > widest ? width : widest;
    }
    return widest < most ? widest : most;
}

/* The name in its column, on several lines if it is long; the value beside its last line. */
static void add_row(Text *text, const OutlineItem *item)
{
    Wrap *wrap = &text->wrap;
    unsigned width = wrap->width, indent = get_indent(item);

    if (!follows(text, OUTLINE_ROW)) {
        text->column = find_column(text);
    }
    wrap_start_line(wrap, indent, indent + 2);
    wrap->width = indent + text->column;
    wrap_add(wrap, WRAP_PLAIN, item->text);
    wrap->width = width;
    wrap->indent = indent + text->column;
    wrap_move_to(wrap, indent + text->column);
    add_runs(text, item);
}

static void add_group(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, INDENT, DETAIL);
    wrap_add(&text->wrap, WRAP_PLAIN, item->text);
    add_runs(text, item);
}

static void add_reason(Text *text, const OutlineItem *item)
{
    wrap_start_line(&text->wrap, INDENT, INDENT);
    wrap_add(&text->wrap, WRAP_PLAIN, item->text);
    wrap_start_line(&text->wrap, DETAIL, DETAIL);
    add_runs(text, item);
}

/* ---- the whole ---- */

static void add_outline_item(Text *text, const OutlineItem *item)
{
    static void (*const adders[OUTLINE_KIND_COUNT_])(Text *, const OutlineItem *) = {
        [OUTLINE_PATIENT] = add_patient, [OUTLINE_POLICIES] = add_policies,
        [OUTLINE_COUNTS] = add_counts,   [OUTLINE_SECTION] = add_section,
        [OUTLINE_NOTE] = add_note,       [OUTLINE_CARD] = add_card,
        [OUTLINE_ABOUT] = add_detail,    [OUTLINE_DETAIL] = add_detail,
        [OUTLINE_ASK] = add_ask,         [OUTLINE_GAP] = add_gap,
        [OUTLINE_ITEM] = add_item,       [OUTLINE_GROUP] = add_group,
        [OUTLINE_ROW] = add_row,         [OUTLINE_REASON] = add_reason,
        [OUTLINE_PROBLEM] = add_problem,
    };

    adders[item->kind](text, item);
}

void text_add_report(StrBuf *out, Arena *run_arena, const Report *report,
                     const ReportOptions *options, bool first)
{
    Outline outline;
    Text text = { .wrap = wrap_begin(out, options->width, options->color),
                  .arena = run_arena,
                  .program = report->program,
                  .outline = &outline };

    outline_make(&outline, run_arena, report, options);
    if (!first) {
        wrap_blank_line(&text.wrap);
    }
    for (; text.at < outline.items.count; text.at++) {
        add_outline_item(&text, &outline.items.items[text.at]);
    }
    wrap_end_line(&text.wrap);
}

void text_add_error(StrBuf *out, const RecordError *error, const ReportOptions *options, bool first)
{
    Wrap wrap = wrap_begin(out, options->width, options->color);
    char line[24];
    StrBuf number = { .ptr = line, .cap = sizeof line };

    if (!first) {
        wrap_blank_line(&wrap);
    }
    wrap_rule(&wrap, LINE_MARK);
    buf_add_int(&number, (int64_t)error->line);
    wrap_add_c(&wrap, WRAP_BAD, "A record cannot be read:");
    wrap_add_c(&wrap, WRAP_PLAIN, "line");
    wrap_add(&wrap, WRAP_PLAIN, buf_get(&number));
    if (error->patient.ptr != NULL) {
        wrap_join(&wrap, WRAP_PLAIN, STR(","));
        wrap_add_c(&wrap, WRAP_PLAIN, "patient");
        wrap_add(&wrap, WRAP_STRONG, error->patient);
    }
    wrap_start_line(&wrap, INDENT, DETAIL);
    wrap_add(&wrap, WRAP_DIM, error->code);
    wrap_add(&wrap, WRAP_PLAIN, error->message);
    if (error->at.len > 0) {
        wrap_add(&wrap, WRAP_DIM, error->at);
    }
    wrap_end_line(&wrap);
    wrap_rule(&wrap, LINE_MARK);
}
