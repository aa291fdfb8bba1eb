/* report_fake.h - a small guideline and answers made by hand, so that reports are tested without an
 * engine. The test that includes it defines what the reasoner would: evaluation_get and
 * evaluation_explain read the fake. */
#ifndef TESTS_REPORT_FAKE_H
#define TESTS_REPORT_FAKE_H
#include "runtime/patient/patient.h"
#include "runtime/reason/reason.h"
#include "runtime/report/report.h"
#include "tests/unit/no_questions.h"
#include "tests/unit/program_builder.h"

enum {
    F_ID,
    F_T_STAGE,
    F_R0,
    F_FLR,
    F_CEA,
    F_SEEN,
    F_L_ID,
    F_L_SIZE,
    F_L_CENTRAL,
    F_G_FACTORS,
    F_G_HIFU,
    F_AS_OF
};
enum {
    B_RESECTABILITY,
    B_RISK,
    B_COUNT,
    B_BURDEN,
    B_FIT,
    B_NEXT_VISIT,
    B_SLOPE,
    B_RF,
    B_SURGERY,
    B_CHEMO,
    B_ABLATION,
    B_BIOLOGICS,
    B_VOLUMETRY,
    B_C_LEVELS,
    B_C_HEAT,
    B_END
};
enum { FAKE_ELEMENTS = 6, FAKE_HIDDEN = FAKE_ELEMENTS, FAKE_ROWS };

struct Evaluation {
    BlockAnswer answers[B_END][FAKE_ROWS];
    BecauseList because[B_END][FAKE_ROWS];
    unsigned explained;
};

typedef struct Fake {
    Arena *arena, *run;
    Program *program;
    Record *record;
    Evaluation *evaluation;
    PolicySet policies;
} Fake;

static inline unsigned fake_row(uint16_t element)
{
    return element == NO_INDEX ? 0 : element == CELLS_HIDDEN ? FAKE_HIDDEN : element;
}

const BlockAnswer *evaluation_get(const Evaluation *evaluation, uint32_t block, uint16_t element)
{
    return &evaluation->answers[block][fake_row(element)];
}

void evaluation_explain(Evaluation *evaluation, Arena *run_arena, uint32_t block, uint16_t element,
                        BecauseList *list)
{
    (void)run_arena;
    evaluation->explained++;
    *list = evaluation->because[block][fake_row(element)];
}

bool evaluation_missed_native(const Evaluation *evaluation, uint16_t native)
{
    (void)evaluation;
    (void)native;
    return false;
}

/* What failed is tested with the real engine (tests/golden/report/failures.cmd). */
bool evaluation_find_failure(Evaluation *evaluation, uint32_t block, uint16_t element,
                             Failure *failure)
{
    (void)evaluation, (void)block, (void)element, (void)failure;
    return false;
}

/* ---- the guideline ---- */

void evaluation_run(Evaluation *evaluation, Arena *run_arena, const Record *record)
{
    (void)evaluation, (void)run_arena, (void)record;
}

static inline void fake_schema(Builder *b)
{
    uint16_t stage = build_enum(b, "t_stage", true, "T1 T2 T3 T4");
    uint16_t hifu = build_enum(b, "", false, "indication contraindication");
    FieldInfo field;

    build_unused(b, "id", FIELD_KEY, REG_BOOL);
    build_scalar_enum(b, "primary.t_stage", stage);
    build_scalar_bool(b, "liver.r0_feasible");
    field = build_field_info("liver.flr", FIELD_SCALAR, REG_DEC, 0, 100 * DEC_ONE);
    field.unit = unit_find(STR("%"));
    field.label = STR("Future liver remnant");
    build_field(b, field);
    field = build_field_info("labs.cea", FIELD_SCALAR, REG_DEC, 0, 100000 * DEC_ONE);
    field.unit = unit_find(STR("ng/mL"));
    field.label = STR("Carcinoembryonic antigen");
    build_field(b, field);
    build_scalar(b, "last_seen", REG_DATE, DAY_MIN, DAY_MAX);
    uint16_t list = build_list(b, "lesions", 0, 5);
    b->lists.items[list].element = STR("lesion");
    build_element_key(b, list, "id");
    field = build_field_info("size", FIELD_ELEMENT, REG_DEC, 0, 30 * DEC_ONE);
    field.unit = unit_find(STR("cm"));
    field.label = STR("Largest diameter");
    build_element_info(b, list, field);
    build_element(b, list, "central", REG_BOOL, 0, 0);
    field = build_field_info("high_risk_factor_count", FIELD_GAP, REG_INT, 1, 4);
    field.label = STR("The factors are listed, not how many of them make the risk high");
    field.policy = true;
    field.policy_text = STR("Factors needed to call the risk high");
    build_gap_info(b, field);
    field = build_field_info("hifu_size_role", FIELD_GAP, REG_ENUM, 0, 0);
    field.enumeration = hifu;
    field.label = STR("The size in the table row may be either");
    build_gap_info(b, field);
    build_as_of(b);
}

static inline uint32_t fake_block(Builder *b, BlockKind kind, const char *name, const char *title,
                                  RegType type, uint16_t enumeration, uint16_t list)
{
    uint32_t block = list == NO_INDEX ? build_block(b, kind, name, type, enumeration)
                                      : build_block_each(b, list, kind, name, type, enumeration);

    build_info_of(b, block)->title = str_from_c(title);
    return block;
}

static inline void fake_decisions(Builder *b)
{
    uint16_t class = build_enum(b, "", false, "resectable potentially_resectable unresectable");
    uint16_t risk = build_enum(b, "", false, "low high");
    uint16_t grade = build_enum(b, "", true, "suitable cautioned unsuitable");

    fake_block(b, BLOCK_DECISION, "resectability", "Resectability", REG_ENUM, class, NO_INDEX);
    fake_block(b, BLOCK_DECISION, "risk_group", "Risk of recurrence", REG_ENUM, risk, NO_INDEX);
    fake_block(b, BLOCK_DECISION, "risk_factor_count", "Number of risk factors", REG_INT, 0,
               NO_INDEX);
    uint32_t burden =
        fake_block(b, BLOCK_DECISION, "burden", "Tumour burden", REG_DEC, 0, NO_INDEX);
    build_info_of(b, burden)->unit = unit_find(STR("cm"));
    fake_block(b, BLOCK_DECISION, "fit", "Fit for surgery", REG_BOOL, 0, NO_INDEX);
    fake_block(b, BLOCK_DECISION, "next_visit", "Next visit", REG_DATE, 0, NO_INDEX);
    fake_block(b, BLOCK_DECISION, "slope", "Slope", REG_REAL, 0, NO_INDEX);
    uint32_t rf =
        fake_block(b, BLOCK_DECISION, "rf", "Radiofrequency ablation", REG_ENUM, grade, 0);
    build_info_of(b, rf)->body = BODY_WORST;
    for (int i = 0; i < 4; i++) {
        build_aux(b);
    }
    static const uint16_t reasons[] = { 0, 1, 1, 2 };
    static const uint8_t values[] = { 2, 1, 1, 1 };
    for (uint32_t i = 0; i < 4; i++) {
        AuxInfo *aux = &b->aux.items[build_info_of(b, rf)->aux + i];
        aux->reason = reasons[i];
        aux->value = values[i];
    }
}

static inline void fake_advice(Builder *b)
{
    uint32_t block =
        fake_block(b, BLOCK_ADVICE, "upfront_surgery",
                   "Liver resection without neoadjuvant chemotherapy", REG_BOOL, 0, NO_INDEX);
    BlockInfo *info = build_info_of(b, block);

    info->strength = 0;
    info->statements = 0, info->statement_count = 1;
    info->refs = 0, info->ref_count = 1;
    info->shows = 1, info->show_count = 1;
    info->cautions = 0, info->caution_count = 1;
    block = fake_block(b, BLOCK_ADVICE, "neoadjuvant_chemotherapy", "Neoadjuvant chemotherapy",
                       REG_BOOL, 0, NO_INDEX);
    build_info_of(b, block)->strength = 1;
    build_info_of(b, block)->timing = STR("every 2 mo");
    block = fake_block(b, BLOCK_ADVICE, "rf_ablation", "Radiofrequency ablation", REG_BOOL, 0, 0);
    build_aux(b);
    build_aux(b);
    b->aux.items[build_info_of(b, block)->aux].reason = 0;
    b->aux.items[build_info_of(b, block)->aux + 1].reason = 1;
    b->aux.items[build_info_of(b, block)->aux + 1].statements = 3;
    b->aux.items[build_info_of(b, block)->aux + 1].statement_count = 1;
    build_info_of(b, block)->cautions = 1, build_info_of(b, block)->caution_count = 1;
    block = fake_block(b, BLOCK_ADVICE, "biologics", "Anti-EGFR antibodies or bevacizumab",
                       REG_BOOL, 0, NO_INDEX);
    build_info_of(b, block)->against = true;
    build_info_of(b, block)->strength = 2;
    build_info_of(b, block)->evidence = STR("II, B");
    block = fake_block(b, BLOCK_ADVICE, "obtain_volumetry", "Obtain liver volumetry", REG_BOOL, 0,
                       NO_INDEX);
    build_info_of(b, block)->gate = true;
    block = fake_block(b, BLOCK_CAUTION, "no_levels", "Evidence levels are not in the text",
                       REG_BOOL, 0, NO_INDEX);
    build_info_of(b, block)->statements = 1, build_info_of(b, block)->statement_count = 1;
    fake_block(b, BLOCK_CAUTION, "heat", "Heat is carried away by vessels over 3 mm", REG_BOOL, 0,
               0);
}

static inline void fake_texts(Program *program, Arena *arena)
{
    static Str strengths[] = { { "must", 4 }, { "option", 6 }, { "not_recommended", 15 } };
    static int32_t refs[] = { 18, 23, 24 };
    static uint32_t statement_refs[] = { 0, 1, 2, 2 }, block_refs[] = { B_C_LEVELS, B_C_HEAT };

    program->name = STR("seom_crlm");
    program->version = STR("2020.1");
    program->title = STR("Management of liver metastases in colorectal cancer");
    for (int i = 0; i < 32; i++) {
        program->hash[i] = (uint8_t)(i * 7);
    }
    program->strengths = strengths;
    program->strength_count = 3;
    program->refs = refs;
    program->ref_count = 3;
    program->statements = ARENA_ARRAY(arena, StatementInfo, 3);
    program->statements[0] = (StatementInfo){ .id = STR("LOW-01"), .refs = 0, .ref_count = 1 };
    program->statements[1] =
        (StatementInfo){ .id = STR("LOW-08"),
                         .refs = 1,
                         .ref_count = 2,
                         .text = STR("5-year survival 55 % after R0, \"26 %\" after R1") };
    program->statements[2] = (StatementInfo){ .id = STR("ABL-13") };
    program->statement_count = 3;
    program->statement_refs = statement_refs;
    program->statement_ref_count = 4;
    program->block_refs = block_refs;
    program->block_ref_count = 2;
    program->reasons = ARENA_ARRAY(arena, ReasonInfo, 3);
    program->reasons[0] =
        (ReasonInfo){ STR("central_location"), STR("Central: risk to the main bile ducts"), 2, 1 };
    program->reasons[1] = (ReasonInfo){ STR("heat_sink"), STR(""), 0, 0 };
    program->reasons[2] =
        (ReasonInfo){ STR("size_over_limit"), STR("Larger than the text allows"), 0, 0 };
    program->reason_count = 3;
    program->key_field = F_ID;
    program->reads_date = true;
}

/* ---- answers ---- */

static inline Answer fake_mask(Mask mask)
{
    return (Answer){ .settled = mask_is_single(mask), .value.mask = mask };
}

static inline Answer fake_number(int64_t value)
{
    return (Answer){ .settled = true, .value = { .lo = value, .hi = value } };
}

static inline void fake_set_needs(Fake *fake, Answer *answer, unsigned count, const FactRef *facts)
{
    answer->needs = ARENA_ARRAY(fake->arena, uint32_t, count);
    answer->need_count = count;
    for (unsigned i = 0; i < count; i++) {
        answer->needs[i] = fact_get_id(fake->program, facts[i]);
    }
}

static inline void fake_set_gap(Fake *fake, Answer *answer, uint16_t gap)
{
    answer->gaps = ARENA_ARRAY(fake->arena, uint16_t, 1);
    answer->gaps[0] = gap;
    answer->gap_count = 1;
}

static inline void fake_set_status(Fake *fake, uint32_t block, unsigned row, AdviceStatus status)
{
    BlockAnswer *answer = &fake->evaluation->answers[block][row];

    answer->ready = true;
    answer->status = (uint8_t)status;
    answer->main = fake_mask(status == STATUS_APPLIES ? MASK_YES
                             : status == STATUS_OPEN  ? MASK_UNKNOWN
                                                      : MASK_NO);
}

static inline void fake_add_because(Fake *fake, uint32_t block, unsigned row, FactRef fact,
                                    uint32_t rule)
{
    BecauseList *list = &fake->evaluation->because[block][row];

    if (!list->items) {
        list->items = ARENA_ARRAY(fake->arena, Because, 16);
    }
    list->items[list->count++] = (Because){ fact, rule };
}

/* Every decision settled, nothing applies, no list. */
static inline void fake_reset(Fake *fake)
{
    Evaluation *e = fake->evaluation;

    memset(e, 0, sizeof *e);
    for (uint32_t block = 0; block < B_END; block++) {
        for (unsigned row = 0; row < FAKE_ROWS; row++) {
            e->answers[block][row].ready = row != FAKE_HIDDEN;
            e->answers[block][row].main = fake_mask(MASK_NO);
        }
    }
    e->answers[B_COUNT][0].main = fake_number(2);
    e->answers[B_BURDEN][0].main = fake_number(5 * DEC_ONE / 2);
    e->answers[B_NEXT_VISIT][0].main = fake_number(20780); /* 2026-11-23 */
    e->answers[B_SLOPE][0].main = (Answer){ .settled = true, .value.real = 0.5 };
    record_clear(fake->record, fake->program);
    fake->record->key = STR("P0001");
}

static inline void fake_create(Fake *fake)
{
    Builder b;

    memset(fake, 0, sizeof *fake);
    fake->arena = arena_create(0);
    fake->run = arena_create(0);
    build_begin(&b, fake->arena);
    fake_schema(&b);
    fake_decisions(&b);
    fake_advice(&b);
    fake->program = build_end(&b);
    fake_texts(fake->program, fake->arena);
    fake->record = record_create(fake->arena, fake->run, fake->program);
    fake->evaluation = ARENA_NEW(fake->arena, Evaluation);
    fake_reset(fake);
}

static inline void fake_destroy(Fake *fake)
{
    arena_destroy(fake->run);
    arena_destroy(fake->arena);
}

/* Makes a scalar known. */
static inline void fake_know(Fake *fake, uint16_t field, Reg value)
{
    unsigned slot = (unsigned)fake->program->fields[field].reg - fake->program->slot_first;

    fake->record->slots[slot] = value;
    fake->record->states[slot] = FACT_KNOWN;
}

static inline void fake_add_lesion(Fake *fake, const char *key, int64_t size)
{
    ListRecord *list = &fake->record->lists[0];
    const ListInfo *info = &fake->program->lists[0];
    size_t at = (size_t)list->count * info->used_fields;

    list->state = FACT_KNOWN;
    list->keys[list->count++] = str_from_c(key);
    list->rows[at] = (Reg){ .lo = size, .hi = size };
    list->states[at] = size < 0 ? FACT_MISSING : FACT_KNOWN;
    list->hidden_most = 0;
}
#endif
