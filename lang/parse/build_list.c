/* build_list.c - list words and calls. */
#include "lang/parse/build.h"
#include "lang/parse/build_node.h"
#include "lang/messages/diagnose.h"

bool build_split_path(Name path, Name *list, Name *field)
{
    size_t dot = path.text.len;
    while (dot > 0 && path.text.ptr[dot - 1] != '.') {
        dot--;
    }
    if (dot == 0) {
        return false;
    }
    uint32_t middle = path.span.start + (uint32_t)dot;
    *list = (Name){ { path.text.ptr, dot - 1 }, { path.span.file, path.span.start, middle - 1 } };
    *field = (Name){ { path.text.ptr + dot, path.text.len - dot },
                     { path.span.file, middle, path.span.end } };
    return true;
}

/* ---- calls ---- */

typedef struct Builtin {
    const char *name;
    ExprKind kind;
    uint32_t least, most;
    const char *use;
} Builtin;
static const Builtin builtins[] = {
    { "round", EX_ROUND, 1, 2, "round(x, 2) or round(x)" },
    { "sqrt", EX_SQRT, 1, 1, "sqrt(x)" },
    { "ln", EX_LN, 1, 1, "ln(x)" },
    { "exp", EX_EXP, 1, 1, "exp(x)" },
    { "power", EX_POWER, 2, 2, "power(x, y)" },
};

static Expr *build_round(Parse *parse, const ExprList *arguments, Span span)
{
    Expr *expr = build_single(parse, EX_ROUND, arguments->items[0], span);
    expr->digits = ROUND_TO_INTEGER;
    if (arguments->count == 1) {
        return expr;
    }
    const Expr *digits = arguments->items[1];
    int64_t value = 0;
    bool whole =
        digits->kind == EX_NUMBER && digits->is_integer && rat_to_int(digits->value.number, &value);
    if (!whole || value < 0 || value > DEC_DIGITS) {
        diagnose_round_digits(parse->diags, digits->span);
        return build_leaf(parse, EX_ERROR, span);
    }
    expr->digits = (unsigned)value;
    return expr;
}

Expr *build_call(Parse *parse, Name function, const ExprList *arguments, Span span)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        const Builtin *builtin = &builtins[i];
        if (!str_equal(function.text, str_from_c(builtin->name))) {
            continue;
        }
        if (arguments->count < builtin->least || arguments->count > builtin->most) {
            diagnose_builtin_arguments(parse->diags, span, function.text, arguments->count,
                                       builtin->use);
            return build_leaf(parse, EX_ERROR, span);
        }
        if (builtin->kind == EX_ROUND) {
            return build_round(parse, arguments, span);
        }
        return build_node(parse, builtin->kind, arguments->items, arguments->count, span);
    }
    Expr *expr = build_node(parse, EX_CALL, arguments->items, arguments->count, span);
    expr->name = function;
    return expr;
}

/* ---- list words ---- */

Expr *build_list_word(Parse *parse, ExprKind kind, Expr *list, Expr *body, Span span)
{
    return build_pair(parse, kind, list, body, span);
}

Expr *build_count_of(Parse *parse, const ExprList *items, Span span)
{
    return build_node(parse, EX_COUNT_OF, items->items, items->count, span);
}

/* `lesions.size where (P)` as EX_SUM for now; build_list_value gives it its kind. */
Expr *build_list_argument(Parse *parse, Name path, Expr *filter, Span span)
{
    Name list, field;
    if (!build_split_path(path, &list, &field)) {
        diagnose_list_field_expected(parse->diags, path.span, path.text);
        return build_leaf(parse, EX_ERROR, span);
    }
    Expr *args[] = { build_name(parse, list, list.span), build_name(parse, field, field.span),
                     filter, NULL };
    return build_node(parse, EX_SUM, args, 4, span);
}

Expr *build_list_value(Parse *parse, ExprKind kind, Expr *argument, Expr *floor, Span span)
{
    if (argument->kind == EX_ERROR) {
        return argument;
    }
    Expr *args[] = { argument->args[0], argument->args[1], argument->args[2], floor };
    return build_node(parse, kind, args, 4, span);
}

/* max(a, b): of two numbers, or of a list with a floor; resolve knows which. */
Expr *build_extreme(Parse *parse, ExprKind kind, const ExprList *arguments, Span span)
{
    if (arguments->count != 2) {
        bool max = kind == EX_MAX;
        diagnose_builtin_arguments(parse->diags, span, max ? STR("max") : STR("min"),
                                   arguments->count,
                                   max ? "max(a, b), max(lesions.size, 0 cm) or max lesions.size"
                                       : "min(a, b), min(lesions.size, 0 cm) or min lesions.size");
        return build_leaf(parse, EX_ERROR, span);
    }
    return build_pair(parse, kind == EX_MAX ? EX_MAX2 : EX_MIN2, arguments->items[0],
                      arguments->items[1], span);
}

Expr *build_extreme_where(Parse *parse, ExprKind kind, Name path, Expr *filter, Expr *floor,
                          Span span)
{
    return build_list_value(parse, kind, build_list_argument(parse, path, filter, path.span), floor,
                            span);
}

Expr *build_latest(Parse *parse, Expr *list, Name key, Expr *filter, Name field, Span span)
{
    Expr *args[] = { list, build_name(parse, key, key.span), filter,
                     build_name(parse, field, field.span) };
    return build_node(parse, EX_LATEST, args, 4, span);
}
