/* dump.c - the tree as indented text, for developers and for the tests of the parser. One
 * declaration or clause a line; expressions in prefix form, so that every grouping is visible. */
#include "lang/lang.h"

static const char *const kinds[] = {
    [EX_ERROR] = "error",
    [EX_YES_NO] = "yes_no",
    [EX_NUMBER] = "number",
    [EX_DATE] = "date",
    [EX_TEXT] = "text",
    [EX_VALUE] = "value",
    [EX_ALWAYS] = "always",
    [EX_NAME] = "name",
    [EX_FIELD] = "field",
    [EX_LIST] = "list",
    [EX_RULE] = "rule",
    [EX_GAP] = "gap",
    [EX_PARAMETER] = "parameter",
    [EX_AS_OF] = "as_of",
    [EX_NOT] = "not",
    [EX_AND] = "and",
    [EX_OR] = "or",
    [EX_COMPARE] = "compare",
    [EX_IS] = "is",
    [EX_IN] = "in",
    [EX_RANGE] = "..",
    [EX_WITHIN] = "within",
    [EX_BETWEEN] = "between",
    [EX_ADD] = "+",
    [EX_SUB] = "-",
    [EX_MUL] = "*",
    [EX_DIV] = "/",
    [EX_NEG] = "neg",
    [EX_ROUND] = "round",
    [EX_MIN2] = "min2",
    [EX_MAX2] = "max2",
    [EX_SQRT] = "sqrt",
    [EX_LN] = "ln",
    [EX_EXP] = "exp",
    [EX_POWER] = "power",
    [EX_CALL] = "call",
    [EX_NATIVE] = "native",
    [EX_ANY] = "any",
    [EX_ALL] = "all",
    [EX_COUNT] = "count",
    [EX_SUM] = "sum",
    [EX_MIN] = "min",
    [EX_MAX] = "max",
    [EX_LATEST] = "latest",
    [EX_COUNT_OF] = "count_of",
    [EX_APPLIES] = "applies",
    [EX_MISSING] = "missing",
    [EX_PARTIAL] = "partial",
    [EX_SETTLED] = "settled",
    [EX_OPEN] = "open",
    [EX_MAY_BE] = "may_be",
    [EX_NEEDS_FACTS] = "needs_facts",
    [EX_ELSE] = "else",
};
static const char *const signs[] = { "<", "<=", "=", "!=", ">=", ">" };

/* ---- expressions ---- */

static const char *const time_units[] = {
    [UNIT_YEARS] = "years", [UNIT_MONTHS] = "months", [UNIT_WEEKS] = "weeks", [UNIT_DAYS] = "days"
};

static void dump_expr(StrBuf *out, const Expr *expr);

static void dump_leaf(StrBuf *out, const Expr *expr)
{
    switch (expr->kind) {
    case EX_YES_NO: buf_add_c(out, expr->value.flag ? "yes" : "no"); break;
    case EX_NUMBER:
        rat_print(out, expr->value.number);
        if (expr->unit.text.len) {
            buf_add_format(out, " %S", expr->unit.text);
        }
        break;
    case EX_DATE: date_print_range(out, expr->value.day_lo, expr->value.day_hi); break;
    case EX_TEXT: buf_add_format(out, "\"%S\"", expr->value.text); break;
    case EX_ALWAYS:
    case EX_AS_OF:
    case EX_ERROR: buf_add_c(out, kinds[expr->kind]); break;
    case EX_APPLIES: buf_add_format(out, "(applies %S)", expr->name.text); break;
    case EX_NAME: buf_add(out, expr->name.text); break;
    default: buf_add_format(out, "%s:%S", kinds[expr->kind], expr->name.text); break;
    }
    if (expr->element) {
        buf_add_char(out, '@');
    }
}

static void dump_expr(StrBuf *out, const Expr *expr)
{
    if (!expr) {
        buf_add_c(out, "none");
        return;
    }
    if (expr->arg_count == 0 && expr->kind != EX_CALL && expr->kind != EX_NATIVE) {
        dump_leaf(out, expr);
        return;
    }
    buf_add_char(out, '(');
    if (expr->negated) {
        buf_add_c(out, "not ");
    }
    if (expr->kind == EX_COMPARE) {
        buf_add_c(out, signs[expr->op]);
    } else {
        buf_add_c(out, kinds[expr->kind]);
    }
    if (expr->kind == EX_WITHIN) {
        buf_add_c(out, expr->op == OP_BEFORE ? " before" : " after");
    }
    if (expr->kind == EX_BETWEEN) {
        buf_add_format(out, " %s", time_units[expr->op]);
    }
    if (expr->kind == EX_CALL || expr->kind == EX_NATIVE) {
        buf_add_format(out, " %S", expr->name.text);
    }
    if (expr->kind == EX_ROUND && expr->digits != ROUND_TO_INTEGER) {
        buf_add_format(out, " %u", expr->digits);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        buf_add_char(out, ' ');
        dump_expr(out, expr->args[i]);
    }
    buf_add_char(out, ')');
}

static void dump_line_expr(StrBuf *out, const char *indent, const char *word, const Expr *expr)
{
    buf_add_format(out, "%s%s ", indent, word);
    dump_expr(out, expr);
    buf_add_char(out, '\n');
}

/* ---- parts of declarations ---- */

static void dump_names(StrBuf *out, const char *word, const NameList *names)
{
    if (!names->count) {
        return;
    }
    buf_add_format(out, " %s", word);
    for (uint32_t i = 0; i < names->count; i++) {
        buf_add_format(out, "%s %S", i ? "," : "", names->items[i].text);
    }
}

static void dump_label(StrBuf *out, const char *word, Label label)
{
    if (label.text.ptr) {
        buf_add_format(out, " %s\"%S\"", word, label.text);
    }
}

static void dump_type(StrBuf *out, const AstTypeRef *type)
{
    if (type->values.count) {
        dump_names(out, "one of", &type->values);
    } else if (type->record.text.len) {
        buf_add_format(out, " list of %S", type->record.text);
    } else {
        buf_add_format(out, " %S", type->name.text);
    }
    if (type->unit.text.len) {
        buf_add_format(out, " in %S", type->unit.text);
    }
    if (!type->range_lo) {
        return;
    }
    buf_add_char(out, ' ');
    dump_expr(out, type->range_lo);
    buf_add_c(out, "..");
    dump_expr(out, type->range_hi);
}

static void dump_from(StrBuf *out, const char *indent, const AstFrom *from)
{
    if (from->outside) {
        buf_add_format(out, "%sfrom outside \"%S\"\n", indent, from->outside_text.text);
    }
    if (!from->ids.count) {
        return;
    }
    buf_add_format(out, "%sfrom", indent);
    for (uint32_t i = 0; i < from->ids.count; i++) {
        buf_add_format(out, " %S", from->ids.items[i].text);
    }
    buf_add_char(out, '\n');
}

static void dump_because(StrBuf *out, const AstBecause *because)
{
    if (because->names.count) {
        buf_add_c(out, "   ");
        dump_names(out, "because", &because->names);
        buf_add_char(out, '\n');
    }
    dump_from(out, "      ", &because->from);
}

static void dump_results(StrBuf *out, Expr *const *results, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        buf_add_c(out, i ? ", " : " ");
        dump_expr(out, results[i]);
    }
}

/* ---- declarations ---- */

static void dump_enum(StrBuf *out, const AstEnum *node)
{
    buf_add_format(out, "enum %s%S\n", node->ordered ? "ordered " : "", node->name.text);
    for (uint32_t i = 0; i < node->values.count; i++) {
        buf_add_format(out, "  %S", node->values.items[i].text);
        if (i < node->labels.count) {
            dump_label(out, "", node->labels.items[i]);
        }
        if (i < node->codes.count) {
            dump_label(out, "code ", node->codes.items[i]);
        }
        buf_add_char(out, '\n');
    }
}

static void dump_field(StrBuf *out, const AstField *field)
{
    buf_add_format(out, "  %S :", field->path.text);
    dump_type(out, &field->type_ref);
    dump_label(out, "", field->label);
    if (field->has_error) {
        buf_add_c(out, " error ");
        dump_expr(out, field->error);
    }
    if (field->modifiable) {
        buf_add_c(out, " modifiable");
    }
    if (field->has_cost) {
        buf_add_format(out, " cost %u", (unsigned)field->cost);
    }
    for (uint32_t i = 0; i < field->codes.count; i++) {
        buf_add_format(out, " %S \"%S\"", field->codes.items[i].system.text,
                       field->codes.items[i].code.text);
    }
    if (field->complete_field.text.len) {
        buf_add_format(out, " complete unless %S is %s%S", field->complete_field.text,
                       field->complete_negated ? "not " : "", field->complete_value.text);
    }
    if (field->counted_by.text.len) {
        buf_add_format(out, " counted by %S", field->counted_by.text);
    }
    if (field->largest_by.text.len) {
        buf_add_format(out, " largest by %S = %S", field->largest_by.text,
                       field->largest_field.text);
    }
    buf_add_char(out, '\n');
}

static void dump_record(StrBuf *out, const AstRecord *record)
{
    if (record->name.text.len) {
        buf_add_format(out, "record %S\n", record->name.text);
    } else {
        buf_add_c(out, "patient\n");
    }
    for (uint32_t i = 0; i < record->fields.count; i++) {
        dump_field(out, record->fields.items[i]);
    }
}

static void dump_statement(StrBuf *out, const AstStatement *node)
{
    buf_add_format(out, "statement %S", node->id.text);
    if (node->role.text.len) {
        buf_add_format(out, " %S", node->role.text);
    }
    if (node->source.text.len) {
        buf_add_format(out, " at %S \"%S\"", node->source.text, node->place.text);
    }
    dump_label(out, "section ", node->section);
    if (node->refs.count) {
        buf_add_c(out, " refs");
    }
    for (uint32_t i = 0; i < node->refs.count; i++) {
        buf_add_format(out, " %d", (int)node->refs.items[i]);
    }
    if (node->strength.text.len) {
        buf_add_format(out, " strength %S", node->strength.text);
    }
    dump_label(out, "evidence ", node->evidence);
    dump_label(out, "", node->text);
    buf_add_char(out, '\n');
}

static void dump_gap(StrBuf *out, const AstGap *gap)
{
    buf_add_format(out, "gap %S :", gap->name.text);
    dump_type(out, &gap->type_ref);
    if (gap->source.text.len) {
        buf_add_format(out, " at %S \"%S\"", gap->source.text, gap->place.text);
    }
    dump_label(out, "", gap->text);
    if (gap->policy) {
        dump_label(out, "policy ", gap->policy_text);
    }
    buf_add_char(out, '\n');
    dump_from(out, "  ", &gap->from);
}

/* ---- rules ---- */

static void dump_table(StrBuf *out, const AstTable *table, uint32_t results)
{
    buf_add_format(out, "  table %s\n", table->first ? "first" : "unique");
    for (uint32_t i = 0; i < table->columns.count; i++) {
        dump_line_expr(out, "    ", "column", table->columns.items[i]);
    }
    for (uint32_t i = 0; i < table->result_columns.count; i++) {
        buf_add_format(out, "    column => %S\n", table->result_columns.items[i].text);
    }
    for (uint32_t i = 0; i < table->rows.count; i++) {
        const AstRow *row = &table->rows.items[i];
        buf_add_c(out, "    row");
        for (uint32_t j = 0; j < row->cells.count; j++) {
            const AstCell *cell = &row->cells.items[j];
            buf_add_c(out, j ? " | " : " ");
            if (cell->any) {
                buf_add_char(out, '-');
            } else {
                dump_expr(out, cell->test ? cell->test : cell->written);
            }
        }
        buf_add_c(out, " =>");
        dump_results(out, row->results, results);
        buf_add_char(out, '\n');
    }
}

static void dump_cases(StrBuf *out, const AstRule *rule)
{
    static const char *const modes[] = { "unique", "first", "worst of" };
    buf_add_format(out, "  %s\n", modes[rule->mode]);
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        const AstCase *item = &rule->cases.items[i];
        buf_add_c(out, "    case");
        dump_results(out, item->results, rule->results.count);
        buf_add_c(out, " when ");
        dump_expr(out, item->when);
        buf_add_char(out, '\n');
        dump_because(out, &item->because);
    }
}

static void dump_body(StrBuf *out, const AstRule *rule)
{
    if (rule->means) {
        dump_line_expr(out, "  ", "means", rule->means);
    }
    if (rule->body == RULE_CASES) {
        dump_cases(out, rule);
    }
    if (rule->table) {
        dump_table(out, rule->table, rule->results.count);
    }
    for (uint32_t i = 0; i < rule->points.count; i++) {
        buf_add_format(out, "  points %lld when ", rule->points.items[i].points);
        dump_expr(out, rule->points.items[i].when);
        buf_add_char(out, '\n');
    }
    if (rule->otherwise) {
        buf_add_c(out, "  otherwise");
        dump_results(out, rule->otherwise, rule->results.count);
        buf_add_char(out, '\n');
    }
    if (rule->when) {
        dump_line_expr(out, "  ", "when", rule->when);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        dump_line_expr(out, "  ", "unless", rule->unless.items[i].when);
        dump_because(out, &rule->unless.items[i].because);
    }
}

static void dump_rule_head(StrBuf *out, const AstRule *rule)
{
    static const char *const words[] = { "define", "decision", "score", "advise", "caution" };
    buf_add_format(out, "%s%s %S", words[rule->kind], rule->against ? " against" : "",
                   rule->name.text);
    for (uint32_t i = 0; i < rule->parameters.count; i++) {
        buf_add_format(out, "%s%S :", i ? ", " : "(", rule->parameters.items[i]->name.text);
        dump_type(out, &rule->parameters.items[i]->type_ref);
    }
    if (rule->parameters.count) {
        buf_add_char(out, ')');
    }
    if (rule->list_name.text.len) {
        buf_add_format(out, " for each %S", rule->list_name.text);
    }
    dump_label(out, "", rule->label);
    if (rule->gate) {
        buf_add_c(out, " gate");
    }
    buf_add_char(out, '\n');
}

static void dump_rule(StrBuf *out, const AstRule *rule)
{
    dump_rule_head(out, rule);
    for (uint32_t i = 0; i < rule->results.count; i++) {
        const AstResult *result = &rule->results.items[i];
        if (!result->has_type) {
            continue;
        }
        buf_add_format(out, "  result %S :", result->name.text);
        dump_type(out, &result->type_ref);
        dump_label(out, "", result->label);
        buf_add_char(out, '\n');
    }
    dump_from(out, "  ", &rule->from);
    if (rule->strength.text.len) {
        buf_add_format(out, "  strength %S\n", rule->strength.text);
    }
    if (rule->evidence.text.ptr) {
        buf_add_format(out, "  evidence \"%S\"\n", rule->evidence.text);
    }
    if (rule->has_refs) {
        buf_add_c(out, "  refs");
        for (uint32_t i = 0; i < rule->refs.count; i++) {
            buf_add_format(out, " %d", (int)rule->refs.items[i]);
        }
        buf_add_char(out, '\n');
    }
    dump_body(out, rule);
    if (rule->timing.text.ptr) {
        buf_add_format(out, "  timing %S\n", rule->timing.text);
    }
    if (rule->shows.count) {
        buf_add_c(out, " ");
        dump_names(out, "shows", &rule->shows);
        buf_add_char(out, '\n');
    }
}

static void dump_native(StrBuf *out, const AstNative *native)
{
    buf_add_format(out, "native %S", native->name.text);
    for (uint32_t i = 0; i < native->parameters.count; i++) {
        buf_add_format(out, "%s%S :", i ? ", " : "(", native->parameters.items[i]->name.text);
        dump_type(out, &native->parameters.items[i]->type_ref);
    }
    buf_add_c(out, ") :");
    dump_type(out, &native->result);
    buf_add_format(out, " library \"%S\" symbol \"%S\"\n", native->library.text,
                   native->symbol.text);
}

/* ---- tests ---- */

static void dump_given(StrBuf *out, const AstGiven *given)
{
    static const char *const words[] = { "like ", "", "missing ", "list ", "json " };
    buf_add_format(out, "%s%S", words[given->kind], given->path.text);
    dump_label(out, "", given->json);
    if (given->value) {
        buf_add_char(out, ' ');
        dump_expr(out, given->value);
    }
    for (uint32_t i = 0; i < given->elements.count; i++) {
        buf_add_c(out, " [");
        for (uint32_t j = 0; j < given->elements.items[i].fields.count; j++) {
            const AstGiven *field = &given->elements.items[i].fields.items[j];
            buf_add_format(out, " %s%S", words[field->kind], field->path.text);
            if (!field->value) {
                continue;
            }
            buf_add_char(out, ' ');
            dump_expr(out, field->value);
        }
        buf_add_c(out, " ]");
    }
}

static void dump_expect(StrBuf *out, const AstExpect *expect)
{
    static const char *const words[] = { "value",   "status",     "possible",
                                         "caution", "no caution", "problem" };
    buf_add_format(out, "  expect %s %S", words[expect->kind], expect->name.text);
    dump_label(out, "of ", expect->of);
    if (expect->status.text.len) {
        buf_add_format(out, " status %S", expect->status.text);
    }
    for (uint32_t i = 0; i < expect->values.count; i++) {
        buf_add_c(out, i ? ", " : " ");
        dump_expr(out, expect->values.items[i]);
    }
    dump_names(out, "needs", &expect->needs);
    dump_names(out, "not needs", &expect->not_needs);
    dump_names(out, "gaps", &expect->gaps);
    if (expect->no_gaps) {
        buf_add_c(out, " gaps none");
    }
    dump_names(out, "because", &expect->reasons);
    buf_add_char(out, '\n');
}

static void dump_test(StrBuf *out, const AstTest *test)
{
    buf_add_format(out, "test \"%S\"\n", test->name.text);
    for (uint32_t i = 0; i < test->policies.count; i++) {
        buf_add_format(out, "  policy %S ", test->policies.items[i].name.text);
        dump_expr(out, test->policies.items[i].value);
        buf_add_char(out, '\n');
    }
    if (test->as_of) {
        dump_line_expr(out, "  ", "as_of", test->as_of);
    }
    for (uint32_t i = 0; i < test->given.count; i++) {
        buf_add_c(out, "  given ");
        dump_given(out, &test->given.items[i]);
        buf_add_char(out, '\n');
    }
    for (uint32_t i = 0; i < test->expect.count; i++) {
        dump_expect(out, &test->expect.items[i]);
    }
}

/* ---- modules ---- */

static void dump_check(StrBuf *out, const AstCheck *check)
{
    buf_add_format(out, "check \"%S\"\n", check->text.text);
    static const char *const words[] = { [CLAIM_NEVER] = "never",
                                         [CLAIM_ALWAYS] = "always",
                                         [CLAIM_INDEPENDENT] = "independent",
                                         [CLAIM_MONOTONE] = "monotone" };
    dump_line_expr(out, "  ", words[check->claim], check->subject);
    if (check->field.text.ptr) {
        buf_add_format(out, "    %S\n", check->field.text);
    }
}

static void dump_reason(StrBuf *out, const AstReason *reason)
{
    buf_add_format(out, "reason %S", reason->name.text);
    dump_label(out, "", reason->label);
    buf_add_char(out, '\n');
    dump_from(out, "  ", &reason->from);
}

static void dump_decl(StrBuf *out, const AstDecl *decl)
{
    switch (decl->kind) {
    case DECL_ENUM: dump_enum(out, decl->node); break;
    case DECL_RECORD:
    case DECL_PATIENT: dump_record(out, decl->node); break;
    case DECL_STATEMENT: dump_statement(out, decl->node); break;
    case DECL_REASON: dump_reason(out, decl->node); break;
    case DECL_GAP: dump_gap(out, decl->node); break;
    case DECL_RULE: dump_rule(out, decl->node); break;
    case DECL_NATIVE: dump_native(out, decl->node); break;
    case DECL_CHECK: dump_check(out, decl->node); break;
    case DECL_TEST: dump_test(out, decl->node); break;
    }
}

static void dump_header(StrBuf *out, const AstModule *module)
{
    buf_add_format(out, "%s %S", module->is_guideline ? "guideline" : "module", module->name.text);
    dump_label(out, "version ", module->version);
    dump_label(out, "title ", module->title);
    dump_label(out, "issued_by ", module->issued_by);
    for (uint32_t i = 0; i < module->sources.count; i++) {
        buf_add_format(out, " source %S \"%S\"", module->sources.items[i].name.text,
                       module->sources.items[i].title.text);
    }
    dump_names(out, "strength", &module->strengths);
    if (module->review_by.text.ptr) {
        buf_add_format(out, " review_by %S", module->review_by.text);
    }
    buf_add_char(out, '\n');
    for (uint32_t i = 0; i < module->imports.count; i++) {
        buf_add_format(out, "import %S", module->imports.items[i].path.text);
        dump_label(out, "version ", module->imports.items[i].version);
        buf_add_char(out, '\n');
    }
}

void ast_dump(StrBuf *out, const Ast *ast)
{
    for (uint32_t i = 0; i < ast->modules.count; i++) {
        const AstModule *module = ast->modules.items[i];
        dump_header(out, module);
        for (uint32_t j = 0; j < module->decls.count; j++) {
            dump_decl(out, &module->decls.items[j]);
        }
    }
}
