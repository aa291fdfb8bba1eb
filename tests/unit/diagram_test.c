/* diagram_test.c - diagrams as values, made by hand: no program, no record. Variables a, b, c are
 * yes_no, n is 0..9, x is a decimal between 0 and 10. */
#include "runtime/diagram/diagram.h"
#include "runtime/diagram/kernel.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { A = 101, B, C, N, X, VARIABLES = 5 };

static Arena *arena;

static int set_up(void **state)
{
    arena = arena_create(0);
    return 0;
}

static int tear_down(void **state)
{
    arena_destroy(arena);
    return 0;
}

static void add_variable(Diagrams *store, uint32_t place, uint64_t name, int64_t most, bool dense)
{
    Var *var = store->vars[place] = ARENA_NEW(arena, Var);
    *var = (Var){
        .name = name, .dense = dense, .wide = dense, .lo = rat_from_int(0), .hi = rat_from_int(most)
    };
}

static Diagrams *make_store(void)
{
    Diagrams *store = node_create_store(arena);
    node_begin(store, arena, VARIABLES);
    add_variable(store, 0, A, 1, false);
    add_variable(store, 1, B, 1, false);
    add_variable(store, 2, C, 1, false);
    add_variable(store, 3, N, 9, false);
    add_variable(store, 4, X, 10, true);
    return store;
}

static Diagram make_value(Diagrams *store, uint32_t value)
{
    return (Diagram){ store, value };
}

/* yes where the variable is above the limit. */
static Diagram make_above(Diagrams *store, uint64_t name, int64_t limit)
{
    Diagram out;
    assert_true(
        diagram_join(name, rat_from_int(limit), make_value(store, 0), make_value(store, 1), &out));
    return out;
}

static Diagram make_if(Diagram condition, Diagram yes, Diagram no)
{
    return (Diagram){ condition.store,
                      apply_select(condition.store, condition.root, yes.root, no.root) };
}

static bool is_same(Diagram a, Diagram b)
{
    return diagram_compare(arena, a, b, (DiagramMatch){ NULL, NULL, NULL });
}

/* a and (b or n > 3) */
static Diagram make_sample(Diagrams *store)
{
    Diagram either =
        make_if(make_above(store, B, 0), make_value(store, 1), make_above(store, N, 3));
    return make_if(make_above(store, A, 0), either, make_value(store, 0));
}

/* ---- join ---- */

static void joining_makes_the_only_diagram_of_a_function(void **state)
{
    Diagrams *store = make_store();
    Diagram low = make_above(store, N, 3), high = make_above(store, N, 5), both;
    /* n > 3 below 5, yes above it: n > 3. */
    assert_true(diagram_join(N, rat_from_int(5), low, make_value(store, 1), &both));
    assert_int_equal(both.root, low.root);
    assert_true(diagram_join(N, rat_from_int(5), make_value(store, 0), low, &both));
    assert_int_equal(both.root, high.root);
}

static void equal_sides_join_to_themselves(void **state)
{
    Diagrams *store = make_store();
    Diagram sample = make_sample(store), both;
    assert_true(diagram_join(C, rat_from_int(0), sample, sample, &both));
    assert_int_equal(both.root, sample.root);
}

static void nothing_is_joined_by_a_variable_that_is_not_there(void **state)
{
    Diagrams *store = make_store();
    Diagram both;
    assert_false(
        diagram_join(999, rat_from_int(0), make_value(store, 0), make_value(store, 1), &both));
}

/* ---- restrict ---- */

static void restricting_leaves_what_follows_from_the_value(void **state)
{
    Diagrams *store = make_store();
    Diagram rest = make_sample(store);
    assert_true(diagram_restrict(&rest, A, rat_from_int(1)));
    assert_true(diagram_restrict(&rest, B, rat_from_int(0)));
    assert_int_equal(rest.root, make_above(store, N, 3).root);
    assert_true(diagram_restrict(&rest, N, rat_from_int(4)));
    assert_int_equal(rest.root, 1);
    rest = make_sample(store);
    assert_true(diagram_restrict(&rest, A, rat_from_int(0)));
    assert_int_equal(rest.root, 0);
}

static void restricting_at_a_cut_takes_the_right_side(void **state)
{
    Diagrams *store = make_store();
    Diagram at = make_above(store, N, 3), above = at;
    assert_true(diagram_restrict(&at, N, rat_from_int(3)));
    assert_true(diagram_restrict(&above, N, rat_from_int(4)));
    assert_int_equal(at.root, 0);
    assert_int_equal(above.root, 1);
}

static void restricting_what_is_not_mentioned_changes_nothing(void **state)
{
    Diagrams *store = make_store();
    Diagram sample = make_sample(store), rest = sample;
    assert_true(diagram_restrict(&rest, C, rat_from_int(1)));
    assert_true(diagram_restrict(&rest, 999, rat_from_int(1)));
    assert_int_equal(rest.root, sample.root);
}

/* f = if v then f with v, else f without v: for every variable that can be restricted. */
static void a_function_is_joined_of_its_restrictions(void **state)
{
    Diagrams *store = make_store();
    static const uint64_t names[] = { A, B, C };
    Diagram sample = make_sample(store), back;
    for (unsigned i = 0; i < 3; i++) {
        Diagram no = sample, yes = sample;
        assert_true(diagram_restrict(&no, names[i], rat_from_int(0)));
        assert_true(diagram_restrict(&yes, names[i], rat_from_int(1)));
        assert_true(diagram_join(names[i], rat_from_int(0), no, yes, &back));
        assert_int_equal(back.root, sample.root);
    }
}

/* ---- compare ---- */

static void the_same_function_is_the_same_in_another_store(void **state)
{
    Diagrams *one = make_store(), *two = make_store();
    make_above(two, C, 0); /* ids differ then */
    make_above(two, N, 7);
    Diagram a = make_sample(one), b = make_sample(two);
    assert_true(is_same(a, b));
    assert_false(is_same(a, make_above(two, A, 0)));
    assert_false(is_same(a, make_value(two, 0)));
}

static void another_cut_or_variable_is_another_function(void **state)
{
    Diagrams *one = make_store(), *two = make_store();
    assert_true(is_same(make_above(one, N, 3), make_above(two, N, 3)));
    assert_false(is_same(make_above(one, N, 3), make_above(two, N, 4)));
    assert_false(is_same(make_above(one, A, 0), make_above(two, B, 0)));
}

static bool is_renamed(void *context, uint64_t a, uint64_t b)
{
    return a == A ? b == B : a == b;
}

static void names_are_matched_as_the_owner_says(void **state)
{
    Diagrams *one = make_store(), *two = make_store();
    DiagramMatch match = { NULL, is_renamed, NULL };
    assert_true(diagram_compare(arena, make_above(one, A, 0), make_above(two, B, 0), match));
    assert_false(diagram_compare(arena, make_above(one, A, 0), make_above(two, A, 0), match));
}

static bool is_next(void *context, uint32_t a, uint32_t b)
{
    return b == a + 1;
}

static void holes_are_matched_as_the_owner_says(void **state)
{
    Diagrams *one = make_store(), *two = make_store();
    Diagram a = { one, leaf_make(one, LEAF_HOLE, 4, 0) },
            b = { two, leaf_make(two, LEAF_HOLE, 5, 0) },
            c = { two, leaf_make(two, LEAF_TWO, 5, 0) };
    assert_false(is_same(a, b));
    assert_true(diagram_compare(arena, a, b, (DiagramMatch){ NULL, NULL, is_next }));
    assert_false(diagram_compare(arena, a, c, (DiagramMatch){ NULL, NULL, is_next }));
}

static void numbers_terms_and_failures_are_compared_by_what_they_mean(void **state)
{
    Diagrams *one = make_store(), *two = make_store();
    leaf_from_int(two, 1000); /* ids differ then */
    Diagram a = { one, leaf_from_rat(one, rat_from_int(500)) },
            b = { two, leaf_from_rat(two, rat_from_int(500)) };
    assert_true(is_same(a, b));
    TermId x = term_from_var(one, 4u << VAR_PART_BITS), y = term_from_var(two, 4u << VAR_PART_BITS);
    Diagram double_x = { one, leaf_from_term(one, term_make(one, DIA_ADD, 0, x, x)) },
            twice_x = { two,
                        leaf_from_term(two, term_make(two, DIA_MUL, 0,
                                                      term_from_rat(two, rat_from_int(2)), y)) },
            other = { two, leaf_from_term(two, y) };
    assert_true(is_same(double_x, twice_x));
    assert_false(is_same(double_x, other));
    assert_true(is_same((Diagram){ one, NODE_FAIL }, (Diagram){ two, NODE_FAIL }));
    assert_false(is_same((Diagram){ one, NODE_FAIL }, (Diagram){ two, NODE_NONE }));
}

/* ---- hold ---- */

static void what_is_held_stays_when_its_store_begins_anew(void **state)
{
    Arena *run = arena_create(0);
    Diagrams *store = make_store(), *other = make_store();
    store->arena = run;
    Diagram held = diagram_hold(arena, make_sample(store));
    arena_destroy(run);
    node_begin(store, arena, VARIABLES);
    assert_true(is_same(held, make_sample(other)));
    assert_true(diagram_restrict(&held, A, rat_from_int(0)));
    assert_int_equal(held.root, 0);
}

static void a_held_diagram_leaves_out_what_it_does_not_mention(void **state)
{
    Diagrams *store = make_store();
    uint32_t before = store->rows.count;
    Diagram small = make_above(store, A, 0);
    for (int64_t i = 0; i < 9; i++) {
        make_if(make_above(store, C, 0), make_above(store, N, i), small);
    }
    Diagram held = diagram_hold(arena, small);
    assert_true(store->rows.count > before + 20);
    assert_int_equal(held.store->rows.count, before + 1);
}

/* ---- witness ---- */

static void assert_step(Witness witness, uint32_t step, uint64_t name, Rat value)
{
    assert_true(step < witness.count);
    assert_int_equal(witness.steps[step].name, name);
    assert_int_equal(rat_compare(witness.steps[step].value, value), 0);
}

static void a_witness_names_the_values_on_the_way(void **state)
{
    Witness witness;
    Diagram sample = make_sample(make_store());
    assert_true(diagram_find_witness(arena, sample, 1, &witness));
    assert_int_equal(witness.count, 3); /* the first way: b is no, so n must be above 3 */
    assert_step(witness, 0, A, rat_from_int(1));
    assert_step(witness, 1, B, rat_from_int(0));
    assert_step(witness, 2, N, rat_from_int(4));
    assert_true(witness.whole);
    assert_true(diagram_find_witness(arena, sample, 0, &witness));
    assert_int_equal(witness.count, 1);
    assert_step(witness, 0, A, rat_from_int(0));
}

static void there_is_no_witness_for_what_cannot_happen(void **state)
{
    Witness witness;
    Diagrams *store = make_store();
    assert_false(diagram_find_witness(arena, make_sample(store), 2, &witness));
    assert_false(diagram_find_witness(arena, make_value(store, 0), 1, &witness));
    assert_true(diagram_find_witness(arena, make_value(store, 1), 1, &witness));
    assert_int_equal(witness.count, 0);
}

/* x between 3 and 5, 3 left out and 5 let in: 1 there, else 0. And 3 alone; and below 3. */
static void a_witness_lies_between_cuts(void **state)
{
    Witness witness;
    Diagrams *store = make_store();
    VarId x = 4u << VAR_PART_BITS;
    Rat three = rat_from_int(3), five = rat_from_int(5), ten = rat_from_int(10);
    Node up_to_three = var_atom(store, x, three, true),
         below_three = var_atom(store, x, three, false),
         up_to_five = var_atom(store, x, five, true), below_five = var_atom(store, x, five, false);
    Diagram inside = { store, node_and(store, up_to_five, node_not(store, up_to_three)) };
    assert_true(diagram_find_witness(arena, inside, 1, &witness));
    assert_step(witness, 0, X, five);
    Diagram strictly = { store, node_and(store, below_five, node_not(store, up_to_three)) };
    assert_true(diagram_find_witness(arena, strictly, 1, &witness));
    assert_step(witness, 0, X, rat_from_int(4));
    Diagram exactly = { store, node_and(store, up_to_three, node_not(store, below_three)) };
    assert_true(diagram_find_witness(arena, exactly, 1, &witness));
    assert_step(witness, 0, X, three);
    assert_true(diagram_find_witness(arena, (Diagram){ store, below_three }, 1, &witness));
    assert_step(witness, 0, X, rat_from_int(0));
    assert_true(diagram_find_witness(arena, (Diagram){ store, up_to_five }, 0, &witness));
    assert_step(witness, 0, X, ten);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(joining_makes_the_only_diagram_of_a_function),
        TEST(equal_sides_join_to_themselves),
        TEST(nothing_is_joined_by_a_variable_that_is_not_there),
        TEST(restricting_leaves_what_follows_from_the_value),
        TEST(restricting_at_a_cut_takes_the_right_side),
        TEST(restricting_what_is_not_mentioned_changes_nothing),
        TEST(a_function_is_joined_of_its_restrictions),
        TEST(the_same_function_is_the_same_in_another_store),
        TEST(another_cut_or_variable_is_another_function),
        TEST(names_are_matched_as_the_owner_says),
        TEST(holes_are_matched_as_the_owner_says),
        TEST(numbers_terms_and_failures_are_compared_by_what_they_mean),
        TEST(what_is_held_stays_when_its_store_begins_anew),
        TEST(a_held_diagram_leaves_out_what_it_does_not_mention),
        TEST(a_witness_names_the_values_on_the_way),
        TEST(there_is_no_witness_for_what_cannot_happen),
        TEST(a_witness_lies_between_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
