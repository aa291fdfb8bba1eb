/* frozen_test.c - frozen diagrams, made by hand: what is left of them where variables are known. a
 * and b are yes_no, n is 0..9, x is a decimal between 0 and 10. */
#include "runtime/diagram/frozen.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { A, B, N, X, VARIABLES };

static Arena *arena;
static Diagrams *store;

/* What the test says of each variable; names are places in the order. */
static struct {
    bool known, closed;
    int64_t least, most; /* where it is not known */
    Rat value;
} said[VARIABLES];
static const Frozen *frozen;
static Restriction *restriction;

static RankRange ask(void *context, uint32_t number)
{
    const FrozenVar *var = &frozen->vars[number];
    uint64_t name = var->name - 1;
    if (var->closed || said[name].closed) {
        return (RankRange){ .closed = true };
    }
    if (said[name].known) {
        uint32_t rank = frozen_rank(var, said[name].value);
        return (RankRange){ rank, rank, false };
    }
    return (RankRange){ frozen_rank(var, rat_from_int(said[name].least)),
                        frozen_rank(var, rat_from_int(said[name].most)), false };
}

static void add_variable(uint32_t place, int64_t most, bool dense)
{
    Var *var = store->vars[place] = ARENA_NEW(arena, Var);
    *var = (Var){ .name = place + 1,
                  .dense = dense,
                  .wide = dense,
                  .lo = rat_from_int(0),
                  .hi = rat_from_int(most) };
    said[place].known = said[place].closed = false;
    said[place].least = 0;
    said[place].most = most;
}

static int set_up(void **state)
{
    arena = arena_create(0);
    store = node_create_store(arena);
    node_begin(store, arena, VARIABLES);
    add_variable(A, 1, false);
    add_variable(B, 1, false);
    add_variable(N, 9, false);
    add_variable(X, 10, true);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static VarId var(uint32_t place)
{
    return place << VAR_PART_BITS;
}

static Node at_most(uint32_t place, int64_t limit)
{
    return var_atom(store, var(place), rat_from_int(limit), true);
}

static Node is_yes(uint32_t place)
{
    return node_not(store, at_most(place, 0));
}

static void know(uint32_t place, int64_t value)
{
    said[place].known = true;
    said[place].value = rat_from_int(value);
}

/* The roots become ids. */
static void freeze(Node *roots, uint32_t count)
{
    frozen = frozen_create(arena, store, roots, count);
    restriction = restriction_create(arena, frozen, (RestrictHost){ .ask = ask });
    restriction_begin(restriction);
}

static void assert_leaf(FrozenId id, uint32_t value)
{
    assert_true(id < frozen->leaf_count);
    assert_int_equal(frozen->leaves[id].kind, LEAF_VALUE);
    assert_int_equal(frozen->leaves[id].lo, value);
}

/* ---- one diagram ---- */

static void what_is_known_chooses_the_branch(void **state)
{
    Node root = node_and(store, is_yes(A), at_most(N, 4));
    freeze(&root, 1);
    know(A, 0);
    assert_leaf(restriction_get(restriction, root), 0);
    know(A, 1);
    know(N, 4);
    restriction_begin(restriction);
    assert_leaf(restriction_get(restriction, root), 1);
    know(N, 5);
    restriction_begin(restriction);
    assert_leaf(restriction_get(restriction, root), 0);
}

static void what_is_free_stays(void **state)
{
    Node roots[] = { node_and(store, is_yes(A), at_most(N, 4)), at_most(N, 4) };
    freeze(roots, 2);
    know(A, 1);
    assert_int_equal(restriction_get(restriction, roots[0]), roots[1]);
    RestrictedParts parts = restriction_collect(restriction, roots[1]);
    assert_int_equal(parts.leaf_count, 2);
    assert_int_equal(parts.var_count, 1);
    assert_int_equal(frozen->vars[parts.vars[0]].name, N + 1);
}

static void a_fact_that_no_longer_matters_is_gone(void **state)
{
    /* a chooses between b and b or n; where n is large both are b. */
    Node large = node_not(store, at_most(N, 4)), b = is_yes(B);
    Node root = apply_select(store, is_yes(A), b, node_and(store, b, large));
    freeze(&root, 1);
    know(N, 7);
    RestrictedParts parts = restriction_collect(restriction, restriction_get(restriction, root));
    assert_int_equal(parts.var_count, 1);
    assert_int_equal(frozen->vars[parts.vars[0]].name, B + 1);
}

static void a_range_leaves_the_cuts_inside_it(void **state)
{
    /* 0 up to 2, 1 up to 4, 0 above */
    Node root = node_and(store, at_most(N, 4), node_not(store, at_most(N, 2)));
    freeze(&root, 1);
    said[N].most = 2;
    assert_leaf(restriction_get(restriction, root), 0);
    said[N].least = 3, said[N].most = 4;
    restriction_begin(restriction);
    assert_leaf(restriction_get(restriction, root), 1);
    said[N].most = 5;
    restriction_begin(restriction);
    FrozenId rest = restriction_get(restriction, root);
    assert_int_equal(restriction_collect(restriction, rest).leaf_count, 2);
}

static void a_cut_tells_at_most_from_below(void **state)
{
    Node roots[] = { var_atom(store, var(X), rat_from_int(5), true),
                     var_atom(store, var(X), rat_from_int(5), false) };
    freeze(roots, 2);
    know(X, 5);
    assert_leaf(restriction_get(restriction, roots[0]), 1);
    assert_leaf(restriction_get(restriction, roots[1]), 0);
    said[X].value = (Rat){ 49999, 10000 };
    restriction_begin(restriction);
    assert_leaf(restriction_get(restriction, roots[1]), 1);
}

/* ---- several ---- */

static void equal_functions_have_equal_ids(void **state)
{
    Node b = is_yes(B), n = at_most(N, 4);
    /* With a known, both are "b or n"; neither stands in the store like that. */
    Node roots[] = { apply_select(store, is_yes(A), node_or(store, b, n), b),
                     node_or(store, node_and(store, b, is_yes(A)), node_or(store, b, n)),
                     node_and(store, is_yes(A), node_and(store, b, at_most(X, 1))),
                     apply_select(store, is_yes(A), node_and(store, at_most(X, 1), b), n) };
    freeze(roots, 4);
    know(A, 1);
    assert_int_equal(restriction_get(restriction, roots[0]),
                     restriction_get(restriction, roots[1]));
    assert_int_equal(restriction_get(restriction, roots[2]),
                     restriction_get(restriction, roots[3]));
    assert_int_not_equal(restriction_get(restriction, roots[0]),
                         restriction_get(restriction, roots[2]));
}

static void what_was_known_is_forgotten(void **state)
{
    Node root = node_or(store, is_yes(A), at_most(N, 4));
    freeze(&root, 1);
    know(A, 1);
    assert_leaf(restriction_get(restriction, root), 1);
    know(A, 0);
    restriction_begin(restriction);
    assert_int_equal(restriction_collect(restriction, restriction_get(restriction, root)).var_count,
                     1);
}

/* ---- what cannot be told ---- */

static void a_closed_variable_matters_only_where_it_is_asked(void **state)
{
    Node root = node_and(store, is_yes(A), at_most(N, 4));
    freeze(&root, 1);
    said[N].closed = true;
    assert_int_equal(restriction_get(restriction, root), FROZEN_CLOSED);
    know(A, 0);
    restriction_begin(restriction);
    assert_leaf(restriction_get(restriction, root), 0);
}

static void arithmetic_that_is_left_cannot_be_told(void **state)
{
    Node x = var_load(store, var(X), false);
    Node root = apply_select(store, is_yes(A), x, NODE_FAIL);
    freeze(&root, 1);
    know(A, 1);
    assert_int_equal(restriction_get(restriction, root), FROZEN_CLOSED);
    know(A, 0);
    restriction_begin(restriction);
    assert_int_equal(frozen->leaves[restriction_get(restriction, root)].kind, LEAF_FAIL);
}

static void derived_variables_are_closed(void **state)
{
    Node x = var_load(store, var(X), false);
    Node n = leaf_from_term(store, term_from_var(store, var(N)));
    Node root = apply2(store, DIA_LT, 0, apply2(store, DIA_MUL, 0, x, n), leaf_from_int(store, 3));
    freeze(&root, 1);
    assert_int_equal(restriction_get(restriction, root), FROZEN_CLOSED);
}

/* ---- against the store ---- */

/* Every way to know some of three variables, for a function of all four: as many leaves and
 * variables as the store finds by restricting. (It does not restrict decimals.) */
static void restricting_here_is_restricting_in_the_store(void **state)
{
    static const int64_t values[X][4] = { { -1, 0, 1, 1 }, { -1, 0, 1, 1 }, { -1, 2, 4, 9 } };
    Node a = is_yes(A), b = is_yes(B), small = at_most(X, 5);
    Node root = apply_select(store, node_or(store, a, at_most(N, 3)), node_and(store, small, b),
                             apply_select(store, at_most(X, 1), node_not(store, b), at_most(N, 4)));
    Node packed = root;
    freeze(&packed, 1);
    for (unsigned way = 0; way < 64; way++) {
        Diagram rest = { store, root };
        for (unsigned v = 0; v < X; v++) {
            int64_t value = values[v][way >> 2 * v & 3];
            said[v].known = value >= 0;
            said[v].value = rat_from_int(value);
            if (value >= 0) {
                assert_true(diagram_restrict(&rest, v + 1, rat_from_int(value)));
            }
        }
        restriction_begin(restriction);
        RestrictedParts parts =
            restriction_collect(restriction, restriction_get(restriction, packed));
        NodeList leaves = { NULL, 0, 0 };
        VarList vars = { NULL, 0, 0 };
        walk_collect(store, rest.root, &leaves, &vars);
        assert_int_equal(parts.leaf_count, leaves.count);
        assert_int_equal(parts.var_count, vars.count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_known_chooses_the_branch, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_free_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_fact_that_no_longer_matters_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_range_leaves_the_cuts_inside_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cut_tells_at_most_from_below, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_functions_have_equal_ids, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_known_is_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_closed_variable_matters_only_where_it_is_asked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(arithmetic_that_is_left_cannot_be_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(derived_variables_are_closed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(restricting_here_is_restricting_in_the_store, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
