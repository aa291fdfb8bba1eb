#include "runtime/report/report.h"
#include "runtime/bytecode/hash.h"
#include "runtime/report/collect.h"
#include "runtime/report/csv.h"
#include "runtime/report/html.h"
#include "runtime/report/json.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/question.h"
#include "runtime/report/text.h"

struct ReportWriter {
    Arena *arena; /* session */
    const Program *program;
    ReportOptions options;
    Plan *plan;
    Str settings; /* JSON of as_of and policies */
    StrBuf wider; /* the same with advice that does not apply */
    JsonCuts cuts;
    StrBuf scratch; /* compact report under way */
    StrBuf first;   /* indented JSON: the first record waits until a second one comes */
    HtmlPage page;
    Evaluation *helper; /* for questions that ask of other records than the one at hand */
    Finder *finder;
    Record *other;
    Asker *asker;
    Report collected;
    uint64_t records; /* written, error records included */
    uint64_t faults;  /* records in which an answer certainly met a hole or an overlap */
};

ReportWriter *report_create(Arena *session_arena, const Program *program, ReportOptions options)
{
    return report_create_planned(session_arena, plan_create(session_arena, program), options);
}

ReportWriter *report_create_planned(Arena *session_arena, Plan *plan, ReportOptions options)
{
    ReportWriter *writer = ARENA_NEW(session_arena, ReportWriter);

    writer->arena = session_arena;
    writer->program = plan->program;
    writer->options = options;
    writer->plan = plan;
    writer->settings = json_make_settings(session_arena, plan, &options);
    writer->scratch.arena = session_arena;
    writer->wider.arena = session_arena;
    writer->cuts.arena = session_arena;
    writer->first.arena = session_arena;
    writer->page.arena = session_arena;
    writer->page.contents.arena = session_arena;
    return writer;
}

void report_set_helper(ReportWriter *writer, Evaluation *helper, Arena *scratch)
{
    writer->helper = helper;
    if (writer->options.question.kind == QUESTION_WHY_NOT) {
        writer->finder = finder_create(writer->arena, writer->program, helper, scratch);
    } else if (writer->options.question.kind == QUESTION_NEXT) {
        writer->asker = asker_create(writer->arena, writer->program, helper, scratch);
    } else {
        writer->other = record_create(writer->arena, scratch, writer->program);
    }
}

uint64_t report_get_fault_count(const ReportWriter *writer)
{
    return writer->faults;
}

const struct Report *report_get_collected(const ReportWriter *writer)
{
    return writer->collected.plan ? &writer->collected : NULL;
}

/* ---- JSON ---- */

/* The verdict is the hash of the compact full report without `verdict` and `next`, however much of
 * it is shown. So the full report is made in any case, and a shorter one is what remains of its
 * text. */
static void add_compact(ReportWriter *writer, StrBuf *out, const Report *report)
{
    const ReportOptions *options = &writer->options;
    StrBuf *whole = &writer->scratch;
    uint8_t hash[32];

    whole->len = 0;
    json_add_body(whole, report, writer->settings, false, &writer->cuts);
    size_t body = whole->len;
    json_add_problems(whole, report, NULL);
    size_t problems = whole->len;
    json_add_literal(whole, "}");
    hash_make(buf_get(whole), hash);
    if (options->all) {
        writer->wider.len = 0;
        json_add_body(&writer->wider, report, writer->settings, true, &writer->cuts);
        json_add_shown(out, buf_get(&writer->wider), &writer->cuts, options->detail);
    } else {
        json_add_shown(out, (Str){ whole->ptr, body }, &writer->cuts, options->detail);
    }
    json_add_literal(out, ",\"next\":null");
    if (report->problems.count > 0) {
        json_add_problems(out, report, options);
    } else {
        json_add(out, (Str){ whole->ptr + body, problems - body });
    }
    json_add_literal(out, ",\"verdict\":\"");
    plan_add_hash(out, hash);
    json_add_literal(out, "\"}");
}

/* One record stands alone; several are the items of a list. So the first waits for the second. */
static void add_indented(ReportWriter *writer, StrBuf *buf, Str compact)
{
    if (writer->records == 0) {
        writer->first.len = 0;
        json_add_pretty(&writer->first, compact);
        return;
    }
    if (writer->records == 1) {
        json_add_literal(buf, "[\n");
        json_add(buf, buf_get(&writer->first));
    }
    json_add_literal(buf, ",\n");
    json_add_pretty(buf, compact);
}

static void end_indented(ReportWriter *writer, StrBuf *buf)
{
    if (writer->records == 0) {
        json_add_literal(buf, "[]\n");
    } else if (writer->records > 1) {
        json_add_literal(buf, "\n]\n");
    } else {
        json_add(buf, buf_get(&writer->first));
        json_add_literal(buf, "\n");
    }
}

/* ---- the door ---- */

void report_begin(ReportWriter *writer, StrBuf *buf)
{
    if (writer->options.format == REPORT_CSV) {
        csv_begin(buf, writer->plan);
    } else if (writer->options.format == REPORT_HTML) {
        html_begin(buf, &writer->page, writer->plan, &writer->options);
    }
}

/* One record's text, compact, in the form that was asked for. */
static void add_whole(ReportWriter *writer, StrBuf *buf, Str compact)
{
    if (writer->options.format == REPORT_NDJSON) {
        json_add(buf, compact);
        json_add_literal(buf, "\n");
    } else {
        add_indented(writer, buf, compact);
    }
}

static void add_json(ReportWriter *writer, StrBuf *buf, Arena *run_arena, const Report *report)
{
    if (writer->options.format == REPORT_NDJSON) {
        add_compact(writer, buf, report);
        json_add_literal(buf, "\n");
        return;
    }
    StrBuf compact = { .arena = run_arena };
    add_compact(writer, &compact, report);
    add_indented(writer, buf, buf_get(&compact));
}

/* ---- questions ---- */

static void answer_in_text(StrBuf *buf, const Asked *asked, bool first)
{
    switch ((QuestionKind)asked->options->question.kind) {
    case QUESTION_WHY: why_add_text(buf, asked, first); break;
    case QUESTION_WHY_NOT: why_not_add_text(buf, asked, first); break;
    case QUESTION_WHAT_IF: what_if_add_text(buf, asked, first); break;
    case QUESTION_NEXT: next_print_text(buf, asked, first); break;
    case QUESTION_NONE: break;
    }
}

static void answer_in_json(StrBuf *buf, const Asked *asked)
{
    switch ((QuestionKind)asked->options->question.kind) {
    case QUESTION_WHY: why_add_json(buf, asked); break;
    case QUESTION_WHY_NOT: why_not_add_json(buf, asked); break;
    case QUESTION_WHAT_IF: what_if_add_json(buf, asked); break;
    case QUESTION_NEXT: next_print_json(buf, asked); break;
    case QUESTION_NONE: break;
    }
}

static void answer(ReportWriter *writer, StrBuf *buf, const Asked *asked)
{
    StrBuf compact = { .arena = asked->arena };

    if (writer->options.format == REPORT_TEXT) {
        answer_in_text(buf, asked, writer->records == 0);
        return;
    }
    answer_in_json(&compact, asked);
    add_whole(writer, buf, buf_get(&compact));
}

void report_add(ReportWriter *writer, StrBuf *buf, Arena *run_arena, Evaluation *evaluation,
                const Record *record)
{
    const ReportOptions *options = &writer->options;
    bool explain = options->format == REPORT_NDJSON || options->format == REPORT_JSON ||
                   ((options->format == REPORT_TEXT || options->format == REPORT_HTML) &&
                    options->detail == REPORT_FULL);
    Report *report = &writer->collected;

    collect_report(report, run_arena, writer->plan, evaluation, record,
                   !explain       ? EXPLAIN_NONE
                   : options->all ? EXPLAIN_ALL
                                  : EXPLAIN_GIVEN);
    writer->faults += report->fault;
    if (options->question.kind != QUESTION_NONE && options->format != REPORT_NONE) {
        answer(writer, buf,
               &(Asked){ .report = report,
                         .options = options,
                         .evaluation = evaluation,
                         .finder = writer->finder,
                         .helper = writer->helper,
                         .other = writer->other,
                         .asker = writer->asker,
                         .arena = run_arena,
                         .settings = writer->settings });
        writer->records++;
        return;
    }
    switch (options->format) {
    case REPORT_NDJSON:
    case REPORT_JSON: add_json(writer, buf, run_arena, report); break;
    case REPORT_TEXT: text_add_report(buf, run_arena, report, options, writer->records == 0); break;
    case REPORT_HTML: html_add(buf, &writer->page, run_arena, report, options); break;
    case REPORT_CSV: csv_add(buf, report); break;
    case REPORT_NONE: break;
    }
    writer->records++;
}

void report_add_error(ReportWriter *writer, StrBuf *buf, const RecordError *error)
{
    StrBuf *compact = &writer->scratch;

    switch (writer->options.format) {
    case REPORT_NDJSON:
        json_add_error(buf, error);
        json_add_literal(buf, "\n");
        break;
    case REPORT_JSON:
        compact->len = 0;
        json_add_error(compact, error);
        add_indented(writer, buf, buf_get(compact));
        break;
    case REPORT_TEXT: text_add_error(buf, error, &writer->options, writer->records == 0); break;
    case REPORT_HTML: html_add_error(buf, &writer->page, error); break;
    case REPORT_CSV: csv_add_error(buf, writer->plan, error); break;
    case REPORT_NONE: break;
    }
    writer->records++;
}

void report_end(ReportWriter *writer, StrBuf *buf)
{
    if (writer->options.format == REPORT_JSON) {
        end_indented(writer, buf);
    } else if (writer->options.format == REPORT_HTML) {
        html_end(buf, &writer->page);
    }
}
