/* test_case.c - a `test` of the language as a case: given becomes the patient's record, expect the
 * expectations. */
#include "compiler/testing/test_case.h"
#include "compiler/tools/json_build.h"

#include <string.h>

typedef struct Builder {
    const Ast *ast;
    Arena *arena;
    Str why;
} Builder;

static const char *c_text(Builder *b, Str text)
{
    return str_to_c(b->arena, text);
}

/* Exact decimal text; jansson reads it as the number it is. */
static json_t *make_number(Builder *b, Rat value)
{
    StrBuf buf = { .arena = b->arena };
    rat_print(&buf, value);
    json_t *number = json_loadb(buf.ptr, buf.len, JSON_DECODE_ANY, NULL);
    return number ? number : json_build_text(buf_get(&buf));
}

static json_t *make_date(Builder *b, const Expr *e)
{
    StrBuf buf = { .arena = b->arena };
    date_print_range(&buf, e->value.day_lo, e->value.day_hi);
    return json_build_text(buf_get(&buf));
}

/* A literal as the record would hold it. Quantities keep the unit in which they are written. */
static json_t *make_value(Builder *b, const Expr *e, bool in_record)
{
    switch (e->kind) {
    case EX_YES_NO: return json_boolean(e->value.flag);
    case EX_DATE: return make_date(b, e);
    case EX_TEXT: return json_build_text(e->value.text);
    case EX_NUMBER: break;
    case EX_NEG: {
        Expr number = *e->args[0];
        if (number.kind != EX_NUMBER) {
            break;
        }
        number.value.number.num = -number.value.number.num;
        return make_value(b, &number, in_record);
    }
    default: return json_build_text(e->name.text);
    }
    json_t *number = make_number(b, e->value.number);
    if (!e->unit.text.len || !in_record) {
        return number;
    }
    return json_pack("{s:o, s:o}", "value", number, "unit", json_build_text(e->unit.text));
}

/* ---- given ---- */

void test_case_put(Arena *arena, json_t *object, Str path, json_t *value)
{
    for (;;) {
        const char *dot = memchr(path.ptr, '.', path.len);
        if (!dot) {
            break;
        }
        const char *name = str_to_c(arena, (Str){ path.ptr, (size_t)(dot - path.ptr) });
        json_t *group = json_object_get(object, name);
        if (!json_is_object(group)) {
            group = json_object();
            json_object_set_new(object, name, group);
        }
        object = group;
        path = (Str){ dot + 1, path.len - (size_t)(dot - path.ptr) - 1 };
    }
    if (value) {
        json_object_set_new(object, str_to_c(arena, path), value);
    } else {
        json_object_del(object, str_to_c(arena, path));
    }
}

static const AstTest *find_test(Builder *b, Str name)
{
    for (uint32_t i = 0; i < b->ast->tests.count; i++) {
        if (str_equal(b->ast->tests.items[i]->name.text, name)) {
            return b->ast->tests.items[i];
        }
    }
    return NULL;
}

static bool add_given(Builder *b, json_t **patient, const AstTest *test, unsigned depth);

static json_t *make_elements(Builder *b, const AstGiven *given)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < given->elements.count; i++) {
        json_t *element = json_object();
        for (uint32_t k = 0; k < given->elements.items[i].fields.count; k++) {
            const AstGiven *field = &given->elements.items[i].fields.items[k];
            test_case_put(b->arena, element, field->path.text,
                          field->value ? make_value(b, field->value, true) : NULL);
        }
        json_array_append_new(list, element);
    }
    return list;
}

static bool add_json(Builder *b, json_t **patient, Str text)
{
    json_error_t error;
    json_t *object = json_loadb(text.ptr, text.len, 0, &error);
    if (!object) {
        b->why = str_format(b->arena, "given json: %s", error.text);
        return false;
    }
    json_decref(*patient);
    *patient = object;
    return true;
}

static bool add_one_given(Builder *b, json_t **patient, const AstGiven *given, unsigned depth)
{
    switch (given->kind) {
    case GIVEN_LIKE: {
        const AstTest *other = find_test(b, given->path.text);
        if (!other || depth > 50) {
            b->why = str_format(b->arena,
                                other ? "`like %S` goes in a circle" : "there is no test \"%S\"",
                                given->path.text);
            return false;
        }
        return add_given(b, patient, other, depth + 1);
    }
    case GIVEN_JSON: return add_json(b, patient, given->json.text);
    case GIVEN_LIST:
        test_case_put(b->arena, *patient, given->path.text, make_elements(b, given));
        return true;
    case GIVEN_MISSING: test_case_put(b->arena, *patient, given->path.text, NULL); return true;
    default:
        test_case_put(b->arena, *patient, given->path.text, make_value(b, given->value, true));
        return true;
    }
}

static bool add_given(Builder *b, json_t **patient, const AstTest *test, unsigned depth)
{
    for (uint32_t i = 0; i < test->given.count; i++) {
        if (!add_one_given(b, patient, &test->given.items[i], depth)) {
            return false;
        }
    }
    return true;
}

/* ---- expect ---- */

static json_t *make_names(const NameList *names)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < names->count; i++) {
        json_array_append_new(array, json_build_text(names->items[i].text));
    }
    return array;
}

static void add_openness(json_t *object, const AstExpect *expect)
{
    if (expect->needs.count) {
        json_object_set_new(object, "needs", make_names(&expect->needs));
    }
    if (expect->no_gaps) {
        json_object_set_new(object, "no_gaps", json_true());
    }
    if (expect->gaps.count) {
        json_object_set_new(object, "gaps", make_names(&expect->gaps));
    }
    if (expect->not_needs.count) {
        json_object_set_new(object, "not_needs", make_names(&expect->not_needs));
    }
}

static json_t *make_possible(Builder *b, const AstExpect *expect)
{
    json_t *answer = json_pack("{s:b}", "unknown", 1), *values = json_array();
    add_openness(answer, expect);
    if (!expect->values.count) { /* `open`: whatever is possible */
        json_decref(values);
        return answer;
    }
    for (uint32_t i = 0; i < expect->values.count; i++) {
        json_array_append_new(values, make_value(b, expect->values.items[i], false));
    }
    json_object_set_new(answer, "possible", values);
    return answer;
}

/* A yes_no decision prints true and false. */
static json_t *make_expected_value(Builder *b, const AstExpect *expect)
{
    json_t *value = make_value(b, expect->values.items[0], false);
    if (!expect->reasons.count) {
        return value;
    }
    return json_pack("{s:o, s:o}", "value", value, "reasons", make_names(&expect->reasons));
}

static json_t *get_member(json_t *object, const char *name, bool array)
{
    json_t *member = json_object_get(object, name);
    if (member) {
        return member;
    }
    member = array ? json_array() : json_object();
    json_object_set_new(object, name, member);
    return member;
}

/* Decisions of the patient, or of one element of the list that the rule is for each of. */
static json_t *get_decisions(Builder *b, json_t *expectations, const AstExpect *expect)
{
    if (!expect->of.text.ptr) {
        return get_member(expectations, "decisions", false);
    }
    for (uint32_t i = 0; i < b->ast->rules.count; i++) {
        const AstRule *rule = b->ast->rules.items[i];
        for (uint32_t r = 0; rule->list && r < rule->results.count; r++) {
            if (str_equal(rule->results.items[r].name.text, expect->name.text)) {
                return get_member(get_member(expectations, c_text(b, rule->list->path.text), false),
                                  c_text(b, expect->of.text), false);
            }
        }
    }
    return get_member(expectations, "decisions", false);
}

static const char *name_advice(Builder *b, const AstExpect *expect)
{
    if (!expect->of.text.ptr) {
        return c_text(b, expect->name.text);
    }
    return c_text(b, str_format(b->arena, "%S@%S", expect->name.text, expect->of.text));
}

/* What is advised with a strength is advised, unless `against` stands there. */
static void add_direction(json_t *advice, const char *name, const AstExpect *expect)
{
    bool strength = expect->strength.text.ptr != NULL, timing = expect->timing.text.ptr != NULL;
    Str direction = expect->direction.text.ptr ? expect->direction.text : STR("for");
    if (expect->direction.text.ptr || strength || timing) {
        json_object_set_new(get_member(advice, "direction", false), name,
                            json_build_text(direction));
    }
    if (strength) {
        json_object_set_new(get_member(advice, "strength", false), name,
                            json_build_text(expect->strength.text));
    }
    if (timing) {
        json_object_set_new(get_member(advice, "timing", false), name,
                            json_build_text(expect->timing.text));
    }
}

static void add_status(Builder *b, json_t *expectations, const AstExpect *expect)
{
    json_t *advice = get_member(expectations, "advice", false);
    const char *name = name_advice(b, expect);
    add_direction(advice, name, expect);
    if (expect->cautions.count) {
        json_object_set_new(get_member(advice, "cautions", false), name,
                            make_names(&expect->cautions));
    }
    if (expect->reasons.count) {
        json_object_set_new(get_member(advice, "reasons", false), name,
                            make_names(&expect->reasons));
    }
    if (!str_equal(expect->status.text, STR("open"))) {
        json_object_set_new(get_member(advice, "status", false), name,
                            json_build_text(expect->status.text));
        return;
    }
    json_t *open = json_pack("{s:s}", "name", name);
    add_openness(open, expect);
    json_array_append_new(get_member(advice, "open", true), open);
}

static void add_expect(Builder *b, json_t *expectations, const AstExpect *expect)
{
    json_t *name = json_build_text(expect->name.text);
    switch (expect->kind) {
    case EXPECT_STATUS: add_status(b, expectations, expect); break;
    case EXPECT_CAUTION: json_array_append(get_member(expectations, "cautions", true), name); break;
    case EXPECT_NO_CAUTION:
        json_array_append(get_member(expectations, "no_cautions", true), name);
        break;
    case EXPECT_PROBLEM: json_array_append(get_member(expectations, "problems", true), name); break;
    case EXPECT_POSSIBLE:
        json_object_set_new(get_decisions(b, expectations, expect), c_text(b, expect->name.text),
                            make_possible(b, expect));
        break;
    default:
        json_object_set_new(get_decisions(b, expectations, expect), c_text(b, expect->name.text),
                            make_expected_value(b, expect));
        break;
    }
    json_decref(name);
}

json_t *test_case_make(Arena *arena, const Ast *ast, const AstTest *test, Str *why)
{
    Builder b = { ast, arena, STR_NONE };
    json_t *patient = json_object(), *expect = json_object(), *policy = json_object();
    bool good = add_given(&b, &patient, test, 0);
    for (uint32_t i = 0; i < test->policies.count; i++) {
        json_object_set_new(policy, c_text(&b, test->policies.items[i].name.text),
                            make_value(&b, test->policies.items[i].value, true));
    }
    for (uint32_t i = 0; i < test->expect.count; i++) {
        add_expect(&b, expect, &test->expect.items[i]);
    }
    if (test->expect.count) {
        get_member(expect, "problems", true); /* a value that the record cannot take is a slip */
    }
    json_t *one = json_pack("{s:o, s:o, s:o, s:o}", "name", json_build_text(test->name.text),
                            "policy", policy, "patient", patient, "expect", expect);
    if (test->as_of) {
        json_object_set_new(one, "as_of", make_date(&b, test->as_of));
    }
    json_build_check(arena);
    *why = b.why;
    if (good) {
        return one;
    }
    json_decref(one);
    return NULL;
}
