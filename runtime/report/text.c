#include "runtime/report/text.h"
#include "runtime/report/digest.h"
#include "runtime/report/json_writer.h"
#include "runtime/report/say.h"
#include "runtime/report/wrap.h"

enum { INDENT = 2, DETAIL = 4, DETAIL_TEXT = 13, LABEL_MOST = 40, FACTS_IN_LINE = 4 };

typedef struct Text {
    Wrap wrap;
    Arena *arena;               /* run arena: pieces under way */
    const Report *report;
    const Program *program;
    const ReportOptions *options;
    Digest digest;
} Text;

/* ---- pieces ---- */

static StrBuf new_piece(Text *text)
{
    return (StrBuf){ .arena = text->arena };
}

static Str get_title(Text *text, uint32_t block)
{
    StrBuf piece = new_piece(text);

    say_title(&piece, text->program->blocks[block].title, text->program->blocks[block].name);
    return buf_get(&piece);
}

static void add_heading(Text *text, const char *heading)
{
    wrap_blank_line(&text->wrap);
    wrap_add_c(&text->wrap, WRAP_HEADING, heading);
    wrap_end_line(&text->wrap);
}

/* "  why      " and then words. */
static void start_detail(Text *text, const char *label)
{
    wrap_start_line(&text->wrap, DETAIL, DETAIL);
    wrap_add_c(&text->wrap, WRAP_DIM, label);
    text->wrap.indent = DETAIL_TEXT;
    wrap_move_to(&text->wrap, DETAIL_TEXT);
}

static void add_separator(Text *text, bool first, const char *mark)
{
    if (!first)
        wrap_join(&text->wrap, WRAP_PLAIN, str_from_c(mark));
}

/* "Future liver remnant: 75 %" */
static void add_fact(Text *text, FactRef fact)
{
    StrBuf name = new_piece(text), value = new_piece(text);

    say_fact(&name, text->program, text->report->record, fact);
    buf_add_char(&name, ':');
    say_fact_value(&value, text->program, text->report->record, fact, true);
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&name));
    if (value.len < 24)
        wrap_add_glued(&text->wrap, WRAP_STRONG, buf_get(&value));
    else
        wrap_add(&text->wrap, WRAP_STRONG, buf_get(&value));
}

static void add_statements(Text *text, uint32_t first, uint32_t count)
{
    const Program *program = text->program;

    for (uint32_t i = 0; i < count; i++) {
        add_separator(text, i == 0, ",");
        wrap_add(&text->wrap, WRAP_DIM, program->statements[program->statement_refs[first + i]].id);
    }
}

static void add_refs(Text *text, uint32_t first, uint32_t count)
{
    StrBuf piece = new_piece(text);

    for (uint32_t i = 0; i < count; i++)
        buf_add_format(&piece, "%s%d", i == 0 ? count == 1 ? "ref. " : "refs. " : ", ",
                       text->program->refs[first + i]);
    wrap_add(&text->wrap, WRAP_DIM, buf_get(&piece));
}

/* ---- header ---- */

static void add_policies(Text *text)
{
    const PolicySet *set = text->options->policies;

    for (uint16_t i = 0; set && i < set->count; i++) {
        const FieldInfo *field = &text->program->fields[set->fields[i]];
        StrBuf value = new_piece(text);
        if (i == 0) {
            wrap_start_line(&text->wrap, 0, INDENT);
            wrap_add_c(&text->wrap, WRAP_DIM, "Policies in force:");
        } else {
            wrap_join(&text->wrap, WRAP_PLAIN, STR(","));
        }
        wrap_add(&text->wrap, WRAP_PLAIN, field->path);
        say_value(&value, text->program, say_get_field_type(field), set->values[i],
                  set->off_grid[i] ? &set->exact[i] : NULL);
        wrap_add_glued(&text->wrap, WRAP_STRONG, buf_get(&value));
    }
    wrap_end_line(&text->wrap);
}

static void add_header(Text *text)
{
    const Program *program = text->program;
    Wrap *wrap = &text->wrap;
    StrBuf date = new_piece(text), hash = new_piece(text);

    wrap_rule(wrap, "\xe2\x94\x80");
    wrap_start_line(wrap, 0, 0);
    wrap_add_c(wrap, WRAP_DIM, "Patient");
    wrap_add(wrap, WRAP_STRONG, text->report->record->key.ptr ? text->report->record->key
                                                              : STR("(no identifier)"));
    if (program->reads_date && text->options->has_date) {
        date_print(&date, text->options->as_of);
        wrap_add_c(wrap, WRAP_DIM, "as of");
        wrap_add(wrap, WRAP_STRONG, buf_get(&date));
    }
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_PLAIN, program->title.len > 0 ? program->title : program->name);
    plan_add_hash(&hash, program->hash);
    wrap_start_line(wrap, 0, 0);
    wrap_add(wrap, WRAP_DIM, program->name);
    wrap_add(wrap, WRAP_DIM, program->version);
    wrap_add_c(wrap, WRAP_DIM, "\xc2\xb7 program");
    wrap_add(wrap, WRAP_DIM, (Str){ hash.ptr + 7, 12 });
    wrap_end_line(wrap);
    add_policies(text);
    wrap_rule(wrap, "\xe2\x94\x80");
}

/* ---- advice ---- */

static void add_why(Text *text, const BecauseList *because)
{
    if (because->count == 0)
        return;
    start_detail(text, "why");
    for (uint32_t i = 0; i < because->count && i < FACTS_IN_LINE; i++) {
        add_separator(text, i == 0, ";");
        add_fact(text, because->items[i].fact);
    }
    if (because->count > FACTS_IN_LINE) {
        StrBuf more = new_piece(text);
        buf_add_format(&more, "and %u more, see below", because->count - FACTS_IN_LINE);
        wrap_join(&text->wrap, WRAP_PLAIN, STR(";"));
        wrap_add(&text->wrap, WRAP_DIM, buf_get(&more));
    }
}

static void add_exclusions(Text *text, const Entry *entry)
{
    const Program *program = text->program;
    uint64_t bits = collect_get_reasons(program, entry);

    for (; bits != 0; bits &= bits - 1) {
        const AuxInfo *aux = &program->aux[program->blocks[entry->block].aux +
                                           (uint32_t)__builtin_ctzll(bits)];
        start_detail(text, "because");
        if (aux->reason == NO_INDEX) {
            wrap_add_c(&text->wrap, WRAP_PLAIN, "an exclusion of the guideline holds");
            continue;
        }
        const ReasonInfo *reason = &program->reasons[aux->reason];
        StrBuf piece = new_piece(text);
        say_wording(&piece, reason->label, reason->name);
        wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&piece));
        bool own = aux->statement_count == 0;
        add_statements(text, own ? reason->statements : aux->statements,
                       own ? reason->statement_count : aux->statement_count);
    }
}

static void add_advice_cautions(Text *text, const Entry *entry)
{
    const Program *program = text->program;
    const BlockInfo *block = &program->blocks[entry->block];

    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = program->block_refs[block->cautions + i];
        if (!collect_caution_holds(text->report, caution, entry))
            continue;
        start_detail(text, "caution");
        wrap_add(&text->wrap, WRAP_WARN, get_title(text, caution));
    }
}

/* What is the same for every element: timing, figures, where it comes from. */
static void add_sources(Text *text, const BlockInfo *block)
{
    const Program *program = text->program;

    if (block->timing.len > 0) {
        start_detail(text, "timing");
        wrap_add(&text->wrap, WRAP_PLAIN, block->timing);
    }
    for (uint32_t i = 0; i < block->show_count && text->options->detail == REPORT_FULL; i++) {
        const StatementInfo *figure = &program->statements[program->statement_refs[block->shows + i]];
        start_detail(text, "figure");
        wrap_add(&text->wrap, WRAP_PLAIN, figure->text);
        wrap_add(&text->wrap, WRAP_DIM, figure->id);
    }
    if (block->statement_count + block->ref_count > 0 || block->outside) {
        start_detail(text, "source");
        add_statements(text, block->statements, block->statement_count);
        if (block->statement_count > 0 && block->ref_count > 0)
            wrap_join(&text->wrap, WRAP_DIM, STR(";"));
        add_refs(text, block->refs, block->ref_count);
        if (block->outside)
            wrap_add(&text->wrap, WRAP_DIM, block->outside_text);
    }
    if (block->evidence.len > 0) {
        start_detail(text, "evidence");
        wrap_add(&text->wrap, WRAP_PLAIN, block->evidence);
    }
}

static void add_title(Text *text, uint32_t index, WrapStyle style)
{
    const BlockInfo *block = &text->program->blocks[index];
    StrBuf strength = new_piece(text);
    Wrap *wrap = &text->wrap;
    unsigned width;

    if (block->strength != NO_INDEX)
        say_readable(&strength, text->program->strengths[block->strength]);
    width = wrap_get_width(buf_get(&strength));
    wrap_start_line(wrap, INDENT, DETAIL);
    wrap_add(wrap, WRAP_STRONG, get_title(text, index));
    if (wrap->column + width + 3 > wrap->width)
        wrap_start_line(wrap, 0, DETAIL);
    if (width > 0) {
        wrap_move_to(wrap, wrap->width - width - 1);
        wrap_add_glued(wrap, style, buf_get(&strength));
    }
}

static void add_about(Text *text, const Entry *entry)
{
    if (entry->element == NO_INDEX)
        return;
    wrap_start_line(&text->wrap, DETAIL, DETAIL_TEXT);
    wrap_add_c(&text->wrap, WRAP_DIM, "for");
    wrap_move_to(&text->wrap, DETAIL_TEXT);
    wrap_add(&text->wrap, WRAP_STRONG, collect_get_about(text->report, entry));
}

/* All entries of one block that have the status: the title once, then what each says. */
static uint32_t add_advice_block(Text *text, uint32_t i, uint8_t status, WrapStyle style)
{
    const EntryList *list = &text->report->advice;
    uint32_t block = list->items[i].block;

    add_title(text, block, style);
    for (; i < list->count && list->items[i].block == block; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != status)
            continue;
        add_about(text, entry);
        if (status == STATUS_RULED_OUT)
            add_exclusions(text, entry);
        if (text->options->detail == REPORT_FULL)
            add_why(text, &entry->because);
        if (status == STATUS_APPLIES)
            add_advice_cautions(text, entry);
    }
    add_sources(text, &text->program->blocks[block]);
    wrap_end_line(&text->wrap);
    return i;
}

typedef enum Direction { FOR, AGAINST, BOTH } Direction;

static void add_advice(Text *text, const char *heading, uint8_t status, Direction direction,
                       WrapStyle style)
{
    const EntryList *list = &text->report->advice;
    bool any = false;

    for (uint32_t i = 0; i < list->count;) {
        const Entry *entry = &list->items[i];
        bool against = text->program->blocks[entry->block].against;
        if (entry->answer->status != status || (direction != BOTH && against != (direction == AGAINST))) {
            i++;
            continue;
        }
        if (!any)
            add_heading(text, heading);
        else
            wrap_blank_line(&text->wrap);
        any = true;
        i = add_advice_block(text, i, status, style);
    }
}

static void add_inapplicable(Text *text)
{
    const EntryList *list = &text->report->advice;

    if (!text->options->all || text->digest.inapplicable == 0)
        return;
    add_heading(text, "DOES NOT APPLY");
    for (uint32_t i = 0; i < list->count; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != STATUS_NOT_APPLICABLE)
            continue;
        wrap_start_line(&text->wrap, INDENT, DETAIL);
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, entry->block));
        if (entry->element != NO_INDEX) {
            wrap_join(&text->wrap, WRAP_PLAIN, STR(","));
            wrap_add(&text->wrap, WRAP_PLAIN, collect_get_about(text->report, entry));
        }
    }
    wrap_end_line(&text->wrap);
}

static void add_all_advice(Text *text)
{
    if (text->digest.applies_for + text->digest.applies_against == 0) {
        add_heading(text, "ADVICE");
        wrap_start_line(&text->wrap, INDENT, INDENT);
        wrap_add_c(&text->wrap, WRAP_PLAIN, text->report->open.count > 0
                       ? "None can be given on what is known so far."
                       : "None of this guideline applies.");
        wrap_end_line(&text->wrap);
    }
    add_advice(text, "ADVISED", STATUS_APPLIES, FOR, WRAP_GOOD);
    add_advice(text, "ADVISED AGAINST", STATUS_APPLIES, AGAINST, WRAP_BAD);
    add_advice(text, "RULED OUT", STATUS_RULED_OUT, BOTH, WRAP_DIM);
    add_inapplicable(text);
}

/* ---- what is open ---- */

static void add_elements(Text *text, const Ask *ask)
{
    const ListRecord *list = &text->report->record->lists[ask->fact.list];

    wrap_add_c(&text->wrap, WRAP_PLAIN, "of");
    for (uint32_t i = 0; i < ask->elements.count; i++) {
        add_separator(text, i == 0, ",");
        wrap_add(&text->wrap, WRAP_STRONG, list->keys[ask->elements.items[i]]);
    }
}

static Str get_path(Text *text, const Ask *ask)
{
    StrBuf path = new_piece(text);
    const Program *program = text->program;

    buf_add_char(&path, '(');
    if (ask->fact.list != NO_INDEX)
        buf_add(&path, program->lists[ask->fact.list].path);
    if (ask->fact.field != NO_INDEX) {
        buf_add_c(&path, ask->fact.list == NO_INDEX ? "" : "[].");
        buf_add(&path, program->fields[ask->fact.field].path);
    }
    buf_add_char(&path, ')');
    return buf_get(&path);
}

static void add_kept_open(Text *text, const Ask *ask)
{
    StrBuf count = new_piece(text);
    uint32_t shown = 0;

    wrap_start_line(&text->wrap, 5, 5);
    wrap_add_c(&text->wrap, WRAP_DIM, "keeps open:");
    for (uint32_t i = 0; i < ask->blocks.count && shown < 4; i++, shown++) {
        add_separator(text, shown == 0, ";");
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, ask->blocks.items[i]));
    }
    if (shown == ask->blocks.count)
        return;
    buf_add_format(&count, "and %u more", ask->blocks.count - shown);
    wrap_join(&text->wrap, WRAP_PLAIN, STR(";"));
    wrap_add(&text->wrap, WRAP_DIM, buf_get(&count));
}

static void add_fact_ask(Text *text, const Ask *ask, uint32_t number)
{
    const Program *program = text->program;
    StrBuf name = new_piece(text), label = new_piece(text);

    buf_add_format(&name, "%s%u.", number < 10 ? " " : "", number);
    wrap_start_line(&text->wrap, 1, 5);
    wrap_add_glued(&text->wrap, WRAP_DIM, buf_get(&name));
    wrap_move_to(&text->wrap, 5);
    if (ask->fact.field == NO_INDEX) {
        const ListInfo *list = &program->lists[ask->fact.list];
        say_title(&label, list->label, list->path);
        wrap_add(&text->wrap, WRAP_ASK, buf_get(&label));
        wrap_join(&text->wrap, WRAP_PLAIN, text->report->record->lists[ask->fact.list].partial
                                               ? STR(": the list is not complete")
                                               : STR(": not listed, or not all"));
    } else {
        say_title(&label, program->fields[ask->fact.field].label, program->fields[ask->fact.field].path);
        wrap_add(&text->wrap, WRAP_ASK, buf_get(&label));
        if (ask->elements.count > 0)
            add_elements(text, ask);
    }
    wrap_add(&text->wrap, WRAP_DIM, get_path(text, ask));
    add_kept_open(text, ask);
}

static void add_gap_ask(Text *text, const Ask *ask)
{
    const FieldInfo *gap = &text->program->fields[ask->fact.field];
    StrBuf readings = new_piece(text);

    wrap_start_line(&text->wrap, 3, 5);
    wrap_add_c(&text->wrap, WRAP_DIM, "-");
    wrap_add(&text->wrap, WRAP_ASK, gap->label.len > 0 ? gap->label : gap->path);
    wrap_add(&text->wrap, WRAP_DIM, str_format(text->arena, "(%S)", gap->path));
    wrap_start_line(&text->wrap, 5, 5);
    if (!gap->policy) {
        wrap_add_c(&text->wrap, WRAP_DIM, "no policy can settle it: the judgement stays with the team");
    } else {
        say_readings(&readings, text->program, gap);
        wrap_add_c(&text->wrap, WRAP_DIM, "a policy can settle it:");
        wrap_add(&text->wrap, WRAP_PLAIN, gap->policy_text);
        wrap_join(&text->wrap, WRAP_PLAIN, STR(","));
        wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&readings));
    }
    add_kept_open(text, ask);
}

static void add_faults(Text *text)
{
    for (uint32_t i = 0; i < text->digest.faults.count; i++) {
        uint32_t fault = text->digest.faults.items[i];
        wrap_start_line(&text->wrap, 3, 5);
        wrap_add_c(&text->wrap, WRAP_BAD, "A fault of the guideline:");
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, fault / 2));
        wrap_add_c(&text->wrap, WRAP_PLAIN, fault % 2 == 0 ? "has no case for such a patient"
                                                           : "has two cases that contradict each other");
    }
}

static void add_questions(Text *text)
{
    const Digest *digest = &text->digest;

    if (digest->facts.count > 0) {
        add_heading(text, "OPEN: WHAT TO ASK, MOST USEFUL FIRST");
        for (uint32_t i = 0; i < digest->facts.count; i++)
            add_fact_ask(text, &digest->facts.items[i], i + 1);
        wrap_end_line(&text->wrap);
    }
    if (digest->gaps.count + digest->faults.count > 0) {
        add_heading(text, "OPEN: WHAT THE GUIDELINE LEAVES UNDECIDED");
        for (uint32_t i = 0; i < digest->gaps.count; i++)
            add_gap_ask(text, &digest->gaps.items[i]);
        add_faults(text);
        wrap_end_line(&text->wrap);
    }
}

static void add_open(Text *text)
{
    const EntryList *list = &text->report->open;

    add_questions(text);
    if (list->count == 0)
        return;
    add_heading(text, "ADVICE THAT CANNOT BE SAID YET");
    for (uint32_t i = 0; i < list->count;) {
        uint32_t block = list->items[i].block;
        bool any = false;
        wrap_start_line(&text->wrap, INDENT, DETAIL);
        if (text->program->blocks[block].against)
            wrap_add_c(&text->wrap, WRAP_DIM, "against:");
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, block));
        for (; i < list->count && list->items[i].block == block; i++) {
            Str about = collect_get_about(text->report, &list->items[i]);
            if (about.ptr == NULL)
                continue;
            wrap_join(&text->wrap, WRAP_PLAIN, any ? STR(",") : STR(":"));
            wrap_add(&text->wrap, WRAP_STRONG, str_equal(about, STR("*")) ? STR("any not listed") : about);
            any = true;
        }
    }
    wrap_end_line(&text->wrap);
}

/* ---- decisions ---- */

static void add_settled(Text *text, const Entry *entry, ValueType type)
{
    const Answer *answer = &entry->answer->main;
    StrBuf value = new_piece(text);
    uint64_t bits = collect_get_reasons(text->program, entry);
    bool first = true;

    say_value_kindly(&value, text->program, type, answer->value, answer->off_grid ? &answer->exact : NULL);
    wrap_add(&text->wrap, WRAP_STRONG, buf_get(&value));
    for (; bits != 0; bits &= bits - 1, first = false) {
        const AuxInfo *aux = &text->program->aux[text->program->blocks[entry->block].aux +
                                                 (uint32_t)__builtin_ctzll(bits)];
        const ReasonInfo *reason = &text->program->reasons[aux->reason];
        StrBuf piece = new_piece(text);
        say_wording(&piece, reason->label, reason->name);
        wrap_join(&text->wrap, WRAP_PLAIN, first ? STR(":") : STR(";"));
        wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&piece));
    }
}

static void add_decision(Text *text, const Entry *entry, unsigned indent, unsigned column)
{
    ValueType type = say_get_block_type(text->program, &text->program->blocks[entry->block]);
    const Answer *answer = &entry->answer->main;

    wrap_start_line(&text->wrap, indent, indent + column);
    wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, entry->block));
    wrap_move_to(&text->wrap, indent + column);
    if (collect_is_settled(answer)) {
        add_settled(text, entry, type);
        return;
    }
    StrBuf possible = new_piece(text);
    say_possible(&possible, text->program, type, answer);
    wrap_add_c(&text->wrap, WRAP_ASK, "open:");
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&possible));
}

/* Where values stand, from the start of a title: after the longest title, unless that is very long. */
static unsigned find_column(Text *text, const uint32_t *blocks, uint32_t count)
{
    unsigned widest = 0;

    for (uint32_t i = 0; i < count; i++) {
        unsigned width = wrap_get_width(get_title(text, blocks[i]));
        if (width > widest && width <= LABEL_MOST)
            widest = width;
    }
    return widest + 2;
}

static void add_table(Text *text, const PlanTable *table, const EntryList *rows)
{
    const ListInfo *list = &text->program->lists[table->list];
    unsigned column = find_column(text, text->report->plan->element_decisions + table->first,
                                  table->count);

    for (uint32_t i = 0; i < rows->count; i++) {
        if (i % table->count == 0) {
            StrBuf name = new_piece(text);
            say_title(&name, STR_NONE, list->element);
            wrap_start_line(&text->wrap, INDENT, DETAIL);
            wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&name));
            wrap_add(&text->wrap, WRAP_STRONG, collect_get_about(text->report, &rows->items[i]));
        }
        add_decision(text, &rows->items[i], DETAIL, column);
    }
}

static void add_decisions(Text *text)
{
    const Report *report = text->report;
    unsigned column = find_column(text, report->plan->decisions, report->plan->decision_count);

    if (report->plan->decision_count + report->plan->table_count == 0)
        return;
    add_heading(text, "DECISIONS");
    for (uint32_t i = 0; i < report->decisions.count; i++)
        add_decision(text, &report->decisions.items[i], INDENT, column);
    for (uint32_t i = 0; i < report->plan->table_count; i++)
        add_table(text, &report->plan->tables[i], &report->tables[i]);
    wrap_end_line(&text->wrap);
}

/* ---- the rest ---- */

static void add_cautions(Text *text)
{
    const EntryList *list = &text->report->cautions;

    if (list->count > 0)
        add_heading(text, "CAUTIONS");
    for (uint32_t i = 0; i < list->count; i++) {
        const BlockInfo *block = &text->program->blocks[list->items[i].block];
        wrap_start_line(&text->wrap, INDENT, DETAIL);
        wrap_add_c(&text->wrap, WRAP_WARN, "!");
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, list->items[i].block));
        add_statements(text, block->statements, block->statement_count);
    }
    wrap_end_line(&text->wrap);
}

static void add_rules(Text *text)
{
    const Digest *digest = &text->digest;

    if (digest->rules.count > 0)
        add_heading(text, "WHY");
    for (uint32_t i = 0; i < digest->rules.count; i++) {
        const Rule *rule = &digest->rules.items[i];
        wrap_start_line(&text->wrap, INDENT, DETAIL);
        wrap_add(&text->wrap, WRAP_PLAIN, get_title(text, rule->block));
        wrap_start_line(&text->wrap, DETAIL, DETAIL);
        for (uint32_t k = 0; k < rule->facts.count; k++) {
            add_separator(text, k == 0, ";");
            add_fact(text, rule->facts.items[k]);
        }
    }
    wrap_end_line(&text->wrap);
}

static void add_problems(Text *text)
{
    const Report *report = text->report;

    if (report->problems.count > 0)
        add_heading(text, "PROBLEMS IN THE DATA (such a value counts as unknown)");
    for (uint32_t i = 0; i < report->problems.count; i++) {
        const Problem *problem = &report->problems.items[i];
        wrap_start_line(&text->wrap, INDENT, INDENT + 5);
        wrap_add_c(&text->wrap, WRAP_DIM, problem->code);
        wrap_add(&text->wrap, WRAP_PLAIN, problem->message);
        if (text->options->show_values && problem->shown.ptr != NULL)
            wrap_add(&text->wrap, WRAP_PLAIN, str_format(text->arena, "[%S]", problem->shown));
    }
    wrap_end_line(&text->wrap);
}

static Wrap new_wrap(StrBuf *out, const ReportOptions *options)
{
    unsigned width = options->width == 0 ? 80 : options->width < 40 ? 40 : options->width;

    return (Wrap){ .buf = out, .width = width, .color = options->color };
}

void text_add_report(StrBuf *out, Arena *run_arena, const Report *report, const ReportOptions *options,
                     bool first)
{
    Text text = { .wrap = new_wrap(out, options), .arena = run_arena, .report = report,
                  .program = report->program, .options = options };

    digest_make(&text.digest, run_arena, report, options->detail);
    if (!first)
        wrap_blank_line(&text.wrap);
    add_header(&text);
    add_all_advice(&text);
    add_open(&text);
    if (options->detail != REPORT_ADVICE)
        add_decisions(&text);
    add_cautions(&text);
    if (options->detail == REPORT_FULL)
        add_rules(&text);
    add_problems(&text);
}

void text_add_error(StrBuf *out, const RecordError *error, const ReportOptions *options, bool first)
{
    Wrap wrap = new_wrap(out, options);
    char line[24];
    StrBuf number = { .ptr = line, .cap = sizeof line };

    if (!first)
        wrap_blank_line(&wrap);
    wrap_rule(&wrap, "\xe2\x94\x80");
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
    if (error->at.len > 0)
        wrap_add(&wrap, WRAP_DIM, error->at);
    wrap_end_line(&wrap);
    wrap_rule(&wrap, "\xe2\x94\x80");
}
