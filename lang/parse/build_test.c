/* build_test.c - tests. In `expect` commas separate expectations and also the values of one of
 * them; a bare value goes on with the list before it. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

void build_test(Parse *parse, Label name, Span span)
{
    AstTest *test = ARENA_NEW(parse->arena, AstTest);
    test->name = name;
    test->span = span;
    build_decl(parse, DECL_TEST, test, span);
    parse->test = test;
}

void build_test_end(Parse *parse, bool ended, Span span)
{
    AstTest *test = parse->test;
    parse->test = NULL;
    if (!ended) {
        build_missing_end(parse);
    }
    if (!test->expect.count && !test->broken) {
        diagnose_test_expects_nothing(parse->diags, test->name.span);
    }
    test->span = span;
}

void build_test_policy(Parse *parse, Name name, Expr *value)
{
    vec_add(parse->arena, &parse->test->policies, ((AstPolicy){ name, value }));
}

/* ---- given ---- */

void build_test_given(Parse *parse, const GivenList *items)
{
    for (uint32_t i = 0; i < items->count; i++) {
        vec_add(parse->arena, &parse->test->given, items->items[i]);
    }
}

static AstGiven *make_given(Parse *parse, GivenKind kind, Name path, Span span)
{
    AstGiven *given = ARENA_NEW(parse->arena, AstGiven);
    given->kind = kind;
    given->path = path;
    given->span = span;
    return given;
}

/* An element without a name before it is one more of the list before it. */
GivenList *build_given(Parse *parse, GivenList *list, AstGiven *item)
{
    if (!list) {
        list = ARENA_NEW(parse->arena, GivenList);
    }
    bool more = item->kind == GIVEN_LIST && !item->path.text.len;
    if (!more) {
        vec_add(parse->arena, list, *item);
        return list;
    }
    AstGiven *last = list->count ? &list->items[list->count - 1] : NULL;
    if (!last || last->kind != GIVEN_LIST) {
        diagnose_element_without_list(parse->diags, item->span);
    } else if (!last->elements.count || !item->elements.count) {
        diagnose_empty_element(parse->diags, item->span);
    } else {
        vec_add(parse->arena, &last->elements, item->elements.items[0]);
    }
    return list;
}

AstGiven *build_given_like(Parse *parse, Name name, Span span)
{
    return make_given(parse, GIVEN_LIKE, name, span);
}

AstGiven *build_given_value(Parse *parse, Name path, Expr *value, Span span)
{
    AstGiven *given = make_given(parse, GIVEN_FIELD, path, span);
    given->value = value;
    return given;
}

AstGiven *build_given_missing(Parse *parse, Name path, Span span)
{
    return make_given(parse, GIVEN_MISSING, path, span);
}

AstGiven *build_given_list(Parse *parse, Name path, AstGiven *element, Span span)
{
    element->path = path;
    element->span = span;
    return element;
}

AstGiven *build_given_json(Parse *parse, Label json, Span span)
{
    AstGiven *given = make_given(parse, GIVEN_JSON, (Name){ .text = STR_NONE }, span);
    given->json = json;
    return given;
}

/* fields NULL: `[ ]`, the empty list. */
AstGiven *build_element(Parse *parse, const GivenList *fields, Span span)
{
    AstGiven *given = make_given(parse, GIVEN_LIST, (Name){ .text = STR_NONE }, span);
    if (!fields) {
        return given;
    }
    AstElement element = { .span = span };
    for (uint32_t i = 0; i < fields->count; i++) {
        vec_add(parse->arena, &element.fields, fields->items[i]);
    }
    vec_add(parse->arena, &given->elements, element);
    return given;
}

/* ---- expect ---- */

Name build_path(Parse *parse, Span span)
{
    return (Name){ { parse->text.ptr + span.start, span.end - span.start }, span };
}

static AstExpect *add_expect(Parse *parse, ExpectKind kind, Name name, Label of, Span span)
{
    AstTest *test = parse->test;
    vec_add(parse->arena, &test->expect,
            ((AstExpect){ .kind = kind, .name = name, .of = of, .span = span }));
    parse->expect_list = EXPECT_NO_LIST;
    return &test->expect.items[test->expect.count - 1];
}

static AstExpect *last_expect(Parse *parse)
{
    AstTest *test = parse->test;
    return test->expect.count ? &test->expect.items[test->expect.count - 1] : NULL;
}

void build_expect_bare(Parse *parse, Expr *value)
{
    AstExpect *last = last_expect(parse);
    if (last) {
        last->span = span_join(last->span, value->span);
    }
    switch (last ? parse->expect_list : EXPECT_NO_LIST) {
    case EXPECT_VALUES: vec_add(parse->arena, &last->values, value); return;
    case EXPECT_NEEDS: vec_add(parse->arena, &last->needs, value->name); return;
    case EXPECT_NOT_NEEDS: vec_add(parse->arena, &last->not_needs, value->name); return;
    case EXPECT_GAPS: vec_add(parse->arena, &last->gaps, value->name); return;
    case EXPECT_REASONS: vec_add(parse->arena, &last->reasons, value->name); return;
    default: parse->test->broken = true; diagnose_bare_expectation(parse->diags, value->span);
    }
}

void build_expect_value(Parse *parse, Name name, Label of, Expr *value, Span span)
{
    static const Str statuses[] = { { "not_applicable", 14 }, { "ruled_out", 9 }, { "open", 4 } };
    AstExpect *expect = add_expect(parse, EXPECT_VALUE, name, of, span);
    vec_add(parse->arena, &expect->values, value);
    for (size_t i = 0; i < 3; i++) {
        if (value->kind == EX_NAME && str_equal(value->name.text, statuses[i])) {
            expect->status = value->name;
        }
    }
}

void build_expect_status(Parse *parse, Name name, Label of, Name status, Span span)
{
    add_expect(parse, EXPECT_STATUS, name, of, span)->status = status;
}

void build_expect_possible(Parse *parse, Name name, Label of, Expr *value, Span span)
{
    AstExpect *expect = add_expect(parse, EXPECT_POSSIBLE, name, of, span);
    vec_add(parse->arena, &expect->values, value);
    parse->expect_list = EXPECT_VALUES;
}

void build_expect_caution(Parse *parse, Name name, Label of, bool present, Span span)
{
    add_expect(parse, present ? EXPECT_CAUTION : EXPECT_NO_CAUTION, name, of, span);
}

void build_expect_problem(Parse *parse, Name path, Span span)
{
    add_expect(parse, EXPECT_PROBLEM, path, (Label){ .text = STR_NONE }, span);
}

void build_expect_needs(Parse *parse, Name path, bool needed)
{
    AstExpect *expect = last_expect(parse);
    if (!expect) {
        return;
    }
    parse->expect_list = needed ? EXPECT_NEEDS : EXPECT_NOT_NEEDS;
    if (needed) {
        vec_add(parse->arena, &expect->needs, path);
    } else {
        vec_add(parse->arena, &expect->not_needs, path);
    }
}

/* `gaps none` says that no gap keeps it open. */
void build_expect_gap(Parse *parse, Name name)
{
    AstExpect *expect = last_expect(parse);
    if (!expect) {
        return;
    }
    parse->expect_list = EXPECT_GAPS;
    if (str_equal(name.text, STR("none"))) {
        expect->no_gaps = true;
    } else {
        vec_add(parse->arena, &expect->gaps, name);
    }
}

void build_expect_reason(Parse *parse, Name name)
{
    AstExpect *expect = last_expect(parse);
    if (!expect) {
        return;
    }
    parse->expect_list = EXPECT_REASONS;
    vec_add(parse->arena, &expect->reasons, name);
}

void build_expect_direction(Parse *parse, Name word)
{
    AstExpect *expect = last_expect(parse);
    parse->expect_list = EXPECT_NO_LIST;
    if (expect) {
        expect->direction = word;
    }
}

void build_expect_strength(Parse *parse, Name strength)
{
    AstExpect *expect = last_expect(parse);
    parse->expect_list = EXPECT_NO_LIST;
    if (expect) {
        expect->strength = strength;
    }
}

void build_expect_caution_beside(Parse *parse, Name caution)
{
    AstExpect *expect = last_expect(parse);
    parse->expect_list = EXPECT_NO_LIST;
    if (expect) {
        vec_add(parse->arena, &expect->cautions, caution);
    }
}

void build_expect_timing(Parse *parse, Label timing)
{
    AstExpect *expect = last_expect(parse);
    parse->expect_list = EXPECT_NO_LIST;
    if (expect) {
        expect->timing = timing;
    }
}

void build_expect_timing_every(Parse *parse, const Expr *number, Span span)
{
    Str text = str_format(parse->arena, "every %S %S", number->name.text, number->unit.text);
    build_expect_timing(parse, (Label){ text, span });
}
