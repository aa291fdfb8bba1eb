/* lower_rule.c - rules to IR: cases and tables become chains of SELECT, advice becomes its `when`
 * without its `unless`. */
#include "compiler/lower/ir.h"
#include "compiler/lower/ir_bounds.h"

/* One way to a result: the condition and the value. */
typedef struct Way {
    IrNode *when, *value;
} Way;
typedef VEC(Way) WayList;

/* ---- values of the declared type ---- */

static const Type *get_result_type(const AstRule *rule, uint32_t result, const Expr *value)
{
    if (result < rule->results.count &&
        rule->results.items[result].type_ref.type.kind != TY_ERROR) {
        return &rule->results.items[result].type_ref.type;
    }
    return &value->type;
}

static IrNode *lower_value(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result, Expr *value)
{
    const Type *type = get_result_type(rule, result, value);
    if (type->kind == TY_DECIMAL) {
        return lower_decimal(c, b, value, type->unit);
    }
    IrNode *node = lower_expr(c, b, value);
    if (type->kind == TY_REAL && node->type != REG_REAL) {
        if (node->type == REG_INT) {
            node = ir_op(c, b, OP_TO_DEC, REG_DEC, NO_INDEX, node, NULL, NULL, 0);
        }
        node = ir_op(c, b, OP_TO_REAL, REG_REAL, NO_INDEX, node, NULL, NULL, 0);
    }
    return node;
}

static IrNode *make_fault(Compilation *c, IrBlock *b, Opcode op, AstRule *rule, uint32_t result,
                          const IrNode *like)
{
    /* A function's fault is reported under the rule that calls it. */
    uint32_t block = rule->index == NO_INDEX32 ? tables_get_block(b->rule, b->result_index)
                                               : rule->index + result;
    return ir_op(c, b, op, like->type, like->enumeration, NULL, NULL, NULL, block);
}

/* ---- which conditions exclude each other by their form alone ---- */

/* subject in set, or lo <= subject <= hi in doubled coordinates: 2k is k itself, 2k + 1 lies
 * between k and k + 1. */
typedef struct Literal {
    const IrNode *subject;
    bool is_set;
    Mask set;
    __int128 lo, hi;
} Literal;
enum { MAX_LITERALS = 32 };
typedef struct Literals {
    Literal items[MAX_LITERALS];
    unsigned count;
} Literals;

static bool is_exact_constant(const IrNode *node)
{
    return node->kind == IR_CONST && !node->constant.off_grid && node->type != REG_REAL &&
           node->constant.reg.lo == node->constant.reg.hi;
}

/* A comparison with a constant as an interval; of EQ negated there is none. */
static bool read_interval(const IrNode *node, bool negated, Literal *out)
{
    const IrNode *x = node->args[0], *y = node->args[1];
    bool right = is_exact_constant(y);
    if (!right && !is_exact_constant(x)) {
        return false;
    }
    __int128 k = 2 * (__int128)(right ? y->constant.reg.lo : x->constant.reg.lo);
    *out = (Literal){ .subject = right ? x : y,
                      .lo = 4 * (__int128)INT64_MIN,
                      .hi = 4 * (__int128)INT64_MAX };
    if (node->op == OP_EQ) {
        out->lo = out->hi = k;
        return !negated;
    }
    bool strict = (node->op == OP_LT) != negated;
    if (right != negated) {
        out->hi = strict ? k - 1 : k; /* the subject is below the constant */
    } else {
        out->lo = strict ? k + 1 : k;
    }
    return true;
}

static void add_literal(Literals *list, const IrNode *node, bool negated)
{
    if (list->count == MAX_LITERALS) {
        return;
    }
    Literal *out = &list->items[list->count];
    if (node->kind == IR_OP && node->op == OP_NOT) {
        add_literal(list, node->args[0], !negated);
    } else if (node->kind == IR_OP && node->op == OP_IN) {
        Mask set = node->args[1]->constant.reg.mask;
        *out = (Literal){ .subject = node->args[0], .is_set = true, .set = negated ? ~set : set };
        list->count++;
    } else if (node->kind == IR_OP &&
               (node->op == OP_LT || node->op == OP_LE || node->op == OP_EQ) &&
               read_interval(node, negated, out)) {
        list->count++;
    } else {
        *out = (Literal){ .subject = node, .is_set = true, .set = negated ? MASK_NO : MASK_YES };
        list->count++;
    }
}

static void collect_literals(Literals *list, const IrNode *node)
{
    while (node->kind == IR_OP && node->op == OP_AND) {
        collect_literals(list, node->args[1]);
        node = node->args[0];
    }
    add_literal(list, node, false);
}

static bool conditions_exclude(const IrNode *x, const IrNode *y)
{
    Literals a = { .count = 0 }, b = { .count = 0 };
    collect_literals(&a, x);
    collect_literals(&b, y);
    for (unsigned i = 0; i < a.count; i++) {
        for (unsigned k = 0; k < b.count; k++) {
            const Literal *p = &a.items[i], *q = &b.items[k];
            if (p->subject != q->subject || p->is_set != q->is_set) {
                continue;
            }
            if (p->is_set ? (p->set & q->set) == 0 : p->hi < q->lo || q->hi < p->lo) {
                return true;
            }
        }
    }
    return false;
}

/* ---- chains ---- */

static IrNode *chain_ways(Compilation *c, IrBlock *b, const WayList *ways, IrNode *otherwise)
{
    IrNode *value = otherwise;
    for (uint32_t i = ways->count; i-- > 0;) {
        value = ir_select(c, b, ways->items[i].when, ways->items[i].value, value);
    }
    return value;
}

/* Constants differ by being two nodes; other values are compared in each patient. NULL: they
 * differ. */
static IrNode *compare_values(Compilation *c, IrBlock *b, IrNode *x, IrNode *y)
{
    if (x->kind == IR_CONST && y->kind == IR_CONST) {
        return NULL;
    }
    switch (x->type) {
    case REG_BOOL:
        return ir_or(c, b, ir_and(c, b, x, ir_not(c, b, y)), ir_and(c, b, ir_not(c, b, x), y));
    case REG_ENUM: return ir_not(c, b, ir_op(c, b, OP_SAME, REG_BOOL, NO_INDEX, x, y, NULL, 0));
    case REG_REAL:
        return ir_or(c, b, ir_op(c, b, OP_REAL_LT, REG_BOOL, NO_INDEX, x, y, NULL, 0),
                     ir_op(c, b, OP_REAL_LT, REG_BOOL, NO_INDEX, y, x, NULL, 0));
    default: return ir_not(c, b, ir_op(c, b, OP_EQ, REG_BOOL, NO_INDEX, x, y, NULL, 0));
    }
}

/* yes where two ways with different results hold; NULL if their form excludes that. */
static IrNode *find_overlap(Compilation *c, IrBlock *b, const WayList *ways)
{
    IrNode *two = NULL;
    for (uint32_t i = 0; i < ways->count; i++) {
        for (uint32_t k = i + 1; k < ways->count; k++) {
            const Way *x = &ways->items[i], *y = &ways->items[k];
            if (x->value == y->value || conditions_exclude(x->when, y->when)) {
                continue;
            }
            IrNode *both = ir_and(c, b, x->when, y->when);
            two = ir_or(c, b, two, ir_and(c, b, both, compare_values(c, b, x->value, y->value)));
        }
    }
    return two;
}

static IrNode *lower_unique(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result,
                            const WayList *ways, IrNode *otherwise)
{
    const IrNode *like = ways->items[0].value;
    if (!otherwise) {
        otherwise = make_fault(c, b, OP_HOLE, rule, result, like);
    }
    IrNode *value = chain_ways(c, b, ways, otherwise);
    IrNode *two = find_overlap(c, b, ways);
    return two ? ir_select(c, b, two, make_fault(c, b, OP_TWO, rule, result, like), value) : value;
}

/* Worst value first: the later a value is declared, the worse it is. */
static IrNode *lower_worst(Compilation *c, IrBlock *b, const WayList *ways, IrNode *otherwise)
{
    IrNode *value = otherwise;
    unsigned count = c->program->enums[ways->items[0].value->enumeration].count;
    for (unsigned v = 0; v < count; v++) {
        IrNode *any = NULL, *way = NULL;
        for (uint32_t i = 0; i < ways->count; i++) {
            if (ways->items[i].value->constant.reg.mask != UINT64_C(1) << v) {
                continue;
            }
            any = ir_or(c, b, any, ways->items[i].when);
            way = ways->items[i].value;
        }
        if (any) {
            value = ir_select(c, b, any, way, value);
        }
    }
    return value;
}

/* ---- coverage: which way is chosen ---- */

/* Way i leads to the result: it holds and no way that goes before it does. `unique` knows no
 * before. */
static IrNode *choose_way(Compilation *c, IrBlock *b, const WayList *ways, uint32_t i,
                          CaseMode mode)
{
    IrNode *chosen = ways->items[i].when, *value = ways->items[i].value;
    for (uint32_t k = 0; k < ways->count; k++) {
        bool before = mode == CASES_FIRST
                          ? k < i
                          : mode == CASES_WORST &&
                                ways->items[k].value->constant.reg.mask > value->constant.reg.mask;
        if (before) {
            chosen = ir_and(c, b, chosen, ir_not(c, b, ways->items[k].when));
        }
    }
    return chosen;
}

static void note_otherwise(Compilation *c, IrBlock *b, const WayList *ways, const void *otherwise)
{
    IrNode *none = NULL;
    for (uint32_t i = 0; i < ways->count; i++) {
        none = ir_and(c, b, none, ir_not(c, b, ways->items[i].when));
    }
    if (none) {
        probe_note(c, b, otherwise, none);
    }
}

/* ---- bodies ---- */

static IrNode *lower_cases(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result)
{
    WayList ways = { 0 };
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        AstCase *one = &rule->cases.items[i];
        Way way = { lower_expr(c, b, one->when),
                    lower_value(c, b, rule, result, one->results[result]) };
        vec_add(c->arena, &ways, way);
    }
    IrNode *otherwise =
        rule->otherwise ? lower_value(c, b, rule, result, rule->otherwise[result]) : NULL;
    if (!ways.count) {
        return otherwise;
    }
    for (uint32_t i = 0; c->probes && i < ways.count; i++) {
        probe_note(c, b, &rule->cases.items[i], choose_way(c, b, &ways, i, rule->mode));
    }
    if (c->probes) {
        note_otherwise(c, b, &ways, &rule->otherwise);
    }
    if (rule->mode == CASES_UNIQUE) {
        return lower_unique(c, b, rule, result, &ways, otherwise);
    }
    if (!otherwise) {
        otherwise = make_fault(c, b, OP_HOLE, rule, result, ways.items[0].value);
    }
    return rule->mode == CASES_WORST ? lower_worst(c, b, &ways, otherwise)
                                     : chain_ways(c, b, &ways, otherwise);
}

static IrNode *lower_row(Compilation *c, IrBlock *b, const AstRow *row)
{
    IrNode *when = NULL;
    for (uint32_t i = 0; i < row->cells.count; i++) {
        if (!row->cells.items[i].any) {
            when = ir_and(c, b, when, lower_expr(c, b, row->cells.items[i].test));
        }
    }
    return when ? when : ir_bool(c, b, true);
}

static IrNode *lower_table(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result)
{
    AstTable *table = rule->table;
    WayList ways = { 0 };
    for (uint32_t i = 0; i < table->rows.count; i++) {
        AstRow *row = &table->rows.items[i];
        Way way = { lower_row(c, b, row), lower_value(c, b, rule, result, row->results[result]) };
        vec_add(c->arena, &ways, way);
    }
    IrNode *otherwise =
        table->otherwise ? lower_value(c, b, rule, result, table->otherwise[result]) : NULL;
    for (uint32_t i = 0; c->probes && i < ways.count; i++) {
        probe_note(c, b, &table->rows.items[i],
                   choose_way(c, b, &ways, i, table->first ? CASES_FIRST : CASES_UNIQUE));
    }
    if (c->probes) {
        note_otherwise(c, b, &ways, &table->otherwise);
    }
    if (!table->first) {
        return lower_unique(c, b, rule, result, &ways, otherwise);
    }
    if (!otherwise) {
        otherwise = make_fault(c, b, OP_HOLE, rule, result, ways.items[0].value);
    }
    return chain_ways(c, b, &ways, otherwise);
}

static IrNode *lower_points(Compilation *c, IrBlock *b, AstRule *rule)
{
    IrNode *sum = NULL;
    for (uint32_t i = 0; i < rule->points.count; i++) {
        AstPoints *points = &rule->points.items[i];
        IrNode *when = lower_expr(c, b, points->when);
        IrNode *term = ir_select(c, b, when, ir_int(c, b, points->points), ir_int(c, b, 0));
        probe_note(c, b, points, when);
        sum = sum ? ir_op(c, b, OP_ADD_INT, REG_INT, NO_INDEX, sum, term, NULL, 0) : term;
    }
    return sum ? sum : ir_int(c, b, 0);
}

static IrNode *lower_any_body(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result)
{
    switch (rule->body) {
    case RULE_CASES: return lower_cases(c, b, rule, result);
    case RULE_TABLE: return lower_table(c, b, rule, result);
    case RULE_POINTS: return lower_points(c, b, rule);
    case RULE_WHEN: return lower_expr(c, b, rule->when);
    default: return lower_value(c, b, rule, result, rule->means);
    }
}

/* A number outside the range that its rule declares is no answer: it fails, and the report says so.
 * Where declared ranges prove that it cannot happen, nothing is checked. */
static IrNode *hold_range(Compilation *c, IrBlock *b, const AstRule *rule, uint32_t result,
                          IrNode *value)
{
    if (result >= rule->results.count || !rule->results.items[result].type_ref.range_lo) {
        return value;
    }
    if (value->type != REG_INT && value->type != REG_DEC) {
        return value;
    }
    int64_t lo = rule->results.items[result].type_ref.lo,
            hi = rule->results.items[result].type_ref.hi;
    IrBounds bounds = ir_get_bounds(c, value, 0);
    if (bounds.known && bounds.lo >= lo && bounds.hi <= hi) {
        return value;
    }
    bool whole = value->type == REG_INT;
    IrNode *least = whole ? ir_int(c, b, lo) : ir_rat(c, b, rat_from_dec(lo));
    IrNode *most = whole ? ir_int(c, b, hi) : ir_rat(c, b, rat_from_dec(hi));
    IrNode *inside = ir_and(c, b, ir_op(c, b, OP_LE, REG_BOOL, NO_INDEX, least, value, NULL, 0),
                            ir_op(c, b, OP_LE, REG_BOOL, NO_INDEX, value, most, NULL, 0));
    IrNode *fail = ir_op(c, b, OP_FAIL, value->type, NO_INDEX, NULL, NULL, NULL, 0);
    return ir_select(c, b, inside, value, fail);
}

IrNode *lower_body(Compilation *c, IrBlock *b, AstRule *rule, uint32_t result)
{
    return hold_range(c, b, rule, result, lower_any_body(c, b, rule, result));
}

/* ---- what a block writes besides its result ---- */

static void add_aux(Compilation *c, IrBlock *b, IrNode *node, const AstBecause *because,
                    uint64_t value)
{
    IrAux aux = { .node = node, .reason = NO_INDEX, .value = value };
    if (because->from.statements.count) {
        aux.statements = tables_add_statements(c, &because->from, &aux.statement_count);
    }
    for (uint32_t i = 0; i < because->reasons.count; i++) {
        aux.reason = (uint16_t)because->reasons.items[i]->index;
        vec_add(c->arena, &b->aux, aux);
    }
    if (!because->reasons.count) {
        vec_add(c->arena, &b->aux, aux);
    }
}

static void lower_advice(Compilation *c, IrBlock *b)
{
    AstRule *rule = b->rule;
    b->when = lower_expr(c, b, rule->when);
    b->result = b->when;
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        AstUnless *unless = &rule->unless.items[i];
        IrNode *node = lower_expr(c, b, unless->when);
        if (c->probes) {
            probe_note(c, b, unless, ir_and(c, b, b->when, node));
        }
        b->result = ir_and(c, b, b->result, ir_not(c, b, node));
        add_aux(c, b, node, &unless->because, 0);
    }
}

/* Conditions of worst-of lines are kept, so that a report can list the reasons known to hold. */
static void lower_lines(Compilation *c, IrBlock *b)
{
    AstRule *rule = b->rule;
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        AstCase *line = &rule->cases.items[i];
        if (!line->because.reasons.count) {
            continue;
        }
        add_aux(c, b, lower_expr(c, b, line->when), &line->because,
                line->results[b->result_index]->value.index);
    }
}

static void lower_block(Compilation *c, IrBlock *b)
{
    if (b->rule->kind == RULE_ADVISE) {
        lower_advice(c, b);
    } else {
        b->result = lower_body(c, b, b->rule, b->result_index);
    }
    if (b->rule->body == RULE_CASES && b->rule->mode == CASES_WORST) {
        lower_lines(c, b);
    }
}

void lower_rules(Compilation *c)
{
    for (uint32_t i = 0; i < c->blocks.count; i++) {
        lower_block(c, c->blocks.items[i]);
    }
}
