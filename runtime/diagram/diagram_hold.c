/* diagram_hold.c - a diagram with what it mentions, copied into a store of its own. */
#include "runtime/diagram/diagram.h"
#include "runtime/diagram/kernel.h"

typedef struct Copy {
    const Diagrams *from;
    Diagrams *to;
    TermId *terms; /* old: new */
    Node *nodes;   /* old: new */
} Copy;

static uint32_t copy_rat(Copy *copy, uint32_t rat)
{
    return rat_intern(copy->to, copy->from->rats.items[rat]);
}

/* ---- variables ---- */

#define COPY_VEC(copy, vec)          \
    ((vec)->capacity = (vec)->count, \
     (vec)->items =                  \
         arena_copy((copy)->to->arena, (vec)->items, (vec)->count * sizeof *(vec)->items))

static Var *copy_var(Copy *copy, const Var *old)
{
    Var *var = arena_copy(copy->to->arena, old, sizeof *old);
    COPY_VEC(copy, &var->cuts);
    for (uint32_t i = 0; i < var->cuts.count; i++) {
        CutId cut = var->cuts.items[i];
        var->cuts.items[i] = copy_rat(copy, cut >> 1) << 1 | (cut & 1);
    }
    COPY_VEC(copy, &var->points);
    COPY_VEC(copy, &var->sources);
    COPY_VEC(copy, &var->attached);
    for (uint32_t i = 0; i < var->attached.count; i++) {
        var->attached.items[i] = copy_var(copy, old->attached.items[i]);
    }
    var->mark = 0;
    return var;
}

static void copy_vars(Copy *copy)
{
    for (uint32_t i = 0; i <= copy->from->base_vars; i++) {
        if (copy->from->vars[i]) {
            copy->to->vars[i] = copy_var(copy, copy->from->vars[i]);
        }
    }
    for (uint32_t i = 0; i < copy->from->classes.count; i++) {
        OrderClass class = copy->from->classes.items[i];
        COPY_VEC(copy, &class.members);
        COPY_VEC(copy, &class.points);
        vec_add(copy->to->arena, &copy->to->classes, class);
    }
}

/* ---- terms ---- */

static void want_derived(const Diagrams *d, bool *wanted)
{
    for (uint32_t i = 0; i <= d->base_vars; i++) {
        for (uint32_t k = 0; d->vars[i] && k < d->vars[i]->attached.count; k++) {
            wanted[d->vars[i]->attached.items[k]->term] = true;
        }
    }
}

/* A term stands behind its parts. */
static bool *find_terms(const Diagrams *d, const bool *reached, Node root)
{
    bool *wanted = ARENA_ARRAY(d->arena, bool, (size_t)d->terms.count + 1);
    want_derived(d, wanted);
    for (Node n = 0; n <= root; n++) {
        if (reached[n] && row_get(d, n)->var == VAR_LEAF && leaf_get_kind(d, n) == LEAF_TERM) {
            wanted[leaf_get_term(d, n)] = true;
        }
    }
    for (TermId i = d->terms.count; i-- > 0;) {
        const Term *term = &d->terms.items[i];
        if (wanted[i] && term->op < TERM_VAR) {
            wanted[term->a] = wanted[term->b] = true;
        }
    }
    return wanted;
}

static void copy_terms(Copy *copy, const bool *wanted)
{
    for (TermId i = 0; i < copy->from->terms.count; i++) {
        Term term = copy->from->terms.items[i];
        if (!wanted[i]) {
            continue;
        }
        if (term.op == TERM_CONST) {
            term.a = copy_rat(copy, term.a);
        } else if (term.op < TERM_VAR) {
            term.a = copy->terms[term.a];
            term.b = copy->terms[term.b];
        }
        copy->terms[i] = term_copy(copy->to, term);
    }
}

static void rename_terms(Copy *copy)
{
    for (uint32_t i = 0; i <= copy->to->base_vars; i++) {
        Var *var = copy->to->vars[i];
        for (uint32_t k = 0; var && k < var->attached.count; k++) {
            var->attached.items[k]->term = copy->terms[var->attached.items[k]->term];
        }
    }
}

/* ---- rows ---- */

static Node copy_row(Copy *copy, const Row *row)
{
    if (row->var != VAR_LEAF) {
        CutId cut = copy_rat(copy, row->cut >> 1) << 1 | (row->cut & 1);
        return node_make(copy->to, row->var, cut, copy->nodes[row->lo], copy->nodes[row->hi]);
    }
    uint32_t lo = row->cut == LEAF_NUMBER ? copy_rat(copy, row->lo)
                  : row->cut == LEAF_TERM ? copy->terms[row->lo]
                                          : row->lo;
    return leaf_make(copy->to, (LeafKind)row->cut, lo, row->hi);
}

Diagram diagram_hold(Arena *arena, Diagram diagram)
{
    Diagrams *from = diagram.store;
    Copy copy = { .from = from, .to = node_create_store(arena) };
    bool *reached = walk_mark_reachable(from->arena, from, diagram.root);
    node_begin(copy.to, arena, from->base_vars);
    copy.terms = ARENA_ARRAY(from->arena, TermId, (size_t)from->terms.count + 1);
    copy.nodes = ARENA_ARRAY(from->arena, Node, (size_t)diagram.root + 1);
    copy_vars(&copy);
    copy_terms(&copy, find_terms(from, reached, diagram.root));
    rename_terms(&copy);
    for (Node n = 0; n <= diagram.root; n++) {
        copy.nodes[n] = reached[n] ? copy_row(&copy, row_get(from, n)) : 0;
    }
    return (Diagram){ copy.to, copy.nodes[diagram.root] };
}
