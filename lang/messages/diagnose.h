/* diagnose.h - one constructor for each diagnostic of diagnostics.def. The wording is here and
 * nowhere else. */
#ifndef LANG_DIAGNOSE_H
#define LANG_DIAGNOSE_H
#include "lang/ast.h"

typedef enum Diagnostic {
#define DIAGNOSTIC(id, code, severity, title) D_##id,
#include "lang/messages/diagnostics.def"
#undef DIAGNOSTIC
    D_COUNT
} Diagnostic;

/* For `cglc explain` and the documentation. */
const char *diagnose_get_code(Diagnostic diagnostic);
const char *diagnose_get_title(Diagnostic diagnostic);

/* ---- the text (diagnose_text.c) ---- */
void diagnose_bad_character(DiagList *list, Span span, unsigned char byte);
void diagnose_invalid_utf8(DiagList *list, Span span, unsigned char byte);
void diagnose_bidi_control(DiagList *list, Span span, uint32_t code);
void diagnose_control_character(DiagList *list, Span span, uint32_t code);
void diagnose_unterminated_text(DiagList *list, Span span);
void diagnose_bad_escape(DiagList *list, Span span);
void diagnose_token_too_long(DiagList *list, Span span);
void diagnose_no_space_before_unit(DiagList *list, Span number, Str unit);
void diagnose_number_runs_into_word(DiagList *list, Span span);
void diagnose_number_too_precise(DiagList *list, Span span);
void diagnose_number_too_large(DiagList *list, Span span);
void diagnose_foreign_operator(DiagList *list, Span span, Str found);
/* `==` needs no second message about what it compares: see was_foreign in check_compare.c. */
void diagnose_foreign_word(DiagList *list, Span span, const char *message, const char *help);
void diagnose_arrow(DiagList *list, Span span);
void diagnose_turned_sign(DiagList *list, Span span, const char *right);
void diagnose_chained_comparison(DiagList *list, Span span, Str sign);
void diagnose_comma_between_columns(DiagList *list, Span span);
void diagnose_unit_or_field(DiagList *list, Span span, Str found, Str unit, Span unit_at);
void diagnose_reason_as_text(DiagList *list, Span span, Str text);
void diagnose_bad_date(DiagList *list, Span span, Str date);
void diagnose_hidden_character(DiagList *list, Span span, uint32_t code);

/* ---- its shape (diagnose_shape.c) ---- */
void diagnose_syntax(DiagList *list, Span span, Str expected, Str found, Str did_you_mean);
void diagnose_stray_word(DiagList *list, Span span, Str word, Str did_you_mean);
void diagnose_reserved_name(DiagList *list, Span span, Str word);
void diagnose_missing_end(DiagList *list, Span opening, Span here);
void diagnose_stray_end(DiagList *list, Span span);
void diagnose_nested_too_deep(DiagList *list, Span span);
void diagnose_clause_not_allowed(DiagList *list, Span span, const char *kind, const char *clause,
                                 Str allowed);
void diagnose_clause_twice(DiagList *list, Span span, const char *clause);
void diagnose_body_missing(DiagList *list, Span span, const char *kind, Str name);
void diagnose_table_without_rows(DiagList *list, Span span, const char *kind, Str name);
void diagnose_two_bodies(DiagList *list, Span span, const char *second, const char *first);
void diagnose_row_cells(DiagList *list, Span row, uint32_t cells, uint32_t results,
                        uint32_t columns, uint32_t result_columns, Span header, bool commas);
void diagnose_row_without_table(DiagList *list, Span span);
void diagnose_brackets_needed(DiagList *list, Span span);
void diagnose_line_without_worst(DiagList *list, Span span, Str value);
void diagnose_result_count(DiagList *list, Span span, uint32_t found, uint32_t wanted);
void diagnose_because_after_otherwise(DiagList *list, Span span);
void diagnose_header_missing(DiagList *list, Span span);
void diagnose_header_late(DiagList *list, Span span, Span first);
void diagnose_header_twice(DiagList *list, Span span, Span first);
void diagnose_version_missing(DiagList *list, Span span);
void diagnose_statement_without_text(DiagList *list, Span span, Str id);
void diagnose_statement_two_texts(DiagList *list, Span span, Span first);
void diagnose_label_missing(DiagList *list, Span span, const char *kind, Str name);
void diagnose_bad_refs(DiagList *list, Span span);
void diagnose_bad_cost(DiagList *list, Span span);
void diagnose_bad_points(DiagList *list, Span span);
void diagnose_timing_unit(DiagList *list, Span span);
void diagnose_builtin_arguments(DiagList *list, Span span, Str name, uint32_t found,
                                const char *use);
void diagnose_round_digits(DiagList *list, Span span);
void diagnose_list_field_expected(DiagList *list, Span span, Str name);
void diagnose_complete_value(DiagList *list, Span span);
void diagnose_empty_element(DiagList *list, Span span);
void diagnose_element_without_list(DiagList *list, Span span);
void diagnose_bare_expectation(DiagList *list, Span span);
void diagnose_test_expects_nothing(DiagList *list, Span span);
void diagnose_record_without_fields(DiagList *list, Span span, Str name);

/* ---- modules (diagnose_modules.c) ---- */
void diagnose_import_not_found(DiagList *list, Span span, Str module);
void diagnose_import_cycle(DiagList *list, Span span, Str way, Span second);
void diagnose_version_mismatch(DiagList *list, Span span, Str module, Str wanted, Str found,
                               Span second);
void diagnose_module_name(DiagList *list, Span span, Str name, Str imported_as, Span import);
void diagnose_too_many_modules(DiagList *list, Span span);

/* ---- names (diagnose_names.c); did_you_mean may be STR_NONE ---- */
void diagnose_unknown_name(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_duplicate(DiagList *list, Span span, const char *noun, Str name, Span first);
void diagnose_unknown_statement(DiagList *list, Span span, Str id, Str did_you_mean);
/* in_unit: how the type of a quantity in the unit behind it is written, or STR_NONE. */
void diagnose_unknown_type(DiagList *list, Span span, Str name, Str did_you_mean, Str in_unit);
void diagnose_not_a_value(DiagList *list, Span span, Str name, Str type, Str did_you_mean);
void diagnose_too_many_values(DiagList *list, Span span, uint32_t count);
void diagnose_unknown_strength(DiagList *list, Span span, Str name, Str scale, Span declared);
void diagnose_unknown_source(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_reason(DiagList *list, Span span, Str name, Str did_you_mean);
/* The same in a test, where only what a report shows can be expected. */
void diagnose_unknown_decision(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_not_reported(DiagList *list, Span span, Str name, Span declared);
/* `of "L1"` where there is one answer; or none where there is one for each element of `record`
 * (else STR_NONE). */
void diagnose_which_element(DiagList *list, Span span, Str name, Str record, Span declared);
void diagnose_unknown_advice(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_record(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_test(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_gap(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_caution(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_field(DiagList *list, Span span, Str name, Str did_you_mean);
void diagnose_unknown_element_field(DiagList *list, Span span, Str field, Str record,
                                    Str did_you_mean);
void diagnose_hidden_name(DiagList *list, Span span, Str name, Str record, Span other, bool field);
void diagnose_element_field_outside(DiagList *list, Span span, Str name, Str record, Str of,
                                    Span declared);
void diagnose_element_rule_outside(DiagList *list, Span span, Str name, Str record, Str of,
                                   Span declared);
void diagnose_record_in_no_list(DiagList *list, Span span, Str record, Span declared);
void diagnose_two_lists(DiagList *list, Span span, Str record, Span first);
void diagnose_advice_as_value(DiagList *list, Span span, Str name, Span declared);
void diagnose_caution_as_value(DiagList *list, Span span, Str name, Span declared);
void diagnose_value_alone(DiagList *list, Span span, Str name, Span declared);
void diagnose_not_advice(DiagList *list, Span span, Str name, Span declared);
void diagnose_not_a_function(DiagList *list, Span span, Str name, Span declared);
void diagnose_function_without_call(DiagList *list, Span span, Str name);
void diagnose_argument_count(DiagList *list, Span span, Str name, uint32_t found, uint32_t wanted,
                             Span declared);
void diagnose_reserved_value(DiagList *list, Span span, Str name);
void diagnose_record_as_type(DiagList *list, Span span, Str name);
void diagnose_rule_cycle(DiagList *list, Span span, Str way, Span start, Str places);
void diagnose_function_for_each(DiagList *list, Span span, Str name);
void diagnose_gap_without_policy(DiagList *list, Span span, Str name, Span declared);
void diagnose_native_parameters(DiagList *list, Span span, Str name);
void diagnose_not_a_status(DiagList *list, Span span);

/* ---- types (diagnose_types.c) ---- */
void diagnose_condition_expected(DiagList *list, Span span, Str type);
void diagnose_kind_mismatch(DiagList *list, Span span, Str left, Str right, const char *what);
void diagnose_list_as_scalar(DiagList *list, Span span, Str name);
void diagnose_list_value_as_scalar(DiagList *list, Span span, Str path, Str record, Str of,
                                   Str field);
void diagnose_not_a_list(DiagList *list, Span span, Str name, const char *word, Span declared);
void diagnose_text_in_logic(DiagList *list, Span span, Str type);
void diagnose_unordered_enum(DiagList *list, Span span, Str values, Span declared);
void diagnose_sign_for_is(DiagList *list, Span span, bool negated, Str type);
void diagnose_is_for_sign(DiagList *list, Span span, bool negated, Str type);
void diagnose_cell_type(DiagList *list, Span span, Str cell, Str column, Span column_at);
void diagnose_number_expected(DiagList *list, Span span, Str type);
void diagnose_date_expected(DiagList *list, Span span, Str type);
void diagnose_result_type(DiagList *list, Span span, Str found, const char *what, Str declared,
                          Span declared_at);
void diagnose_result_type_missing(DiagList *list, Span span, Str name);
void diagnose_result_of_text(DiagList *list, Span span, Str type);
/* divisor: a constant as it is written, or STR_NONE; factor: what to multiply by instead, if that
 * is a decimal, or STR_NONE. */
void diagnose_quotient_unrounded(DiagList *list, Span span, Str name, Str divisor, Str factor);
void diagnose_root_unrounded(DiagList *list, Span span);
void diagnose_constant_expected(DiagList *list, Span span, bool cell);
void diagnose_date_arithmetic(DiagList *list, Span span, Str left, Str right);
void diagnose_partial_date(DiagList *list, Span span, Str date);
void diagnose_within_part(DiagList *list, Span span, Str type, bool date);
void diagnose_between_part(DiagList *list, Span span, Str type);
void diagnose_loops_too_deep(DiagList *list, Span span);
void diagnose_worst_of_type(DiagList *list, Span span, Str type);
void diagnose_result_columns(DiagList *list, Span span, uint32_t found, uint32_t wanted);
void diagnose_result_column(DiagList *list, Span span, Str found, Str wanted, Span declared);
void diagnose_given_type(DiagList *list, Span span, Str path, Str type);
void diagnose_list_in_record(DiagList *list, Span span, Str name);
void diagnose_list_without_bound(DiagList *list, Span span);
void diagnose_list_bound(DiagList *list, Span span);
void diagnose_list_clause(DiagList *list, Span span, Str name);
void diagnose_clause_type(DiagList *list, Span span, Str name, Str wanted);
void diagnose_error_on_type(DiagList *list, Span span);

/* ---- units and numbers (diagnose_units.c) ---- */
void diagnose_unknown_unit(DiagList *list, Span span, Str unit, Str did_you_mean);
/* unit: of the one that has one, where the other is a plain number; else STR_NONE. */
void diagnose_dimension_mismatch(DiagList *list, Span span, Str left, Str right, const char *what,
                                 bool time, Str unit);
void diagnose_missing_unit(DiagList *list, Span span, Str number, Str unit);
void diagnose_unit_of_other_dimension(DiagList *list, Span span, Str unit, Str dimension,
                                      Str wanted);
void diagnose_unit_on_type(DiagList *list, Span span, Str type, Str in_unit);
void diagnose_type_without_unit(DiagList *list, Span span, Str type, Str unit);
void diagnose_no_dimension(DiagList *list, Span span, Str left, Str right, bool divide);
void diagnose_plain_number_expected(DiagList *list, Span span, Str type, Str unit);
void diagnose_range_reversed(DiagList *list, Span span);
void diagnose_bound_of_other_type(DiagList *list, Span span, Str type);
/* value: what it is in that unit, or what 1 `from` is (else STR_NONE). */
void diagnose_number_beyond_unit(DiagList *list, Span span, Str from, Str value, Str unit);
void diagnose_bound_not_exact(DiagList *list, Span span, Str unit);

/* ---- where rules come from, gates, warnings (diagnose_rules.c) ---- */
void diagnose_rule_without_source(DiagList *list, Span span, const char *kind, Str name);
void diagnose_shown_is_context(DiagList *list, Span span, Str id, Span declared);
/* What the compiler finds once the tree is a program. */
void diagnose_too_many_calls(DiagList *list, Span span, Str function, Span declared);
void diagnose_program_too_large(DiagList *list, Span span, Str what, int most);
void diagnose_rule_too_large(DiagList *list, Span span, Str rule, Str what, int most);
void diagnose_undecidable(DiagList *list, Span span, Str answer);
/* elements: the list whose `latest` is read; most: how many of them can always be sorted. */
void diagnose_unsorted(DiagList *list, Span span, Str answer, Str elements, int most);
/* patient: of whom this is so: "if n is 2 and f is no". */
void diagnose_hole(DiagList *list, Span span, Str decision, Str patient);
void diagnose_overlap(DiagList *list, Span span, Str decision, Str patient);
void diagnose_gate_word_without_gate(DiagList *list, Span span, const char *word, Str rule,
                                     Span declared);
void diagnose_gate_about_gate(DiagList *list, Span span, const char *word, Str name, Span declared);
void diagnose_reads_gate(DiagList *list, Span span, Str name, Span declared, Str reader);
void diagnose_gate_reads_gate(DiagList *list, Span span, Str name, Span declared);
void diagnose_gate_word_in_check(DiagList *list, Span span, const char *word);
void diagnose_gate_subject(DiagList *list, Span span, const char *word, Str wanted);
void diagnose_may_be_type(DiagList *list, Span span, Str type);
void diagnose_not_gate_word(DiagList *list, Span span, Str word);
void diagnose_ambiguous_word(DiagList *list, Span span, Str word, Span declared);
void diagnose_unused_statement(DiagList *list, Span span, Str id);
void diagnose_real_compared(DiagList *list, Span span);
void diagnose_age_by_sum(DiagList *list, Span span, Str date, Str years);
void diagnose_outside_range(DiagList *list, Span span, Str name, Span declared);
void diagnose_decided_comparison(DiagList *list, Span span, bool always, Str name, Span declared);
void diagnose_unreachable(DiagList *list, Span span, const char *what, Span because);
void diagnose_gate_without_word(DiagList *list, Span span, Str name);
void diagnose_score_range(DiagList *list, Span span, int64_t most);

/* ---- warnings about whole rules (diagnose_lint.c) ---- */
/* always: of an `or` one side always holds. */
void diagnose_contradiction(DiagList *list, bool always, Span part, Span first);
void diagnose_value_never_given(DiagList *list, Span span, Str value, Str rule, Span head);
void diagnose_stronger_than_source(DiagList *list, Span span, Str strength, Str statement,
                                   Str stated, Span stated_at);
void diagnose_for_and_against(DiagList *list, Span span, Str name, Str other, Span other_at);
void diagnose_review_passed(DiagList *list, Span span, Str review_by, Str as_of);
void diagnose_parameter_hides(DiagList *list, Span span, Str name, Str rule, bool field,
                              Span hidden);
void diagnose_comment_or_minus(DiagList *list, Span span);
void diagnose_exception_without_reason(DiagList *list, Span span, Str advice);
void diagnose_range_left(DiagList *list, Span span, Str rule, int64_t most, int64_t end,
                         bool score);
/* patient: as for holes. */
void diagnose_range_left_by(DiagList *list, Span span, Str rule, Str patient);
#endif
