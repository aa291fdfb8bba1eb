/* resolve_source.c - law 2: every rule names the statements it rests on; statements know that they
 * are used. */
#include "lang/messages/diagnose.h"
#include "lang/resolve/resolve_parts.h"

static void resolve_ids(Names *names, AstFrom *from)
{
    for (uint32_t i = 0; i < from->ids.count; i++) {
        Name id = from->ids.items[i];
        const Symbol *symbol = names_find(&names->statements, id.text);
        if (!symbol) {
            diagnose_unknown_statement(names->diags, id.span, id.text,
                                       names_suggest(names, &names->statements, id.text));
            continue;
        }
        AstStatement *statement = symbol->node;
        statement->used = true;
        vec_add(names->arena, &from->statements, statement);
    }
}

static void resolve_source(Names *names, Name source)
{
    if (source.text.len && !names_find(&names->sources, source.text)) {
        diagnose_unknown_source(names->diags, source.span, source.text,
                                names_suggest(names, &names->sources, source.text));
    }
}

enum { MOST_NAMED = 8 };

/* "strong, weak" as far as a message can say them. */
static Str list_strengths(const Names *names)
{
    const NameList *scale = &names->ast->strengths;
    StrBuf list = { .arena = names->arena };
    for (uint32_t i = 0; i < scale->count && i < MOST_NAMED; i++) {
        buf_add_format(&list, "%s%S", i ? ", " : "", scale->items[i].text);
    }
    if (scale->count > MOST_NAMED) {
        buf_add_format(&list, " and %u more", (unsigned)(scale->count - MOST_NAMED));
    }
    return buf_get(&list);
}

uint16_t resolve_strength(Names *names, Name strength)
{
    const NameList *scale = &names->ast->strengths;
    if (!strength.text.len) {
        return NO_STRENGTH;
    }
    for (uint32_t i = 0; i < scale->count; i++) {
        if (str_equal(scale->items[i].text, strength.text)) {
            return (uint16_t)i;
        }
    }
    diagnose_unknown_strength(names->diags, strength.span, strength.text, list_strengths(names),
                              scale->count ? scale->items[0].span : SPAN_NOWHERE);
    return NO_STRENGTH;
}

static void resolve_because(Names *names, AstBecause *because)
{
    for (uint32_t i = 0; i < because->names.count; i++) {
        Name name = because->names.items[i];
        const Symbol *symbol = names_find(&names->reasons, name.text);
        if (symbol) {
            vec_add(names->arena, &because->reasons, (AstReason *)symbol->node);
        } else {
            diagnose_unknown_reason(names->diags, name.span, name.text,
                                    names_suggest(names, &names->reasons, name.text));
        }
    }
    resolve_ids(names, &because->from);
}

static void resolve_shows(Names *names, AstRule *rule)
{
    for (uint32_t i = 0; i < rule->shows.count; i++) {
        Name id = rule->shows.items[i];
        const Symbol *symbol = names_find(&names->statements, id.text);
        if (!symbol) {
            diagnose_unknown_statement(names->diags, id.span, id.text,
                                       names_suggest(names, &names->statements, id.text));
            continue;
        }
        AstStatement *statement = symbol->node;
        /* A statement that rules rest on may be shown, too; but that is not what it asks for. */
        if (str_equal(statement->role.text, STR("figure"))) {
            statement->used = true;
        }
        if (str_equal(statement->role.text, STR("context"))) {
            diagnose_shown_is_context(names->diags, id.span, id.text, statement->id.span);
        }
        vec_add(names->arena, &rule->show_statements, statement);
    }
}

static void resolve_rule_source(Names *names, AstRule *rule)
{
    static const char *const kinds[] = { "define", "decision", "score", "advice", "caution" };
    resolve_ids(names, &rule->from);
    rule->strength_index = resolve_strength(names, rule->strength);
    bool without = !rule->from.ids.count && !rule->from.outside;
    if (without && rule->kind != RULE_DEFINE && !rule->broken) {
        diagnose_rule_without_source(names->diags, rule->head, kinds[rule->kind], rule->name.text);
    }
    for (uint32_t i = 0; i < rule->cases.count; i++) {
        resolve_because(names, &rule->cases.items[i].because);
    }
    for (uint32_t i = 0; i < rule->unless.count; i++) {
        resolve_because(names, &rule->unless.items[i].because);
    }
    resolve_shows(names, rule);
}

static void resolve_gap_source(Names *names, AstGap *gap)
{
    resolve_ids(names, &gap->from);
    resolve_source(names, gap->source);
    if (!gap->from.ids.count && !gap->from.outside && !gap->broken) {
        diagnose_rule_without_source(names->diags, gap->name.span, "gap", gap->name.text);
    }
}

void resolve_sources(Names *names)
{
    Ast *ast = names->ast;
    for (uint32_t i = 0; i < ast->statements.count; i++) {
        AstStatement *statement = ast->statements.items[i];
        resolve_source(names, statement->source);
        statement->strength_index = resolve_strength(names, statement->strength);
    }
    for (uint32_t i = 0; i < ast->reasons.count; i++) {
        resolve_ids(names, &ast->reasons.items[i]->from);
    }
    for (uint32_t i = 0; i < ast->gaps.count; i++) {
        resolve_gap_source(names, ast->gaps.items[i]);
    }
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        resolve_rule_source(names, ast->rules.items[i]);
    }
    /* Context and figures need no rule; a statement that no rule rests on is the author's to-do
     * list. */
    for (uint32_t i = 0; i < ast->statements.count; i++) {
        AstStatement *statement = ast->statements.items[i];
        if (!statement->used && !statement->role.text.len) {
            diagnose_unused_statement(names->diags, statement->id.span, statement->id.text);
        }
    }
}
