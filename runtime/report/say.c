#include "runtime/report/say.h"

ValueType say_get_field_type(const FieldInfo *field)
{
    return (ValueType){ field->type, field->type == REG_BOOL ? NO_INDEX : field->enumeration,
                        field->unit };
}

/* ---- values ---- */

static void add_unit(StrBuf *out, UnitId unit)
{
    if (unit == UNIT_NONE) {
        return;
    }
    buf_add_char(out, ' ');
    buf_add(out, unit_get_code(unit));
}

static unsigned first_value(Mask mask)
{
    return mask == 0 ? 0 : (unsigned)__builtin_ctzll(mask);
}

static void add_date(StrBuf *out, Reg value)
{
    if (value.lo == value.hi) {
        date_print(out, value.lo);
    } else {
        date_print_range(out, value.lo, value.hi);
    }
}

static void add_number(StrBuf *out, ValueType type, Reg value, const Rat *exact)
{
    if (type.type == REG_REAL) {
        real_print(out, value.real);
    } else if (type.type == REG_INT) {
        buf_add_int(out, value.lo);
    } else if (exact) {
        rat_print_rounded(out, *exact, RAT_NEAREST);
    } else {
        dec_print(out, value.lo);
    }
    add_unit(out, type.unit);
}

void say_value(StrBuf *out, const Program *program, ValueType type, Reg value, const Rat *exact)
{
    if (type.type == REG_BOOL) {
        buf_add(out, value.mask == MASK_YES ? STR("yes") : STR("no"));
    } else if (type.type == REG_ENUM) {
        buf_add(out, program->enums[type.enumeration].values[first_value(value.mask)]);
    } else if (type.type == REG_DATE) {
        add_date(out, value);
    } else {
        add_number(out, type, value, exact);
    }
}

void say_value_kindly(StrBuf *out, const Program *program, ValueType type, Reg value,
                      const Rat *exact)
{
    if (type.type == REG_ENUM) {
        const EnumInfo *info = &program->enums[type.enumeration];
        say_enum_value(out, info, first_value(value.mask));
    } else {
        say_value(out, program, type, value, exact);
    }
}

void say_rat(StrBuf *out, ValueType type, Rat value, RatRounding rounding)
{
    int64_t day;

    if (type.type == REG_DATE && rat_to_int(value, &day)) {
        date_print(out, day);
    } else {
        rat_print_rounded(out, value, rounding);
    }
    add_unit(out, type.unit);
}

void say_answer(StrBuf *out, const Program *program, const BlockInfo *block, const Answer *answer)
{
    say_value_kindly(out, program, say_get_block_type(program, block), answer->value,
                     answer->off_grid ? &answer->exact : NULL);
}

/* ---- what is possible ---- */

static void say_possible_masks(StrBuf *out, const Program *program, ValueType type,
                               const Answer *answer)
{
    unsigned count = type.type == REG_BOOL ? 2 : program->enums[type.enumeration].count;
    Mask mask = answer->settled || answer->value.mask == 0 ? mask_all(count) : answer->value.mask;
    const char *between = "";

    for (unsigned i = 0; i < count; i++) {
        if ((mask >> i & 1) == 0) {
            continue;
        }
        buf_add_c(out, between);
        say_value_kindly(out, program, type, (Reg){ .mask = UINT64_C(1) << i }, NULL);
        between = " or ";
    }
}

static void say_between(StrBuf *out, ValueType type, const Rat *low, const Rat *high)
{
    ValueType bare = { type.type, type.enumeration, UNIT_NONE };

    if (!low && !high) {
        buf_add_c(out, "unknown");
    } else {
        buf_add_c(out, !high ? "at least " : low ? "from " : "at most ");
    }
    if (low) {
        say_rat(out, high ? bare : type, *low, RAT_DOWN);
    }
    if (low && high) {
        buf_add_c(out, " to ");
    }
    if (high) {
        say_rat(out, type, *high, RAT_UP);
    }
}

static void say_results(StrBuf *out, const Program *program, ValueType type, const Answer *answer)
{
    if (type.type == REG_BOOL || type.type == REG_ENUM) {
        say_possible_masks(out, program, type, answer);
    } else if (answer->settled || type.type == REG_REAL) {
        say_between(out, type, NULL, NULL);
    } else if (answer->possible_count > 0) {
        say_between(out, type, &answer->possible[0], &answer->possible[answer->possible_count - 1]);
    } else {
        say_between(out, type,
                    answer->lo_open || answer->range_lo.den == 0 ? NULL : &answer->range_lo,
                    answer->hi_open || answer->range_hi.den == 0 ? NULL : &answer->range_hi);
    }
}

void say_possible(StrBuf *out, const Program *program, ValueType type, const Answer *answer)
{
    if (answer->no_result) {
        buf_add_c(out, "no result");
        return;
    }
    say_results(out, program, type, answer);
    if (answer->fails) {
        buf_add_c(out, ", or no result");
    }
}

/* ---- facts ---- */

static void say_list(StrBuf *out, const ListRecord *list)
{
    buf_add_int(out, list->count);
    buf_add_c(out, " listed");
    if (list->partial) {
        buf_add_c(out, ", more may exist");
    }
}

/* The register and the state of a fact; NULL if it has none. */
static const Reg *find_fact(const Program *program, const Record *record, FactRef fact,
                            uint8_t *state)
{
    const FieldInfo *field = &program->fields[fact.field];

    if (field->reg == NO_INDEX) {
        return NULL;
    }
    if (field->role != FIELD_ELEMENT) {
        *state = record->states[field->reg - program->slot_first];
        return &record->slots[field->reg - program->slot_first];
    }
    const ListInfo *info = &program->lists[field->list];
    const ListRecord *list = &record->lists[field->list];
    size_t at = (size_t)fact.element * info->used_fields + (field->reg - info->window);
    if (fact.element >= list->count) {
        return NULL;
    }
    *state = list->states[at];
    return &list->rows[at];
}

void say_fact_value(StrBuf *out, const Program *program, const Record *record, FactRef fact,
                    bool kindly)
{
    uint8_t state;
    Rat exact;

    if (fact.field == NO_INDEX && !fact_is_missing(record->lists[fact.list].state)) {
        say_list(out, &record->lists[fact.list]);
        return;
    }
    const Reg *value = fact.field == NO_INDEX ? NULL : find_fact(program, record, fact, &state);
    if (!value || fact_is_missing(state)) {
        bool gap = fact.field != NO_INDEX && program->fields[fact.field].role == FIELD_GAP;
        buf_add_c(out, !kindly ? "unknown" : gap ? "left open" : "missing");
        return;
    }
    const FieldInfo *field = &program->fields[fact.field];
    bool off_grid = state == FACT_OFF_GRID;
    if (off_grid) {
        exact = record_get_exact(record, program, fact.field,
                                 field->role == FIELD_ELEMENT ? fact.element : NO_INDEX);
    }
    if (kindly) {
        say_value_kindly(out, program, say_get_field_type(field), *value, off_grid ? &exact : NULL);
    } else {
        say_value(out, program, say_get_field_type(field), *value, off_grid ? &exact : NULL);
    }
}

/* ---- names for people ---- */

void say_title(StrBuf *out, Str label, Str name)
{
    buf_add(out, label.len > 0 ? label : name);
}

void say_enum_value(StrBuf *out, const EnumInfo *info, unsigned value)
{
    say_title(out, info->labels ? info->labels[value] : STR_NONE, info->values[value]);
}

void say_element(StrBuf *out, const Program *program, const Record *record, uint16_t list,
                 uint16_t element)
{
    bool listed = element < record->lists[list].count;

    buf_add_c(out, listed ? "" : "any ");
    buf_add(out, program->lists[list].element);
    buf_add_char(out, ' ');
    buf_add(out, listed ? record->lists[list].keys[element] : STR("not listed"));
}

void say_kind(StrBuf *out, const ListInfo *list)
{
    size_t start = out->len;

    buf_add(out, list->element);
    if (out->len > start && out->ptr[start] >= 'a' && out->ptr[start] <= 'z') {
        out->ptr[start] = (char)(out->ptr[start] - 'a' + 'A');
    }
}

void say_elements(StrBuf *out, const ListInfo *list, uint32_t count)
{
    buf_add_words(out, count == 1 ? list->element : list->path);
}

void say_fact(StrBuf *out, const Program *program, const Record *record, FactRef fact)
{
    if (fact.field == NO_INDEX) {
        const ListInfo *list = &program->lists[fact.list];
        say_title(out, list->label, list->path);
        return;
    }
    const FieldInfo *field = &program->fields[fact.field];
    bool policy = field->role == FIELD_GAP && field->policy_text.len > 0;
    say_title(out, policy ? field->policy_text : field->label, field->path);
    if (fact.list == NO_INDEX) {
        return;
    }
    buf_add_c(out, " of ");
    say_element(out, program, record, fact.list, fact.element);
}

void say_readings(StrBuf *out, const Program *program, const FieldInfo *gap)
{
    ValueType type = say_get_field_type(gap);

    if (gap->type == REG_BOOL) {
        buf_add_c(out, "yes or no");
        return;
    }
    if (gap->type == REG_ENUM) {
        const EnumInfo *info = &program->enums[gap->enumeration];
        for (unsigned i = 0; i < info->count; i++) {
            buf_add_c(out, i == 0 ? "" : " or ");
            buf_add(out, info->values[i]);
        }
        return;
    }
    ValueType bare = { type.type, type.enumeration, UNIT_NONE };
    say_value(out, program, bare, (Reg){ .lo = gap->lo, .hi = gap->lo }, NULL);
    buf_add_c(out, " to ");
    say_value(out, program, type, (Reg){ .lo = gap->hi, .hi = gap->hi }, NULL);
}
