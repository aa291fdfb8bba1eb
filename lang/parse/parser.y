/* parser.y - the grammar. Actions build nodes (build.h) and nothing else.
 *
 * A keyword is a name wherever no clause can start (`soft` below); a word directly before a colon is NEW_NAME,
 * which tells the next field from a clause of this one. Which clauses a rule may have, and in what order, is
 * checked while it is built: the messages are better than any the grammar could give. */
%code requires {
#include "lang/parse/parse.h"
typedef struct Refs { VEC(int32_t) items; } Refs;
}
%code provides {
int cgl_yylex(CGL_YYSTYPE *value, Span *place, Parse *parse);
}
%code {
#include "lang/parse/build.h"
#include "lang/messages/diagnose.h"
#include "lang/parse/trail.h"

/* Every open bracket and operator takes a few entries; the stack lives on the C stack and never grows. */
#define YYINITDEPTH 3000
#define YYMAXDEPTH 3000

static void cgl_yyerror(const Span *place, Parse *parse, const char *message);
static void begin_skip(Parse *parse, SkipTo skip, int *lookahead);
#define YYLLOC_DEFAULT(current, rhs, count)                                                       \
    ((current) = (count) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, count)) : YYRHSLOC(rhs, 0))
/* Reading goes on at the next place of this kind, and the next mistake is reported again. */
#define RECOVER(skip) (begin_skip(parse, (skip), &yychar), yyerrok)
/* For the formatter: what begins at this place. */
#define MARK(role, place) trail_mark(parse, TRAIL_##role, (place))
}
%define api.pure full
%define api.prefix {cgl_yy}
%define api.token.prefix {TOK_}
%define api.location.type {Span}
%define parse.error custom
%define lr.default-reduction consistent
%locations
%param { Parse *parse }
%initial-action { @$ = (Span){ parse->file, 0, 0 }; }
%expect 0

%union {
    Name name;
    Label label;
    bool flag;
    int op;
    Expr *expr;
    ExprList *exprs;
    NameList *names;
    AstTypeRef *type;
    AstFrom *from;
    Refs *refs;
    AstCell *cell;
    AstGiven *given;
    GivenList *givens;
    ParameterList *parameters;
}

%token START_TEXT START_EXPRESSION
%token <name> END_OMITTED DASH
%token <name> GUIDELINE MODULE IMPORT ENUM RECORD PATIENT STATEMENT REASON GAP DEFINE DECISION SCORE ADVISE
%token <name> CAUTION NATIVE CHECK TEST END
%token <name> FROM MEANS WHEN UNLESS BECAUSE CASE OTHERWISE FOR AGAINST
%token <name> VERSION TITLE ISSUED_BY SOURCE STRENGTH REVIEW_BY ORDERED ERROR_MARGIN MODIFIABLE COST LIST COMPLETE
%token <name> COUNTED LARGEST FIGURE CONTEXT AT SECTION REFS EVIDENCE OUTSIDE POLICY GATE EACH UNIQUE FIRST WORST
%token <name> TABLE COLUMNS ROW TIMING EVERY SHOWS POINT POINTS FUNCTION LIBRARY SYMBOL_NAME NEVER INDEPENDENT MONOTONE
%token <name> GIVEN EXPECT
%token <name> LIKE JSON POSSIBLE GAPS PROBLEM
%token <name> AND OR NOT IS IN APPLIES WITHIN BEFORE AFTER
%token <name> YEARS MONTHS WEEKS DAYS BETWEEN
%token <name> ANY ALL COUNT SUM MIN MAX LATEST BY OF WHERE WITH ARE
%token <name> MISSING KNOWN PARTIAL SETTLED OPEN MAY BE NEEDS FACTS ELSE
%token <name> YES NO ALWAYS AS_OF
%token <name> LT LE EQ NE GE GT PLUS MINUS TIMES DIVIDE RANGE ARROW BAR COMMA COLON DOT
%token <name> PAREN_L PAREN_R BRACKET_L BRACKET_R
%token <name> NAME PATH NEW_NAME STATEMENT_ID NUMBER UNIT DATE
%token <label> STRING

/* A comma after `in a, b` continues that list. Where commas separate other things the builders ask for brackets. */
%precedence END_OF_VALUES
%precedence COMMA

%type <name> soft soft_anywhere soft_but_never claimed_name ident name path_name value_name line_value given_name element_path role
%type <label> label_opt version_opt of_opt
%type <flag> not_opt ordered_opt end
%type <op> comparison_sign time_unit
%type <type> type simple_type score_type result_type_opt
%type <names> values names ids because_opt
%type <from> from
%type <refs> refs
%type <exprs> expressions results items value_items cell_items
%type <expr> expression conjunction negation comparison fallback sum term unary primary item literal bound cell_item
%type <expr> claimed result constant test_value list_argument filter_opt list_name number between_date
%type <name> each_opt test_word gate_value
%type <cell> cell
%type <given> given_item element
%type <givens> given_items
%type <parameters> parameters parameters_opt

%%

input
    : START_TEXT declarations
    | START_EXPRESSION expression                   { parse->expression = $2; }
    ;

declarations
    : %empty
    | declarations declaration                      { MARK(DECLARATION, @2); }
    | declarations error                            { RECOVER(SKIP_TO_DECLARATION); }
    ;

declaration
    : header_head header_clauses end                { build_block_end(parse, $3, @$); }
    | IMPORT path_name version_opt                  { build_import(parse, $2, $3, @$); }
    | enum_head enum_values
    | record_head fields end                        { build_record_end(parse, $3); }
    | statement_head statement_clauses              { build_statement_end(parse, @$); }
    | reason_head reason_clauses                    { build_reason_end(parse, @$); }
    | gap_head gap_clauses end                      { build_gap_end(parse, $3, @$); }
    | rule_head rule_clauses end                    { build_rule_end(parse, $3, @$); }
    | score_head score_clauses end                  { build_rule_end(parse, $3, @$); }
    | native
    | check
    | test_head test_clauses end                    { build_test_end(parse, $3, @$); }
    ;

/* The token stream ends an open block before the next declaration by END_OMITTED; the builders know where that
 * is a mistake. */
end: END { $$ = true; } | END_OMITTED { $$ = false; } ;

/* ---- header ---- */

header_head
    : GUIDELINE path_name version_opt               { build_header(parse, true, $2, $3, @$); }
    | MODULE path_name version_opt                  { build_header(parse, false, $2, $3, @$); }
    ;
header_clauses
    : %empty
    | header_clauses header_clause                  { MARK(CLAUSE, @2); }
    | header_clauses error                          { RECOVER(SKIP_TO_CLAUSE); }
    ;
header_clause
    : TITLE STRING                                  { parse->module->title = $2; }
    | ISSUED_BY STRING                              { parse->module->issued_by = $2; }
    | SOURCE ident STRING                           { build_source(parse, $2, $3); }
    | STRENGTH names                                { build_strengths(parse, $2); }
    | REVIEW_BY DATE                                { build_review(parse, $2); }
    ;
version_opt: %empty { $$ = (Label){ .text = STR_NONE }; } | VERSION STRING { $$ = $2; } ;
path_name: PATH | NAME | soft ;

/* ---- types and schema ---- */

enum_head: ENUM ordered_opt NEW_NAME COLON          { build_enum(parse, $2, $3, @$); } ;
ordered_opt: %empty { $$ = false; } | ORDERED { $$ = true; } ;
enum_values: enum_value | enum_values COMMA enum_value ;
enum_value: enum_value_head label_opt enum_codes    { build_enum_label(parse, $2); } ;
enum_value_head: value_name                         { build_enum_value(parse, $1); } ;
enum_codes: %empty | enum_codes NAME STRING         { build_enum_code(parse, $2, $3); } ;

record_head
    : RECORD ident                                  { build_record(parse, $2, @$); }
    | PATIENT                                       { build_patient(parse, @$); }
    ;
fields
    : %empty
    | fields field_head field_clauses               { MARK(FIELD, @2); }
    | fields error                                  { RECOVER(SKIP_TO_FIELD); }
    ;
field_head: NEW_NAME COLON type                     { build_field(parse, $1, $3, @$); } ;
field_clauses: %empty | field_clauses field_clause  { MARK(CLAUSE, @2); } ;
field_clause
    : STRING                                        { parse->field->label = $1; }
    | ERROR_MARGIN bound                            { build_field_error(parse, $2); }
    | MODIFIABLE                                    { parse->field->modifiable = true; }
    | COST NUMBER                                   { build_field_cost(parse, $2); }
    | COMPLETE UNLESS path_name IS not_opt literal  { build_field_complete(parse, $3, $5, $6); }
    | COUNTED BY path_name                          { parse->field->counted_by = $3; }
    | LARGEST BY ident EQ path_name                 { build_field_largest(parse, $3, $5); }
    | NAME STRING                                   { build_field_code(parse, $1, $2); }
    ;

type
    : simple_type
    | values                                        { $$ = build_type_values(parse, $1, @$); }
    | LIST OF ident                                 { $$ = build_type_list(parse, $1, $3, NULL, NULL, @$); }
    | LIST OF ident bound RANGE bound               { $$ = build_type_list(parse, $1, $3, $4, $6, @$); }
    ;
simple_type
    : name                                          { $$ = build_type(parse, $1, NULL, NULL, NULL, @$); }
    | name bound RANGE bound                        { $$ = build_type(parse, $1, NULL, $2, $4, @$); }
    | name IN UNIT                                  { $$ = build_type(parse, $1, &$3, NULL, NULL, @$); }
    | name IN UNIT bound RANGE bound                { $$ = build_type(parse, $1, &$3, $4, $6, @$); }
    ;
values
    : value_name COMMA value_name                   { $$ = build_names(parse, build_names(parse, NULL, $1), $3); }
    | values COMMA value_name                       { $$ = build_names(parse, $1, $3); }
    ;
bound
    : number
    | MINUS number                                  { $$ = build_negative(parse, $2, @$); MARK(SIGN, @1); }
    | DATE                                          { $$ = build_date(parse, $1); }
    ;

/* ---- the source's statements, reasons, gaps ---- */

statement_head: STATEMENT STATEMENT_ID              { build_statement(parse, $2, @$); } ;
statement_clauses: %empty | statement_clauses statement_clause { MARK(CLAUSE, @2); } ;
statement_clause
    : role                                          { parse->statement->role = $1; }
    | AT ident STRING                               { build_statement_place(parse, $2, $3); }
    | SECTION STRING                                { parse->statement->section = $2; }
    | REFS refs                                     { build_statement_refs(parse, $2); }
    | STRENGTH ident                                { parse->statement->strength = $2; }
    | EVIDENCE STRING                               { parse->statement->evidence = $2; }
    | STRING                                        { build_statement_text(parse, $1); }
    ;
role: FIGURE | CONTEXT ;
refs
    : NUMBER                                        { $$ = build_refs(parse, NULL, $1, $1); }
    | NUMBER MINUS NUMBER                           { $$ = build_refs(parse, NULL, $1, $3); MARK(REFERENCES, @2); }
    | refs COMMA NUMBER                             { $$ = build_refs(parse, $1, $3, $3); }
    | refs COMMA NUMBER MINUS NUMBER                { $$ = build_refs(parse, $1, $3, $5); MARK(REFERENCES, @4); }
    ;
from
    : ids                                           { $$ = build_from(parse, $1, @$); }
    | OUTSIDE STRING                                { $$ = build_from_outside(parse, $2, @$); }
    | ids OUTSIDE STRING                            { $$ = build_from_both(parse, $1, $3, @$); }
    ;
ids
    : STATEMENT_ID                                  { $$ = build_names(parse, NULL, $1); }
    | ids COMMA STATEMENT_ID                        { $$ = build_names(parse, $1, $3); }
    ;

reason_head: REASON ident                           { build_reason(parse, $2, @$); } ;
reason_clauses: %empty | reason_clauses reason_clause { MARK(CLAUSE, @2); } ;
reason_clause
    : STRING                                        { parse->reason->label = $1; }
    | FROM from                                     { parse->reason->from = *$2; }
    ;

gap_head: GAP NEW_NAME COLON type                   { build_gap(parse, $2, $4, @$); } ;
gap_clauses
    : %empty
    | gap_clauses gap_clause                        { MARK(CLAUSE, @2); }
    | gap_clauses error                             { RECOVER(SKIP_TO_CLAUSE); }
    ;
gap_clause
    : FROM from                                     { parse->gap->from = *$2; }
    | AT ident STRING                               { parse->gap->source = $2; parse->gap->place = $3; }
    | STRING                                        { parse->gap->text = $1; }
    | POLICY STRING                                 { parse->gap->policy = true; parse->gap->policy_text = $2; }
    ;

/* ---- rules ---- */

rule_head
    : define_start first_result more_results
    | decision_start first_result more_results
    | ADVISE name each_opt label_opt                { build_rule(parse, RULE_ADVISE, $2, $3, @$); build_rule_label(parse, $4); }
    | ADVISE AGAINST name each_opt label_opt        { build_rule(parse, RULE_ADVISE, $3, $4, @$); build_rule_against(parse, $5); }
    | CAUTION name each_opt label_opt               { build_rule(parse, RULE_CAUTION, $2, $3, @$); build_rule_label(parse, $4); }
    ;
define_start: DEFINE name parameters_opt each_opt   { build_rule(parse, RULE_DEFINE, $2, $4, @$); build_rule_parameters(parse, $3); } ;
decision_start: DECISION name each_opt              { build_rule(parse, RULE_DECISION, $2, $3, @$); } ;
score_start: SCORE name each_opt                    { build_rule(parse, RULE_SCORE, $2, $3, @$); } ;
score_head: score_start score_type label_opt        { build_rule_result(parse, NULL, $2, $3); } ;

each_opt: %empty { $$ = (Name){ .text = STR_NONE }; } | FOR EACH name { $$ = $3; } ;
parameters_opt: %empty { $$ = NULL; } | PAREN_L parameters PAREN_R { $$ = $2; MARK(CALL, @1); } ;
parameters
    : NEW_NAME COLON simple_type                    { $$ = build_parameters(parse, NULL, $1, $3); }
    | parameters COMMA NEW_NAME COLON simple_type   { $$ = build_parameters(parse, $1, $3, $5); }
    ;
first_result: result_type_opt label_opt             { build_rule_result(parse, NULL, $1, $2); } ;
result_type_opt: %empty { $$ = NULL; } | COLON type { $$ = $2; } ;
more_results
    : %empty
    | more_results AND NEW_NAME COLON type label_opt { build_rule_result(parse, &$3, $5, $6); }
    ;
score_type
    : %empty                                        { $$ = NULL; }
    | COLON bound RANGE bound                       { $$ = build_score_type(parse, $2, $4, @$); }
    ;

rule_clauses
    : %empty
    | rule_clauses rule_clause                      { MARK(CLAUSE, @2); }
    | rule_clauses error                            { RECOVER(SKIP_TO_CLAUSE); }
    ;
score_clauses
    : %empty
    | score_clauses rule_clause                     { MARK(CLAUSE, @2); }
    | score_clauses NUMBER points WHEN expression   {
                                                        build_points(parse, $2, $5, span_join(@2, @5));
                                                        MARK(CLAUSE, @2);
                                                    }
    | score_clauses error                           { RECOVER(SKIP_TO_CLAUSE); }
    ;
points: POINT | POINTS ;
rule_clause
    : FROM from                                     { build_rule_from(parse, $2, @$); }
    | GATE                                          { build_rule_gate(parse, @$); }
    | STRENGTH ident                                { build_rule_strength(parse, $2, @$); }
    | EVIDENCE STRING                               { build_rule_evidence(parse, $2, @$); }
    | REFS refs                                     { build_rule_refs(parse, $2, @$); }
    | TIMING EVERY number                           { build_rule_timing_every(parse, $3, @$); }
    | TIMING STRING                                 { build_rule_timing(parse, $2, @$); }
    | SHOWS ids                                     { build_rule_shows(parse, $2, @$); }
    | MEANS expression                              { build_rule_means(parse, $2, @$); }
    | WHEN expression                               { build_rule_when(parse, $2, @$); }
    | UNLESS expression because_opt                 { build_rule_unless(parse, $2, $3, @$); }
    | UNIQUE                                        { build_rule_mode(parse, CASES_UNIQUE, @$); }
    | FIRST                                         { build_rule_mode(parse, CASES_FIRST, @$); }
    | WORST OF                                      { build_rule_mode(parse, CASES_WORST, @$); }
    | CASE results WHEN expression because_opt      { build_rule_case(parse, $2, $4, $5, @$); }
    | line_value WHEN expression because_opt        { build_rule_line(parse, $1, $3, $4, @$); }
    | OTHERWISE results because_opt                 { build_rule_otherwise(parse, $2, $3, @$); }
    | TABLE                                         { build_table(parse, @$); }
    | columns_start columns
    | row_start cells                               { build_row_end(parse, @$); }
    ;
because_opt: %empty { $$ = NULL; } | BECAUSE names { $$ = $2; } ;

columns_start: COLUMNS                              { build_columns(parse, @$); } ;
columns: column | columns BAR column ;
column
    : expression                                    { build_column(parse, $1); }
    | ARROW ident                                   { build_result_column(parse, $2); }
    ;
row_start: ROW                                      { build_row(parse, @$); } ;
cells
    : cell                                          { build_cell(parse, $1); }
    | cells BAR cell                                { build_cell(parse, $3); }
    ;
cell
    : DASH                                          { $$ = build_cell_any(parse, @$); }
    | cell_items                                    { $$ = build_cell_values(parse, $1, false, @$); }
    | NOT cell_items                                { $$ = build_cell_values(parse, $2, true, @$); }
    | comparison_sign sum                           { $$ = build_cell_compare(parse, $1, $2, @$); }
    | ARROW result                                  { $$ = build_cell_result(parse, $2, @$); }
    ;
cell_items
    : cell_item                                     { $$ = build_list(parse, NULL, $1); }
    | cell_items COMMA cell_item                    { $$ = build_list(parse, $1, $3); }
    ;
cell_item: literal | literal RANGE literal          { $$ = build_pair(parse, EX_RANGE, $1, $3, @$); } ;

native
    : NATIVE FUNCTION name PAREN_L parameters PAREN_R COLON simple_type FROM LIBRARY STRING SYMBOL_NAME STRING end
                                                    { build_native(parse, $3, $5, $8, $11, $13, $14, @$); MARK(CALL, @4); }
    ;
check
    : CHECK STRING NEVER expression end             { build_check(parse, $2, CLAIM_NEVER, $4, NULL, $5, @$); }
    | CHECK STRING ALWAYS expression end            { build_check(parse, $2, CLAIM_ALWAYS, $4, NULL, $5, @$); }
    | CHECK STRING claimed INDEPENDENT OF path_name end { build_check(parse, $2, CLAIM_INDEPENDENT, $3, &$6, $7, @$); }
    | CHECK STRING claimed MONOTONE IN path_name end { build_check(parse, $2, CLAIM_MONOTONE, $3, &$6, $7, @$); }
    ;
claimed
    : claimed_name                                  { $$ = build_name(parse, $1, @$); }
    | claimed_name APPLIES                          { $$ = build_applies(parse, $1, @$); }
    ;
claimed_name: PATH | NAME | soft_but_never ;

/* ---- tests ---- */

test_head: TEST STRING                              { build_test(parse, $2, @$); } ;
test_clauses
    : %empty
    | test_clauses test_clause                      { MARK(CLAUSE, @2); }
    | test_clauses error                            { RECOVER(SKIP_TO_CLAUSE); }
    ;
test_clause
    : POLICY name literal                           { build_test_policy(parse, $2, $3); }
    | AS_OF DATE                                    { parse->test->as_of = build_date(parse, $2); }
    | GIVEN given_items                             { build_test_given(parse, $2); }
    | EXPECT expect_items
    ;
given_items
    : given_item                                    { $$ = build_given(parse, NULL, $1); MARK(ITEM, @1); }
    | given_items given_item                        { $$ = build_given(parse, $1, $2); MARK(ITEM, @2); }
    | given_items COMMA given_item                  { $$ = build_given(parse, $1, $3); MARK(ITEM, @3); }
    ;
given_item
    : LIKE ident                                    { $$ = build_given_like(parse, $2, @$); }
    | LIKE STRING                                   { $$ = build_given_like(parse, (Name){ $2.text, $2.span }, @$); }
    | given_name test_value                         { $$ = build_given_value(parse, $1, $2, @$); }
    | given_name MISSING                            { $$ = build_given_missing(parse, $1, @$); }
    | given_name element                            { $$ = build_given_list(parse, $1, $2, @$); }
    | element
    | JSON STRING                                   { $$ = build_given_json(parse, $2, @$); }
    ;
element
    : BRACKET_L BRACKET_R                           { $$ = build_element(parse, NULL, @$); MARK(ELEMENT, @1); }
    | BRACKET_L given_items BRACKET_R               { $$ = build_element(parse, $2, @$); MARK(ELEMENT, @1); }
    ;
given_name: PATH | NAME | soft_anywhere ;

expect_items: expect_item | expect_items COMMA expect_item ;
expect_item: expect_start expect_tails ;
expect_start
    : element_path                                  { build_expect_bare(parse, build_name(parse, $1, @$)); }
    | NUMBER                                        { build_expect_bare(parse, build_number(parse, $1, NULL, @$)); }
    | NUMBER UNIT                                   { build_expect_bare(parse, build_number(parse, $1, &$2, @$)); }
    | YES                                           { build_expect_bare(parse, build_yes_no(parse, true, @$)); }
    | NO                                            { build_expect_bare(parse, build_yes_no(parse, false, @$)); }
    | DATE                                          { build_expect_bare(parse, build_date(parse, $1)); }
    | element_path of_opt test_value                { build_expect_value(parse, $1, $2, $3, @$); MARK(ITEM, @1); }
    | element_path of_opt APPLIES                   { build_expect_status(parse, $1, $2, $3, @$); MARK(ITEM, @1); }
    | element_path of_opt POSSIBLE test_value       { build_expect_possible(parse, $1, $2, $4, @$); MARK(ITEM, @1); }
    | CAUTION name of_opt                           { build_expect_caution(parse, $2, $3, true, @$); MARK(ITEM, @1); }
    | NO CAUTION name of_opt                        { build_expect_caution(parse, $3, $4, false, @$); MARK(ITEM, @1); }
    | PROBLEM element_path                          { build_expect_problem(parse, $2, @$); MARK(ITEM, @1); }
    ;
of_opt
    : %empty                                        { $$ = (Label){ .text = STR_NONE }; }
    | OF STRING                                     { $$ = $2; }
    | OF TIMES                                      { $$ = (Label){ STR("*"), $2.span }; }
    ;
expect_tails: %empty | expect_tails expect_tail ;
expect_tail
    : NEEDS element_path                            { build_expect_needs(parse, $2, true); }
    | NOT NEEDS element_path                        { build_expect_needs(parse, $3, false); }
    | GAPS name                                     { build_expect_gap(parse, $2); }
    | BECAUSE name                                  { build_expect_reason(parse, $2); }
    | FOR                                           { build_expect_direction(parse, $1); }
    | AGAINST                                       { build_expect_direction(parse, $1); }
    | WITH STRENGTH ident                           { build_expect_strength(parse, $3); }
    | WITH CAUTION ident                            { build_expect_caution_beside(parse, $3); }
    | WITH TIMING EVERY number                      { build_expect_timing_every(parse, $4, @$); }
    | WITH TIMING STRING                            { build_expect_timing(parse, $3); }
    ;
element_path
    : given_name
    | given_name BRACKET_L NUMBER BRACKET_R DOT path_name { $$ = build_path(parse, @$); }
    | given_name BRACKET_L STRING BRACKET_R DOT path_name { $$ = build_path(parse, @$); }
    ;

/* ---- expressions ---- */

expression: conjunction | expression OR conjunction { $$ = build_pair(parse, EX_OR, $1, $3, @$); } ;
conjunction: negation | conjunction AND negation    { $$ = build_pair(parse, EX_AND, $1, $3, @$); } ;
negation: comparison | NOT negation                 { $$ = build_single(parse, EX_NOT, $2, @$); } ;
comparison
    : fallback
    | fallback comparison_sign fallback             { $$ = build_compare(parse, $2, $1, $3, @$); }
    | fallback IS not_opt sum                       { $$ = build_is(parse, $1, $4, $3, @$); }
    | fallback IS not_opt MISSING                   { $$ = build_gate_word(parse, EX_MISSING, $1, false, $3, $4, @$); }
    | fallback IS not_opt KNOWN                     { $$ = build_gate_word(parse, EX_MISSING, $1, true, $3, $4, @$); }
    | fallback IS not_opt PARTIAL                   { $$ = build_gate_word(parse, EX_PARTIAL, $1, false, $3, $4, @$); }
    | fallback IS not_opt SETTLED                   { $$ = build_gate_word(parse, EX_SETTLED, $1, false, $3, $4, @$); }
    | fallback IS not_opt OPEN                      { $$ = build_gate_word(parse, EX_OPEN, $1, false, $3, $4, @$); }
    | fallback IN value_items   %prec END_OF_VALUES { $$ = build_in(parse, $1, $3, false, @$); }
    | fallback NOT IN value_items %prec END_OF_VALUES { $$ = build_in(parse, $1, $4, true, @$); }
    | fallback MAY BE value_items %prec END_OF_VALUES { $$ = build_may_be(parse, $1, $4, @$); }
    | fallback NEEDS FACTS                          { $$ = build_single(parse, EX_NEEDS_FACTS, $1, @$); }
    | fallback WITHIN fallback BEFORE fallback      { $$ = build_within(parse, OP_BEFORE, $1, $3, $5, @$); }
    | fallback WITHIN fallback AFTER fallback       { $$ = build_within(parse, OP_AFTER, $1, $3, $5, @$); }
    ;
not_opt: %empty { $$ = false; } | NOT { $$ = true; } ;
comparison_sign
    : LT { $$ = CMP_LT; } | LE { $$ = CMP_LE; } | EQ { $$ = CMP_EQ; }
    | NE { $$ = CMP_NE; } | GE { $$ = CMP_GE; } | GT { $$ = CMP_GT; }
    ;
value_items
    : item                                          { $$ = build_list(parse, NULL, $1); }
    | value_items COMMA item                        { $$ = build_list(parse, $1, $3); }
    ;
item: sum | gate_value                              { $$ = build_name(parse, $1, @$); }
    | sum RANGE sum                           { $$ = build_pair(parse, EX_RANGE, $1, $3, @$); } ;
fallback: sum | sum ELSE fallback                   { $$ = build_pair(parse, EX_ELSE, $1, $3, @$); } ;
sum
    : term
    | sum PLUS term                                 { $$ = build_pair(parse, EX_ADD, $1, $3, @$); }
    | sum MINUS term                                { $$ = build_pair(parse, EX_SUB, $1, $3, @$); }
    ;
term
    : unary
    | term TIMES unary                              { $$ = build_pair(parse, EX_MUL, $1, $3, @$); }
    | term DIVIDE unary                             { $$ = build_pair(parse, EX_DIV, $1, $3, @$); }
    ;
unary: primary | MINUS unary                        { $$ = build_negative(parse, $2, @$); MARK(SIGN, @1); } ;
primary
    : number
    | DATE                                          { $$ = build_date(parse, $1); }
    | STRING                                        { $$ = build_text(parse, $1, @$); }
    | YES                                           { $$ = build_yes_no(parse, true, @$); }
    | NO                                            { $$ = build_yes_no(parse, false, @$); }
    | ALWAYS                                        { $$ = build_leaf(parse, EX_ALWAYS, @$); }
    | AS_OF                                         { $$ = build_leaf(parse, EX_AS_OF, @$); }
    | path_name                                     { $$ = build_name(parse, $1, @$); }
    | path_name APPLIES                             { $$ = build_applies(parse, $1, @$); }
    | ident PAREN_L items PAREN_R                   { $$ = build_call(parse, $1, $3, @$); MARK(CALL, @2); }
    | PAREN_L expression PAREN_R                    { $$ = build_parens($2, @$); }
    | ANY list_name WITH PAREN_L expression PAREN_R { $$ = build_list_word(parse, EX_ANY, $2, $5, @$); }
    | ALL list_name ARE PAREN_L expression PAREN_R  { $$ = build_list_word(parse, EX_ALL, $2, $5, @$); }
    | COUNT list_name filter_opt                    { $$ = build_list_word(parse, EX_COUNT, $2, $3, @$); }
    | COUNT OF items END                            { $$ = build_count_of(parse, $3, @$); }
    | SUM list_argument                             { $$ = build_list_value(parse, EX_SUM, $2, NULL, @$); }
    | MIN list_argument                             { $$ = build_list_value(parse, EX_MIN, $2, NULL, @$); }
    | MAX list_argument                             { $$ = build_list_value(parse, EX_MAX, $2, NULL, @$); }
    | MIN PAREN_L items PAREN_R                     { $$ = build_extreme(parse, EX_MIN, $3, @$); MARK(CALL, @2); }
    | MAX PAREN_L items PAREN_R                     { $$ = build_extreme(parse, EX_MAX, $3, @$); MARK(CALL, @2); }
    | MIN PAREN_L path_name WHERE PAREN_L expression PAREN_R COMMA expression PAREN_R
                                                    { $$ = build_extreme_where(parse, EX_MIN, $3, $6, $9, @$); MARK(CALL, @2); }
    | MAX PAREN_L path_name WHERE PAREN_L expression PAREN_R COMMA expression PAREN_R
                                                    { $$ = build_extreme_where(parse, EX_MAX, $3, $6, $9, @$); MARK(CALL, @2); }
    | PAREN_L LATEST list_name BY path_name filter_opt PAREN_R DOT ident
                                                    { $$ = build_latest(parse, $3, $5, $6, $9, @$); }
    | time_unit BETWEEN between_date AND between_date { $$ = build_between(parse, $1, $3, $5, @$); }
    ;
time_unit
    : YEARS { $$ = UNIT_YEARS; } | MONTHS { $$ = UNIT_MONTHS; }
    | WEEKS { $$ = UNIT_WEEKS; } | DAYS { $$ = UNIT_DAYS; }
    ;
/* The `and` between the dates is no conjunction, so they are single things. */
between_date
    : path_name                                     { $$ = build_name(parse, $1, @$); }
    | AS_OF                                         { $$ = build_leaf(parse, EX_AS_OF, @$); }
    | DATE                                          { $$ = build_date(parse, $1); }
    | ident PAREN_L items PAREN_R                   { $$ = build_call(parse, $1, $3, @$); MARK(CALL, @2); }
    | PAREN_L expression PAREN_R                    { $$ = build_parens($2, @$); }
    ;
list_name: path_name                                { $$ = build_name(parse, $1, @$); } ;
filter_opt: %empty { $$ = NULL; } | WHERE PAREN_L expression PAREN_R { $$ = $3; } ;
list_argument: path_name filter_opt                 { $$ = build_list_argument(parse, $1, $2, @$); } ;
/* `partial` and `open` are gate words only after `is`. */
results
    : result                                        { $$ = build_items(parse, build_list(parse, NULL, $1)); }
    | results COMMA result                          { $$ = build_items(parse, build_list(parse, $1, $3)); }
    ;
result: expression | gate_value                     { $$ = build_name(parse, $1, @$); } ;
gate_value: PARTIAL | OPEN ;
/* Commas separate these; the builder asks for brackets around `a in b, c`. */
items: expressions                                  { $$ = build_items(parse, $1); } ;
expressions
    : expression                                    { $$ = build_list(parse, NULL, $1); }
    | expressions COMMA expression                  { $$ = build_list(parse, $1, $3); }
    ;
number
    : NUMBER                                        { $$ = build_number(parse, $1, NULL, @$); }
    | NUMBER UNIT                                   { $$ = build_number(parse, $1, &$2, @$); }
    ;
constant
    : number
    | MINUS number                                  { $$ = build_negative(parse, $2, @$); MARK(SIGN, @1); }
    | DATE                                          { $$ = build_date(parse, $1); }
    | STRING                                        { $$ = build_text(parse, $1, @$); }
    | YES                                           { $$ = build_yes_no(parse, true, @$); }
    | NO                                            { $$ = build_yes_no(parse, false, @$); }
    ;
literal: constant | value_name                      { $$ = build_name(parse, $1, @$); } ;
/* Where a clause of a test may follow, its words are no values. */
test_value: constant | test_word                    { $$ = build_name(parse, $1, @$); } ;
test_word: NAME | soft_anywhere | PARTIAL | OPEN | KNOWN | SETTLED ;

/* ---- names ---- */

names
    : ident                                         { $$ = build_names(parse, NULL, $1); }
    | names COMMA ident                             { $$ = build_names(parse, $1, $3); }
    ;
label_opt: %empty { $$ = (Label){ .text = STR_NONE }; } | STRING { $$ = $1; } ;
name: ident | NEW_NAME ;
ident: NAME | soft ;
value_name: ident | PARTIAL | OPEN | MISSING | KNOWN | SETTLED ;
/* The value at the start of a line of `worst of`: no word that could start a clause. */
line_value: NAME | PARTIAL | OPEN | COMPLETE | ORDERED | VERSION | TITLE | CONTEXT ;
soft: soft_anywhere | POLICY | GIVEN | EXPECT | LIKE | JSON | POSSIBLE | GAPS | PROBLEM ;
soft_anywhere: soft_but_never | NEVER ;
soft_but_never
    : VERSION | TITLE | ISSUED_BY | SOURCE | STRENGTH | REVIEW_BY | ORDERED | ERROR_MARGIN | MODIFIABLE | COST | LIST
    | COMPLETE | COUNTED | LARGEST | FIGURE | CONTEXT | AT | SECTION | REFS | EVIDENCE | OUTSIDE | GATE | EACH | UNIQUE
    | FIRST | WORST | TABLE | COLUMNS | ROW | TIMING | EVERY | SHOWS | POINT | POINTS | FUNCTION | LIBRARY
    | SYMBOL_NAME | INDEPENDENT | MONOTONE | BEFORE | AFTER | BY | BE | FACTS
    | YEARS | MONTHS | WEEKS | DAYS | BETWEEN
    ;

%%

static void begin_skip(Parse *parse, SkipTo skip, int *lookahead)
{
    if (parse_recover(parse, skip, *lookahead)) *lookahead = TOK_CGL_YYEMPTY;
}

static void cgl_yyerror(const Span *place, Parse *parse, const char *message)
{
    /* the only message bison itself gives here: its stack is full */
    (void)message;
    diagnose_nested_too_deep(parse->diags, *place);
}

static int find_token(yysymbol_kind_t kind)
{
    switch (kind) {
#define WORD(id, text, class, soft) case YYSYMBOL_##id: return TOK_##id;
#define SYMBOL(id, text, class) case YYSYMBOL_##id: return TOK_##id;
#define TOKEN(id, text) case YYSYMBOL_##id: return TOK_##id;
#include "lang/parse/tokens.def"
    default: return 0;
    }
}

/* What bison knows about the mistake, handed on as data. */
static int yyreport_syntax_error(const yypcontext_t *context, Parse *parse)
{
    enum { MOST = YYNTOKENS };
    yysymbol_kind_t expected[MOST];
    int tokens[MOST];
    int count = yypcontext_expected_tokens(context, expected, MOST);
    for (int i = 0; i < count; i++) tokens[i] = find_token(expected[i]);
    parse_report(parse, *yypcontext_location(context), find_token(yypcontext_token(context)), tokens, count);
    return 0;
}
