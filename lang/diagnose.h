/* diagnose.h - one constructor for each diagnostic of diagnostics.def. The wording is here and nowhere else. */
#ifndef LANG_DIAGNOSE_H
#define LANG_DIAGNOSE_H
#include "lang/ast.h"

typedef enum Diagnostic {
#define DIAGNOSTIC(id, code, severity, title) D_##id,
#include "lang/diagnostics.def"
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
void diagnose_bad_date(DiagList *list, Span span, Str date);

/* ---- its shape (diagnose_shape.c) ---- */
void diagnose_syntax(DiagList *list, Span span, Str expected, Str found);
void diagnose_reserved_name(DiagList *list, Span span, Str word);
void diagnose_missing_end(DiagList *list, Span opening, Span here);
void diagnose_stray_end(DiagList *list, Span span);
void diagnose_nested_too_deep(DiagList *list, Span span);
void diagnose_clause_not_allowed(DiagList *list, Span span, const char *kind, const char *clause, Str allowed);
void diagnose_clause_twice(DiagList *list, Span span, const char *clause);
void diagnose_body_missing(DiagList *list, Span span, const char *kind, Str name);
void diagnose_two_bodies(DiagList *list, Span span, const char *second, const char *first);
void diagnose_row_cells(DiagList *list, Span row, uint32_t cells, uint32_t results, uint32_t columns,
                        uint32_t result_columns, Span header);
void diagnose_row_without_table(DiagList *list, Span span);
void diagnose_brackets_needed(DiagList *list, Span span);
void diagnose_line_without_worst(DiagList *list, Span span, Str value);
void diagnose_result_count(DiagList *list, Span span, uint32_t found, uint32_t wanted);
void diagnose_because_after_otherwise(DiagList *list, Span span);
void diagnose_header_missing(DiagList *list, Span span);
void diagnose_header_late(DiagList *list, Span span);
void diagnose_header_twice(DiagList *list, Span span, Span first);
void diagnose_version_missing(DiagList *list, Span span);
void diagnose_statement_without_text(DiagList *list, Span span, Str id);
void diagnose_statement_two_texts(DiagList *list, Span span, Span first);
void diagnose_label_missing(DiagList *list, Span span, const char *kind, Str name);
void diagnose_bad_refs(DiagList *list, Span span);
void diagnose_bad_cost(DiagList *list, Span span);
void diagnose_bad_points(DiagList *list, Span span);
void diagnose_timing_unit(DiagList *list, Span span);
void diagnose_builtin_arguments(DiagList *list, Span span, Str name, uint32_t found, const char *use);
void diagnose_round_digits(DiagList *list, Span span);
void diagnose_list_field_expected(DiagList *list, Span span, Str name);
void diagnose_complete_value(DiagList *list, Span span);
void diagnose_empty_element(DiagList *list, Span span);
void diagnose_element_without_list(DiagList *list, Span span);
void diagnose_bare_expectation(DiagList *list, Span span);
void diagnose_test_expects_nothing(DiagList *list, Span span);

/* ---- modules (diagnose_modules.c) ---- */
void diagnose_import_not_found(DiagList *list, Span span, Str module);
void diagnose_import_cycle(DiagList *list, Span span, Str way, Span second);
void diagnose_version_mismatch(DiagList *list, Span span, Str module, Str wanted, Str found, Span second);
void diagnose_module_name(DiagList *list, Span span, Str name, Str imported_as, Span import);
void diagnose_too_many_modules(DiagList *list, Span span);
#endif
