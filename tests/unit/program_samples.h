/* program_samples.h - one program that uses every table and nearly every kind of instruction, for
 * tests of images, the verifier and the listing. */
#ifndef TESTS_PROGRAM_SAMPLES_H
#define TESTS_PROGRAM_SAMPLES_H
#include "tests/unit/program_builder.h"

typedef struct Sample {
    Builder b;
    Program *program;
    uint16_t group, list, dated;
    BReg smoker, cea, stage, ecog, count, complete, largest, gap, as_of;
    BReg size, central, date, value;
    uint32_t high, suitable, many, latest, advice, gate, caution, called;
} Sample;

static Sample *sample_schema(Arena *arena)
{
    Sample *s = ARENA_NEW(arena, Sample);
    Builder *b = &s->b;
    build_begin(b, arena);
    s->group = build_enum(b, "group", true, "low middle high");
    build_unused(b, "id", FIELD_KEY, REG_BOOL);
    s->smoker = build_scalar_bool(b, "smoker");
    s->cea = build_scalar(b, "labs.cea", REG_DEC, 0, 100000 * DEC_ONE);
    s->stage = build_scalar_enum(b, "stage", s->group);
    build_unused(b, "note", FIELD_TEXT, REG_BOOL);
    build_unused(b, "weight", FIELD_SCALAR, REG_DEC);
    s->list = build_list(b, "lesions", 0, 5);
    build_element_key(b, s->list, "id");
    s->size = build_element(b, s->list, "size", REG_DEC, 0, 30 * DEC_ONE);
    s->central = build_element(b, s->list, "central", REG_BOOL, 0, 0);
    s->complete = build_scalar_bool(b, "lesions_complete");
    s->count = build_scalar(b, "lesion_count", REG_INT, 1, 5);
    s->largest = build_scalar(b, "largest_lesion", REG_DEC, 0, 30 * DEC_ONE);
    s->dated = build_list(b, "values", 0, 3);
    s->date = build_element(b, s->dated, "date", REG_DATE, DAY_MIN, DAY_MAX);
    s->value = build_element(b, s->dated, "value", REG_INT, 0, 9);
    s->ecog = build_scalar(b, "ecog", REG_INT, 0, 4);
    s->gap = build_gap(b, "factors", REG_INT, 1, 4);
    s->as_of = build_as_of(b);
    build_list_complete(b, s->list, s->complete, MASK_NO);
    build_list_counted(b, s->list, s->count);
    build_list_largest(b, s->list, s->size, s->largest);
    return s;
}

/* decision group: high if more factors than the gap says, by cases. */
static void sample_high(Sample *s)
{
    Builder *b = &s->b;
    s->high = build_block(b, BLOCK_DECISION, "risk", REG_ENUM, s->group);
    build_info_of(b, s->high)->body = BODY_UNIQUE;
    BReg cea = build_new(b, OP_LE, build_dec(b, "5"), s->cea, 0);
    BReg late = build_new(b, OP_IN, s->stage, build_set(b, s->group, 6), 0);
    BReg sum = build_new(b, OP_ADD_INT, build_new(b, OP_BIT, cea, 0, 0),
                         build_new(b, OP_BIT, late, 0, 0), 0);
    BReg enough = build_new(b, OP_LE, s->gap, sum, 0);
    BReg result =
        build_new(b, OP_SELECT, enough, build_set(b, s->group, 4), build_set(b, s->group, 1));
    build_op(b, OP_MOVE, build_result(b, s->high), result, 0, 0);
}

/* decision for each lesion, with a line condition. */
static void sample_suitable(Sample *s)
{
    Builder *b = &s->b;
    s->suitable = build_block_each(b, s->list, BLOCK_DECISION, "suitable", REG_BOOL, 0);
    build_info_of(b, s->suitable)->body = BODY_WORST;
    BReg line = build_aux(b);
    BReg limit = build_ratio(b, 10, 3);
    build_each(b, s->list);
    BReg small = build_new(b, OP_LT, s->size, limit, 0);
    uint32_t skip = build_skip(b, OP_SKIP_NO, small);
    BReg doubled = build_new(b, OP_ADD, s->size, s->size, 0);
    (void)doubled;
    build_land(b, skip);
    build_op(b, OP_MOVE, line, s->central, 0, 0);
    BReg fine = build_new(b, OP_AND, small, build_new(b, OP_NOT, s->central, 0, 0), 0);
    build_op(b, OP_MOVE, build_result(b, s->suitable), fine, 0, 0);
    build_next(b);
}

/* define: pairs of a suitable lesion and a large value: a loop in a loop. */
static void sample_many(Sample *s)
{
    Builder *b = &s->b;
    s->many = build_block(b, BLOCK_DEFINE, "pairs", REG_INT, NO_INDEX);
    BReg zero = build_int(b, 0), two = build_int(b, 2);
    BReg total = build_temp(b, REG_INT, NO_INDEX), any = build_temp(b, REG_BOOL, NO_INDEX);
    build_op(b, OP_MOVE, total, zero, 0, 0);
    build_each(b, s->list);
    build_op(b, OP_MOVE, any, build_bool(b, MASK_NO), 0, 0);
    build_each(b, s->dated);
    BReg large = build_new(b, OP_LT, two, s->value, 0);
    build_op(b, OP_ACC_ANY, any, large, 0, 0);
    build_next(b);
    BReg both = build_new(b, OP_AND, any, build_result(b, s->suitable), 0);
    build_op(b, OP_ACC_COUNT, total, both, 0, 0);
    build_next(b);
    build_op(b, OP_MOVE, build_result(b, s->many), total, 0, 0);
}

static void sample_latest(Sample *s)
{
    Builder *b = &s->b;
    s->latest = build_block(b, BLOCK_DEFINE, "last_value", REG_INT, NO_INDEX);
    BReg value = build_temp(b, REG_INT, NO_INDEX), date = build_temp(b, REG_DATE, NO_INDEX);
    build_op(b, OP_NONE, value, 0, 0, 0);
    build_op(b, OP_NONE, date, 0, 0, 0);
    build_each(b, s->dated);
    BReg past = build_new(b, OP_LE, s->date, s->as_of, 0);
    build_insn(b, OP_ACC_LATEST, value, past, s->date, s->value, date);
    build_next(b);
    build_op(b, OP_SOME, build_result(b, s->latest), value, 0, 0);
}

static void sample_native(Sample *s)
{
    Builder *b = &s->b;
    NativeInfo info = { .name = STR("egfr"),
                        .library = STR("renal"),
                        .symbol = STR("egfr"),
                        .parameter_count = 2,
                        .result = REG_REAL,
                        .parameters = { REG_DEC, REG_INT } };
    uint16_t native = build_native(b, info);
    s->called = build_block(b, BLOCK_DEFINE, "clearance", REG_DEC, NO_INDEX);
    BReg first = build_new(b, OP_MOVE, s->cea, 0, 0);
    build_new(b, OP_MOVE, s->ecog, 0, 0);
    BReg real = build_temp(b, REG_REAL, NO_INDEX);
    build_insn(b, OP_NATIVE, real, first, 0, 0, native);
    build_op(b, OP_MOVE, build_result(b, s->called), build_new_imm(b, OP_ROUND_REAL, real, 2), 0,
             0);
}

static void sample_rules(Sample *s)
{
    Builder *b = &s->b;
    s->advice = build_block(b, BLOCK_ADVICE, "operate", REG_BOOL, NO_INDEX);
    BReg unless = build_aux(b), when = build_when(b);
    build_op(b, OP_IN, when, build_result(b, s->high), build_set(b, s->group, 4), 0);
    build_op(b, OP_MOVE, unless, s->smoker, 0, 0);
    BReg apart = build_new(b, OP_LT, build_int(b, 1), build_result(b, s->many), 0);
    BReg both = build_new(b, OP_AND, apart, build_new(b, OP_NOT, unless, 0, 0), 0);
    build_op(b, OP_AND, build_result(b, s->advice), when, both, 0);
    s->caution = build_block(b, BLOCK_CAUTION, "bleeding", REG_BOOL, NO_INDEX);
    build_op(b, OP_MOVE, build_result(b, s->caution), build_result(b, s->advice), 0, 0);
    s->gate = build_block(b, BLOCK_ADVICE, "measure", REG_BOOL, NO_INDEX);
    build_info_of(b, s->gate)->gate = true;
    BReg missing = build_new(b, OP_MISSING, s->cea, 0, 0);
    BReg settled = build_new(b, OP_SETTLED, build_result(b, s->high), 0, 0);
    BReg open = build_new(b, OP_MAY_BE, build_result(b, s->high), build_set(b, s->group, 2), 0);
    build_op(b, OP_AND, build_result(b, s->gate), missing,
             build_new(b, OP_OR, build_new(b, OP_NOT, settled, 0, 0), open, 0), 0);
}

/* Statements, reasons and the like, so that no table is empty. */
static void sample_tables(Sample *s, Arena *arena)
{
    Program *p = s->program;
    static Str strengths[] = { { "must", 4 }, { "option", 6 } };
    static SourceInfo sources[] = { { { "main", 4 }, { "The source", 10 } } };
    static uint32_t statement_refs[] = { 0, 1, 1 };
    static int32_t refs[] = { 18, -2, 19 };
    p->strengths = strengths;
    p->strength_count = 2;
    p->sources = sources;
    p->source_count = 1;
    p->statement_refs = statement_refs;
    p->statement_ref_count = 3;
    p->refs = refs;
    p->ref_count = 3;
    p->statements = ARENA_ARRAY(arena, StatementInfo, 2);
    p->statement_count = 2;
    p->statements[0] = (StatementInfo){ .id = STR("RISK-01"),
                                        .text = STR("Gr\xc3\xb6\xc3\x9f"
                                                    "e"),
                                        .source = STR("main"),
                                        .place = STR("L1"),
                                        .strength = 1,
                                        .ref_count = 2 };
    p->statements[1] = (StatementInfo){ .id = STR("RISK-02"),
                                        .strength = NO_INDEX,
                                        .role = STATEMENT_FIGURE,
                                        .refs = 2,
                                        .ref_count = 1 };
    p->reasons = ARENA_ARRAY(arena, ReasonInfo, 1);
    p->reason_count = 1;
    p->reasons[0] = (ReasonInfo){ STR("smoking"), STR("Smokes"), 1, 2 };
    p->blocks[s->advice].strength = 0;
    p->blocks[s->advice].statements = 0;
    p->blocks[s->advice].statement_count = 1;
    p->blocks[s->advice].timing = STR("every 2 mo");
    p->aux[p->blocks[s->advice].aux].reason = 0;
    p->fields[build_field_index(&s->b, s->cea)].unit = unit_find(STR("ng/mL"));
    p->fields[build_field_index(&s->b, s->gap)].statement_count = 1;
    static Str codes[] = { { "loinc 2039-6", 12 } };
    p->fields[build_field_index(&s->b, s->cea)].codes = codes;
    p->fields[build_field_index(&s->b, s->cea)].code_count = 1;
    static Str undecidable[] = { { "operate", 7 } };
    p->undecidable = undecidable;
    p->undecidable_count = 1;
    p->block_refs[p->block_ref_count] = s->caution;
    p->blocks[s->advice].cautions = p->block_ref_count++;
    p->blocks[s->advice].caution_count = 1;
}

static Sample *sample_build_with(Arena *arena, bool native)
{
    Sample *s = sample_schema(arena);
    sample_high(s);
    sample_suitable(s);
    sample_many(s);
    sample_latest(s);
    if (native) {
        sample_native(s);
    }
    sample_rules(s);
    s->program = build_end(&s->b);
    sample_tables(s, arena);
    return s;
}

static inline Sample *sample_build(Arena *arena)
{
    return sample_build_with(arena, true);
}

/* Without native functions: can be evaluated as it is. */
static inline Sample *sample_build_plain(Arena *arena)
{
    return sample_build_with(arena, false);
}
#endif
