/* fact.c - registers of the record and constants as diagrams. What is known is a leaf, what is
 * missing a variable. */
#include "runtime/base/claim.h"
#include "runtime/cells/engine.h"

/* ---- values ---- */

static Node mask_to_leaf(Mask mask)
{
    return mask && mask_is_single(mask) ? (Node)__builtin_ctzll(mask) : NODE_FAIL;
}

Node reg_to_leaf(Cells *e, uint16_t reg, Reg value, bool off_grid, Rat exact)
{
    if (off_grid) {
        return leaf_from_rat(e->d, exact);
    }
    switch ((RegType)e->program->regs[reg].type) {
    case REG_BOOL:
    case REG_ENUM: return mask_to_leaf(value.mask);
    case REG_DEC: return leaf_from_rat(e->d, rat_from_dec(value.lo));
    case REG_REAL: return value.real == value.real ? leaf_from_real(e->d, value.real) : NODE_FAIL;
    case REG_INT:
    case REG_DATE: break;
    }
    return leaf_from_int(e->d, value.lo);
}

/* A constant date written in part ("2026-11") is one day of it, no fact of the patient tells which.
 */
static Node make_day_within(Cells *e, Reg value)
{
    Node days[] = { leaf_from_int(e->d, value.lo), leaf_from_int(e->d, value.hi) };
    TermId term = term_make_opaque(e->d, OPAQUE_CONSTANT, 0, days, 2);
    if (!e->d->terms.items[term].derived) {
        Var *var = ARENA_NEW(e->arena, Var);
        *var = (Var){ .wide = true, .lo = rat_from_int(value.lo), .hi = rat_from_int(value.hi) };
        e->d->terms.items[term].derived = var_attach(e->d, var, term);
    }
    return var_load(e->d, e->d->terms.items[term].derived, false);
}

Node fact_load_constant(Cells *e, uint16_t reg)
{
    const Constant *constant = &e->program->constants[reg];
    if (e->program->regs[reg].type == REG_DATE && constant->reg.lo < constant->reg.hi) {
        return make_day_within(e, constant->reg);
    }
    return reg_to_leaf(e, reg, constant->reg, constant->off_grid, constant->exact);
}

/* ---- variables ---- */

enum { NAME_LIST = 16, NAME_ELEMENT = 32, NAME_HIDDEN = 48, NAME_FACT = 63 };

uint64_t fact_make_name(FactRef fact, bool hidden)
{
    return UINT64_C(1) << NAME_FACT | (uint64_t)hidden << NAME_HIDDEN |
           (uint64_t)fact.element << NAME_ELEMENT | (uint64_t)fact.list << NAME_LIST | fact.field;
}

uint64_t fact_name_in(const Cells *e, FactRef fact, bool hidden)
{
    if (e->shared && fact.list != NO_INDEX) {
        fact.list = e->shared->lists[fact.list].name;
    }
    if (e->shared && fact.field != NO_INDEX) {
        fact.field = e->shared->fields[fact.field].name;
    }
    return fact_make_name(fact, hidden);
}

FactRef fact_from_name(uint64_t name)
{
    FactRef fact = { .field = (uint16_t)name,
                     .list = (uint16_t)(name >> NAME_LIST),
                     .element = (uint16_t)(name >> NAME_ELEMENT) };
    CLAIM(name >> NAME_FACT == 1, "A variable that is not derived is a fact.");
    if (name >> NAME_HIDDEN & 1) {
        fact.field = NO_INDEX;
    }
    return fact;
}

FactRef cells_get_fact(uint64_t name)
{
    return fact_from_name(name);
}

FactRef cells_get_named(uint64_t name, bool *hidden)
{
    *hidden = name >> NAME_HIDDEN & 1;
    return (FactRef){ .field = (uint16_t)name,
                      .list = (uint16_t)(name >> NAME_LIST),
                      .element = (uint16_t)(name >> NAME_ELEMENT) };
}

uint64_t cells_name_scalar(uint16_t field)
{
    return fact_make_name((FactRef){ .field = field, .list = NO_INDEX }, false);
}

static Str get_list_path(const Program *program, uint16_t list)
{
    return list == NO_INDEX ? STR("") : program->lists[list].path;
}

static Str get_field_path(const Program *program, uint16_t field)
{
    return field == NO_INDEX ? STR("") : program->fields[field].path;
}

bool cells_is_same_fact(const Program *a, uint64_t name, const Program *b, uint64_t other)
{
    bool same_place = name >> NAME_ELEMENT == other >> NAME_ELEMENT;
    return same_place &&
           str_equal(get_list_path(a, (uint16_t)(name >> NAME_LIST)),
                     get_list_path(b, (uint16_t)(other >> NAME_LIST))) &&
           str_equal(get_field_path(a, (uint16_t)name), get_field_path(b, (uint16_t)other));
}

static bool has_names(const FieldInfo *field)
{
    return field->type == REG_BOOL || field->type == REG_ENUM;
}

static uint16_t count_values(const Cells *e, const FieldInfo *field)
{
    return e->shared && field->type == REG_ENUM
               ? e->shared->fields[field - e->program->fields].value_count
               : e->program->enums[field->enumeration].count;
}

/* Of numbers that two programs read: what both take. */
static Reg clip_domain(const Cells *e, const FieldInfo *field, Reg domain)
{
    if (e->shared && !has_names(field) && field->type != REG_REAL) {
        const SharedField *shared = &e->shared->fields[field - e->program->fields];
        domain.lo = shared->lo > domain.lo ? shared->lo : domain.lo;
        domain.hi = shared->hi < domain.hi ? shared->hi : domain.hi;
    }
    return domain;
}

static Var *make_var(Cells *e, const FieldInfo *field, Reg domain)
{
    Var *var = ARENA_NEW(e->arena, Var);
    domain = clip_domain(e, field, domain);
    *var = (Var){ .dense = field->type == REG_DEC || field->type == REG_REAL };
    switch ((RegType)field->type) {
    case REG_BOOL: var->hi = rat_from_int(1); break;
    case REG_ENUM: var->hi = rat_from_int(count_values(e, field) - 1); break;
    case REG_DEC: var->lo = rat_from_dec(domain.lo), var->hi = rat_from_dec(domain.hi); break;
    case REG_REAL: var->lo_none = var->hi_none = true; break;
    case REG_INT:
    case REG_DATE: var->lo = rat_from_int(domain.lo), var->hi = rat_from_int(domain.hi); break;
    }
    if (var->lo.den == 0) {
        var->lo = rat_from_int(0);
    }
    if (var->hi.den == 0) {
        var->hi = rat_from_int(0);
    }
    var->wide = var->dense || var->hi.num - var->lo.num >= LIMIT_ENUM_VALUES;
    return var;
}

Node fact_rename_values(Cells *e, Node node, const uint8_t *values, uint32_t count)
{
    Node renamed = NODE_FAIL;
    for (uint32_t i = count; i-- > 0;) {
        renamed = apply_select(e->d, apply2(e->d, DIA_SAME, 0, node, i), values[i], renamed);
    }
    return renamed;
}

static Node load_var(Cells *e, uint16_t index, VarId id)
{
    const FieldInfo *field = &e->program->fields[index];
    Node loaded = var_load(e->d, id, has_names(field));
    const SharedField *shared = e->shared ? &e->shared->fields[index] : NULL;
    return shared && shared->values
               ? fact_rename_values(e, loaded, shared->values, shared->value_count)
               : loaded;
}

static Node load_scalar(Cells *e, uint16_t index)
{
    const FieldInfo *field = &e->program->fields[index];
    uint8_t state = fact_get_state(e, index, 0);
    Reg value = e->record->slots[field->reg - e->program->slot_first];
    if (state == FACT_KNOWN || (field->role == FIELD_AS_OF && state == FACT_MISSING)) {
        return reg_to_leaf(e, field->reg, value, false, (Rat){ 0, 1 });
    }
    if (state == FACT_OFF_GRID) {
        return leaf_from_rat(e->d, record_get_exact(e->record, e->program, index, NO_INDEX));
    }
    VarId id = e->field_var[index];
    Var **var = var_slot(e->d, id);
    if (!*var) {
        *var = make_var(e, field, value);
        (*var)->name = fact_name_in(e, (FactRef){ .field = index, .list = NO_INDEX }, false);
    }
    return load_var(e, index, id);
}

/* ---- elements ---- */

uint8_t fact_get_state(const Cells *e, uint16_t index, uint16_t element)
{
    const FieldInfo *field = &e->program->fields[index];
    if (field->list == NO_INDEX) {
        return e->record->states[field->reg - e->program->slot_first];
    }
    const ListInfo *list = &e->program->lists[field->list];
    return e->record->lists[field->list]
        .states[(size_t)element * list->used_fields + (field->reg - list->window)];
}

bool fact_is_hidden(const Cells *e, uint16_t list, uint32_t element)
{
    return element >= e->record->lists[list].count;
}

VarId fact_get_element_var(const Cells *e, uint16_t list, uint32_t element, uint16_t field)
{
    const ListInfo *info = &e->program->lists[list];
    const CellList *cells = &e->lists[list];
    uint32_t nth = field == NO_INDEX ? 0
                   : e->shared       ? e->shared->fields[field].var
                                     : 1u + e->program->fields[field].reg - info->window;
    CLAIM(element <= cells->choice, "A list has variables for its elements and one behind.");
    return cells->first_var + ((element * cells->stride + nth) << VAR_PART_BITS);
}

bool fact_has_summary(const Cells *e, uint16_t list)
{
    return record_has_summary(e->record, e->program, list);
}

/* Elements that nobody listed can be numbered at will. Where the first is the largest by the
 * summary, a tie can be one between the two after it. */
static void make_twin(const Cells *e, Var *var, uint16_t list, uint32_t element)
{
    uint32_t enough = fact_has_summary(e, list) ? 3 : 2;
    var->twins = (e->shared ? e->shared->lists[list].name : list) + 1u;
    /* While a program is compiled, every element may be one that a record lists. */
    var->idle = !e->gate_vars && element - e->record->lists[list].count >= enough;
}

static Node load_element_var(Cells *e, uint16_t index, uint32_t element, Reg domain)
{
    const FieldInfo *field = &e->program->fields[index];
    VarId id = fact_get_element_var(e, field->list, element, index);
    if (!*var_slot(e->d, id)) {
        Var *var = *var_slot(e->d, id) = make_var(e, field, domain);
        bool hidden = fact_is_hidden(e, field->list, element);
        var->name = fact_name_in(
            e, (FactRef){ .field = index, .list = field->list, .element = (uint16_t)element },
            hidden);
        if (hidden) {
            make_twin(e, var, field->list, element);
        }
    }
    return load_var(e, index, id);
}

static Node load_hidden(Cells *e, uint16_t index, uint32_t element)
{
    const FieldInfo *field = &e->program->fields[index];
    return load_element_var(e, index, element, field_get_unknown(e->program, field));
}

static Node load_element(Cells *e, uint16_t index, uint16_t element)
{
    const FieldInfo *field = &e->program->fields[index];
    const ListInfo *list = &e->program->lists[field->list];
    const ListRecord *rows = &e->record->lists[field->list];
    size_t cell = (size_t)element * list->used_fields + (size_t)(field->reg - list->window);
    uint8_t state = fact_get_state(e, index, element);
    if (state == FACT_KNOWN) {
        return reg_to_leaf(e, field->reg, rows->rows[cell], false, (Rat){ 0, 1 });
    }
    if (state == FACT_OFF_GRID) {
        return leaf_from_rat(e->d, record_get_exact(e->record, e->program, index, element));
    }
    return load_element_var(e, index, element, rows->rows[cell]);
}

Node fact_load(Cells *e, uint16_t field, uint16_t element)
{
    uint16_t list = e->program->fields[field].list;
    if (list == NO_INDEX) {
        return load_scalar(e, field);
    }
    return fact_is_hidden(e, list, element) ? load_hidden(e, field, element)
                                            : load_element(e, field, element);
}
