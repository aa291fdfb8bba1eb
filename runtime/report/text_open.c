/* text_open.c - what cannot be said yet, turned round: what to ask, most useful first. */
#include "runtime/report/text_parts.h"

enum { ASKS = 10, BLOCKS = 4 };

static void add_elements(Text *text, const Ask *ask)
{
    const ListRecord *list = &text->report->record->lists[ask->fact.list];
    StrBuf name = text_new_piece(text);

    say_elements(&name, &text->program->lists[ask->fact.list], ask->elements.count);
    wrap_add_c(&text->wrap, WRAP_PLAIN, "of");
    wrap_add(&text->wrap, WRAP_PLAIN, buf_get(&name));
    for (uint32_t i = 0; i < ask->elements.count; i++) {
        text_add_mark(text, i == 0, ",");
        wrap_add(&text->wrap, WRAP_STRONG, list->keys[ask->elements.items[i]]);
    }
}

static Str get_path(Text *text, const Ask *ask)
{
    StrBuf path = text_new_piece(text);
    const Program *program = text->program;

    buf_add_char(&path, '(');
    if (ask->fact.list != NO_INDEX) {
        buf_add(&path, program->lists[ask->fact.list].path);
    }
    if (ask->fact.field != NO_INDEX) {
        buf_add_c(&path, ask->fact.list == NO_INDEX ? "" : "[].");
        buf_add(&path, program->fields[ask->fact.field].path);
    }
    buf_add_char(&path, ')');
    return buf_get(&path);
}

/* "keeps open: A; B" or "keeps 61 answers open, among them A; B; C". */
static void add_kept_open(Text *text, const Ask *ask)
{
    uint32_t count = ask->blocks.count, shown = count <= BLOCKS ? count : BLOCKS - 1;

    wrap_start_line(&text->wrap, 5, 5);
    if (shown < count) {
        wrap_add(&text->wrap, WRAP_DIM,
                 str_format(text->arena, "keeps %u answers open, among them", count));
    } else {
        wrap_add_c(&text->wrap, WRAP_DIM, "keeps open:");
    }
    for (uint32_t i = 0; i < shown; i++) {
        text_add_mark(text, i == 0, ";");
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, ask->blocks.items[i]));
    }
}

static void add_asked_list(Text *text, const Ask *ask, WrapStyle style)
{
    const ListInfo *list = &text->program->lists[ask->fact.list];
    StrBuf label = text_new_piece(text);

    say_title(&label, list->label, list->path);
    wrap_add(&text->wrap, style, buf_get(&label));
    wrap_join(&text->wrap, WRAP_PLAIN,
              text->report->record->lists[ask->fact.list].partial
                  ? STR(": the list is not complete")
                  : STR(": not listed, or not all"));
}

/* "Largest diameter of L1, L2" */
static void add_asked(Text *text, const Ask *ask, WrapStyle style)
{
    StrBuf label = text_new_piece(text);

    if (ask->fact.field == NO_INDEX) {
        add_asked_list(text, ask, style);
        return;
    }
    const FieldInfo *field = &text->program->fields[ask->fact.field];
    say_title(&label, field->label, field->path);
    wrap_add(&text->wrap, style, buf_get(&label));
    if (ask->elements.count > 0) {
        add_elements(text, ask);
    }
}

static void add_fact_ask(Text *text, const Ask *ask, uint32_t number)
{
    wrap_start_line(&text->wrap, 1, 5);
    wrap_add_glued(&text->wrap, WRAP_DIM,
                   str_format(text->arena, "%s%u.", number < 10 ? " " : "", number));
    wrap_move_to(&text->wrap, 5);
    add_asked(text, ask, WRAP_ASK);
    wrap_add(&text->wrap, WRAP_DIM, get_path(text, ask));
    add_kept_open(text, ask);
}

/* The most useful ones at length, the others in a row. */
static void add_fact_asks(Text *text)
{
    const AskList *facts = &text->digest.facts;

    for (uint32_t i = 0; i < facts->count && i < ASKS; i++) {
        add_fact_ask(text, &facts->items[i], i + 1);
    }
    if (facts->count <= ASKS) {
        return;
    }
    wrap_start_line(&text->wrap, 5, 5);
    wrap_add_c(&text->wrap, WRAP_DIM, "then:");
    for (uint32_t i = ASKS; i < facts->count; i++) {
        text_add_mark(text, i == ASKS, ";");
        add_asked(text, &facts->items[i], WRAP_PLAIN);
    }
}

static void add_gap_ask(Text *text, const Ask *ask)
{
    const FieldInfo *gap = &text->program->fields[ask->fact.field];
    StrBuf readings = text_new_piece(text);

    wrap_start_line(&text->wrap, 3, 5);
    wrap_add_c(&text->wrap, WRAP_DIM, "-");
    wrap_add(&text->wrap, WRAP_ASK, gap->label.len > 0 ? gap->label : gap->path);
    wrap_add(&text->wrap, WRAP_DIM, str_format(text->arena, "(%S)", gap->path));
    wrap_start_line(&text->wrap, 5, 5);
    if (!gap->policy) {
        wrap_add_c(&text->wrap, WRAP_DIM,
                   "no policy can settle it: the judgement stays with the team");
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
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, fault / 2));
        wrap_add_c(&text->wrap, WRAP_PLAIN,
                   fault % 2 == 0 ? "has no case for such a patient"
                                  : "has two cases that contradict each other");
    }
}

static void add_questions(Text *text)
{
    const Digest *digest = &text->digest;

    if (digest->facts.count > 0) {
        text_add_heading(text, "OPEN: WHAT TO ASK, MOST USEFUL FIRST");
        add_fact_asks(text);
        wrap_end_line(&text->wrap);
    }
    if (digest->gaps.count + digest->faults.count > 0) {
        text_add_heading(text, "OPEN: WHAT THE GUIDELINE LEAVES UNDECIDED");
        for (uint32_t i = 0; i < digest->gaps.count; i++) {
            add_gap_ask(text, &digest->gaps.items[i]);
        }
        add_faults(text);
        wrap_end_line(&text->wrap);
    }
}

void text_open_add(Text *text)
{
    const EntryList *list = &text->report->open;

    add_questions(text);
    if (list->count == 0) {
        return;
    }
    text_add_heading(text, "ADVICE THAT CANNOT BE SAID YET");
    for (uint32_t i = 0; i < list->count;) {
        uint32_t block = list->items[i].block;
        bool any = false;
        wrap_start_line(&text->wrap, TEXT_INDENT, TEXT_DETAIL);
        if (text->program->blocks[block].against) {
            wrap_add_c(&text->wrap, WRAP_DIM, "against:");
        }
        wrap_add(&text->wrap, WRAP_PLAIN, text_get_title(text, block));
        for (; i < list->count && list->items[i].block == block; i++) {
            if (list->items[i].element == NO_INDEX) {
                continue;
            }
            wrap_join(&text->wrap, WRAP_PLAIN, any ? STR(",") : STR(":"));
            wrap_add(&text->wrap, WRAP_STRONG, text_get_about(text, &list->items[i]));
            any = true;
        }
    }
    wrap_end_line(&text->wrap);
}
