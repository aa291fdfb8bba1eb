/* index_test.c - tests stay syntax: their names are looked up as the test runner does. */
#include "compiler/lsp/index_parts.h"

#include <string.h>

static const AstField *find_field(const IndexWalk *walk, Str path)
{
    uint32_t subject = index_find_name(walk->index, SUBJECT_FIELD, path);
    const AstField *field =
        subject == NO_SUBJECT ? NULL : walk->index->subjects.items[subject].node;
    return field && !field->owner ? field : NULL;
}

static const AstField *find_element_field(const AstRecord *record, Str name)
{
    for (uint32_t i = 0; record && i < record->fields.count; i++) {
        if (str_equal(record->fields.items[i]->path.text, name)) {
            return record->fields.items[i];
        }
    }
    return NULL;
}

static void name_field(IndexWalk *walk, const AstField *field, Span span)
{
    index_add_place(walk, index_find_node(walk->index, field, 0), span, false);
}

/* ---- given ---- */

static void name_element(IndexWalk *walk, const AstRecord *record, const AstElement *element)
{
    for (uint32_t i = 0; i < element->fields.count; i++) {
        const AstGiven *given = &element->fields.items[i];
        const AstField *field = find_element_field(record, given->path.text);
        if (field) {
            name_field(walk, field, given->path.span);
            index_name_value(walk, &field->type_ref.type, given->value);
        }
    }
}

static void name_given(IndexWalk *walk, const AstGiven *given)
{
    if (given->kind == GIVEN_LIKE) {
        index_name_named(walk, SUBJECT_TEST, given->path);
        return;
    }
    const AstField *field = given->kind == GIVEN_JSON ? NULL : find_field(walk, given->path.text);
    if (!field) {
        return;
    }
    name_field(walk, field, given->path.span);
    index_name_value(walk, &field->type_ref.type, given->value);
    const Type *type = &field->type_ref.type;
    for (uint32_t i = 0; type->kind == TY_LIST && i < given->elements.count; i++) {
        name_element(walk, type->record, &given->elements.items[i]);
    }
}

/* ---- expect ---- */

/* `lesions[1].size`: the list and the field of its elements. */
static void name_path(IndexWalk *walk, Name path)
{
    const char *bracket = memchr(path.text.ptr, '[', path.text.len);
    size_t head = bracket ? (size_t)(bracket - path.text.ptr) : path.text.len;
    const AstField *field = find_field(walk, (Str){ path.text.ptr, head });
    if (!field) {
        return;
    }
    Span span = path.span;
    span.end = span.start + (uint32_t)head;
    name_field(walk, field, span);
    const char *dot = bracket ? memchr(bracket, '.', path.text.len - head) : NULL;
    if (!dot || field->type_ref.type.kind != TY_LIST) {
        return;
    }
    size_t at = (size_t)(dot - path.text.ptr) + 1;
    const AstField *part = find_element_field(field->type_ref.type.record,
                                              (Str){ path.text.ptr + at, path.text.len - at });
    if (part) {
        name_field(walk, part,
                   (Span){ path.span.file, path.span.start + (uint32_t)at, path.span.end });
    }
}

static void name_paths(IndexWalk *walk, const NameList *paths)
{
    for (uint32_t i = 0; i < paths->count; i++) {
        name_path(walk, paths->items[i]);
    }
}

static uint32_t find_expected(const IndexWalk *walk, const AstExpect *expect)
{
    const Index *index = walk->index;
    Str name = expect->name.text;
    switch (expect->kind) {
    case EXPECT_CAUTION:
    case EXPECT_NO_CAUTION: return index_find_name(index, SUBJECT_CAUTION, name);
    case EXPECT_STATUS: return index_find_name(index, SUBJECT_ADVICE, name);
    case EXPECT_PROBLEM: return NO_SUBJECT;
    case EXPECT_VALUE:
    case EXPECT_POSSIBLE: break;
    }
    uint32_t rule = index_find_name(index, SUBJECT_RULE, name);
    return rule != NO_SUBJECT ? rule : index_find_name(index, SUBJECT_ADVICE, name);
}

static void name_values(IndexWalk *walk, uint32_t subject, const AstExpect *expect)
{
    const Subject *of = subject == NO_SUBJECT ? NULL : &walk->index->subjects.items[subject];
    if (!of || of->kind != SUBJECT_RULE) {
        return;
    }
    const AstRule *rule = of->node;
    for (uint32_t i = 0; i < expect->values.count; i++) {
        index_name_value(walk, &rule->results.items[of->part].type_ref.type,
                         expect->values.items[i]);
    }
}

static void name_expect(IndexWalk *walk, const AstExpect *expect)
{
    uint32_t subject = find_expected(walk, expect);
    index_add_place(walk, subject, expect->name.span, false);
    name_values(walk, subject, expect);
    if (expect->kind == EXPECT_PROBLEM) {
        name_path(walk, expect->name);
    }
    name_paths(walk, &expect->needs);
    name_paths(walk, &expect->not_needs);
    index_name_list(walk, SUBJECT_GAP, &expect->gaps);
    index_name_list(walk, SUBJECT_REASON, &expect->reasons);
    index_name_list(walk, SUBJECT_CAUTION, &expect->cautions);
    index_name_named(walk, SUBJECT_STRENGTH, expect->strength);
}

static void name_policy(IndexWalk *walk, const AstPolicy *policy)
{
    uint32_t subject = index_find_name(walk->index, SUBJECT_GAP, policy->name.text);
    index_add_place(walk, subject, policy->name.span, false);
    if (subject != NO_SUBJECT) {
        const AstGap *gap = walk->index->subjects.items[subject].node;
        index_name_value(walk, &gap->type_ref.type, policy->value);
    }
}

void index_name_test(IndexWalk *walk, const AstTest *test)
{
    for (uint32_t i = 0; i < test->policies.count; i++) {
        name_policy(walk, &test->policies.items[i]);
    }
    for (uint32_t i = 0; i < test->given.count; i++) {
        name_given(walk, &test->given.items[i]);
    }
    for (uint32_t i = 0; i < test->expect.count; i++) {
        name_expect(walk, &test->expect.items[i]);
    }
}
