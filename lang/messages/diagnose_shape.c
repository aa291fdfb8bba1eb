/* diagnose_shape.c - messages about how declarations and expressions are put together. */
#include "lang/messages/diagnose_add.h"
#include "runtime/base/limits.h"

static Str mean(DiagList *list, Str did_you_mean)
{
    return did_you_mean.ptr ? TEXT("did you mean `%S`?", did_you_mean) : STR_NONE;
}

void diagnose_syntax(DiagList *list, Span span, Str expected, Str found, Str did_you_mean)
{
    diagnose_add(list, D_SYNTAX, span, TEXT("expected %S, found %S", expected, found),
                 mean(list, did_you_mean));
}

void diagnose_stray_word(DiagList *list, Span span, Str word, Str did_you_mean)
{
    diagnose_add(list, D_SYNTAX, span, TEXT("expected an operator or a clause, found `%S`", word),
                 mean(list, did_you_mean));
}

void diagnose_reserved_name(DiagList *list, Span span, Str word)
{
    diagnose_add(list, D_RESERVED_NAME, span,
                 TEXT("`%S` is a word of the language and cannot be a name", word),
                 STR("choose another name"));
}

void diagnose_missing_end(DiagList *list, Span opening, Span here)
{
    diagnose_add_second(list, D_MISSING_END, here, STR("a block ends here without `end`"), opening,
                        STR("it begins here"), STR("write `end` after its last clause"));
}

void diagnose_stray_end(DiagList *list, Span span)
{
    diagnose_add(list, D_STRAY_END, span, STR("no block is open here"),
                 STR("statement, reason, enum and import have no `end`"));
}

void diagnose_nested_too_deep(DiagList *list, Span span)
{
    diagnose_add(list, D_NESTED_TOO_DEEP, span,
                 TEXT("this expression is nested more than %d levels deep", (int)LIMIT_EXPR_DEPTH),
                 STR("name its parts with `define`"));
}

void diagnose_clause_not_allowed(DiagList *list, Span span, const char *kind, const char *clause,
                                 Str allowed)
{
    diagnose_add(list, D_CLAUSE_NOT_ALLOWED, span, TEXT("`%s` has no clause `%s`", kind, clause),
                 TEXT("it may have %S", allowed));
}

void diagnose_clause_twice(DiagList *list, Span span, const char *clause)
{
    diagnose_add(list, D_CLAUSE_TWICE, span, TEXT("a second clause `%s`", clause),
                 STR("a rule has it once"));
}

void diagnose_body_missing(DiagList *list, Span span, const char *kind, Str name)
{
    bool when = kind[0] == 'a' || kind[0] == 'c', score = kind[0] == 's';
    diagnose_add(list, D_BODY_MISSING, span, TEXT("%s `%S` does not say when or what", kind, name),
                 when    ? STR("write `when` and a condition")
                 : score ? STR("write lines such as `2 points when CONDITION`")
                         : STR("write `means`, `case` lines, `worst of` or a `table`"));
}

void diagnose_table_without_rows(DiagList *list, Span span, const char *kind, Str name)
{
    diagnose_add(list, D_BODY_MISSING, span, TEXT("the table of %s `%S` has no row", kind, name),
                 STR("write `columns` and, for each case, a `row` with one cell per column"));
}

void diagnose_two_bodies(DiagList *list, Span span, const char *second, const char *first)
{
    diagnose_add(list, D_TWO_BODIES, span,
                 TEXT("`%s` in a rule that already has `%s`", second, first),
                 STR("a rule has one body"));
}

static Str count_cells(DiagList *list, uint32_t cells, uint32_t results)
{
    return TEXT("%u cell%s and %u result%s", (unsigned)cells, cells == 1 ? "" : "s",
                (unsigned)results, results == 1 ? "" : "s");
}

void diagnose_row_cells(DiagList *list, Span row, uint32_t cells, uint32_t results,
                        uint32_t columns, uint32_t result_columns, Span header, bool commas)
{
    diagnose_add_second(
        list, D_ROW_CELLS, row, TEXT("this row has %S", count_cells(list, cells, results)), header,
        TEXT("the columns ask for %S", count_cells(list, columns, result_columns)),
        commas
            ? STR("a comma lists values within one cell; cells are separated by `|`")
            : STR("cells are separated by `|`; `-` holds for every value; a result begins with `=>`"));
}

void diagnose_row_without_table(DiagList *list, Span span)
{
    diagnose_add(list, D_ROW_WITHOUT_TABLE, span, STR("columns and rows stand in a table"),
                 STR("write `table unique` or `table first` before `columns`"));
}

void diagnose_brackets_needed(DiagList *list, Span span)
{
    diagnose_add(list, D_BRACKETS_NEEDED, span,
                 STR("commas separate the items of this list, so its end is not clear"),
                 STR("put it in brackets: (x in a, b)"));
}

void diagnose_line_without_worst(DiagList *list, Span span, Str value)
{
    diagnose_add(list, D_LINE_WITHOUT_WORST, span, TEXT("`%S when` belongs into `worst of`", value),
                 TEXT("write `worst of` before the lines, or `case %S when`", value));
}

void diagnose_result_count(DiagList *list, Span span, uint32_t found, uint32_t wanted)
{
    diagnose_add(list, D_RESULT_COUNT, span,
                 TEXT("%u result%s, where the rule has %u", (unsigned)found, found == 1 ? "" : "s",
                      (unsigned)wanted),
                 STR("results are separated by commas, in the order of the rule's names"));
}

void diagnose_because_after_otherwise(DiagList *list, Span span)
{
    diagnose_add(list, D_BECAUSE_AFTER_OTHERWISE, span, STR("`otherwise` has no reason of its own"),
                 STR("it holds because no line does"));
}

void diagnose_header_missing(DiagList *list, Span span)
{
    diagnose_add(
        list, D_HEADER_MISSING, span, STR("this file does not begin with a header"),
        STR("begin with `guideline NAME version \"1.0\" ... end` or `module NAME ... end`"));
}

void diagnose_header_late(DiagList *list, Span span, Span first)
{
    diagnose_add_second(list, D_HEADER_LATE, span,
                        STR("the header is the first declaration of a file"), first,
                        STR("this stands before it"), STR("move the header up"));
}

void diagnose_header_twice(DiagList *list, Span span, Span first)
{
    diagnose_add_second(list, D_HEADER_TWICE, span, STR("a second header"), first,
                        STR("the first one"), STR("one file is one module"));
}

void diagnose_version_missing(DiagList *list, Span span)
{
    diagnose_add(list, D_VERSION_MISSING, span, STR("a guideline has a version"),
                 STR("write `version \"1.0\"` after its name; a version is text"));
}

void diagnose_statement_without_text(DiagList *list, Span span, Str id)
{
    diagnose_add(list, D_STATEMENT_WITHOUT_TEXT, span, TEXT("statement %S has no text", id),
                 STR("say in quotes what the source says"));
}

void diagnose_statement_two_texts(DiagList *list, Span span, Span first)
{
    diagnose_add_second(list, D_STATEMENT_TWO_TEXTS, span,
                        STR("a second text of the same statement"), first, STR("the first one"),
                        STR("one of them needs its keyword: section, evidence, at SOURCE"));
}

void diagnose_label_missing(DiagList *list, Span span, const char *kind, Str name)
{
    diagnose_add(list, D_LABEL_MISSING, span, TEXT("%s `%S` has no text", kind, name),
                 STR("say in quotes what a reader of the report should see"));
}

void diagnose_bad_refs(DiagList *list, Span span)
{
    diagnose_add(list, D_BAD_REFS, span, STR("references are whole numbers and ranges of them"),
                 STR("for example: refs 1, 12-16"));
}

void diagnose_bad_cost(DiagList *list, Span span)
{
    diagnose_add(list, D_BAD_COST, span, STR("a cost is a whole number up to 1000000"), STR_NONE);
}

void diagnose_bad_points(DiagList *list, Span span)
{
    diagnose_add(list, D_BAD_POINTS, span, STR("points are a whole number up to 1000000"),
                 STR_NONE);
}

void diagnose_timing_unit(DiagList *list, Span span)
{
    diagnose_add(list, D_TIMING_UNIT, span, STR("how often is a duration"),
                 STR("for example: timing every 2 mo"));
}

void diagnose_builtin_arguments(DiagList *list, Span span, Str name, uint32_t found,
                                const char *use)
{
    diagnose_add(
        list, D_BUILTIN_ARGUMENTS, span,
        TEXT("`%S` does not take %u argument%s", name, (unsigned)found, found == 1 ? "" : "s"),
        TEXT("write %s", use));
}

void diagnose_round_digits(DiagList *list, Span span)
{
    diagnose_add(list, D_ROUND_DIGITS, span, STR("the digits to round to are a number from 0 to 8"),
                 STR("for example: round(x, 2)"));
}

void diagnose_list_field_expected(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_LIST_FIELD_EXPECTED, span, TEXT("`%S` is not LIST.FIELD", name),
                 STR("for example: max lesions.size; of two numbers: max(a, b)"));
}

void diagnose_complete_value(DiagList *list, Span span)
{
    diagnose_add(list, D_COMPLETE_VALUE, span,
                 STR("`complete unless` compares a field with one of its values"),
                 STR("for example: complete unless lesions_complete is no"));
}

void diagnose_empty_element(DiagList *list, Span span)
{
    diagnose_add(list, D_EMPTY_ELEMENT, span, STR("an element of a list needs at least one field"),
                 STR("`lesions [ ]` alone is the empty list"));
}

void diagnose_element_without_list(DiagList *list, Span span)
{
    diagnose_add(list, D_ELEMENT_WITHOUT_LIST, span,
                 STR("it is not said which list this element belongs to"),
                 STR("for example: lesions [ size 2 cm ], [ size 3 cm ]"));
}

void diagnose_bare_expectation(DiagList *list, Span span)
{
    diagnose_add(list, D_BARE_EXPECTATION, span, STR("nothing is expected of this"),
                 STR("write a value, `applies`, `ruled_out`, `not_applicable`, `open` or `possible "
                     "a, b` after it"));
}

void diagnose_record_without_fields(DiagList *list, Span span, Str name)
{
    diagnose_add(list, D_RECORD_WITHOUT_FIELDS, span, TEXT("record `%S` has no field", name),
                 STR("write at least one field, for example: id : key"));
}

void diagnose_test_expects_nothing(DiagList *list, Span span)
{
    diagnose_add(list, D_TEST_EXPECTS_NOTHING, span, STR("this test expects nothing"),
                 STR("add an `expect` clause"));
}
