/* outline_advice.c - what is advised, advised against, ruled out: each with why, cautions, figures,
 * sources. */
#include "runtime/report/outline_parts.h"
#include "runtime/value/strength.h"

enum { WHYS = 5 };

static void start_detail(Maker *maker, const char *term)
{
    outline_add(maker, OUTLINE_DETAIL, str_from_c(term));
}

/* ---- why ---- */

/* "Class of the disease: resectable" or "Fitness: fit" */
static void say_why(Maker *maker, const Why *why)
{
    if (why->block == NO_INDEX32) {
        outline_say_fact(maker, why->fact);
        return;
    }
    const BlockAnswer *answer = evaluation_get(maker->report->evaluation, why->block, why->element);
    StrBuf title = outline_new_piece(maker), value = outline_new_piece(maker);
    buf_add(&title, outline_get_title(maker, why->block));
    buf_add_char(&title, ':');
    say_answer(&value, maker->program, &maker->program->blocks[why->block], &answer->main);
    outline_say(maker, RUN_PLAIN, buf_get(&title));
    outline_say(maker, RUN_STRONG, buf_get(&value));
}

static void make_why(Maker *maker, const Entry *entry)
{
    WhyList list;

    digest_explain(&list, maker->arena, maker->report, entry);
    if (list.count == 0) {
        return;
    }
    start_detail(maker, "why");
    for (uint32_t i = 0; i < list.count && i < WHYS; i++) {
        outline_part(maker, i == 0, ";");
        say_why(maker, &list.items[i]);
    }
    if (list.count > WHYS) {
        outline_join(maker, ";");
        outline_say(maker, RUN_SOFT,
                    str_format(maker->arena, "and %u more, see below", list.count - WHYS));
    }
}

/* ---- what belongs to it ---- */

static void make_exclusion(Maker *maker, const AuxInfo *aux)
{
    const Program *program = maker->program;
    const ReasonInfo *reason = aux->reason == NO_INDEX ? NULL : &program->reasons[aux->reason];
    bool own = aux->statement_count == 0 && reason != NULL;

    start_detail(maker, "because");
    outline_say(maker, RUN_PLAIN, outline_get_reason(maker, aux->reason));
    outline_say_statements(maker, own ? reason->statements : aux->statements,
                           own ? reason->statement_count : aux->statement_count);
}

static void make_exclusions(Maker *maker, const Entry *entry)
{
    const Program *program = maker->program;

    for (uint64_t bits = collect_get_reasons(program, entry); bits != 0; bits &= bits - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(bits);
        make_exclusion(maker, &program->aux[program->blocks[entry->block].aux + bit]);
    }
}

static void make_advice_cautions(Maker *maker, const Entry *entry)
{
    const BlockInfo *block = &maker->program->blocks[entry->block];

    for (uint32_t i = 0; i < block->caution_count; i++) {
        uint32_t caution = maker->program->block_refs[block->cautions + i];
        if (!collect_caution_holds(maker->report, caution, entry)) {
            continue;
        }
        outline_add(maker, OUTLINE_DETAIL, STR("caution"))->tone = TONE_WARN;
        outline_say(maker, RUN_WARN, outline_get_title(maker, caution));
    }
}

/* ---- where it comes from ---- */

static void make_figures(Maker *maker, const BlockInfo *block)
{
    const Program *program = maker->program;

    for (uint32_t i = 0; i < block->show_count; i++) {
        uint32_t statement = program->statement_refs[block->shows + i];
        start_detail(maker, "figure");
        outline_say(maker, RUN_PLAIN, program->statements[statement].text);
        outline_say(maker, RUN_ID, program->statements[statement].id);
        maker->shows_figures = true;
    }
}

static void say_refs(Maker *maker, uint32_t first, uint32_t count)
{
    StrBuf piece = outline_new_piece(maker);

    for (uint32_t i = 0; i < count; i++) {
        buf_add_format(&piece, "%s%d", i == 0 ? count == 1 ? "ref. " : "refs. " : ", ",
                       maker->program->refs[first + i]);
    }
    outline_say(maker, RUN_SOFT, buf_get(&piece));
}

static void make_origin(Maker *maker, const BlockInfo *block)
{
    if (block->statement_count + block->ref_count == 0 && !block->outside) {
        return;
    }
    outline_add(maker, OUTLINE_DETAIL, STR("source"))->tone = TONE_SOFT;
    outline_say_statements(maker, block->statements, block->statement_count);
    outline_part(maker, block->statement_count == 0 || block->ref_count == 0, ";");
    say_refs(maker, block->refs, block->ref_count);
    if (block->outside) {
        outline_say(maker, RUN_SOFT, block->outside_text);
    }
}

static void make_pair(Maker *maker, const char *term, Str text)
{
    if (text.len > 0) {
        start_detail(maker, term);
        outline_say(maker, RUN_PLAIN, text);
    }
}

/* What is the same for every element. */
static void make_sources(Maker *maker, const BlockInfo *block)
{
    make_pair(maker, "timing", block->timing);
    if (maker->options->detail == REPORT_FULL) {
        make_figures(maker, block);
    }
    make_pair(maker, "evidence", block->evidence);
    make_origin(maker, block);
}

/* ---- one recommendation ---- */

static void make_title(Maker *maker, uint32_t index, OutlineTone tone)
{
    const BlockInfo *block = &maker->program->blocks[index];
    StrBuf strength = outline_new_piece(maker);
    OutlineItem *card = outline_add(maker, OUTLINE_CARD, outline_get_title(maker, index));

    if (block->strength != NO_INDEX) {
        strength_print(&strength, maker->program->strengths[block->strength], block->against);
    }
    card->tag = buf_get(&strength);
    card->tone = (uint8_t)tone;
    card->id = block->name;
}

static void make_entry(Maker *maker, const Entry *entry)
{
    if (entry->element != NO_INDEX) {
        outline_add(maker, OUTLINE_ABOUT, STR("for"));
        outline_say(maker, RUN_STRONG, outline_get_about(maker, entry));
    }
    if (entry->answer->status == STATUS_RULED_OUT) {
        make_exclusions(maker, entry);
    }
    if (maker->options->detail == REPORT_FULL) {
        make_why(maker, entry);
    }
    if (entry->answer->status == STATUS_APPLIES) {
        make_advice_cautions(maker, entry);
    }
}

/* All entries of one block that have the status: the title once, then what each says. Returns the
 * index of the first entry of the next block. */
static uint32_t make_card(Maker *maker, uint32_t i, uint8_t status, OutlineTone tone)
{
    const EntryList *list = &maker->report->advice;
    uint32_t block = list->items[i].block;

    make_title(maker, block, tone);
    for (; i < list->count && list->items[i].block == block; i++) {
        if (list->items[i].answer->status == status) {
            make_entry(maker, &list->items[i]);
        }
    }
    make_sources(maker, &maker->program->blocks[block]);
    return i;
}

/* ---- sections ---- */

typedef enum Direction { FOR, AGAINST, BOTH } Direction;

static bool belongs(const Maker *maker, const Entry *entry, uint8_t status, Direction direction)
{
    bool against = maker->program->blocks[entry->block].against;

    return entry->answer->status == status &&
           (direction == BOTH || against == (direction == AGAINST));
}

static void make_advice(Maker *maker, const char *heading, uint8_t status, Direction direction,
                        OutlineTone tone)
{
    const EntryList *list = &maker->report->advice;
    bool any = false;

    for (uint32_t i = 0; i < list->count;) {
        if (!belongs(maker, &list->items[i], status, direction)) {
            i++;
            continue;
        }
        if (!any) {
            outline_add_section(maker, heading);
        }
        any = true;
        i = make_card(maker, i, status, tone);
    }
}

/* Those that do not apply in a row: their title is all there is to say. */
static void make_inapplicable(Maker *maker)
{
    const EntryList *list = &maker->report->advice;

    if (!maker->options->all || maker->digest.inapplicable == 0) {
        return;
    }
    outline_add_section(maker, "Does not apply");
    for (uint32_t i = 0; i < list->count; i++) {
        const Entry *entry = &list->items[i];
        if (entry->answer->status != STATUS_NOT_APPLICABLE) {
            continue;
        }
        outline_add(maker, OUTLINE_ITEM, STR_NONE);
        outline_say(maker, RUN_PLAIN, outline_get_title(maker, entry->block));
        if (entry->element != NO_INDEX) {
            outline_join(maker, ",");
            outline_say(maker, RUN_PLAIN, outline_get_about(maker, entry));
        }
    }
}

/* A figure beside a recommendation is easily read as this patient's own chance. */
static void make_note_on_figures(Maker *maker)
{
    if (!maker->shows_figures || maker->told_of_figures) {
        return;
    }
    maker->told_of_figures = true;
    outline_add(maker, OUTLINE_NOTE, STR_NONE);
    outline_say_c(maker, RUN_SOFT, SAY_FIGURES);
}

static void make_nothing(Maker *maker)
{
    outline_add_section(maker, "Recommendations");
    outline_add(maker, OUTLINE_NOTE, STR_NONE);
    outline_say_c(maker, RUN_PLAIN,
                  maker->report->open.count > 0 ? "None can be given on what is known so far."
                                                : "None of this guideline applies.");
}

void outline_advice_make(Maker *maker)
{
    if (maker->digest.applies_for + maker->digest.applies_against == 0) {
        make_nothing(maker);
    }
    make_advice(maker, "Advised", STATUS_APPLIES, FOR, TONE_FOR);
    make_advice(maker, "Advised against", STATUS_APPLIES, AGAINST, TONE_AGAINST);
    make_note_on_figures(maker);
    make_advice(maker, "Ruled out", STATUS_RULED_OUT, BOTH, TONE_OUT);
    make_note_on_figures(maker);
    make_inapplicable(maker);
}
