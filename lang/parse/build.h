/* build.h - the nodes that the parser's actions make. Shape only: names are linked by resolve,
 * types by check. */
#ifndef LANG_BUILD_H
#define LANG_BUILD_H
#include "lang/parser.h"

/* expressions (build_expr.c) */
Expr *build_leaf(Parse *parse, ExprKind kind, Span span);
Expr *build_single(Parse *parse, ExprKind kind, Expr *a, Span span);
Expr *build_pair(Parse *parse, ExprKind kind, Expr *a, Expr *b, Span span);
Expr *build_number(Parse *parse, Name digits, const Name *unit, Span span);
Expr *build_negative(Parse *parse, Expr *a, Span span);
Expr *build_date(Parse *parse, Name date);
Expr *build_text(Parse *parse, Label label, Span span);
Expr *build_yes_no(Parse *parse, bool flag, Span span);
Expr *build_name(Parse *parse, Name name, Span span);
Expr *build_parens(Expr *a, Span span);
Expr *build_compare(Parse *parse, int op, Expr *a, Expr *b, Span span);
Expr *build_is(Parse *parse, Expr *a, Expr *b, bool negated, Span span);
Expr *build_in(Parse *parse, Expr *a, const ExprList *items, bool negated, Span span);
Expr *build_may_be(Parse *parse, Expr *a, const ExprList *items, Span span);
Expr *build_between(Parse *parse, int unit, Expr *from, Expr *to, Span span);
Expr *build_within(Parse *parse, int op, Expr *date, Expr *duration, Expr *anchor, Span span);
Expr *build_gate_word(Parse *parse, ExprKind kind, Expr *a, bool negated, bool not_word, Name word,
                      Span span);
Expr *build_applies(Parse *parse, Name advice, Span span);
ExprList *build_list(Parse *parse, ExprList *list, Expr *item);
/* The items of a list whose commas separate expressions: asks for brackets around `a in b, c`. */
ExprList *build_items(Parse *parse, ExprList *list);

/* list words and calls (build_list.c) */
Expr *build_call(Parse *parse, Name function, const ExprList *arguments, Span span);
Expr *build_list_word(Parse *parse, ExprKind kind, Expr *list, Expr *body, Span span);
Expr *build_count_of(Parse *parse, const ExprList *items, Span span);
Expr *build_list_argument(Parse *parse, Name path, Expr *filter, Span span);
Expr *build_list_value(Parse *parse, ExprKind kind, Expr *argument, Expr *floor, Span span);
Expr *build_extreme(Parse *parse, ExprKind kind, const ExprList *arguments, Span span);
Expr *build_extreme_where(Parse *parse, ExprKind kind, Name path, Expr *filter, Expr *floor,
                          Span span);
Expr *build_latest(Parse *parse, Expr *list, Name key, Expr *filter, Name field, Span span);
/* `lesions.size` -> `lesions` and `size`: false without a dot. */
bool build_split_path(Name path, Name *list, Name *field);

/* declarations (build_decl.c) */
NameList *build_names(Parse *parse, NameList *list, Name name);
void build_header(Parse *parse, bool guideline, Name name, Label version, Span span);
void build_source(Parse *parse, Name name, Label title);
void build_strengths(Parse *parse, const NameList *names);
void build_review(Parse *parse, Name date);
void build_block_end(Parse *parse, bool ended, Span span);
void build_import(Parse *parse, Name path, Label version, Span span);
void build_enum(Parse *parse, bool ordered, Name name, Span span);
void build_enum_value(Parse *parse, Name value);
void build_enum_label(Parse *parse, Label label);
void build_enum_code(Parse *parse, Name system, Label code);
void build_record(Parse *parse, Name name, Span span);
void build_record_end(Parse *parse, bool ended);
void build_patient(Parse *parse, Span span);
void build_field(Parse *parse, Name name, AstTypeRef *type, Span span);
void build_field_error(Parse *parse, Expr *error);
void build_field_cost(Parse *parse, Name cost);
void build_field_complete(Parse *parse, Name field, bool negated, const Expr *value);
void build_field_largest(Parse *parse, Name by, Name field);
void build_field_code(Parse *parse, Name system, Label code);
AstTypeRef *build_type(Parse *parse, Name name, const Name *unit, Expr *lo, Expr *hi, Span span);
AstTypeRef *build_type_values(Parse *parse, const NameList *values, Span span);
AstTypeRef *build_type_list(Parse *parse, Name word, Name record, Expr *lo, Expr *hi, Span span);
AstTypeRef *build_score_type(Parse *parse, Expr *lo, Expr *hi, Span span);
ParameterList *build_parameters(Parse *parse, ParameterList *list, Name name, AstTypeRef *type);

/* the source's statements and what rests on them (build_source.c) */
void build_statement(Parse *parse, Name id, Span span);
void build_statement_place(Parse *parse, Name source, Label place);
void build_statement_refs(Parse *parse, const Refs *refs);
void build_statement_text(Parse *parse, Label text);
void build_statement_end(Parse *parse, Span span);
Refs *build_refs(Parse *parse, Refs *refs, Name first, Name last);
AstFrom *build_from(Parse *parse, const NameList *ids, Span span);
AstFrom *build_from_outside(Parse *parse, Label text, Span span);
AstFrom *build_from_both(Parse *parse, const NameList *ids, Label text, Span span);
void build_reason(Parse *parse, Name name, Span span);
void build_reason_end(Parse *parse, Span span);
void build_gap(Parse *parse, Name name, AstTypeRef *type, Span span);
void build_gap_end(Parse *parse, bool ended, Span span);
void build_native(Parse *parse, Name name, const ParameterList *parameters, AstTypeRef *result,
                  Label library, Label symbol, bool ended, Span span);
/* field NULL: the claim is about a condition. */
void build_check(Parse *parse, Label text, CheckClaim claim, Expr *subject, const Name *field,
                 bool ended, Span span);

/* rules (build_rule.c) */
void build_rule(Parse *parse, RuleKind kind, Name name, Name record, Span span);
void build_rule_parameters(Parse *parse, const ParameterList *parameters);
void build_rule_result(Parse *parse, const Name *name, AstTypeRef *type, Label label);
void build_rule_label(Parse *parse, Label label);
void build_rule_against(Parse *parse, Label label);
void build_rule_from(Parse *parse, const AstFrom *from, Span span);
void build_rule_gate(Parse *parse, Span span);
void build_rule_strength(Parse *parse, Name strength, Span span);
void build_rule_evidence(Parse *parse, Label label, Span span);
void build_rule_refs(Parse *parse, const Refs *refs, Span span);
void build_rule_timing(Parse *parse, Label label, Span span);
void build_rule_timing_every(Parse *parse, const Expr *number, Span span);
void build_rule_shows(Parse *parse, const NameList *ids, Span span);
void build_rule_end(Parse *parse, bool ended, Span span);
/* bodies (build_body.c) */
void build_rule_means(Parse *parse, Expr *expr, Span span);
void build_rule_when(Parse *parse, Expr *expr, Span span);
void build_rule_unless(Parse *parse, Expr *expr, const NameList *because, Span span);
void build_rule_mode(Parse *parse, CaseMode mode, Span span);
void build_rule_case(Parse *parse, const ExprList *results, Expr *when, const NameList *because,
                     Span span);
void build_rule_line(Parse *parse, Name value, Expr *when, const NameList *because, Span span);
void build_rule_otherwise(Parse *parse, const ExprList *results, const NameList *because,
                          Span span);
void build_points(Parse *parse, Name points, Expr *when, Span span);
/* tables (build_table.c) */
void build_table(Parse *parse, Span span);
void build_columns(Parse *parse, Span span);
void build_column(Parse *parse, Expr *column);
void build_result_column(Parse *parse, Name name);
void build_row(Parse *parse, Span span);
void build_row_end(Parse *parse, Span span);
void build_cell(Parse *parse, AstCell *cell);
AstCell *build_cell_any(Parse *parse, Span span);
AstCell *build_cell_values(Parse *parse, const ExprList *items, bool negated, Span span);
AstCell *build_cell_compare(Parse *parse, int op, Expr *value, Span span);
AstCell *build_cell_result(Parse *parse, Expr *value, Span span);

/* Which clauses a rule has had: a second one, and one of another kind of rule, are messages. */
typedef enum RuleClause {
    CLAUSE_FROM,
    CLAUSE_GATE,
    CLAUSE_STRENGTH,
    CLAUSE_EVIDENCE,
    CLAUSE_REFS,
    CLAUSE_TIMING,
    CLAUSE_SHOWS,
    CLAUSE_MEANS,
    CLAUSE_WHEN,
    CLAUSE_UNLESS,
    CLAUSE_MODE,
    CLAUSE_CASE,
    CLAUSE_LINE,
    CLAUSE_OTHERWISE,
    CLAUSE_TABLE,
    CLAUSE_POINTS,
    CLAUSE_COUNT
} RuleClause;
/* Notes the clause; false if the rule cannot have it (a message was given). */
bool build_clause(Parse *parse, RuleClause clause, Span span);

/* tests (build_test.c) */
void build_test(Parse *parse, Label name, Span span);
void build_test_end(Parse *parse, bool ended, Span span);
void build_test_policy(Parse *parse, Name name, Expr *value);
void build_test_given(Parse *parse, const GivenList *items);
GivenList *build_given(Parse *parse, GivenList *list, AstGiven *item);
AstGiven *build_given_like(Parse *parse, Name name, Span span);
AstGiven *build_given_value(Parse *parse, Name path, Expr *value, Span span);
AstGiven *build_given_missing(Parse *parse, Name path, Span span);
AstGiven *build_given_list(Parse *parse, Name path, AstGiven *element, Span span);
AstGiven *build_given_json(Parse *parse, Label json, Span span);
AstGiven *build_element(Parse *parse, const GivenList *fields, Span span);
Name build_path(Parse *parse, Span span);
void build_expect_bare(Parse *parse, Expr *value);
void build_expect_value(Parse *parse, Name name, Label of, Expr *value, Span span);
void build_expect_status(Parse *parse, Name name, Label of, Name status, Span span);
void build_expect_possible(Parse *parse, Name name, Label of, Expr *value, Span span);
void build_expect_caution(Parse *parse, Name name, Label of, bool present, Span span);
void build_expect_problem(Parse *parse, Name path, Span span);
void build_expect_needs(Parse *parse, Name path, bool needed);
void build_expect_gap(Parse *parse, Name name);
void build_expect_reason(Parse *parse, Name name);
void build_expect_direction(Parse *parse, Name word);
void build_expect_strength(Parse *parse, Name strength);
void build_expect_caution_beside(Parse *parse, Name caution);
void build_expect_timing(Parse *parse, Label timing);
void build_expect_timing_every(Parse *parse, const Expr *number, Span span);
#endif
