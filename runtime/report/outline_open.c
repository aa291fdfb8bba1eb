/* outline_open.c - what is open, turned round: the facts that matter, most needed first, and what
 * only the guideline or a policy can settle. */
#include "runtime/report/outline_parts.h"

enum { ASKS = 10, BLOCKS = 4 };

/* ---- one question ---- */

static Str get_path(Maker *maker, const Ask *ask)
{
    StrBuf path = outline_new_piece(maker);
    const Program *program = maker->program;

    if (ask->fact.list != NO_INDEX) {
        buf_add(&path, program->lists[ask->fact.list].path);
    }
    if (ask->fact.field != NO_INDEX) {
        buf_add_c(&path, ask->fact.list == NO_INDEX ? "" : "[].");
        buf_add(&path, program->fields[ask->fact.field].path);
    }
    return buf_get(&path);
}

static void say_elements_asked(Maker *maker, const Ask *ask)
{
    const ListRecord *list = &maker->report->record->lists[ask->fact.list];
    StrBuf name = outline_new_piece(maker);

    buf_add_c(&name, "of ");
    say_elements(&name, &maker->program->lists[ask->fact.list], ask->elements.count);
    outline_say(maker, RUN_PLAIN, buf_get(&name));
    for (uint32_t i = 0; i < ask->elements.count; i++) {
        outline_part(maker, i == 0, ",");
        outline_say(maker, RUN_STRONG, list->keys[ask->elements.items[i]]);
    }
}

/* "Lesions: the list is not complete" */
static Str get_asked_list(Maker *maker, const Ask *ask)
{
    const ListInfo *list = &maker->program->lists[ask->fact.list];
    StrBuf label = outline_new_piece(maker);

    say_title(&label, list->label, list->path);
    buf_add_c(&label, maker->report->record->lists[ask->fact.list].partial
                          ? ": the list is not complete"
                          : ": not listed, or not all");
    return buf_get(&label);
}

/* "Largest diameter of lesions L1, L2" */
static void say_asked(Maker *maker, const Ask *ask, OutlineStyle style)
{
    StrBuf label = outline_new_piece(maker);

    if (ask->fact.field == NO_INDEX) {
        outline_say(maker, style, get_asked_list(maker, ask));
        return;
    }
    const FieldInfo *field = &maker->program->fields[ask->fact.field];
    say_title(&label, field->label, field->path);
    outline_say(maker, style, buf_get(&label));
    if (ask->elements.count > 0) {
        say_elements_asked(maker, ask);
    }
}

/* "needed for: A; B" or "needed for 61 answers, among them A; B; C". */
static void make_kept_open(Maker *maker, const Ask *ask)
{
    uint32_t count = ask->blocks.count, shown = count <= BLOCKS ? count : BLOCKS - 1;

    outline_add(maker, OUTLINE_NOTE, STR_NONE)->level = 1;
    if (shown < count) {
        outline_say(maker, RUN_SOFT,
                    str_format(maker->arena, "needed for %u answers, among them", count));
    } else {
        outline_say_c(maker, RUN_SOFT, "needed for:");
    }
    for (uint32_t i = 0; i < shown; i++) {
        outline_part(maker, i == 0, ";");
        outline_say(maker, RUN_PLAIN, outline_get_title(maker, ask->blocks.items[i]));
    }
}

/* ---- facts ---- */

static void make_fact_ask(Maker *maker, const Ask *ask)
{
    outline_add(maker, OUTLINE_ASK, STR_NONE);
    say_asked(maker, ask, RUN_ASK);
    outline_say(maker, RUN_PATH, get_path(maker, ask));
    make_kept_open(maker, ask);
}

/* Those that are needed most at length, the others in a row. */
static void make_facts(Maker *maker)
{
    const AskList *facts = &maker->digest.facts;

    if (facts->count > 0) {
        outline_add_section(maker, "Open: missing facts that matter");
    }
    for (uint32_t i = 0; i < facts->count && i < ASKS; i++) {
        make_fact_ask(maker, &facts->items[i]);
    }
    if (facts->count <= ASKS) {
        return;
    }
    outline_add(maker, OUTLINE_NOTE, STR_NONE)->level = 1;
    outline_say_c(maker, RUN_SOFT, "then:");
    for (uint32_t i = ASKS; i < facts->count; i++) {
        outline_part(maker, i == ASKS, ";");
        say_asked(maker, &facts->items[i], RUN_PLAIN);
    }
}

/* ---- gaps ---- */

static void say_policy(Maker *maker, const FieldInfo *gap)
{
    StrBuf readings = outline_new_piece(maker);

    say_readings(&readings, maker->program, gap);
    outline_say_c(maker, RUN_SOFT, "a policy can settle it:");
    outline_say(maker, RUN_PLAIN, gap->policy_text);
    outline_join(maker, ",");
    outline_say(maker, RUN_PLAIN, buf_get(&readings));
}

static void make_gap_ask(Maker *maker, const Ask *ask)
{
    const FieldInfo *gap = &maker->program->fields[ask->fact.field];

    outline_add(maker, OUTLINE_GAP, STR_NONE);
    outline_say(maker, RUN_ASK, gap->label.len > 0 ? gap->label : gap->path);
    outline_say(maker, RUN_PATH, gap->path);
    outline_add(maker, OUTLINE_NOTE, STR_NONE)->level = 1;
    if (gap->policy) {
        say_policy(maker, gap);
    } else {
        outline_say_c(maker, RUN_SOFT,
                      "no policy can settle it: the judgement stays with the team");
    }
    make_kept_open(maker, ask);
}

static void say_missing(Maker *maker, FactRef fact, bool first)
{
    Ask ask = { .fact = fact };

    outline_part(maker, first, ";");
    say_asked(maker, &ask, RUN_PLAIN);
}

/* "that depends on: N; Which limit" */
static void say_dependence(Maker *maker, const Answer *answer)
{
    outline_join(maker, ",");
    outline_say_c(maker, RUN_PLAIN, "which depends on:");
    for (uint32_t i = 0; i < answer->need_count; i++) {
        say_missing(maker, fact_from_id(maker->program, answer->needs[i]), i == 0);
    }
    for (uint16_t i = 0; i < answer->gap_count; i++) {
        bool first = i == 0 && answer->need_count == 0;
        say_missing(maker, (FactRef){ answer->gaps[i], NO_INDEX, 0 }, first);
    }
}

static void make_fault(Maker *maker, const DigestFault *fault)
{
    Str title = outline_get_title(maker, fault->fault / 2);
    bool hole = fault->fault % 2 == 0;

    outline_add(maker, OUTLINE_GAP, STR_NONE);
    if (fault->certain) {
        outline_say_c(maker, RUN_FAULT, "A fault of the guideline:");
        outline_say(maker, RUN_PLAIN, title);
        outline_say_c(maker, RUN_PLAIN,
                      hole ? "has no case for this patient"
                           : "has two cases for this patient that contradict each other");
        return;
    }
    outline_say_c(maker, RUN_FAULT, "Perhaps a fault of the guideline:");
    outline_say(maker, RUN_PLAIN, title);
    outline_say_c(maker, RUN_PLAIN,
                  hole ? "may have no case for this patient"
                       : "may have two cases for this patient that contradict each other");
    say_dependence(maker, fault->answer);
}

static void make_gaps(Maker *maker)
{
    const Digest *digest = &maker->digest;

    if (digest->gaps.count + digest->faults.count > 0) {
        outline_add_section(maker, "Open: what the guideline leaves undecided");
    }
    for (uint32_t i = 0; i < digest->gaps.count; i++) {
        make_gap_ask(maker, &digest->gaps.items[i]);
    }
    for (uint32_t i = 0; i < digest->faults.count; i++) {
        make_fault(maker, &digest->faults.items[i]);
    }
}

/* ---- recommendations ---- */

static bool may_fail(const EntryList *list, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (list->items[i].answer->main.fails) {
            return true;
        }
    }
    return false;
}

static bool is_undecided(const EntryList *list, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (list->items[i].answer->main.undecided) {
            return true;
        }
    }
    return false;
}

/* One block's open entries in one line. Returns the index of the first entry of the next block. */
static uint32_t make_open_block(Maker *maker, uint32_t i)
{
    const EntryList *list = &maker->report->open;
    uint32_t block = list->items[i].block;
    uint32_t first = i;
    bool any = false;

    outline_add(maker, OUTLINE_ITEM, STR_NONE)->id = maker->program->blocks[block].name;
    if (maker->program->blocks[block].against) {
        outline_say_c(maker, RUN_SOFT, "against:");
    }
    outline_say(maker, RUN_PLAIN, outline_get_title(maker, block));
    for (; i < list->count && list->items[i].block == block; i++) {
        if (list->items[i].element == NO_INDEX) {
            continue;
        }
        outline_join(maker, any ? "," : ":");
        outline_say(maker, RUN_STRONG, outline_get_about(maker, &list->items[i]));
        any = true;
    }
    if (may_fail(list, first, i)) {
        outline_say_c(maker, RUN_SOFT, "(or no result)");
    }
    if (is_undecided(list, first, i)) {
        outline_say_c(maker, RUN_SOFT, "(not worked out to the end)");
    }
    return i;
}

void outline_open_make(Maker *maker)
{
    make_facts(maker);
    make_gaps(maker);
    if (maker->report->open.count > 0) {
        outline_add_section(maker, "Recommendations still open");
    }
    for (uint32_t i = 0; i < maker->report->open.count;) {
        i = make_open_block(maker, i);
    }
}
