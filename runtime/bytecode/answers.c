/* answers.c - fact ids: one dense number for each free fact that a record of a program can have.
 *
 * The numbers follow fields[]: one for a scalar or gap; where a list's fields stand, one for the
 * list's hidden part, then the fields of element 1, of element 2 and so on up to the bound. Keys,
 * texts and the date of evaluation are no facts. */
#include "runtime/bytecode/answers.h"

static bool is_same_list(const void *a, const void *b, size_t count, size_t size)
{
    return count == 0 || memcmp(a, b, count * size) == 0;
}

static bool is_same_rat(Rat a, Rat b)
{
    return a.num == b.num && a.den == b.den;
}

/* What is possible, and what that depends on. */
static bool is_same_open(const Answer *a, const Answer *b)
{
    bool same_range = a->lo_open == b->lo_open && a->hi_open == b->hi_open &&
                      is_same_rat(a->range_lo, b->range_lo) &&
                      is_same_rat(a->range_hi, b->range_hi);
    return same_range && a->possible_count == b->possible_count && a->need_count == b->need_count &&
           a->gap_count == b->gap_count && a->fault_count == b->fault_count &&
           is_same_list(a->possible, b->possible, a->possible_count, sizeof *a->possible) &&
           is_same_list(a->needs, b->needs, a->need_count, sizeof *a->needs) &&
           is_same_list(a->gaps, b->gaps, a->gap_count, sizeof *a->gaps) &&
           is_same_list(a->faults, b->faults, a->fault_count, sizeof *a->faults);
}

bool answer_is_same(const Answer *a, const Answer *b)
{
    return a->settled == b->settled && a->failed == b->failed && a->fails == b->fails &&
           a->no_result == b->no_result && a->undecided == b->undecided &&
           a->off_grid == b->off_grid && a->value.lo == b->value.lo && a->value.hi == b->value.hi &&
           is_same_open(a, b);
}

bool fact_is_same(FactRef a, FactRef b)
{
    return a.field == b.field && a.list == b.list && (a.list == NO_INDEX || a.element == b.element);
}

static bool is_fact(const FieldInfo *field)
{
    return field->role == FIELD_SCALAR || field->role == FIELD_ELEMENT || field->role == FIELD_GAP;
}

/* Facts in one element, counted up to field `end` of the list. */
static uint32_t count_element_facts(const Program *program, const ListInfo *list, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = list->first_field; i < end; i++) {
        count += is_fact(&program->fields[i]);
    }
    return count;
}

static uint32_t get_list_end(const ListInfo *list)
{
    return (uint32_t)list->first_field + list->field_count;
}

static uint32_t count_list_facts(const Program *program, const ListInfo *list)
{
    return 1 + list->most * count_element_facts(program, list, get_list_end(list));
}

/* The list whose fields start at this field, or NO_INDEX. */
static uint16_t find_list_at(const Program *program, uint32_t field)
{
    uint16_t list = program->fields[field].list;
    return list != NO_INDEX && program->lists[list].first_field == field ? list : NO_INDEX;
}

/* Ids that a field takes: of a list all at its first field. */
static uint32_t count_facts_at(const Program *program, uint32_t field)
{
    uint16_t list = find_list_at(program, field);
    if (list != NO_INDEX) {
        return count_list_facts(program, &program->lists[list]);
    }
    return program->fields[field].list == NO_INDEX && is_fact(&program->fields[field]);
}

/* Ids before that field; for an element field those before its list. */
static uint32_t count_facts_before(const Program *program, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < end; i++) {
        count += count_facts_at(program, i);
    }
    return count;
}

void fact_list_ids(const Program *program, uint32_t *ids)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < program->field_count; i++) {
        ids[i] = count;
        count += count_facts_at(program, i);
    }
}

uint32_t fact_get_count(const Program *program)
{
    return count_facts_before(program, program->field_count);
}

uint32_t fact_get_id(const Program *program, FactRef fact)
{
    if (fact.list == NO_INDEX) {
        return count_facts_before(program, fact.field);
    }
    const ListInfo *list = &program->lists[fact.list];
    uint32_t base = count_facts_before(program, list->first_field);
    if (fact.field == NO_INDEX) {
        return base;
    }
    uint32_t width = count_element_facts(program, list, get_list_end(list));
    return base + 1 + fact.element * width + count_element_facts(program, list, fact.field);
}

/* Number `rest` among the ids of one list. */
static FactRef find_in_list(const Program *program, uint16_t index, uint32_t rest)
{
    const ListInfo *list = &program->lists[index];
    uint32_t width = count_element_facts(program, list, get_list_end(list));
    FactRef fact = { NO_INDEX, index, 0 };
    if (rest == 0) {
        return fact;
    }
    fact.element = (uint16_t)((rest - 1) / width);
    uint32_t nth = (rest - 1) % width;
    for (uint32_t i = list->first_field; i < get_list_end(list); i++) {
        if (is_fact(&program->fields[i]) && nth-- == 0) {
            fact.field = (uint16_t)i;
            break;
        }
    }
    return fact;
}

FactRef fact_from_id(const Program *program, uint32_t id)
{
    uint32_t rest = id;
    for (uint32_t i = 0; i < program->field_count; i++) {
        uint32_t count = count_facts_at(program, i);
        if (rest < count) {
            uint16_t list = find_list_at(program, i);
            return list != NO_INDEX ? find_in_list(program, list, rest)
                                    : (FactRef){ (uint16_t)i, NO_INDEX, 0 };
        }
        rest -= count;
    }
    return (FactRef){ NO_INDEX, NO_INDEX, 0 };
}

void fact_print_path(StrBuf *out, const Program *program, FactRef fact)
{
    if (fact.list == NO_INDEX) {
        buf_add(out, program->fields[fact.field].path);
        return;
    }
    buf_add(out, program->lists[fact.list].path);
    if (fact.field != NO_INDEX) {
        buf_add_format(out, "[%u].%S", (unsigned)fact.element + 1,
                       program->fields[fact.field].path);
    }
}
