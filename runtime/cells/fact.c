/* fact.c - registers of the record and constants as diagrams. What is known is a leaf, what is
 * missing a variable. */
#include "runtime/cells/engine.h"

/* ---- values ---- */

static Node mask_to_leaf(Mask mask)
{
    return mask && mask_is_single(mask) ? (Node)__builtin_ctzll(mask) : NODE_FAIL;
}

Node reg_to_leaf(Cells *e, uint16_t reg, Reg value, bool off_grid, Rat exact)
{
    if (off_grid) {
        return leaf_from_rat(e, exact);
    }
    switch ((RegType)e->program->regs[reg].type) {
    case REG_BOOL:
    case REG_ENUM: return mask_to_leaf(value.mask);
    case REG_DEC: return leaf_from_rat(e, rat_from_dec(value.lo));
    case REG_REAL: return value.real == value.real ? leaf_from_real(e, value.real) : NODE_FAIL;
    case REG_INT:
    case REG_DATE: break;
    }
    return leaf_from_int(e, value.lo);
}

/* A constant date written in part ("2026-11") is one day of it, no fact of the patient tells which.
 */
static Node make_day_within(Cells *e, uint16_t reg, Reg value)
{
    TermId term = term_make_opaque(e, OP_NONE, reg, NULL, 0);
    if (!e->terms.items[term].derived) {
        Var *var = ARENA_NEW(e->arena, Var);
        *var = (Var){ .wide = true, .lo = rat_from_int(value.lo), .hi = rat_from_int(value.hi) };
        e->terms.items[term].derived = var_attach(e, var);
    }
    return var_load(e, e->terms.items[term].derived, REG_DATE);
}

Node fact_load_constant(Cells *e, uint16_t reg)
{
    const Constant *constant = &e->program->constants[reg];
    if (e->program->regs[reg].type == REG_DATE && constant->reg.lo < constant->reg.hi) {
        return make_day_within(e, reg, constant->reg);
    }
    return reg_to_leaf(e, reg, constant->reg, constant->off_grid, constant->exact);
}

/* ---- variables ---- */

static Var *make_var(Cells *e, const FieldInfo *field, Reg domain)
{
    Var *var = ARENA_NEW(e->arena, Var);
    *var = (Var){ .dense = field->type == REG_DEC || field->type == REG_REAL, .list = NO_INDEX };
    switch ((RegType)field->type) {
    case REG_BOOL: var->hi = rat_from_int(1); break;
    case REG_ENUM: var->hi = rat_from_int(e->program->enums[field->enumeration].count - 1); break;
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

static Node load_scalar(Cells *e, uint16_t index)
{
    const FieldInfo *field = &e->program->fields[index];
    uint8_t state = fact_get_state(e, index, 0);
    Reg value = e->record->slots[field->reg - e->program->slot_first];
    if (state == FACT_KNOWN || field->role == FIELD_AS_OF) {
        return reg_to_leaf(e, field->reg, value, false, (Rat){ 0, 1 });
    }
    if (state == FACT_OFF_GRID) {
        return leaf_from_rat(e, record_get_exact(e->record, e->program, index, NO_INDEX));
    }
    VarId id = e->field_var[index];
    Var **var = var_slot(e, id);
    if (!*var) {
        *var = make_var(e, field, value);
        (*var)->field = index;
    }
    return var_load(e, id, field->type);
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

static Node load_element_var(Cells *e, uint16_t index, uint32_t element, Reg domain)
{
    const FieldInfo *field = &e->program->fields[index];
    VarId id = list_get_var(e, field->list, element, index);
    if (!*var_slot(e, id)) {
        Var *var = *var_slot(e, id) = make_var(e, field, domain);
        var->list = field->list;
        var->element = (uint16_t)element;
        var->field = fact_is_hidden(e, field->list, element) ? NO_INDEX : index;
    }
    return var_load(e, id, field->type);
}

static Node load_hidden(Cells *e, uint16_t index, uint32_t element)
{
    const FieldInfo *field = &e->program->fields[index];
    Node raw = load_element_var(e, index, element, field_get_unknown(e->program, field));
    return !e->raw_sizes && list_has_summary(e, field->list) &&
                   e->program->lists[field->list].largest_field == index
               ? list_limit_size(e, field->list, element, raw)
               : raw;
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
        return leaf_from_rat(e, record_get_exact(e->record, e->program, index, element));
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
