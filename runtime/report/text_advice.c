/* text_advice.c - what is advised, advised against, ruled out: each with why, cautions, figures,
 * sources. */
#include "runtime/report/text_parts.h"

enum { WHYS = 5 };

/* ---- pieces ---- */

/* "  why      " and then words. */
static void start_detail(Text *text, const char *label)
{
    wrap_start_line(&text->wrap, TEXT_DETAIL, TEXT_DETAIL);
    wrap_add_c(&text->wrap, WRAP_DIM, label);
    text->wrap.indent = TEXT_DETAIL_WORDS;
    wrap_move_to(&text->wrap, TEXT_DETAIL_WORDS);
}

static void add_refs(Text *text, uint32_t first, uint32_t count)
{
    StrBuf piece = text_new_piece(text);

    for (uint32_t i = 0; i < count; i++) {
        buf_add_format(&piece, "%s%d", i == 0 ? count == 1 ? "ref. " : "refs. " : ", ",
                       text->program->refs[first + i]);
    }
    wrap_add(&text->wrap, WRAP_DIM, buf_get(&piece));
}

/* ---- one advice ---- */

/* "Class of the disease: resectable" or "Fitness: fit" */
static void add_why_item(Text *text, const Why *why)
{
    if (why->block == NO_INDEX32) {
        text_add_fact(text, why->fact);
        return;
    }
    const BlockAnswer *answer = evaluation_get(text->report->evaluation, why->block, why->element);
    StrBuf title = text_new_piece(text), value = text_new_piece(text);
    buf_add(&title, text_get_title(text, why->block));
    buf_add_char(&title, ':');
    say_answer(&value, text->program, &text->program->blocks[why->block], &answer->main);
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&title));
    wrap_add(&text->wrap, WRAP_STRONG, buf_get(&value));
}

static void add_why(Text *text, const Entry *entry)
{
    WhyList list;

    digest_explain(&list, text->arena, text->report, entry);
    if (list.count == 0) {
        return;
    }
    start_detail(text, "why");
    for (uint32_t i = 0; i < list.count && i < WHYS; i++) {
        text_add_mark(text, i == 0, ";");
        add_why_item(text, &list.items[i]);
    }
    if (list.count > WHYS) {
        wrap_join(&text->wrap, WRAP_PLAIN, STR(";"));
        wrap_add(&text->wrap, WRAP_DIM,
                 str_format(text->arena, "and %u more, see below", list.count - WHYS));
    }
}

static void add_exclusions(Text *text, const Entry *entry)
{
    const Program *program = text->program;
    uint64_t bits = collect_get_reasons(program, entry);

    for (; bits != 0; bits &= bits - 1) {
        const AuxInfo *aux =
            &program->aux[program->blocks[entry->block].aux + (uint32_t)__builtin_ctzll(bits)];
        start_detail(text, "because");
        const ReasonInfo *reason = aux->reason == NO_INDEX ? NULL : &program->reasons[aux->reason];
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_reason(text, aux->reason));
        bool own = aux->statement_count == 0 && reason;
        text_add_statements(text, own ? reason->statements : aux->statements,
                            own ? reason->statement_count : aux->statement_count);
    }
}

static void add_advice_cautions(Text *text, const Entry *entry)
{
    const Program *program = text->program;
    const BlockInfo *block = &program->blocks[entry->block];

    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = program->block_refs[block->cautions + i];
        if (!collect_caution_holds(text->report, caution, entry)) {
            continue;
        }
        start_detail(text, "caution");
        wrap_add(&text->wrap, WRAP_WARN, text_get_title(text, caution));
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
        const StatementInfo *figure =
            &program->statements[program->statement_refs[block->shows + i]];
        text->shows_figures = true;
        start_detail(text, "figure");
        wrap_add(&text->wrap, WRAP_PLAIN, figure->text);
        wrap_add(&text->wrap, WRAP_DIM, figure->id);
    }
    if (block->statement_count + block->ref_count > 0 || block->outside) {
        start_detail(text, "source");
        text_add_statements(text, block->statements, block->statement_count);
        if (block->statement_count > 0 && block->ref_count > 0) {
            wrap_join(&text->wrap, WRAP_DIM, STR(";"));
        }
        add_refs(text, block->refs, block->ref_count);
        if (block->outside) {
            wrap_add(&text->wrap, WRAP_DIM, block->outside_text);
        }
    }
    if (block->evidence.len > 0) {
        start_detail(text, "evidence");
        wrap_add(&text->wrap, WRAP_PLAIN, block->evidence);
    }
}

static void add_title(Text *text, uint32_t index, WrapStyle style)
{
    const BlockInfo *block = &text->program->blocks[index];
    StrBuf strength = text_new_piece(text);
    Wrap *wrap = &text->wrap;
    unsigned width;

    if (block->strength != NO_INDEX) {
        say_strength(&strength, text->program->strengths[block->strength], block->against);
    }
    width = wrap_get_width(buf_get(&strength));
    wrap_start_line(wrap, TEXT_INDENT, TEXT_DETAIL);
    wrap_add(wrap, WRAP_STRONG, text_get_title(text, index));
    if (wrap->column + width + 3 > wrap->width) {
        wrap_start_line(wrap, 0, TEXT_DETAIL);
    }
    if (width > 0) {
        wrap_move_to(wrap, wrap->width - width - 1);
        wrap_add_glued(wrap, style, buf_get(&strength));
    }
}

static void add_about(Text *text, const Entry *entry)
{
    if (entry->element == NO_INDEX) {
        return;
    }
    wrap_start_line(&text->wrap, TEXT_DETAIL, TEXT_DETAIL_WORDS);
    wrap_add_c(&text->wrap, WRAP_DIM, "for");
    wrap_move_to(&text->wrap, TEXT_DETAIL_WORDS);
    wrap_add(&text->wrap, WRAP_STRONG, text_get_about(text, entry));
}

/* All entries of one block that have the status: the title once, then what each says. */
static uint32_t add_advice_block(Text *text, uint32_t i, uint8_t status, WrapStyle style)
{
    const EntryList *list = &text->report->advice;
    uint32_t block = list->items[i].block;

    add_title(text, block, style);
    for (; i < list->count && list->items[i].block == block; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != status) {
            continue;
        }
        add_about(text, entry);
        if (status == STATUS_RULED_OUT) {
            add_exclusions(text, entry);
        }
        if (text->options->detail == REPORT_FULL) {
            add_why(text, entry);
        }
        if (status == STATUS_APPLIES) {
            add_advice_cautions(text, entry);
        }
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
        if (entry->answer->status != status ||
            (direction != BOTH && against != (direction == AGAINST))) {
            i++;
            continue;
        }
        if (!any) {
            text_add_heading(text, heading);
        } else {
            wrap_blank_line(&text->wrap);
        }
        any = true;
        i = add_advice_block(text, i, status, style);
    }
}

static void add_inapplicable(Text *text)
{
    const EntryList *list = &text->report->advice;

    if (!text->options->all || text->digest.inapplicable == 0) {
        return;
    }
    text_add_heading(text, "DOES NOT APPLY");
    for (uint32_t i = 0; i < list->count; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != STATUS_NOT_APPLICABLE) {
            continue;
        }
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_DETAIL);
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, entry->block));
        if (entry->element != NO_INDEX) {
            wrap_join(&text->wrap, WRAP_PLAIN, STR(","));
            wrap_add(&text->wrap, WRAP_PLAIN, text_get_about(text, entry));
        }
    }
    wrap_end_line(&text->wrap);
}

/* A figure beside an advice is easily read as this patient's own chance. */
static void add_note_on_figures(Text *text)
{
    if (!text->shows_figures || text->told_of_figures) {
        return;
    }
    text->told_of_figures = true;
    wrap_blank_line(&text->wrap);
    wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_INDENT);
    wrap_add_c(&text->wrap, WRAP_DIM, SAY_FIGURES);
    wrap_end_line(&text->wrap);
}

void text_advice_add(Text *text)
{
    if (text->digest.applies_for + text->digest.applies_against == 0) {
        text_add_heading(text, "ADVICE");
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_INDENT);
        wrap_add_c(&text->wrap, WRAP_PLAIN,
                   text->report->open.count > 0 ? "None can be given on what is known so far."
                                                : "None of this guideline applies.");
        wrap_end_line(&text->wrap);
    }
    add_advice(text, "ADVISED", STATUS_APPLIES, FOR, WRAP_GOOD);
    add_advice(text, "ADVISED AGAINST", STATUS_APPLIES, AGAINST, WRAP_BAD);
    add_note_on_figures(text);
    add_advice(text, "RULED OUT", STATUS_RULED_OUT, BOTH, WRAP_DIM);
    add_note_on_figures(text);
    add_inapplicable(text);
}
