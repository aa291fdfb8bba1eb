/* graph_condition.c - from a condition to the questions that an algorithm asks one after the other.
 */
#include "compiler/graph/graph_condition.h"
#include "runtime/base/limits.h"

typedef struct Reader {
    Arena *arena;
    Wording *wording;
    GraphAsks asks;
    const Expr *named; /* the define whose body is being read, if it has a label */
    unsigned depth, steps;
} Reader;

/* Defines within defines multiply: after MOST_STEPS a condition is shown as it is written. */
enum { ONE_LINE = 4000, MOST_DEPTH = LIMIT_EXPR_DEPTH, MOST_STEPS = 2000 };

static void split(Reader *r, const Expr *expr, bool holds);

/* ---- words ---- */

static Str join_lines(Arena *arena, Str text)
{
    char *copy = str_to_c(arena, text);
    for (size_t i = 0; i < text.len; i++) {
        if (copy[i] == '\n') {
            copy[i] = ' ';
        }
    }
    return (Str){ copy, text.len };
}

Str graph_condition_say(Arena *arena, Wording *wording, const Expr *expr)
{
    return join_lines(arena, words_shorten(wording, expr, ONE_LINE, 1));
}

static Expr *negate(Arena *arena, const Expr *expr)
{
    Expr *not = ARENA_NEW(arena, Expr);
    not ->kind = EX_NOT;
    not ->span = expr->span;
    not ->type = expr->type;
    not ->depth = expr->depth;
    not ->arg_count = 1;
    not ->args = ARENA_ARRAY(arena, Expr *, 1);
    not ->args[0] = (Expr *)expr;
    return not ;
}

static Str say(Reader *r, const Expr *expr, bool holds)
{
    return graph_condition_say(r->arena, r->wording, holds ? expr : negate(r->arena, expr));
}

static Str capitalize(Arena *arena, Str text)
{
    char *copy = str_to_c(arena, text);
    if (text.len && copy[0] >= 'a' && copy[0] <= 'z') {
        copy[0] = (char)(copy[0] - 'a' + 'A');
    }
    return (Str){ copy, text.len };
}

/* ---- gaps ---- */

static bool is_named_condition(const Expr *expr)
{
    return expr->kind == EX_RULE && expr->rule->kind == RULE_DEFINE &&
           expr->rule->body == RULE_MEANS && expr->rule->parameters.count == 0;
}

static void add_opening(Arena *arena, GraphOpenings *list, const AstGap *gap, Str answer)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].gap == gap) {
            return;
        }
    }
    vec_add(arena, list, ((GraphOpening){ gap, answer }));
}

typedef struct GapSearch {
    Arena *arena;
    GraphOpenings found;
    VEC(const AstRule *) seen;
    unsigned depth;
} GapSearch;

static bool is_new(GapSearch *search, const AstRule *rule)
{
    for (uint32_t i = 0; i < search->seen.count; i++) {
        if (search->seen.items[i] == rule) {
            return false;
        }
    }
    vec_add(search->arena, &search->seen, rule);
    return true;
}

static void collect_gaps(GapSearch *search, const Expr *expr)
{
    if (!expr || search->depth > MOST_DEPTH) {
        return;
    }
    search->depth++;
    if (expr->kind == EX_GAP) {
        add_opening(search->arena, &search->found, expr->gap, STR_NONE);
    }
    if (is_named_condition(expr) && is_new(search, expr->rule)) {
        collect_gaps(search, expr->rule->means);
    }
    for (uint32_t i = 0; i < expr->arg_count; i++) {
        collect_gaps(search, expr->args[i]);
    }
    search->depth--;
}

GraphOpenings graph_condition_list_gaps(Arena *arena, const Expr *expr)
{
    GapSearch search = { .arena = arena };
    collect_gaps(&search, expr);
    return search.found;
}

/* ---- one question ---- */

/* An answer that a gap may give, too, is another one. */
bool graph_condition_same(const GraphAsk *a, const GraphAsk *b)
{
    if (!str_equal(a->key, b->key) || !str_equal(a->answer, b->answer) ||
        a->openings.count != b->openings.count) {
        return false;
    }
    for (uint32_t i = 0; i < a->openings.count; i++) {
        if (a->openings.items[i].gap != b->openings.items[i].gap) {
            return false;
        }
    }
    return true;
}

static void add_ask(Reader *r, GraphAsk ask)
{
    for (uint32_t i = 0; i < r->asks.count; i++) {
        if (graph_condition_same(&r->asks.items[i], &ask)) {
            return;
        }
    }
    vec_add(r->arena, &r->asks, ask);
}

static Str put_question(Reader *r, Str title)
{
    return str_format(r->arena, "%S?", capitalize(r->arena, title));
}

static Str YES_OR_NO(bool yes)
{
    return yes ? STR("yes") : STR("no");
}

/* What a question is about: a fact, a rule's value or a gap. False for anything else. */
static bool ask_about(Reader *r, const Expr *subject, GraphAsk *ask)
{
    const char *whose = subject->element ? "@" : "";
    switch (subject->kind) {
    case EX_FIELD:
        ask->key = str_format(r->arena, "fact %S%s", subject->field->path.text, whose);
        ask->question = put_question(r, words_title_field(r->wording, subject->field));
        return true;
    case EX_RULE:
        ask->rule = subject->rule;
        ask->key = str_format(r->arena, "rule %S %u%s", subject->rule->name.text,
                              (unsigned)subject->value.index, whose);
        ask->question =
            put_question(r, words_title_result(r->wording, subject->rule, subject->value.index));
        return true;
    case EX_GAP:
        ask->gap = subject->gap;
        ask->key = str_format(r->arena, "gap %S", subject->gap->name.text);
        ask->question = words_title_gap(r->wording, subject->gap);
        return true;
    default: return false;
    }
}

/* `X applies`, or that it does for some element; NULL if it is something else. */
static const AstRule *find_advice(const Expr *expr)
{
    if (expr->kind == EX_ANY && expr->arg_count == 2) {
        expr = expr->args[1];
    }
    return expr->kind == EX_APPLIES ? expr->rule : NULL;
}

static void add_yes_no(Reader *r, const Expr *expr, bool holds)
{
    GraphAsk ask = { .answer = YES_OR_NO(holds), .sentence = say(r, expr, holds) };
    if (holds && find_advice(expr)) {
        vec_add(r->arena, &ask.advice, find_advice(expr));
        ask.only_advice = true;
    }
    if (!ask_about(r, expr, &ask)) {
        Str words = say(r, expr, true);
        ask.key = str_format(r->arena, "words %S", words);
        ask.question = put_question(r, words);
        ask.openings = graph_condition_list_gaps(r->arena, expr);
    }
    add_ask(r, ask);
}

static void add_applies(Reader *r, const Expr *expr, bool holds)
{
    Str title = words_title_result(r->wording, expr->rule, 0);
    GraphAsk ask = { .key = str_format(r->arena, "advice %S", expr->rule->name.text),
                     .question = str_format(r->arena, "%S: applies?", title),
                     .answer = YES_OR_NO(holds),
                     .sentence = say(r, expr, holds),
                     .rule = expr->rule,
                     .only_advice = holds };
    if (holds) {
        vec_add(r->arena, &ask.advice, expr->rule);
    }
    add_ask(r, ask);
}

/* ---- answers of several values ---- */

static const AstEnum *get_enum(const Expr *expr)
{
    return expr->type.kind == TY_ENUM ? expr->type.enumeration : NULL;
}

static bool are_values(const Expr *expr)
{
    if (!get_enum(expr->args[0])) {
        return false;
    }
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        if (expr->args[i]->kind != EX_VALUE) {
            return false;
        }
    }
    return expr->arg_count > 1;
}

static Str list_answers(Reader *r, const AstEnum *enumeration, uint64_t mask)
{
    StrBuf buf = { .arena = r->arena };
    for (uint32_t i = 0; i < enumeration->values.count; i++) {
        if (mask >> i & 1) {
            buf_add_format(&buf, "%s%S", buf.len ? " or " : "",
                           words_name_value(r->wording, enumeration, (uint16_t)i));
        }
    }
    return buf_get(&buf);
}

/* "fit" for "not unfit" where there are two, else "not V600E". */
static Str say_answer(Reader *r, const Expr *expr, bool holds)
{
    const AstEnum *enumeration = get_enum(expr->args[0]);
    uint64_t mask = 0, all = enumeration->values.count == 64
                                 ? UINT64_MAX
                                 : (UINT64_C(1) << enumeration->values.count) - 1;
    for (uint32_t i = 1; i < expr->arg_count; i++) {
        mask |= UINT64_C(1) << expr->args[i]->value.index;
    }
    if (holds != expr->negated) {
        return list_answers(r, enumeration, mask);
    }
    if (enumeration->values.count == 2) {
        return list_answers(r, enumeration, all & ~mask);
    }
    return str_format(r->arena, "not %S", list_answers(r, enumeration, mask));
}

static bool split_values(Reader *r, const Expr *expr, bool holds)
{
    GraphAsk ask = { .sentence = STR_NONE };
    if (!are_values(expr) || !ask_about(r, expr->args[0], &ask)) {
        return false;
    }
    ask.answer = say_answer(r, expr, holds);
    ask.sentence = say(r, expr, holds);
    add_ask(r, ask);
    return true;
}

static const char *const SIGNS[] = { "<", "≤", "=", "≠", "≥", ">" };
static const int OPPOSITE[] = { CMP_GE, CMP_GT, CMP_NE, CMP_EQ, CMP_LT, CMP_LE };

static void split_compare(Reader *r, const Expr *expr, bool holds)
{
    GraphAsk ask = { .sentence = say(r, expr, holds) };
    Str left = graph_condition_say(r->arena, r->wording, expr->args[0]);
    Str right = graph_condition_say(r->arena, r->wording, expr->args[1]);
    if (!ask_about(r, expr->args[0], &ask)) {
        ask.key = str_format(r->arena, "value %S", left);
        ask.question = put_question(r, left);
    }
    ask.answer = str_format(r->arena, "%s %S", SIGNS[holds ? expr->op : OPPOSITE[expr->op]], right);
    ask.openings = graph_condition_list_gaps(r->arena, expr);
    add_ask(r, ask);
}

/* ---- alternatives ---- */

typedef struct Part {
    const Expr *expr;
    bool holds;
} Part;
typedef struct Parts {
    VEC(Part) list;
    GraphOpenings openings;
} Parts;

/* Read through names and negations, an `or` remains: its parts in order, gaps among them apart. */
static void list_parts(Reader *r, const Expr *expr, bool holds, Parts *parts, unsigned depth)
{
    if (depth > MOST_DEPTH || ++r->steps > MOST_STEPS) {
        vec_add(r->arena, &parts->list, ((Part){ expr, holds }));
    } else if (expr->kind == EX_NOT) {
        list_parts(r, expr->args[0], !holds, parts, depth + 1);
    } else if (expr->kind == (holds ? EX_OR : EX_AND)) {
        list_parts(r, expr->args[0], holds, parts, depth + 1);
        list_parts(r, expr->args[1], holds, parts, depth + 1);
    } else if (expr->kind == EX_GAP) {
        add_opening(r->arena, &parts->openings, expr->gap, YES_OR_NO(holds));
    } else if (expr->kind == EX_IS && expr->args[0]->kind == EX_GAP && are_values(expr)) {
        add_opening(r->arena, &parts->openings, expr->args[0]->gap, say_answer(r, expr, holds));
    } else {
        vec_add(r->arena, &parts->list, ((Part){ expr, holds }));
    }
}

static void add_openings(Arena *arena, GraphOpenings *to, const GraphOpenings *from)
{
    for (uint32_t i = 0; i < from->count; i++) {
        add_opening(arena, to, from->items[i].gap, from->items[i].answer);
    }
}

/* Among other conditions that are joined by commas and `and`. */
static Str list_alternatives(Reader *r, const StrList *alternatives)
{
    StrBuf buf = { .arena = r->arena };
    for (uint32_t i = 0; i < alternatives->count; i++) {
        buf_add_format(&buf, "%s%S", i ? "; " : "one of (", alternatives->items[i]);
    }
    buf_add_char(&buf, ')');
    return buf_get(&buf);
}

static void add_alternatives(Reader *r, const Expr *expr, bool holds, const Parts *parts)
{
    GraphAsk ask = { .answer = STR("yes"),
                     .sentence = say(r, expr, holds),
                     .openings = parts->openings,
                     .only_advice = true };
    StrBuf key = { .arena = r->arena };
    buf_add_c(&key, "one of");
    for (uint32_t i = 0; i < parts->list.count; i++) {
        Part part = parts->list.items[i];
        GraphOpenings inner = graph_condition_list_gaps(r->arena, part.expr);
        Str words = say(r, part.expr, part.holds);
        const AstRule *advice = part.holds ? find_advice(part.expr) : NULL;
        if (advice) {
            vec_add(r->arena, &ask.advice, advice);
        } else {
            ask.only_advice = false;
        }
        vec_add(r->arena, &ask.alternatives, words);
        buf_add_format(&key, " %S;", words);
        add_openings(r->arena, &ask.openings, &inner);
    }
    ask.key = buf_get(&key);
    ask.question = STR("One of these?");
    if (parts->list.count > 1 && !parts->openings.count) {
        ask.sentence = list_alternatives(r, &ask.alternatives);
    }
    if (r->named && holds) {
        ask.question = put_question(r, words_title_result(r->wording, r->named->rule, 0));
        ask.sentence = say(r, r->named, true);
        ask.labelled = true;
    }
    add_ask(r, ask);
}

/* ((A and B) or gap): both are asked at once, for the gap stands in for both. */
static void join_asks(Reader *r, const Expr *expr, bool holds, uint32_t first, const Parts *parts)
{
    GraphAsk ask = { .question = STR("All of these?"),
                     .answer = STR("yes"),
                     .sentence = say(r, expr, holds),
                     .openings = parts->openings };
    StrBuf key = { .arena = r->arena };
    buf_add_c(&key, "all of");
    for (uint32_t i = first; i < r->asks.count; i++) {
        vec_add(r->arena, &ask.alternatives, r->asks.items[i].sentence);
        buf_add_format(&key, " %S;", r->asks.items[i].sentence);
        add_openings(r->arena, &ask.openings, &r->asks.items[i].openings);
    }
    ask.key = buf_get(&key);
    r->asks.count = first;
    add_ask(r, ask);
}

/* (A or gap): A is asked, and the gap opens a second way. */
static void split_or(Reader *r, const Expr *expr, bool holds)
{
    Parts parts = { .openings = { 0 } };
    list_parts(r, expr, holds, &parts, 0);
    uint32_t before = r->asks.count;
    if (parts.list.count == 1) {
        split(r, parts.list.items[0].expr, parts.list.items[0].holds);
    }
    if (r->asks.count > before + 1) {
        join_asks(r, expr, holds, before, &parts);
    } else if (r->asks.count == before + 1) {
        add_openings(r->arena, &r->asks.items[before].openings, &parts.openings);
        if (parts.openings.count) {
            r->asks.items[before].sentence = say(r, expr, holds);
        }
    } else {
        add_alternatives(r, expr, holds, &parts);
    }
}

/* ---- the whole ---- */

static bool is_yes_no_constant(const Expr *expr)
{
    return expr->kind == EX_YES_NO;
}

static void split_named(Reader *r, const Expr *expr, bool holds)
{
    const AstRule *rule = expr->rule;
    bool labelled = rule->results.count && rule->results.items[0].label.text.len;
    const Expr *before = r->named;
    r->named = labelled && rule->means->kind == EX_OR ? expr : NULL;
    split(r, rule->means, holds);
    r->named = before;
}

static void split_here(Reader *r, const Expr *expr, bool holds)
{
    switch (expr->kind) {
    case EX_NOT: split(r, expr->args[0], !holds); break;
    case EX_AND:
    case EX_OR:
        if ((expr->kind == EX_AND) != holds) {
            split_or(r, expr, holds);
            break;
        }
        split(r, expr->args[0], holds);
        split(r, expr->args[1], holds);
        break;
    case EX_ALWAYS:
        if (!holds) {
            add_yes_no(r, expr, holds);
        }
        break;
    case EX_ELSE: /* of a gate: what the record does not say counts as told */
        if (is_yes_no_constant(expr->args[1])) {
            split(r, expr->args[0], holds);
        } else {
            add_yes_no(r, expr, holds);
        }
        break;
    case EX_RULE:
        if (is_named_condition(expr)) {
            split_named(r, expr, holds);
        } else {
            add_yes_no(r, expr, holds);
        }
        break;
    case EX_APPLIES: add_applies(r, expr, holds); break;
    case EX_IS:
    case EX_IN:
        if (!split_values(r, expr, holds)) {
            add_yes_no(r, expr, holds);
        }
        break;
    case EX_COMPARE: split_compare(r, expr, holds); break;
    default: add_yes_no(r, expr, holds); break;
    }
}

static void split(Reader *r, const Expr *expr, bool holds)
{
    if (r->depth >= MOST_DEPTH || ++r->steps > MOST_STEPS) {
        add_yes_no(r, expr, holds);
        return;
    }
    r->depth++;
    split_here(r, expr, holds);
    r->depth--;
}

GraphAsks graph_condition_split(Arena *arena, Wording *wording, const Expr *when)
{
    Reader reader = { .arena = arena, .wording = wording };
    if (when) {
        split(&reader, when, true);
    }
    return reader.asks;
}
