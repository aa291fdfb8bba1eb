/* pair.c - two programs, five engines, one store.
 *
 *     OLD          the first program
 *     NEW          the second one
 *     MIXED        the second one's rules over the first one's answers
 *     LOCAL_OLD    the first one's rules over answers that are variables
 *     LOCAL_NEW    the second one's rules over the same variables
 *
 * So a rule that changed itself differs between OLD and MIXED, and LOCAL says it in the words of
 * what the rule reads. */
#include "runtime/cells/pair.h"
#include "runtime/cells/engine.h"
#include "runtime/cells/pair_match.h"

enum { LIMIT_ROUNDS = 50 };   /* as in cells.c */
enum { NAME_OF_RESULT = 62 }; /* bit of a variable's name; those of facts have bit 63 */

typedef enum Role { OLD, NEW, MIXED, LOCAL_OLD, LOCAL_NEW, ROLES } Role;

struct CellsPair {
    const Program *first, *second;
    PairMatch match;
    PairLayout layout;
    Diagrams *d;
    Arena *arena; /* run */
    Cells *engines[ROLES];
    Shared shared[ROLES];
    bool *as_variable; /* by block of the first: may stand as a variable */
};

/* ---- lending ---- */

/* Which register of the first program's block a register of the second's is; NO_INDEX: none. */
static uint16_t find_twin_register(const CellsPair *pair, uint16_t reg)
{
    uint32_t owner = anatomy_get_reg(pair->second, reg)->owner;
    uint32_t other = owner == NO_INDEX32 ? NO_INDEX32 : pair->match.blocks[owner];
    if (other == NO_INDEX32) {
        return NO_INDEX;
    }
    const BlockInfo *mine = &pair->second->blocks[owner], *its = &pair->first->blocks[other];
    return reg == mine->result ? its->result : reg == mine->when ? its->when : NO_INDEX;
}

/* The first's answer in the second's numbers. */
static Node translate(CellsPair *pair, Cells *to, uint16_t reg, uint16_t other, Node node)
{
    const RegInfo *mine = &pair->second->regs[reg], *its = &pair->first->regs[other];
    uint8_t values[LIMIT_ENUM_VALUES];
    if (mine->type != its->type) {
        return NODE_FAIL;
    }
    if (mine->type != REG_ENUM ||
        pair_match_is_same_enum(pair->first, its->enumeration, pair->second, mine->enumeration)) {
        return node;
    }
    uint32_t count = pair_match_list_values(pair->first, its->enumeration, pair->second,
                                            mine->enumeration, values);
    Node renamed = NODE_FAIL;
    for (uint32_t i = 0; i < count; i++) {
        Node value = values[i] == PAIR_NO_VALUE ? NODE_FAIL : values[i];
        renamed = apply_select(to->d, apply2(to->d, DIA_SAME, 0, node, i), value, renamed);
    }
    return renamed;
}

static bool lend_from(CellsPair *pair, Role from, Role to, uint16_t reg, uint32_t element,
                      Node *node)
{
    uint16_t other = find_twin_register(pair, reg);
    if (other == NO_INDEX) {
        return false;
    }
    uint16_t list = anatomy_get_reg(pair->first, other)->list;
    if (list != NO_INDEX && element >= pair->engines[from]->lists[list].total) {
        return false;
    }
    *node = translate(pair, pair->engines[to], reg, other,
                      schedule_get(pair->engines[from], other, element));
    return true;
}

static bool lend_answer(void *context, uint16_t reg, uint32_t element, Node *node)
{
    return lend_from(context, OLD, MIXED, reg, element, node);
}

/* ---- answers as variables ---- */

static Var *make_result_var(CellsPair *pair, uint32_t block)
{
    const BlockInfo *info = &pair->first->blocks[block];
    const RegInfo *reg = &pair->first->regs[info->result];
    Var *var = ARENA_NEW(pair->arena, Var);
    bool number = reg->type == REG_INT || reg->type == REG_DEC || reg->type == REG_DATE;
    *var = (Var){ .dense = reg->type == REG_DEC,
                  .wide = number,
                  .lo_none = number,
                  .hi_none = number,
                  .name = UINT64_C(1) << NAME_OF_RESULT | block };
    uint32_t values = reg->type == REG_ENUM ? pair->first->enums[reg->enumeration].count
                      : number              ? 1
                                            : 2;
    var->lo = rat_from_int(0);
    var->hi = rat_from_int(values - 1);
    return var;
}

static bool lend_variable(CellsPair *pair, uint32_t block, Node *node)
{
    VarId id = (pair->layout.var_count + block) << VAR_PART_BITS;
    const RegInfo *reg = &pair->first->regs[pair->first->blocks[block].result];
    if (!pair->as_variable[block]) {
        return false;
    }
    if (!*var_slot(pair->d, id)) {
        *var_slot(pair->d, id) = make_result_var(pair, block);
    }
    *node = var_load(pair->d, id, reg->type == REG_BOOL || reg->type == REG_ENUM);
    return true;
}

static bool lend_old_variable(void *context, uint16_t reg, uint32_t element, Node *node)
{
    CellsPair *pair = context;
    uint32_t block = anatomy_get_reg(pair->first, reg)->owner;
    (void)element;
    return block != NO_INDEX32 && reg == pair->first->blocks[block].result &&
           lend_variable(pair, block, node);
}

static bool lend_new_variable(void *context, uint16_t reg, uint32_t element, Node *node)
{
    CellsPair *pair = context;
    uint32_t owner = anatomy_get_reg(pair->second, reg)->owner;
    uint32_t block = owner == NO_INDEX32 ? NO_INDEX32 : pair->match.blocks[owner];
    bool result = block != NO_INDEX32 && reg == pair->second->blocks[owner].result;
    return (result && lend_variable(pair, block, node)) ||
           lend_from(pair, LOCAL_OLD, LOCAL_NEW, reg, element, node);
}

/* Both programs have it, of one type, about the patient. */
static bool may_be_variable(const CellsPair *pair, uint32_t second)
{
    uint32_t first = pair->match.blocks[second];
    if (first == NO_INDEX32) {
        return false;
    }
    const BlockInfo *mine = &pair->second->blocks[second], *its = &pair->first->blocks[first];
    const RegInfo *reg = &pair->second->regs[mine->result],
                  *other = &pair->first->regs[its->result];
    bool same = reg->type == other->type && reg->type != REG_REAL && mine->list == NO_INDEX &&
                its->list == NO_INDEX;
    return same &&
           (reg->type != REG_ENUM || pair_match_is_same_enum(pair->first, other->enumeration,
                                                             pair->second, reg->enumeration));
}

/* ---- the door ---- */

static void create_engine(CellsPair *pair, Arena *arena, Role role)
{
    bool first = role == OLD || role == LOCAL_OLD;
    static bool (*const lenders[])(void *, uint16_t, uint32_t, Node *) = {
        [MIXED] = lend_answer, [LOCAL_OLD] = lend_old_variable, [LOCAL_NEW] = lend_new_variable
    };
    pair->shared[role] = first ? pair->layout.first : pair->layout.second;
    pair->shared[role].lend = lenders[role];
    pair->shared[role].context = pair;
    pair->engines[role] =
        cells_create_on(arena, first ? pair->first : pair->second, pair->d, &pair->shared[role]);
}

CellsPair *pair_create(Arena *arena, const Program *first, const Program *second,
                       const PairNames *names)
{
    CellsPair *pair = ARENA_NEW(arena, CellsPair);
    *pair = (CellsPair){ .first = first, .second = second };
    pair->match = pair_match_make(arena, first, second, names);
    pair->layout = pair_match_lay_out(arena, first, second, &pair->match);
    pair->d = node_create_store(arena);
    pair->as_variable = ARENA_ARRAY(arena, bool, (size_t)first->block_count + 1);
    for (uint32_t b = 0; b < second->block_count; b++) {
        if (may_be_variable(pair, b)) {
            pair->as_variable[pair->match.blocks[b]] = true;
        }
    }
    for (Role role = OLD; role < ROLES; role++) {
        create_engine(pair, arena, role);
    }
    return pair;
}

const PairMatch *pair_get_match(const CellsPair *pair)
{
    return &pair->match;
}

void pair_begin(CellsPair *pair, Arena *run_arena, const Record *first, const Record *second)
{
    pair->arena = run_arena;
    node_begin(pair->d, run_arena, pair->layout.var_count + pair->first->block_count);
    for (Role role = OLD; role < ROLES; role++) {
        bool old = role == OLD || role == LOCAL_OLD;
        cells_begin(pair->engines[role], run_arena, old ? first : second, cells_make_lone_host());
        cells_prepare(pair->engines[role]);
    }
}

/* ---- a question ---- */

static void forget_results(CellsPair *pair, bool all)
{
    for (Role role = OLD; role < ROLES; role++) {
        if (all || role >= MIXED) {
            cells_forget_results(pair->engines[role]);
        }
    }
}

static Node fails(Diagrams *d, Node n)
{
    return node_not(d, apply2(d, DIA_SAME_VALUE, 0, n, n));
}

/* What is said of the patient: of a recommendation its status, in the order of AdviceStatus. It is
 * ruled out only where it is known to concern the patient. */
static Node say(Cells *e, uint32_t block)
{
    const BlockInfo *info = &e->program->blocks[block];
    Node result = cells_get_root(e, block, info->result, 0);
    if (info->kind != BLOCK_ADVICE || info->when == NO_INDEX) {
        return result;
    }
    Node concerns = cells_get_root(e, block, info->when, 0);
    concerns = apply_select(e->d, fails(e->d, concerns), NODE_NO, concerns);
    return apply_select(e->d, result, 1, apply_select(e->d, concerns, 2, 0));
}

/* values[i]: the number of the second's i-th value among those of both, the first's first. How many
 * there are in all; 0: they need no other numbers. */
static uint32_t number_values(const CellsPair *pair, uint32_t first, uint32_t second,
                              uint8_t *values, uint32_t *count)
{
    const RegInfo *its = &pair->first->regs[pair->first->blocks[first].result];
    const RegInfo *mine = &pair->second->regs[pair->second->blocks[second].result];
    if (mine->type != REG_ENUM || its->type != REG_ENUM ||
        pair_match_is_same_enum(pair->first, its->enumeration, pair->second, mine->enumeration)) {
        return 0;
    }
    uint32_t next = pair->first->enums[its->enumeration].count;
    *count = pair_match_list_values(pair->second, mine->enumeration, pair->first, its->enumeration,
                                    values);
    for (uint32_t i = 0; i < *count; i++) {
        if (values[i] == PAIR_NO_VALUE) {
            values[i] = (uint8_t)(next < LIMIT_ENUM_VALUES ? next++ : LIMIT_ENUM_VALUES - 1);
        }
    }
    return next;
}

/* Values that only the second has come behind the first's. */
static Node rename_second(CellsPair *pair, Cells *e, uint32_t first, uint32_t second, Node node)
{
    uint8_t values[LIMIT_ENUM_VALUES];
    uint32_t count;
    return number_values(pair, first, second, values, &count)
               ? fact_rename_values(e, node, values, count)
               : node;
}

/* Lists as long as both programs take them; about an element, that it is there. */
static Node get_legal(CellsPair *pair, Cells *a, Cells *b, uint32_t second)
{
    Node legal = NODE_YES;
    uint16_t own = pair->second->blocks[second].list;
    for (uint16_t l = 0; l < pair->second->list_count; l++) {
        uint16_t other = pair->match.lists[l];
        if (other == NO_INDEX || !pair->second->lists[l].used || !pair->first->lists[other].used) {
            continue;
        }
        uint32_t mine = b->lists[l].total, its = a->lists[other].total;
        if (mine != its) {
            Node longer = mine > its ? list_get_exists(b, l, its) : list_get_exists(a, other, mine);
            legal = node_and(pair->d, legal, node_not(pair->d, longer));
        }
    }
    return own == NO_INDEX ? legal : node_and(pair->d, legal, list_get_exists(b, own, 0));
}

/* Failures differ from values, and not from one another of a kind. */
static Node differ(Diagrams *d, Node a, Node b)
{
    Node same = apply2(d, DIA_SAME_VALUE, 0, a, b);
    Node both = node_and(d, apply2(d, DIA_DIFFER, 0, a, b), node_not(d, same));
    return apply2(d, DIA_DIFFER, 0, both, NODE_NO);
}

/* No where it fails. */
static Node is_value(Diagrams *d, Node n, uint32_t value)
{
    return apply_select(d, fails(d, n), NODE_NO, apply2(d, DIA_SAME, 0, n, value));
}

static Node find_turn(Diagrams *d, Node a, Node b, PairTurn turn)
{
    Node before = fails(d, a), now = fails(d, b);
    Node good = node_not(d, node_or(d, before, now));
    switch (turn.kind) {
    case PAIR_VALUES: return node_and(d, is_value(d, a, turn.from), is_value(d, b, turn.to));
    case PAIR_NUMBERS:
        return node_and(d, good,
                        node_and(d, apply2(d, DIA_EQ, 0, a, leaf_from_rat(d, turn.before)),
                                 apply2(d, DIA_EQ, 0, b, leaf_from_rat(d, turn.now))));
    case PAIR_RISES: return node_and(d, good, apply2(d, DIA_LT, 0, a, b));
    case PAIR_FALLS: return node_and(d, good, apply2(d, DIA_LT, 0, b, a));
    case PAIR_FAILS_NOW: return node_and(d, now, node_not(d, before));
    case PAIR_FAILED_BEFORE: return node_and(d, before, node_not(d, now));
    case PAIR_FAILS_OTHERWISE: break;
    }
    return node_and(d, node_and(d, before, now), differ(d, a, b));
}

typedef struct Inquiry {
    PairQuestion question;
    uint32_t first, second;
    const PairTurn *turn; /* NULL: any difference */
} Inquiry;

static Node inquire(CellsPair *pair, const Inquiry *inquiry)
{
    uint32_t first = inquiry->first, second = inquiry->second;
    Cells *a = pair->engines[inquiry->question == PAIR_LOCAL ? LOCAL_OLD : OLD];
    Cells *b = pair->engines[inquiry->question == PAIR_WHOLE    ? NEW
                             : inquiry->question == PAIR_ITSELF ? MIXED
                                                                : LOCAL_NEW];
    Node old = say(a, first), next = rename_second(pair, b, first, second, say(b, second));
    Node found =
        inquiry->turn ? find_turn(pair->d, old, next, *inquiry->turn) : differ(pair->d, old, next);
    if (inquiry->turn && inquiry->turn->itself) {
        Cells *mixed = pair->engines[MIXED];
        Node own = rename_second(pair, mixed, first, second, say(mixed, second));
        found = node_and(pair->d, found, differ(pair->d, old, own));
    }
    return node_and(pair->d, get_legal(pair, a, b, second), found);
}

/* A rule that is asked for itself is lent by nobody: what it gave is not kept for others. */
static Node compute(CellsPair *pair, const Inquiry *inquiry)
{
    for (int round = 0; round < LIMIT_ROUNDS; round++) {
        if (pair->d->stale && order_refresh(pair->d)) {
            forget_results(pair, true);
            node_forget_results(pair->d);
        }
        forget_results(pair, false);
        Node root = inquire(pair, inquiry);
        if (!pair->d->stale || pair->d->over) {
            return root;
        }
    }
    pair->d->over = true;
    return NODE_FAIL;
}

static void forget_all(CellsPair *pair)
{
    forget_results(pair, true);
    node_forget_all(pair->d);
}

static bool answer(CellsPair *pair, const Inquiry *inquiry, uint32_t steps, Diagram *out)
{
    bool good = false;
    for (int attempt = 0; attempt < 2 && !good; attempt++) {
        if (attempt || pair->d->rows.count > LIMIT_NODES) {
            forget_all(pair);
        }
        node_begin_answer(pair->d, steps ? steps : LIMIT_NODES);
        *out = (Diagram){ pair->d, compute(pair, inquiry) };
        good = !pair->d->over;
    }
    if (!good) {
        forget_all(pair);
    }
    return good;
}

bool pair_compare(CellsPair *pair, PairQuestion question, uint32_t first, uint32_t second,
                  uint32_t steps, Diagram *out)
{
    Inquiry inquiry = { question, first, second, NULL };
    return answer(pair, &inquiry, steps, out);
}

bool pair_turn(CellsPair *pair, uint32_t first, uint32_t second, PairTurn turn, uint32_t steps,
               Diagram *out)
{
    Inquiry inquiry = { PAIR_WHOLE, first, second, &turn };
    return answer(pair, &inquiry, steps, out);
}

bool pair_differs(Diagram diagram)
{
    return diagram.root != NODE_NO;
}

/* ---- values ---- */

static bool add_number(const Diagrams *d, Node leaf, Rat *numbers, uint32_t *count)
{
    uint32_t at = *count;
    if (leaf_is_failure(d, leaf)) {
        return true;
    }
    if (leaf_get_kind(d, leaf) != LEAF_NUMBER) {
        return false;
    }
    for (; at > 0 && rat_compare(numbers[at - 1], leaf_get_rat(d, leaf)) > 0; at--) {
    }
    if (at > 0 && rat_compare(numbers[at - 1], leaf_get_rat(d, leaf)) == 0) {
        return true;
    }
    if (*count == PAIR_MOST_NUMBERS) {
        return false;
    }
    memmove(&numbers[at + 1], &numbers[at], (*count - at) * sizeof *numbers);
    numbers[at] = leaf_get_rat(d, leaf);
    ++*count;
    return true;
}

uint32_t pair_list_numbers(CellsPair *pair, uint32_t first, uint32_t second,
                           Rat numbers[PAIR_MOST_NUMBERS])
{
    NodeList leaves = { NULL, 0, 0 };
    VarList vars = { NULL, 0, 0 };
    uint32_t count = 0;
    node_begin_answer(pair->d, LIMIT_NODES);
    Node old = say(pair->engines[OLD], first), next = say(pair->engines[NEW], second);
    walk_collect(pair->d, old, &leaves, &vars);
    walk_collect(pair->d, next, &leaves, &vars);
    for (uint32_t i = 0; i < leaves.count; i++) {
        if (pair->d->over || !add_number(pair->d, leaves.items[i], numbers, &count)) {
            return 0;
        }
    }
    return count;
}

uint32_t pair_count_values(const CellsPair *pair, uint32_t first, uint32_t second)
{
    const BlockInfo *block = &pair->first->blocks[first];
    const RegInfo *reg = &pair->first->regs[block->result];
    uint8_t values[LIMIT_ENUM_VALUES];
    uint32_t count, all = number_values(pair, first, second, values, &count);
    if (block->kind == BLOCK_ADVICE && block->when != NO_INDEX) {
        return 3;
    }
    return reg->type == REG_BOOL   ? 2
           : reg->type != REG_ENUM ? 0
           : all                   ? all
                                   : pair->first->enums[reg->enumeration].count;
}

Str pair_get_value(const CellsPair *pair, uint32_t first, uint32_t second, uint32_t value)
{
    const RegInfo *its = &pair->first->regs[pair->first->blocks[first].result];
    const RegInfo *mine = &pair->second->regs[pair->second->blocks[second].result];
    uint8_t values[LIMIT_ENUM_VALUES];
    uint32_t count = 0;
    if (its->type != REG_ENUM) {
        return value ? STR("yes") : STR("no");
    }
    if (value < pair->first->enums[its->enumeration].count) {
        return pair->first->enums[its->enumeration].values[value];
    }
    number_values(pair, first, second, values, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (values[i] == value) {
            return pair->second->enums[mine->enumeration].values[i];
        }
    }
    return STR_NONE;
}

/* ---- variables ---- */

static uint16_t find_field(const Program *program, const SharedField *fields, uint16_t name)
{
    for (uint16_t i = 0; i < program->field_count; i++) {
        if (fields[i].name == name) {
            return i;
        }
    }
    return NO_INDEX;
}

static uint16_t find_list(const Program *program, const SharedList *lists, uint16_t name)
{
    for (uint16_t i = 0; i < program->list_count; i++) {
        if (lists[i].name == name) {
            return i;
        }
    }
    return NO_INDEX;
}

static bool find_in(const Program *program, const Shared *shared, FactRef named, FactRef *out)
{
    *out = named;
    if (named.list != NO_INDEX) {
        out->list = find_list(program, shared->lists, named.list);
    }
    if (named.field != NO_INDEX) {
        out->field = find_field(program, shared->fields, named.field);
    }
    return (named.list == NO_INDEX || out->list != NO_INDEX) &&
           (named.field == NO_INDEX || out->field != NO_INDEX);
}

PairFact pair_find_fact(const CellsPair *pair, uint64_t name)
{
    PairFact fact = { .block = NO_INDEX32 };
    if (name >> NAME_OF_RESULT == 1) {
        fact.block = (uint32_t)name;
        return fact;
    }
    FactRef named = cells_get_named(name, &fact.hidden);
    fact.in_first = find_in(pair->first, &pair->layout.first, named, &fact.first);
    fact.in_second = find_in(pair->second, &pair->layout.second, named, &fact.second);
    fact.first_name = fact_make_name(fact.first, fact.hidden);
    fact.second_name = fact_make_name(fact.second, fact.hidden);
    if (fact.in_first && fact.first.field != NO_INDEX) {
        fact.first_values = pair->layout.first.fields[fact.first.field].values;
    }
    if (fact.in_second && fact.second.field != NO_INDEX) {
        fact.second_values = pair->layout.second.fields[fact.second.field].values;
    }
    return fact;
}
