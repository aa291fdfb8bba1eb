/* diff_find.c - what a way through a difference says, as an author would write it.
 *
 *     labs.cea in [5, 10)                      labs.cea >= 5 ng/mL and labs.cea < 10 ng/mL
 *     the answer risk_group at its third value risk_group is high
 *     liver.flr and its minimum, in one order  liver.flr < flr_minimum
 */
#include "compiler/verify/diff.h"
#include "compiler/verify/record_text.h"
#include "runtime/report/say.h"

enum { MOST_CASES = 8, MOST_WAYS = 256 };

/* What stands behind a step: a fact or an answer. */
typedef struct Subject {
    const Program *program;
    const FieldInfo *field; /* NULL: an answer, or whether there is an element */
    const BlockInfo *block; /* of an answer */
    const uint8_t *values;  /* of an enumeration: which value each position is; NULL: that one */
    ValueType type;
    Str name;
    bool existence;
    uint32_t element;
} Subject;

static Str name_fact(Arena *arena, const Program *program, FactRef fact)
{
    if (fact.list == NO_INDEX) {
        return program->fields[fact.field].path;
    }
    Str list = program->lists[fact.list].path;
    return fact.field == NO_INDEX ? list
                                  : str_format(arena, "%S[%u].%S", list, fact.element + 1u,
                                               program->fields[fact.field].path);
}

static Subject find_subject(Arena *arena, const DiffReport *report, uint64_t name)
{
    PairFact fact = pair_find_fact(report->pair, name);
    if (fact.block != NO_INDEX32) {
        const BlockInfo *block = &report->first->blocks[fact.block];
        return (Subject){ .program = report->first,
                          .block = block,
                          .type = say_get_block_type(report->first, block),
                          .name = block->name };
    }
    const Program *program = fact.in_second ? report->second : report->first;
    FactRef ref = fact.in_second ? fact.second : fact.first;
    Subject subject = { .program = program,
                        .values = fact.in_second ? fact.second_values : fact.first_values,
                        .name = name_fact(arena, program, ref),
                        .element = ref.element,
                        .existence = ref.field == NO_INDEX };
    if (!subject.existence) {
        subject.field = &program->fields[ref.field];
        subject.type = say_get_field_type(subject.field);
    }
    return subject;
}

/* ---- values of enumerations ---- */

static void add_value(StrBuf *out, const Subject *subject, unsigned position)
{
    const EnumInfo *info = &subject->program->enums[subject->type.enumeration];
    buf_add(out, info->values[subject->values ? subject->values[position] : position]);
}

static unsigned count_positions(const WayStep *step)
{
    return (unsigned)__builtin_popcountll(step->positions);
}

static void add_values(StrBuf *out, const Subject *subject, uint64_t positions)
{
    unsigned left = (unsigned)__builtin_popcountll(positions);
    for (unsigned at = 0; at < 64; at++) {
        if (positions >> at & 1) {
            add_value(out, subject, at);
            left--;
            buf_add_c(out, left > 1 ? ", " : left == 1 ? " or " : "");
        }
    }
}

/* By the values that it does not have, if they are fewer. */
static Str say_positions(Arena *arena, const Subject *subject, const WayStep *step)
{
    StrBuf out = { .arena = arena };
    uint64_t all = UINT64_MAX >> (63 - (unsigned)step->most.num), others = all & ~step->positions;
    bool fewer = __builtin_popcountll(others) == 1 && count_positions(step) > 1;
    buf_add_format(&out, fewer ? "%S is not " : "%S is ", subject->name);
    add_values(&out, subject, fewer ? others : step->positions);
    return buf_get(&out);
}

static Str say_yes_no(Arena *arena, const Subject *subject, const WayStep *step)
{
    bool yes = step->positions == 2;
    if (subject->existence) {
        return str_format(arena, yes ? "count %S >= %u" : "count %S < %u", subject->name,
                          subject->element + 1);
    }
    return str_format(arena, yes ? "%S" : "not %S", subject->name);
}

/* ---- numbers ---- */

static void add_number(StrBuf *out, const Subject *subject, Rat value)
{
    FieldInfo like = { .type = subject->type.type };
    Reg reg = { .lo = 0 };
    if (record_text_get_reg(&like, value, &reg)) {
        say_value(out, subject->program, subject->type, reg, NULL);
    } else {
        say_rat(out, subject->type, value, RAT_NEAREST);
    }
}

static Str say_bound(Arena *arena, const Subject *subject, const char *relation, Rat value)
{
    StrBuf out = { .arena = arena };
    buf_add_format(&out, "%S %s ", subject->name, relation);
    add_number(&out, subject, value);
    return buf_get(&out);
}

static void add_condition(Arena *arena, DiffCase *to, Str condition)
{
    vec_add(arena, &to->conditions, condition);
}

/* Whole positions are cut behind a number: above 4 is from 5 on. */
static WayStep make_inclusive(const WayStep *step)
{
    WayStep inclusive = *step;
    if (!step->dense && step->has_lo && !step->with_lo) {
        rat_add(step->lo, rat_from_int(1), &inclusive.lo);
        inclusive.with_lo = true;
    }
    return inclusive;
}

static void add_bounds(Arena *arena, const Subject *subject, const WayStep *given, DiffCase *to)
{
    WayStep step = make_inclusive(given);
    bool both = step.has_lo && step.has_hi && step.with_lo && step.with_hi;
    if (both && rat_compare(step.lo, step.hi) == 0) {
        add_condition(arena, to, say_bound(arena, subject, "=", step.lo));
        return;
    }
    if (step.has_lo) {
        add_condition(arena, to, say_bound(arena, subject, step.with_lo ? ">=" : ">", step.lo));
    }
    if (step.has_hi) {
        add_condition(arena, to, say_bound(arena, subject, step.with_hi ? "<=" : "<", step.hi));
    }
}

/* ---- facts that are compared with each other ---- */

/* The least and the largest of its values on this way. */
static bool find_span(const WayStep *step, Rat *least, Rat *most)
{
    bool any = false;
    for (uint32_t i = 0; i < step->point_count; i++) {
        if (!value_fits(step, step->points[i])) {
            continue;
        }
        *least = any ? *least : step->points[i];
        *most = step->points[i];
        any = true;
    }
    return any;
}

/* Its values are representatives: only what it is held against bounds it. */
static void add_real_bounds(Arena *arena, const Subject *subject, const WayStep *step, DiffCase *to)
{
    WayStep bound = { .dense = true };
    Rat least, most;
    if (!find_span(step, &least, &most)) {
        return;
    }
    for (uint32_t i = 0; i < step->cut_count; i++) {
        Rat cut = step->cuts[i];
        if (rat_compare(cut, least) <= 0 && (!bound.has_lo || rat_compare(cut, bound.lo) > 0)) {
            bound.has_lo = true;
            bound.lo = cut;
            bound.with_lo = rat_compare(cut, least) == 0;
        }
        if (rat_compare(cut, most) >= 0 && (!bound.has_hi || rat_compare(cut, bound.hi) < 0)) {
            bound.has_hi = true;
            bound.hi = cut;
            bound.with_hi = rat_compare(cut, most) == 0;
        }
    }
    add_bounds(arena, subject, &bound, to);
}

static Str say_scaled(Arena *arena, const Subject *subject, Rat scale)
{
    StrBuf out = { .arena = arena };
    if (scale.num != scale.den) {
        rat_print_rounded(&out, scale, RAT_NEAREST);
        buf_add_c(&out, " * ");
    }
    buf_add(&out, subject->name);
    return buf_get(&out);
}

static void add_order(Arena *arena, const DiffReport *report, const WayStep *a, const WayStep *b,
                      DiffCase *to)
{
    Rat a_least, a_most, b_least, b_most;
    if (!find_span(a, &a_least, &a_most) || !find_span(b, &b_least, &b_most) ||
        !rat_mul(a_least, a->scale, &a_least) || !rat_mul(a_most, a->scale, &a_most) ||
        !rat_mul(b_least, b->scale, &b_least) || !rat_mul(b_most, b->scale, &b_most)) {
        return;
    }
    int below = rat_compare(a_most, b_least), above = rat_compare(a_least, b_most);
    const char *relation = below == 0 && above == 0 ? "="
                           : below < 0              ? "<"
                           : below == 0             ? "<="
                           : above > 0              ? ">"
                           : above == 0             ? ">="
                                                    : NULL;
    Subject x = find_subject(arena, report, a->name), y = find_subject(arena, report, b->name);
    if (relation) {
        add_condition(arena, to,
                      str_format(arena, "%S %s %S", say_scaled(arena, &x, a->scale), relation,
                                 say_scaled(arena, &y, b->scale)));
    }
}

/* ---- a way ---- */

static void add_computed(Arena *arena, const DiffReport *report, const WayStep *step, DiffCase *to)
{
    StrBuf name = { .arena = arena };
    Subject subject = { .program = report->second, .type = { REG_DEC, NO_INDEX, UNIT_NONE } };
    buf_add_c(&name, "what is computed from ");
    for (uint32_t i = 0; i < step->source_count; i++) {
        buf_add_c(&name, i == 0 ? "" : i + 1 == step->source_count ? " and " : ", ");
        buf_add(&name, find_subject(arena, report, step->sources[i]).name);
    }
    subject.name = buf_get(&name);
    add_bounds(arena, &subject, step, to);
}

static void add_step(Arena *arena, const DiffReport *report, const WayStep *step, DiffCase *to)
{
    if (!step->name) {
        add_computed(arena, report, step, to);
        return;
    }
    Subject subject = find_subject(arena, report, step->name);
    bool named = subject.existence || subject.type.type == REG_BOOL;
    if (step->group) {
        add_real_bounds(arena, &subject, step, to);
    } else if (named && count_positions(step) == 1) {
        add_condition(arena, to, say_yes_no(arena, &subject, step));
    } else if (subject.type.type == REG_ENUM && !subject.existence) {
        add_condition(arena, to, say_positions(arena, &subject, step));
    } else if (!named) {
        add_bounds(arena, &subject, step, to);
    }
}

static DiffCase say_way(Arena *arena, const DiffReport *report, const Way *way)
{
    DiffCase said = { .conditions = { NULL, 0, 0 } };
    for (uint32_t i = 0; i < way->count; i++) {
        const WayStep *step = &way->steps[i];
        add_step(arena, report, step, &said);
        for (uint32_t k = 0; k < i && step->group; k++) {
            if (way->steps[k].group == step->group) {
                add_order(arena, report, &way->steps[k], step, &said);
            }
        }
    }
    return said;
}

static bool is_same_case(const DiffCase *a, const DiffCase *b)
{
    bool same = a->conditions.count == b->conditions.count;
    for (uint32_t i = 0; same && i < a->conditions.count; i++) {
        same = str_equal(a->conditions.items[i], b->conditions.items[i]);
    }
    return same;
}

/* Ways through different representatives of one order are one case. */
static bool is_said(const DiffRule *rule, const DiffCase *said)
{
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        if (is_same_case(&rule->cases.items[i], said)) {
            return true;
        }
    }
    return false;
}

/* scratch: of the walk. */
static void list_cases(Arena *arena, Arena *scratch, const DiffReport *report, Diagram diagram,
                       DiffRule *rule)
{
    Ways *ways = diagram_begin_ways(scratch, diagram, (WayTarget){ TARGET_VALUE, 1 });
    Way way;
    for (uint32_t i = 0; diagram_next_way(ways, &way); i++) {
        if (rule->cases.count == MOST_CASES || i == MOST_WAYS) {
            rule->more = true;
            return;
        }
        DiffCase said = say_way(arena, report, &way);
        if (!is_said(rule, &said)) {
            vec_add(arena, &rule->cases, said);
        }
    }
}

void diff_find_cases(Arena *arena, const DiffReport *report, Diagram diagram, DiffRule *rule)
{
    Arena *scratch = arena_create_within(arena, 0);
    list_cases(arena, scratch, report, diagram, rule);
    arena_destroy(scratch);
}

void diff_find_box(Arena *arena, const DiffReport *report, Diagram diagram, DiffRule *rule)
{
    Arena *scratch = arena_create_within(arena, 0);
    Way box;
    diagram_find_box(scratch, diagram, (WayTarget){ TARGET_VALUE, 1 }, &box);
    DiffCase said = say_way(arena, report, &box);
    if (said.conditions.count) {
        vec_add(arena, &rule->cases, said);
    }
    arena_destroy(scratch);
}
