/* compare.c - the answers about one record held against those about a changed copy. */
#include "runtime/report/say.h"
#include "runtime/report/what_if.h"
#include "runtime/value/strength.h"

/* ---- one answer in words ---- */

static void say_reasons(StrBuf *out, const Program *program, const Entry *entry)
{
    const BlockInfo *block = &program->blocks[entry->block];
    const char *between = ": ";

    for (uint64_t bits = collect_get_reasons(program, entry); bits != 0; bits &= bits - 1) {
        const AuxInfo *aux = &program->aux[block->aux + (uint32_t)__builtin_ctzll(bits)];
        if (aux->reason == NO_INDEX) {
            continue;
        }
        buf_add_c(out, between);
        say_title(out, program->reasons[aux->reason].label, program->reasons[aux->reason].name);
        between = "; ";
    }
}

static Str say_decision(const Asked *asked, const Entry *entry)
{
    StrBuf out = { .arena = asked->arena };

    buf_add(&out, question_get_value(asked, entry->block, entry->element, true));
    say_reasons(&out, asked->report->program, entry);
    return buf_get(&out);
}

/* Of a recommendation that applies its strength. */
static Str say_advice(const Asked *asked, const Entry *entry)
{
    const Program *program = asked->report->program;
    const BlockInfo *block = &program->blocks[entry->block];
    StrBuf out = { .arena = asked->arena };
    uint8_t status = entry->answer->ready ? entry->answer->status : STATUS_NOT_APPLICABLE;

    if (status == STATUS_NOT_APPLICABLE) {
        return STR("-");
    }
    if (status == STATUS_APPLIES && block->strength != NO_INDEX) {
        strength_print(&out, program->strengths[block->strength], block->against);
        return buf_get(&out);
    }
    buf_add_c(&out, status == STATUS_APPLIES     ? "applies"
                    : status == STATUS_RULED_OUT ? "ruled out"
                                                 : "open");
    say_reasons(&out, program, entry);
    return buf_get(&out);
}

static Str say_caution(const Asked *asked, const Entry *entry)
{
    bool holds = entry->answer->ready && collect_is_settled(&entry->answer->main) &&
                 entry->answer->main.value.mask == MASK_YES;

    (void)asked;
    return holds ? STR("holds") : STR("-");
}

/* ---- both sides ---- */

typedef Str Sayer(const Asked *, const Entry *);
typedef VEC(Difference) Differences;

static Str say_side(const Asked *side, uint32_t block, uint16_t element, Sayer *say)
{
    Entry entry = { .block = block,
                    .element = element,
                    .answer = evaluation_get(side->evaluation, block, element) };

    return say(side, &entry);
}

static void compare_one(Comparison *c, void *list, uint32_t block, uint16_t element, Sayer *say)
{
    Differences *differences = list;
    Difference one = { .block = block,
                       .element = element,
                       .before = say_side(&c->as_recorded, block, element, say),
                       .after = say_side(&c->what_if, block, element, say) };

    if (!str_equal(one.before, one.after)) {
        vec_add(c->as_recorded.arena, differences, one);
    } else if (say == say_advice && !str_equal(one.before, STR("-")) &&
               evaluation_get(c->what_if.evaluation, block, element)->status == STATUS_APPLIES) {
        c->unchanged++;
    }
}

/* About the patient, or each listed element; a recommendation also about those that are not listed.
 */
static void compare_block(Comparison *c, void *list, uint32_t block, Sayer *say)
{
    const Report *report = c->as_recorded.report;
    uint16_t about = report->program->blocks[block].list;

    if (about == NO_INDEX) {
        compare_one(c, list, block, NO_INDEX, say);
        return;
    }
    for (uint16_t i = 0; i < report->record->lists[about].count; i++) {
        compare_one(c, list, block, i, say);
    }
    if (say == say_advice) {
        compare_one(c, list, block, CELLS_HIDDEN, say);
    }
}

static void compare_blocks(Comparison *c, void *list, const uint32_t *blocks, uint32_t count,
                           Sayer *say)
{
    for (uint32_t i = 0; i < count; i++) {
        compare_block(c, list, blocks[i], say);
    }
}

static void compare_tables(Comparison *c, const Plan *plan)
{
    for (uint32_t i = 0; i < plan->table_count; i++) {
        const PlanTable *table = &plan->tables[i];
        compare_blocks(c, &c->decisions, plan->element_decisions + table->first, table->count,
                       say_decision);
    }
}

void what_if_compare(Comparison *c, const Asked *asked, Report *changed)
{
    const Report *report = asked->report;
    const Plan *plan = report->plan;
    Record *record = asked->other;

    *c = (Comparison){ .as_recorded = *asked, .what_if = *asked };
    record_copy(record, report->record, plan->program);
    change_apply(asked->options->question.changes, plan->program, record);
    evaluation_run(asked->helper, asked->arena, record);
    collect_report(changed, asked->arena, plan, asked->helper, record, EXPLAIN_NONE);
    c->what_if.report = changed;
    c->what_if.evaluation = asked->helper;
    compare_blocks(c, &c->decisions, plan->decisions, plan->decision_count, say_decision);
    compare_tables(c, plan);
    compare_blocks(c, &c->advice, plan->advice, plan->advice_count, say_advice);
    compare_blocks(c, &c->cautions, plan->cautions, plan->caution_count, say_caution);
}
