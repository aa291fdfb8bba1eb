/* build_source.c - statements of the source and what rests on them: reasons, gaps, natives, checks.
 */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

/* ---- statements ---- */

void build_statement(Parse *parse, Name id, Span span)
{
    AstStatement *statement = ARENA_NEW(parse->arena, AstStatement);
    statement->id = id;
    statement->strength_index = NO_STRENGTH;
    statement->span = span;
    build_decl(parse, DECL_STATEMENT, statement, span);
    parse->statement = statement;
}

void build_statement_place(Parse *parse, Name source, Label place)
{
    parse->statement->source = source;
    parse->statement->place = place;
}

void build_statement_refs(Parse *parse, const Refs *refs)
{
    AstStatement *statement = parse->statement;
    for (uint32_t i = 0; i < refs->items.count; i++) {
        vec_add(parse->arena, &statement->refs, refs->items.items[i]);
    }
}

void build_statement_text(Parse *parse, Label text)
{
    if (parse->statement->text.text.ptr) {
        diagnose_statement_two_texts(parse->diags, text.span, parse->statement->text.span);
    } else {
        parse->statement->text = text;
    }
}

void build_statement_end(Parse *parse, Span span)
{
    AstStatement *statement = parse->statement;
    parse->statement = NULL;
    if (!statement->text.text.ptr && !statement->broken) {
        diagnose_statement_without_text(parse->diags, statement->span, statement->id.text);
    }
    statement->span = span;
}

/* ---- references ---- */

enum { MOST_REF = 100000, MOST_REFS_IN_RANGE = 1000, MOST_REFS = 10000 };

Refs *build_refs(Parse *parse, Refs *refs, Name first, Name last)
{
    int64_t lo = 0, hi = 0;
    bool read = number_parse_int(first.text, &lo) == NUMBER_OK &&
                number_parse_int(last.text, &hi) == NUMBER_OK;
    if (!refs) {
        refs = ARENA_NEW(parse->arena, Refs);
    }
    if (!read || lo < 1 || hi > MOST_REF || lo > hi || hi - lo > MOST_REFS_IN_RANGE ||
        refs->items.count > MOST_REFS) {
        diagnose_bad_refs(parse->diags, span_join(first.span, last.span));
        return refs;
    }
    for (int64_t ref = lo; ref <= hi; ref++) {
        vec_add(parse->arena, &refs->items, (int32_t)ref);
    }
    return refs;
}

AstFrom *build_from(Parse *parse, const NameList *ids, Span span)
{
    AstFrom *from = ARENA_NEW(parse->arena, AstFrom);
    from->ids = *ids;
    from->span = span;
    return from;
}

AstFrom *build_from_outside(Parse *parse, Label text, Span span)
{
    AstFrom *from = ARENA_NEW(parse->arena, AstFrom);
    from->outside = true;
    from->outside_text = text;
    from->span = span;
    return from;
}

/* A score that the text names and another publication defines: its statements, and where the points
 * come from. */
AstFrom *build_from_both(Parse *parse, const NameList *ids, Label text, Span span)
{
    AstFrom *from = build_from(parse, ids, span);
    from->outside = true;
    from->outside_text = text;
    return from;
}

/* ---- reasons and gaps ---- */

void build_reason(Parse *parse, Name name, Span span)
{
    AstReason *reason = ARENA_NEW(parse->arena, AstReason);
    reason->name = name;
    reason->span = span;
    parse->reason = reason;
    build_decl(parse, DECL_REASON, reason, span);
}

void build_reason_end(Parse *parse, Span span)
{
    AstReason *reason = parse->reason;
    reason->span = span;
    if (!reason->label.text.ptr) {
        diagnose_label_missing(parse->diags, reason->name.span, "reason", reason->name.text);
    }
}

void build_gap(Parse *parse, Name name, AstTypeRef *type, Span span)
{
    AstGap *gap = ARENA_NEW(parse->arena, AstGap);
    gap->name = name;
    gap->type_ref = *type;
    gap->span = span;
    build_decl(parse, DECL_GAP, gap, span);
    parse->gap = gap;
}

void build_gap_end(Parse *parse, bool ended, Span span)
{
    AstGap *gap = parse->gap;
    parse->gap = NULL;
    if (!ended) {
        build_missing_end(parse);
    }
    if (!gap->broken && !gap->text.text.ptr) {
        diagnose_label_missing(parse->diags, gap->name.span, "gap", gap->name.text);
    }
    gap->span = span;
}

/* ---- natives and checks ---- */

void build_native(Parse *parse, Name name, const ParameterList *parameters, AstTypeRef *result,
                  Label library, Label symbol, bool ended, Span span)
{
    AstNative *native = ARENA_NEW(parse->arena, AstNative);
    native->name = name;
    for (uint32_t i = 0; i < parameters->count; i++) {
        vec_add(parse->arena, &native->parameters, parameters->items[i]);
    }
    native->result = *result;
    native->library = library;
    native->symbol = symbol;
    native->span = span;
    if (!ended) {
        build_missing_end(parse);
    }
    build_decl(parse, DECL_NATIVE, native, span);
}

void build_check(Parse *parse, Label text, CheckClaim claim, Expr *subject, const Name *field,
                 bool ended, Span span)
{
    AstCheck *check = ARENA_NEW(parse->arena, AstCheck);
    check->text = text;
    check->claim = claim;
    check->subject = subject;
    if (field) {
        check->field = *field;
    }
    check->span = span;
    if (!ended) {
        build_missing_end(parse);
    }
    build_decl(parse, DECL_CHECK, check, span);
}
