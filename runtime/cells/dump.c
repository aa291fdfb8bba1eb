/* dump.c - a diagram as text. Rows are numbered in the order of one fixed walk, and everything is
 * called by its name in the guideline: two programs whose diagrams read alike compute the same
 * function of the facts. */
#include "runtime/cells/engine.h"

enum { LIMIT_DUMP = 4 << 20, LIMIT_DUMP_DEPTH = 200 };

typedef struct Dump {
    Cells *e;
    StrBuf *out;
    NodeList open;     /* by number; those not printed yet stand behind */
    uint32_t *numbers; /* row: number + 1 */
    uint16_t swapped;  /* field + 1 whose two values change places */
    bool failed;       /* something has no text of its own */
} Dump;

/* ---- names ---- */

static void add_rat(StrBuf *out, Rat value)
{
    rat_print(out, value);
}

static void add_fact(Dump *d, const Var *var)
{
    const Program *program = d->e->program;
    if (var->list == NO_INDEX) {
        buf_add(d->out, program->fields[var->field].path);
    } else {
        buf_add_format(d->out, "%S[%u]", program->lists[var->list].path,
                       (unsigned)var->element + 1);
        if (var->field != NO_INDEX) {
            buf_add_format(d->out, ".%S", program->fields[var->field].path);
        }
    }
}

static void add_term(Dump *d, TermId id, unsigned depth);

/* A derived variable is called by the arithmetic that it stands for. */
static void add_derived(Dump *d, VarId id, unsigned depth)
{
    for (uint32_t i = 0; i < d->e->terms.count; i++) {
        if (d->e->terms.items[i].derived == id) {
            add_term(d, i, depth);
            return;
        }
    }
    d->failed = true;
}

static void add_var(Dump *d, VarId id, unsigned depth)
{
    const Var *var = var_get(d->e, id);
    if (var->derived) {
        add_derived(d, id, depth);
    } else {
        add_fact(d, var);
    }
}

static void add_term(Dump *d, TermId id, unsigned depth)
{
    const Term *term = &d->e->terms.items[id];
    if (term->op == TERM_OPAQUE || depth == 0 || d->out->len > LIMIT_DUMP) {
        d->failed = true;
        return;
    }
    if (term->op == TERM_VAR) {
        add_var(d, term->a, depth - 1);
    } else if (term->op == TERM_CONST) {
        add_rat(d->out, d->e->rats.items[term->a]);
    } else {
        buf_add_format(d->out, "%S/%u(", opcode_get_name(term->op), term->digits);
        add_term(d, term->a, depth - 1);
        buf_add_char(d->out, ' ');
        add_term(d, term->b, depth - 1);
        buf_add_char(d->out, ')');
    }
}

/* ---- rows ---- */

static uint32_t get_number(Dump *d, Node n)
{
    if (!d->numbers[n]) {
        vec_add(d->e->arena, &d->open, n);
        d->numbers[n] = d->open.count;
    }
    return d->numbers[n];
}

static void add_fault(Dump *d, const char *what, uint32_t block)
{
    buf_add_format(d->out, "%s %S", what, d->e->program->blocks[block].name);
}

static void add_leaf(Dump *d, Node n)
{
    const Row *row = row_get(d->e, n);
    switch (leaf_get_kind(d->e, n)) {
    case LEAF_VALUE: buf_add_format(d->out, "value %u", row->lo); break;
    case LEAF_FAIL: buf_add_c(d->out, "failure"); break;
    case LEAF_NONE: buf_add_c(d->out, "none"); break;
    case LEAF_HOLE: add_fault(d, "no case of", row->lo); break;
    case LEAF_TWO: add_fault(d, "two cases of", row->lo); break;
    case LEAF_NUMBER: add_rat(d->out, leaf_get_rat(d->e, n)); break;
    case LEAF_REAL: real_print(d->out, leaf_get_real(d->e, n)); break;
    case LEAF_TERM: add_term(d, leaf_get_term(d->e, n), LIMIT_DUMP_DEPTH); break;
    }
}

/* Of compared variables only the representatives are told apart: they belong to what the cuts mean.
 */
static void add_class(Dump *d, const Var *var)
{
    const OrderClass *class = &d->e->classes.items[var->order_class - 1];
    buf_add_c(d->out, " among");
    for (uint32_t i = 0; i < class->members.count; i++) {
        buf_add_char(d->out, ' ');
        add_var(d, class->members.items[i], LIMIT_DUMP_DEPTH);
        buf_add_char(d->out, '*');
        add_rat(d->out, var_get(d->e, class->members.items[i])->scale);
    }
    buf_add_c(d->out, " at");
    for (uint32_t i = 0; i < class->points.count; i++) {
        buf_add_char(d->out, ' ');
        add_rat(d->out, class->points.items[i]);
    }
}

static void add_inner(Dump *d, const Row *row)
{
    const Var *var = var_get(d->e, row->var);
    bool swap =
        d->swapped && !var->derived && var->list == NO_INDEX && var->field + 1u == d->swapped;
    uint32_t lo = get_number(d, swap ? row->hi : row->lo),
             hi = get_number(d, swap ? row->lo : row->hi);
    add_var(d, row->var, LIMIT_DUMP_DEPTH);
    buf_add_c(d->out, row->cut & 1 ? " <= " : " < ");
    add_rat(d->out, cut_get_rat(d->e, row->cut));
    buf_add_format(d->out, " ? %u : %u", lo, hi);
    if (var->order_class) {
        add_class(d, var);
    }
}

bool dump_diagram(Cells *e, Node root, uint16_t swapped, StrBuf *out)
{
    Dump d = { .e = e,
               .out = out,
               .swapped = swapped,
               .numbers = ARENA_ARRAY(e->arena, uint32_t, e->rows.count) };
    get_number(&d, root);
    for (uint32_t i = 0; i < d.open.count && !d.failed; i++) {
        Row row = *row_get(e, d.open.items[i]);
        if (row.var == VAR_LEAF) {
            add_leaf(&d, d.open.items[i]);
        } else {
            add_inner(&d, &row);
        }
        buf_add_char(out, '\n');
    }
    return !d.failed;
}
