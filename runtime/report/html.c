/* html.c - the outline as HTML: one article for each patient, in a page with a list of them. */
#include "runtime/report/html.h"
#include "runtime/base/html_text.h"
#include "runtime/report/outline.h"
#include "runtime/report/plan.h"

enum { CONTENTS_MOST = 2000 };

/* What encloses an item; items that follow each other in the same box share it. */
typedef enum Box {
    BOX_NONE,
    BOX_CARD, /* a title and a list of terms */
    BOX_QUESTIONS,
    BOX_LIST,
    BOX_ROWS,
    BOX_REASONS,
    BOX_PROBLEMS
} Box;

typedef struct Html {
    StrBuf *out;
    const Outline *outline;
    uint64_t number; /* of the article */
    Box box;         /* open now */
    bool in_point;   /* a point of a list is open: a note may belong to it */
} Html;

/* ---- runs ---- */

static void put(Html *html, const char *markup)
{
    buf_add_c(html->out, markup);
}

/* Words that begin a line of their own, with a capital: "Why". */
static void put_term(Html *html, Str term)
{
    if (term.len > 0 && term.ptr[0] >= 'a' && term.ptr[0] <= 'z') {
        buf_add_char(html->out, (char)(term.ptr[0] - 32));
        term = (Str){ term.ptr + 1, term.len - 1 };
    }
    html_text_add(html->out, term);
}

static void put_run(Html *html, const OutlineRun *run)
{
    static const struct {
        const char *name, *class;
    } elements[] = {
        [RUN_STRONG] = { "strong", NULL }, [RUN_ID] = { "code", NULL },
        [RUN_PATH] = { "code", NULL },     [RUN_ASK] = { "strong", NULL },
        [RUN_FAULT] = { "span", "fault" },
    };
    const char *name =
        run->style < sizeof elements / sizeof *elements ? elements[run->style].name : NULL;

    if (name != NULL) {
        html_text_wrap(html->out, name, elements[run->style].class, run->text);
    } else {
        html_text_add(html->out, run->text);
    }
}

static void put_runs(Html *html, const OutlineItem *item)
{
    const OutlineRun *runs = outline_get_runs(html->outline, item);

    for (uint32_t i = 0; i < item->run_count; i++) {
        if (i > 0 && !runs[i].joined) {
            put(html, " ");
        }
        if (i == 0 && runs[i].style == RUN_SOFT) {
            put_term(html, runs[i].text);
        } else {
            put_run(html, &runs[i]);
        }
    }
}

/* Which answer an element speaks of, for programs that read the page. */
static void put_id(Html *html, const OutlineItem *item)
{
    if (item->id.len > 0) {
        put(html, " data-answer=\"");
        html_text_add(html->out, item->id);
        put(html, "\"");
    }
}

/* ---- boxes ---- */

static void close_point(Html *html)
{
    if (html->in_point) {
        put(html, "</li>\n");
    }
    html->in_point = false;
}

static void close_box(Html *html)
{
    static const char *const ends[] = {
        [BOX_NONE] = "",
        [BOX_CARD] = "</dl></div>\n",
        [BOX_QUESTIONS] = "</ol>\n",
        [BOX_LIST] = "</ul>\n",
        [BOX_ROWS] = "</tbody></table>\n",
        [BOX_REASONS] = "</tbody></table>\n",
        [BOX_PROBLEMS] = "</tbody></table>\n",
    };

    close_point(html);
    put(html, ends[html->box]);
    html->box = BOX_NONE;
}

static void open_box(Html *html, Box box)
{
    static const char *const starts[] = {
        [BOX_NONE] = "",
        [BOX_CARD] = "",
        [BOX_QUESTIONS] = "<ol class=\"ask\">\n",
        [BOX_LIST] = "<ul class=\"plain\">\n",
        [BOX_ROWS] = "<table><tbody>\n",
        [BOX_REASONS] = ("<table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Facts it "
                         "rests on</th></tr></thead><tbody>\n"),
        [BOX_PROBLEMS] = "<table><tbody>\n",
    };

    if (html->box == box) {
        return;
    }
    close_box(html);
    put(html, starts[box]);
    html->box = box;
}

/* ---- header ---- */

static void put_patient(Html *html, const OutlineItem *item)
{
    buf_add_format(html->out, "<article id=\"p%lld\">\n<header><h2>Patient ",
                   (int64_t)html->number);
    html_text_add(html->out, item->text);
    put(html, "</h2>");
    if (item->run_count > 0) {
        put(html, "<span class=\"meta\">");
        put_runs(html, item);
        put(html, "</span>");
    }
    put(html, "</header>\n");
}

static void put_policies(Html *html, const OutlineItem *item)
{
    put(html, "<p class=\"meta\">Policies in force: ");
    put_runs(html, item);
    put(html, "</p>\n");
}

static void put_counts(Html *html, const OutlineItem *item)
{
    html_text_wrap(html->out, "p", "counts", item->text);
    put(html, "\n");
}

static void put_section(Html *html, const OutlineItem *item)
{
    close_box(html);
    html_text_wrap(html->out, "h3", NULL, item->text);
    put(html, "\n");
}

/* ---- recommendations ---- */

static void put_card(Html *html, const OutlineItem *item)
{
    static const char *const classes[] = {
        [TONE_FOR] = "for", [TONE_AGAINST] = "against", [TONE_OUT] = "out"
    };

    close_box(html);
    html->box = BOX_CARD;
    buf_add_format(html->out, "<div class=\"card %s\"", classes[item->tone]);
    put_id(html, item);
    put(html, "><header>");
    html_text_wrap(html->out, "h4", NULL, item->text);
    if (item->tag.len > 0) {
        html_text_wrap(html->out, "span", "tag", item->tag);
    }
    put(html, "</header>\n<dl>\n");
}

static const char *get_detail_class(const OutlineItem *item)
{
    if (item->kind == OUTLINE_ABOUT) {
        return " class=\"about\"";
    }
    return item->tone == TONE_WARN ? " class=\"caution\"" : "";
}

static void put_detail(Html *html, const OutlineItem *item)
{
    const char *class = get_detail_class(item);

    buf_add_format(html->out, "<dt%s>", class);
    put_term(html, item->text);
    buf_add_format(html->out, "</dt><dd%s>", item->tone == TONE_SOFT ? " class=\"meta\"" : class);
    put_runs(html, item);
    put(html, "</dd>\n");
}

/* ---- questions, lists ---- */

static void put_point(Html *html, const OutlineItem *item, Box box)
{
    open_box(html, box);
    close_point(html);
    put(html, "<li");
    put(html, item->tone == TONE_WARN ? " class=\"caution\"" : "");
    put_id(html, item);
    put(html, ">");
    put_runs(html, item);
    html->in_point = true;
}

static void put_ask(Html *html, const OutlineItem *item)
{
    put_point(html, item, BOX_QUESTIONS);
}

static void put_bullet(Html *html, const OutlineItem *item)
{
    put_point(html, item, BOX_LIST);
}

/* Within the point above it, or on its own. */
static void put_note(Html *html, const OutlineItem *item)
{
    if (item->level == 0) {
        close_box(html);
    }
    put(html, "<p class=\"meta\">");
    put_runs(html, item);
    put(html, item->level > 0 ? "</p>" : "</p>\n");
}

/* ---- tables ---- */

static void put_group(Html *html, const OutlineItem *item)
{
    close_box(html);
    put(html, "<table><caption>");
    html_text_add(html->out, item->text);
    put(html, " ");
    put_runs(html, item);
    put(html, "</caption><tbody>\n");
    html->box = BOX_ROWS;
}

static void put_cells(Html *html, const OutlineItem *item)
{
    put(html, "<tr");
    put_id(html, item);
    put(html, "><th scope=\"row\">");
    html_text_add(html->out, item->text);
    put(html, item->tone == TONE_OPEN ? "</th><td class=\"open\">" : "</th><td>");
    put_runs(html, item);
    put(html, "</td></tr>\n");
}

static void put_row(Html *html, const OutlineItem *item)
{
    open_box(html, BOX_ROWS);
    put_cells(html, item);
}

static void put_reason(Html *html, const OutlineItem *item)
{
    open_box(html, BOX_REASONS);
    put_cells(html, item);
}

static void put_problem(Html *html, const OutlineItem *item)
{
    open_box(html, BOX_PROBLEMS);
    put(html, "<tr><th scope=\"row\">");
    html_text_wrap(html->out, "code", NULL, item->text);
    put(html, "</th><td>");
    put_runs(html, item);
    put(html, " ");
    html_text_wrap(html->out, "code", NULL, item->tag);
    put(html, "</td></tr>\n");
}

/* ---- one patient ---- */

static void put_item(Html *html, const OutlineItem *item)
{
    static void (*const putters[OUTLINE_KIND_COUNT_])(Html *, const OutlineItem *) = {
        [OUTLINE_PATIENT] = put_patient, [OUTLINE_POLICIES] = put_policies,
        [OUTLINE_COUNTS] = put_counts,   [OUTLINE_SECTION] = put_section,
        [OUTLINE_NOTE] = put_note,       [OUTLINE_CARD] = put_card,
        [OUTLINE_ABOUT] = put_detail,    [OUTLINE_DETAIL] = put_detail,
        [OUTLINE_ASK] = put_ask,         [OUTLINE_GAP] = put_bullet,
        [OUTLINE_ITEM] = put_bullet,     [OUTLINE_GROUP] = put_group,
        [OUTLINE_ROW] = put_row,         [OUTLINE_REASON] = put_reason,
        [OUTLINE_PROBLEM] = put_problem,
    };

    putters[item->kind](html, item);
}

static void list_patient(HtmlPage *page, const Outline *outline)
{
    StrBuf *out = &page->contents;

    buf_add_format(out, "<li><a href=\"#p%lld\">", (int64_t)page->count);
    html_text_add(out, outline->items.items[0].text);
    buf_add_format(out, "</a> <span class=\"n\">%u advised, %u open%s</span></li>\n",
                   outline->advised, outline->open, outline->problems > 0 ? ", problems" : "");
    page->listed++;
}

void html_add(StrBuf *out, HtmlPage *page, Arena *run_arena, const Report *report,
              const ReportOptions *options)
{
    Outline outline;
    Html html = { .out = out, .outline = &outline, .number = ++page->count };

    outline_make(&outline, run_arena, report, options);
    if (page->listed < CONTENTS_MOST) {
        list_patient(page, &outline);
    }
    for (uint32_t i = 0; i < outline.items.count; i++) {
        put_item(&html, &outline.items.items[i]);
    }
    close_box(&html);
    put(&html, "</article>\n");
}

void html_add_error(StrBuf *out, HtmlPage *page, const RecordError *error)
{
    page->count++;
    if (page->listed < CONTENTS_MOST) {
        buf_add_format(&page->contents,
                       "<li><a href=\"#p%lld\">line %lld</a> <span class=\"n\">cannot be read"
                       "</span></li>\n",
                       (int64_t)page->count, (int64_t)error->line);
        page->listed++;
    }
    buf_add_format(out, "<article id=\"p%lld\">\n<header><h2>Line %lld</h2></header>\n",
                   (int64_t)page->count, (int64_t)error->line);
    buf_add_c(out, "<p class=\"fault\">This record cannot be read.</p>\n<p>");
    html_text_add(out, error->message);
    buf_add_c(out, " ");
    html_text_wrap(out, "code", NULL, error->code);
    if (error->at.len > 0) {
        buf_add_c(out, " ");
        html_text_wrap(out, "code", NULL, error->at);
    }
    buf_add_c(out, "</p>\n</article>\n");
}

/* ---- the page ---- */

void html_begin(StrBuf *out, HtmlPage *page, const Plan *plan, const ReportOptions *options)
{
    const Program *program = plan->program;
    StrBuf hash = { .arena = page->arena };
    Str title = program->title.len > 0 ? program->title : program->name;

    (void)options;
    plan_add_hash(&hash, program->hash);
    buf_add_c(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    html_text_wrap(out, "title", NULL, title);
    buf_add_c(out, "\n<style>\n");
    buf_add_c(out, html_style);
    buf_add_c(out, "</style>\n</head>\n<body>\n<header>\n");
    html_text_wrap(out, "h1", NULL, title);
    buf_add_c(out, "\n<p class=\"meta\">");
    html_text_add(out, program->name);
    buf_add_c(out, " ");
    html_text_add(out, program->version);
    if (program->issued_by.len > 0) {
        buf_add_c(out, ", ");
        html_text_add(out, program->issued_by);
    }
    buf_add_c(out, " &#183; program ");
    html_text_wrap(out, "code", NULL, (Str){ hash.ptr + 7, 12 });
    buf_add_c(out, "</p>\n</header>\n<main>\n");
}

void html_end(StrBuf *out, const HtmlPage *page)
{
    buf_add_c(out, "</main>\n");
    if (page->count > 1) {
        buf_add_c(out, "<nav aria-label=\"Patients\">\n<h3>Patients</h3>\n<ol>\n");
        buf_add(out, buf_get(&page->contents));
        buf_add_c(out, "</ol>\n");
        if (page->listed < page->count) {
            buf_add_format(out, "<p class=\"meta\">and %lld more below</p>\n",
                           (int64_t)(page->count - page->listed));
        }
        buf_add_c(out, "</nav>\n");
    }
    buf_add_c(out, "</body>\n</html>\n");
}
