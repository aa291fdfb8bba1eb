/* next.c - every reply of every missing fact that matters, put into a copy of the record. Only the
 * answers that wait for the fact are answered again: what an answer needs is exact, so that no
 * other one can change. */
#include "runtime/reason/next.h"
#include "runtime/bytecode/anatomy.h"

struct Asker {
    const Program *program;
    Evaluation *evaluation;
    Arena *scratch, *arena;
    Coding *codings;
    Record *record;
    const Record *recorded;
    const Evaluation *answers; /* as recorded */
    VEC(NextState) open;
};

Asker *asker_create(Arena *arena, const Program *program, Evaluation *evaluation, Arena *scratch)
{
    Asker *asker = ARENA_NEW(arena, Asker);
    bool *skipped = ARENA_ARRAY(arena, bool, program->block_count + 1);

    for (uint32_t i = 0; i < program->block_count; i++) {
        skipped[i] = true;
    }
    evaluation_set_skipped(evaluation, skipped);
    asker->program = program;
    asker->evaluation = evaluation;
    asker->scratch = scratch;
    asker->codings = coding_make(arena, program);
    asker->record = record_create(arena, scratch, program);
    return asker;
}

/* ---- what is open ---- */

static bool is_settled(const Answer *answer)
{
    return answer->settled && !answer->failed && answer->fault_count == 0;
}

static bool is_set(const Program *program, const BlockInfo *block)
{
    uint8_t type = program->regs[block->result].type;

    return type == REG_BOOL || type == REG_ENUM;
}

static NextState get_state(const Asker *a, const Evaluation *evaluation, uint32_t block,
                           uint16_t element)
{
    const BlockAnswer *answer = evaluation_get(evaluation, block, element);
    NextState state = { .block = block,
                        .element = element,
                        .settled = is_settled(&answer->main),
                        .status = answer->status };

    if (is_set(a->program, &a->program->blocks[block])) {
        state.possible = answer->main.value.mask;
    }
    return state;
}

static bool is_advice(const Asker *a, const NextState *state)
{
    return a->program->blocks[state->block].kind == BLOCK_ADVICE;
}

/* ---- what is waited for ---- */

static bool is_same_fact(FactRef a, FactRef b)
{
    return a.field == b.field && a.list == b.list && (a.list == NO_INDEX || a.element == b.element);
}

static bool waits_for(const Asker *a, const NextState *state, FactRef fact)
{
    const Answer *answer = &evaluation_get(a->answers, state->block, state->element)->main;
    bool gap = fact.field != NO_INDEX && a->program->fields[fact.field].role == FIELD_GAP;

    for (uint32_t i = 0; gap && i < answer->gap_count; i++) {
        if (answer->gaps[i] == fact.field) {
            return true;
        }
    }
    for (uint32_t i = 0; !gap && i < answer->need_count; i++) {
        if (is_same_fact(fact_from_id(a->program, answer->needs[i]), fact)) {
            return true;
        }
    }
    return false;
}

typedef VEC(NextQuestion) Questions;

static NextQuestion *get_question(Asker *a, void *list, FactRef fact)
{
    Questions *questions = list;

    for (uint32_t i = 0; i < questions->count; i++) {
        if (is_same_fact(questions->items[i].fact, fact)) {
            return &questions->items[i];
        }
    }
    vec_add(a->arena, questions, ((NextQuestion){ .fact = fact }));
    return &questions->items[questions->count - 1];
}

/* counts: among the answers that replies are tried on; a caution and what is about unlisted
 * elements only says what is asked for. */
static void note_waiting(Asker *a, NextPlan *plan, uint32_t block, uint16_t element, bool counts)
{
    const Answer *answer = &evaluation_get(a->answers, block, element)->main;
    NextState state = get_state(a, a->answers, block, element);
    bool advice = is_advice(a, &state);

    if (state.settled && element != CELLS_HIDDEN) {
        return;
    }
    if (counts) {
        vec_add(a->arena, &a->open, state);
        plan->open_advice += advice;
        plan->open_decisions += !advice;
    }
    for (uint32_t i = 0; i < answer->need_count; i++) {
        NextQuestion *question =
            get_question(a, &plan->facts, fact_from_id(a->program, answer->needs[i]));
        question->needed = question->needed || advice;
    }
    for (uint32_t i = 0; i < answer->gap_count; i++) {
        NextQuestion *question =
            get_question(a, &plan->gaps, (FactRef){ answer->gaps[i], NO_INDEX, 0 });
        question->needed = question->needed || advice;
    }
}

static void note_block(Asker *a, NextPlan *plan, uint32_t b)
{
    const BlockInfo *block = &a->program->blocks[b];
    bool counts = block->kind != BLOCK_CAUTION;

    if (block->list == NO_INDEX) {
        note_waiting(a, plan, b, NO_INDEX, counts);
        return;
    }
    for (uint16_t e = 0; e < a->recorded->lists[block->list].count; e++) {
        note_waiting(a, plan, b, e, counts);
    }
    if (evaluation_get(a->answers, b, CELLS_HIDDEN)->ready) {
        note_waiting(a, plan, b, CELLS_HIDDEN, false);
    }
}

static void note_all(Asker *a, NextPlan *plan)
{
    memset(&a->open, 0, sizeof a->open);
    for (uint32_t i = 0; i < a->program->block_count; i++) {
        uint32_t b = a->program->declared[i];
        const BlockInfo *block = &a->program->blocks[b];
        if (block->kind != BLOCK_DEFINE && block->reported && !block->gate) {
            note_block(a, plan, b);
        }
    }
}

/* ---- one reply ---- */

static void put_reply(Asker *a, FactRef fact, const Reply *reply)
{
    record_copy(a->record, a->recorded, a->program);
    if (reply) {
        record_put(a->record, a->program, fact.field,
                   fact.list == NO_INDEX ? NO_INDEX : fact.element, reply->value, FACT_KNOWN);
    }
    record_finish_again(a->record, a->program);
    if (!reply) {
        ListRecord *list = &a->record->lists[fact.list];
        list->state = FACT_KNOWN;
        list->partial = false;
        list->hidden_least = list->hidden_most = 0;
    }
}

/* reply NULL: the list is complete as it is listed. */
static NextState *try_reply(Asker *a, FactRef fact, const Reply *reply, const uint32_t *waiting,
                            uint32_t count)
{
    NextState *states = ARENA_ARRAY(a->arena, NextState, count + 1);

    arena_reset(a->scratch);
    put_reply(a, fact, reply);
    evaluation_run(a->evaluation, a->scratch, a->record);
    for (uint32_t i = 0; i < count; i++) {
        const NextState *open = &a->open.items[waiting[i]];
        states[i] = get_state(a, a->evaluation, open->block, open->element);
    }
    return states;
}

/* ---- one question ---- */

/* The scale of strengths begins with the strongest for, and ends with the strongest against. */
static uint64_t get_weight(const Program *program, const BlockInfo *block)
{
    uint64_t count = program->strength_count, at = block->strength;

    if (block->strength == NO_INDEX) {
        return 1;
    }
    return block->against && at + 1 > count - at ? at + 1 : count - at;
}

static bool leads_to_same(const NextState *a, const NextState *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (a[i].settled != b[i].settled || a[i].status != b[i].status ||
            a[i].possible != b[i].possible) {
            return false;
        }
    }
    return true;
}

static void count_reply(const Asker *a, NextReply *reply, const uint32_t *waiting, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const NextState *before = &a->open.items[waiting[i]], *after = &reply->states[i];
        if (is_advice(a, before)) {
            reply->advice += after->settled;
            reply->weight +=
                after->settled ? get_weight(a->program, &a->program->blocks[before->block]) : 0;
        } else {
            reply->decisions += after->settled;
            reply->narrowed += !after->settled && after->possible != before->possible;
        }
    }
}

static void add_reply(Asker *a, NextQuestion *question, const Reply *value, NextState *states,
                      const uint32_t *waiting)
{
    uint32_t count = question->answer_count;
    NextReply *reply = NULL;

    for (uint32_t i = 0; i < question->replies.count && !reply; i++) {
        if (leads_to_same(question->replies.items[i].states, states, count)) {
            reply = &question->replies.items[i];
        }
    }
    if (!reply) {
        vec_add(a->arena, &question->replies,
                ((NextReply){ .states = states, .complete = value == NULL }));
        reply = &question->replies.items[question->replies.count - 1];
        count_reply(a, reply, waiting, count);
    }
    if (value) {
        vec_add(a->arena, &reply->values, *value);
    }
}

/* That it is complete, or something else, of which nothing is counted. */
static void try_list(Asker *a, NextQuestion *question, const uint32_t *waiting)
{
    uint32_t count = question->answer_count;
    NextState *nothing = ARENA_ARRAY(a->arena, NextState, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        nothing[i] = a->open.items[waiting[i]];
    }
    add_reply(a, question, NULL, try_reply(a, question->fact, NULL, waiting, count), waiting);
    vec_add(a->arena, &question->replies, ((NextReply){ .states = nothing }));
}

static void try_values(Asker *a, NextQuestion *question, const uint32_t *waiting)
{
    Replies replies = reply_list(a->arena, a->program, a->codings, question->fact.field);

    question->whole = replies.whole;
    for (uint32_t i = 0; i < replies.count; i++) {
        add_reply(a, question, &replies.items[i],
                  try_reply(a, question->fact, &replies.items[i], waiting, question->answer_count),
                  waiting);
    }
}

static void answer_question(Asker *a, NextQuestion *question)
{
    uint32_t *waiting = ARENA_ARRAY(a->arena, uint32_t, a->open.count + 1);
    FactRef fact = question->fact;

    for (uint32_t i = 0; i < a->open.count; i++) {
        if (waits_for(a, &a->open.items[i], fact)) {
            waiting[question->answer_count++] = i;
        }
    }
    if (fact.field == NO_INDEX) {
        question->faulty = a->recorded->lists[fact.list].state == FACT_FAULTY;
        try_list(a, question, waiting);
    } else {
        uint16_t element = fact.list == NO_INDEX ? NO_INDEX : fact.element;
        question->faulty =
            record_get_state(a->recorded, a->program, fact.field, element) == FACT_FAULTY;
        question->cost = a->program->fields[fact.field].cost;
        try_values(a, question, waiting);
    }
    for (uint32_t i = 0; i < question->replies.count; i++) {
        const NextReply *reply = &question->replies.items[i];
        question->weight += reply->weight;
        question->decided += reply->decisions + reply->narrowed;
    }
}

bool next_settles(const NextQuestion *question)
{
    for (uint32_t i = 0; i < question->replies.count; i++) {
        if (question->replies.items[i].advice > 0) {
            return true;
        }
    }
    return false;
}

/* ---- rank ---- */

static int compare_means(uint64_t a, uint32_t a_count, uint64_t b, uint32_t b_count)
{
    uint64_t left = a * (b_count ? b_count : 1), right = b * (a_count ? a_count : 1);

    return (left > right) - (left < right);
}

/* The order of the schema is that in which facts stand before they are sorted. */
static bool ranks_before(const NextQuestion *a, const NextQuestion *b)
{
    int order = compare_means(a->weight, a->replies.count, b->weight, b->replies.count);

    if (order == 0) {
        order = (int)a->needed - (int)b->needed;
    }
    if (order == 0) {
        order = compare_means(a->decided, a->replies.count, b->decided, b->replies.count);
    }
    return order > 0 || (order == 0 && a->cost < b->cost);
}

static uint64_t get_place(const Program *program, const NextQuestion *question)
{
    return fact_get_id(program, question->fact);
}

static void sort_questions(const Asker *a, NextQuestion *items, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        NextQuestion one = items[i];
        uint32_t at = i;
        for (; at > 0; at--) {
            const NextQuestion *other = &items[at - 1];
            bool before = ranks_before(&one, other) ||
                          (!ranks_before(other, &one) &&
                           get_place(a->program, &one) < get_place(a->program, other));
            if (!before) {
                break;
            }
            items[at] = items[at - 1];
        }
        items[at] = one;
    }
}

/* ---- already decided ---- */

/* A gate asks whether a fact is there; an answer that says `x else y` takes its value then. */
static bool is_same_answer(const Asker *a, uint32_t block, uint16_t element)
{
    NextState before = get_state(a, a->answers, block, element);
    NextState after = get_state(a, a->evaluation, block, element);
    const Reg *was = &evaluation_get(a->answers, block, element)->main.value;
    const Reg *now = &evaluation_get(a->evaluation, block, element)->main.value;

    return leads_to_same(&before, &after, 1) && was->lo == now->lo && was->hi == now->hi;
}

static bool keeps_answer(const Asker *a, uint32_t block)
{
    uint16_t list = a->program->blocks[block].list;

    if (list == NO_INDEX) {
        return is_same_answer(a, block, NO_INDEX);
    }
    for (uint16_t e = 0; e < a->recorded->lists[list].count; e++) {
        if (!is_same_answer(a, block, e)) {
            return false;
        }
    }
    return true;
}

/* Would any answer be another one if the fact were there, whatever it needs by name? */
static bool changes_answer(Asker *a, FactRef fact)
{
    Replies replies = reply_list(a->arena, a->program, a->codings, fact.field);

    for (uint32_t i = 0; i < replies.count; i++) {
        arena_reset(a->scratch);
        put_reply(a, fact, &replies.items[i]);
        evaluation_run(a->evaluation, a->scratch, a->record);
        for (uint32_t b = 0; b < a->program->block_count; b++) {
            const BlockInfo *block = &a->program->blocks[b];
            if (block->reported && !keeps_answer(a, b)) {
                return true;
            }
        }
    }
    return replies.count == 0;
}

static bool is_asked(const NextPlan *plan, FactRef fact)
{
    for (uint32_t i = 0; i < plan->facts.count; i++) {
        if (is_same_fact(plan->facts.items[i].fact, fact)) {
            return true;
        }
    }
    return false;
}

/* What the record says of a list beside its elements can open a list that counted as complete, or
 * bound what it hides, for which answers wait by the name of the list. */
static bool is_about_list(const Asker *a, uint16_t field)
{
    for (uint16_t i = 0; i < a->program->list_count; i++) {
        const ListInfo *list = &a->program->lists[i];
        if (list->counted_by == field || list->largest_by == field ||
            list->complete_field == field) {
            return true;
        }
    }
    return false;
}

/* Facts of the patient, not of elements: what is not listed may need them. */
static void list_decided(Asker *a, NextPlan *plan)
{
    for (uint16_t i = 0; i < a->program->field_count; i++) {
        const FieldInfo *field = &a->program->fields[i];
        FactRef fact = { .field = i, .list = NO_INDEX };
        if (field->role != FIELD_SCALAR || field->reg == NO_INDEX ||
            !fact_is_missing(record_get_state(a->recorded, a->program, i, NO_INDEX))) {
            continue;
        }
        if (!is_asked(plan, fact) && !is_about_list(a, i) && !changes_answer(a, fact)) {
            vec_add(a->arena, &plan->decided, fact);
        }
    }
}

/* ---- the whole ---- */

void asker_find(Asker *a, Arena *arena, const Evaluation *answers, const Record *record,
                NextPlan *plan)
{
    *plan = (NextPlan){ 0 };
    a->arena = arena;
    a->answers = answers;
    a->recorded = record;
    note_all(a, plan);
    for (uint32_t i = 0; i < plan->facts.count; i++) {
        answer_question(a, &plan->facts.items[i]);
    }
    for (uint32_t i = 0; i < plan->gaps.count; i++) {
        answer_question(a, &plan->gaps.items[i]);
    }
    sort_questions(a, plan->facts.items, plan->facts.count);
    sort_questions(a, plan->gaps.items, plan->gaps.count);
    list_decided(a, plan);
}
