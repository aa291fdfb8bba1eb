/* resolve_test.c - tests: the names they use exist. Their values are read by the test runner
 * against the program. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

/* ---- given ---- */

static void check_value(Names *names, Name path, const Type *type, const Expr *value)
{
    if (type->kind == TY_ERROR || value->kind == EX_ERROR) {
        return;
    }
    if (type->kind == TY_ENUM && value->kind == EX_NAME) {
        if (names_find_value(type->enumeration, value->name.text) == NO_VALUE) {
            diagnose_not_a_value(names->diags, value->span, value->name.text,
                                 resolve_describe(names->arena, type),
                                 names_suggest_value(names, type->enumeration, value->name.text));
        }
        return;
    }
    bool fits = (type->kind == TY_YES_NO && value->kind == EX_YES_NO) ||
                ((type->kind == TY_TEXT || type->kind == TY_KEY) && value->kind == EX_TEXT) ||
                (type->kind == TY_DATE && value->kind == EX_DATE) ||
                (type->kind == TY_INTEGER && value->kind == EX_NUMBER && value->is_integer) ||
                ((type->kind == TY_DECIMAL || type->kind == TY_REAL) && value->kind == EX_NUMBER);
    if (!fits) {
        diagnose_given_type(names->diags, value->span, path.text,
                            resolve_describe(names->arena, type));
        return;
    }
    if (type->kind != TY_DECIMAL) {
        return;
    }
    UnitId unit = value->unit.text.len ? unit_find(value->unit.text) : UNIT_NONE;
    DimId dim = unit == UNIT_NONE ? DIM_NONE : unit_get_dim(unit);
    if (dim == type->dim) {
        Rat number = value->value.number;
        if (unit != UNIT_NONE) {
            unit_convert(number, unit, type->unit, &number);
        }
        resolve_fits(names, value, number, type);
        return;
    }
    if (dim == DIM_NONE) {
        diagnose_missing_unit(names->diags, value->span, value->name.text,
                              unit_get_code(type->unit));
    } else {
        diagnose_given_type(names->diags, value->span, path.text,
                            resolve_describe(names->arena, type));
    }
}

static void resolve_element(Names *names, const AstRecord *record, const AstElement *element)
{
    for (uint32_t i = 0; i < element->fields.count; i++) {
        const AstGiven *given = &element->fields.items[i];
        AstField *field = names_find_field(record, given->path.text);
        if (!field) {
            diagnose_unknown_element_field(names->diags, given->path.span, given->path.text,
                                           record->name.text,
                                           names_suggest_field(names, record, given->path.text));
        } else if (given->kind == GIVEN_FIELD) {
            check_value(names, given->path, &field->type_ref.type, given->value);
        }
    }
}

static void resolve_given(Names *names, const AstGiven *given)
{
    if (given->kind == GIVEN_JSON) {
        return;
    }
    if (given->kind == GIVEN_LIKE) {
        if (!names_find(&names->tests, given->path.text)) {
            diagnose_unknown_test(names->diags, given->path.span, given->path.text,
                                  names_suggest(names, &names->tests, given->path.text));
        }
        return;
    }
    const Symbol *symbol = names_find(&names->values, given->path.text);
    if (!symbol || symbol->kind != SYM_FIELD) {
        diagnose_unknown_field(names->diags, given->path.span, given->path.text,
                               names_suggest(names, &names->values, given->path.text));
        return;
    }
    Type type = names_get_type(symbol);
    if (given->kind == GIVEN_FIELD) {
        check_value(names, given->path, &type, given->value);
    }
    if (given->kind != GIVEN_LIST || type.kind == TY_ERROR) {
        return;
    }
    if (type.kind != TY_LIST) {
        diagnose_not_a_list(names->diags, given->path.span, given->path.text, "[ ... ]",
                            symbol->name.span);
        return;
    }
    for (uint32_t i = 0; i < given->elements.count; i++) {
        resolve_element(names, type.record, &given->elements.items[i]);
    }
}

static void resolve_policy(Names *names, const AstPolicy *policy)
{
    const Symbol *symbol = names_find(&names->values, policy->name.text);
    if (!symbol || symbol->kind != SYM_GAP) {
        diagnose_unknown_gap(names->diags, policy->name.span, policy->name.text,
                             names_suggest(names, &names->values, policy->name.text));
        return;
    }
    const AstGap *gap = symbol->node;
    if (!gap->policy) {
        diagnose_gap_without_policy(names->diags, policy->name.span, policy->name.text,
                                    gap->name.span);
    }
    check_value(names, policy->name, &gap->type_ref.type, policy->value);
}

/* ---- expect ---- */

static bool is_status(Str word)
{
    return str_equal(word, STR("applies")) || str_equal(word, STR("not_applicable")) ||
           str_equal(word, STR("ruled_out")) || str_equal(word, STR("open"));
}

/* `NAME open` of advice for each element speaks about those that are not listed. */
static void check_element(Names *names, AstExpect *expect, const AstRule *rule)
{
    bool each = rule->list_name.text.len > 0, of = expect->of.text.ptr != NULL;
    bool open = rule->kind == RULE_ADVISE && str_equal(expect->status.text, STR("open"));
    if (each && !of && open) {
        expect->of.text = STR("*");
    } else if (each != of) {
        diagnose_which_element(names->diags, expect->name.span, expect->name.text,
                               each ? rule->list_name.text : STR_NONE, rule->name.span);
    }
}

/* A report shows decisions and scores, not facts, gaps or definitions. */
static bool check_reported(Names *names, AstExpect *expect, const Symbol *symbol)
{
    const AstRule *rule = symbol->kind == SYM_RULE ? symbol->node : NULL;
    if (rule && rule->kind != RULE_DEFINE) {
        check_element(names, expect, rule);
        return true;
    }
    diagnose_not_reported(names->diags, expect->name.span, expect->name.text, symbol->name.span);
    return false;
}

static void expect_value(Names *names, AstExpect *expect, const Symbol *symbol)
{
    Type type = names_get_type(symbol);
    if (!check_reported(names, expect, symbol)) {
        return;
    }
    if (expect->kind == EXPECT_STATUS) {
        diagnose_not_advice(names->diags, expect->name.span, expect->name.text, symbol->name.span);
        return;
    }
    /* `open` of a decision: not settled, whatever is possible */
    bool open =
        expect->status.text.len && str_equal(expect->status.text, STR("open")) &&
        !(type.kind == TY_ENUM && names_find_value(type.enumeration, STR("open")) != NO_VALUE);
    if (open) {
        expect->kind = EXPECT_POSSIBLE;
        expect->values.count = 0;
        return;
    }
    expect->status.text = STR_NONE;
    for (uint32_t i = 0; i < expect->values.count; i++) {
        check_value(names, expect->name, &type, expect->values.items[i]);
    }
}

static void expect_advice(Names *names, AstExpect *expect, const Symbol *symbol)
{
    check_element(names, expect, symbol->node);
    for (uint32_t i = 0; i < expect->values.count; i++) {
        const Expr *value = expect->values.items[i];
        if (value->kind != EX_NAME || !is_status(value->name.text)) {
            diagnose_not_a_status(names->diags, value->span);
        }
    }
    if (expect->kind == EXPECT_VALUE && expect->status.text.len) {
        expect->kind = EXPECT_STATUS;
    }
}

static void expect_names(Names *names, const NameList *list, const Namespace *space, bool reason)
{
    for (uint32_t i = 0; i < list->count; i++) {
        Name name = list->items[i];
        if (names_find(space, name.text)) {
            continue;
        }
        Str suggestion = names_suggest(names, space, name.text);
        if (reason) {
            diagnose_unknown_reason(names->diags, name.span, name.text, suggestion);
        } else {
            diagnose_unknown_gap(names->diags, name.span, name.text, suggestion);
        }
    }
}

/* `lesions[1].size` is read as `lesions` and `size`. */
static void expect_paths(Names *names, const NameList *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        Name path = list->items[i];
        const char *bracket = memchr(path.text.ptr, '[', path.text.len);
        Str head = bracket ? (Str){ path.text.ptr, (size_t)(bracket - path.text.ptr) } : path.text;
        const Symbol *symbol = names_find(&names->values, head);
        if (!symbol || symbol->kind != SYM_FIELD) {
            diagnose_unknown_field(names->diags, path.span, head,
                                   names_suggest(names, &names->values, head));
            continue;
        }
        Type type = names_get_type(symbol);
        const char *dot = bracket ? memchr(bracket, '.', path.text.len - head.len) : NULL;
        if (!dot || type.kind != TY_LIST) {
            continue;
        }
        Str field = { dot + 1, (size_t)(path.text.ptr + path.text.len - dot - 1) };
        if (!names_find_field(type.record, field)) {
            diagnose_unknown_element_field(names->diags, path.span, field, type.record->name.text,
                                           names_suggest_field(names, type.record, field));
        }
    }
}

/* `open` may be said of both: a name much like a decision's is meant as one. */
static void report_unknown(Names *names, const AstExpect *expect, bool status)
{
    Name name = expect->name;
    Str advice = names_suggest(names, &names->advice, name.text),
        decision = names_suggest_decision(names, name.text);
    bool open =
        status && expect->kind == EXPECT_VALUE && str_equal(expect->status.text, STR("open"));
    if (!status || (open && !advice.ptr && decision.ptr)) {
        diagnose_unknown_decision(names->diags, name.span, name.text, decision);
    } else {
        diagnose_unknown_advice(names->diags, name.span, name.text, advice);
    }
}

static void check_caution(Names *names, Name name)
{
    if (!names_find(&names->cautions, name.text)) {
        diagnose_unknown_caution(names->diags, name.span, name.text,
                                 names_suggest(names, &names->cautions, name.text));
    }
}

/* Only advice has a direction, a strength, a timing and cautions beside it. */
static void check_advised(Names *names, const AstExpect *expect)
{
    bool said = expect->direction.text.ptr || expect->strength.text.ptr ||
                expect->timing.text.ptr || expect->cautions.count;
    if (!said) {
        return;
    }
    if (expect->kind != EXPECT_STATUS) {
        diagnose_not_advice(names->diags, expect->name.span, expect->name.text, SPAN_NOWHERE);
        return;
    }
    resolve_strength(names, expect->strength);
    for (uint32_t i = 0; i < expect->cautions.count; i++) {
        check_caution(names, expect->cautions.items[i]);
    }
}

static void resolve_expected(Names *names, AstExpect *expect)
{
    Name name = expect->name;
    expect_paths(names, &expect->needs);
    expect_paths(names, &expect->not_needs);
    expect_names(names, &expect->gaps, &names->values, false);
    expect_names(names, &expect->reasons, &names->reasons, true);
    if (expect->kind == EXPECT_PROBLEM) {
        return;
    }
    if (expect->kind == EXPECT_CAUTION || expect->kind == EXPECT_NO_CAUTION) {
        check_caution(names, name);
        return;
    }
    const Symbol *value = names_find(&names->values, name.text);
    const Symbol *advice = names_find(&names->advice, name.text);
    bool status = expect->kind == EXPECT_STATUS || expect->status.text.len;
    if (advice && (status || !value)) {
        expect_advice(names, expect, advice);
    } else if (value) {
        expect_value(names, expect, value);
    } else {
        report_unknown(names, expect, status);
    }
}

static void resolve_expect(Names *names, AstExpect *expect)
{
    resolve_expected(names, expect);
    check_advised(names, expect);
}

/* A field that one test gives twice; `like` may be followed by another value of its fields. */
static void check_given_twice(Names *names, const AstTest *test)
{
    for (uint32_t i = 0; i < test->given.count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const AstGiven *first = &test->given.items[j], *second = &test->given.items[i];
            bool fields =
                first->path.text.len && second->kind != GIVEN_LIKE && first->kind != GIVEN_LIKE;
            if (fields && str_equal(first->path.text, second->path.text)) {
                diagnose_duplicate(names->diags, second->path.span, "value of", second->path.text,
                                   first->path.span);
            }
        }
    }
}

/* What an expectation is about: a decision and an advice may have one name, and both may be meant.
 */
static unsigned get_subject(ExpectKind kind)
{
    switch (kind) {
    case EXPECT_VALUE:
    case EXPECT_POSSIBLE: return 0;
    case EXPECT_STATUS: return 1;
    case EXPECT_CAUTION:
    case EXPECT_NO_CAUTION: return 2;
    case EXPECT_PROBLEM: break;
    }
    return 3;
}

/* Only one of two would be tested; if they contradict each other, the test would pass all the same.
 */
static void check_expected_twice(Names *names, const AstTest *test)
{
    for (uint32_t i = 0; i < test->expect.count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            const AstExpect *first = &test->expect.items[j], *second = &test->expect.items[i];
            if (get_subject(first->kind) != get_subject(second->kind) ||
                !str_equal(first->of.text, second->of.text) ||
                !str_equal(first->name.text, second->name.text)) {
                continue;
            }
            diagnose_duplicate(names->diags, second->name.span, "expectation of", second->name.text,
                               first->name.span);
            break;
        }
    }
}

void resolve_tests(Names *names)
{
    for (uint32_t i = 0; i < names->ast->tests.count; i++) {
        AstTest *test = names->ast->tests.items[i];
        check_given_twice(names, test);
        for (uint32_t j = 0; j < test->policies.count; j++) {
            resolve_policy(names, &test->policies.items[j]);
        }
        for (uint32_t j = 0; j < test->given.count; j++) {
            resolve_given(names, &test->given.items[j]);
        }
        for (uint32_t j = 0; j < test->expect.count; j++) {
            resolve_expect(names, &test->expect.items[j]);
        }
        check_expected_twice(names, test);
    }
}
