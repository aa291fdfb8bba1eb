/* describe.c - what messages call types. */
#include "lang/resolve/resolve_parts.h"

enum { SHOWN_VALUES = 6 };

Str resolve_list_values(Arena *arena, const AstEnum *enumeration)
{
    StrBuf buf = { .arena = arena };
    uint32_t count = enumeration->values.count;
    for (uint32_t i = 0; i < count && i < SHOWN_VALUES; i++) {
        buf_add_format(&buf, "%s%S", i ? ", " : "", enumeration->values.items[i].text);
    }
    if (count > SHOWN_VALUES) {
        buf_add_format(&buf, " and %u more", (unsigned)(count - SHOWN_VALUES));
    }
    return buf_get(&buf);
}

static Str describe_enum(Arena *arena, const AstEnum *enumeration)
{
    Str values = resolve_list_values(arena, enumeration), name = enumeration->name.text;
    return name.len ? str_format(arena, "%S (%S)", name, values)
                    : str_format(arena, "one of %S", values);
}

Str resolve_describe(Arena *arena, const Type *type)
{
    switch (type->kind) {
    case TY_YES_NO: return STR("yes_no");
    case TY_INTEGER: return STR("integer");
    case TY_DECIMAL:
        if (type->dim == DIM_NONE) {
            return STR("decimal");
        }
        if (dim_accepts(STR("duration"), type->dim)) {
            return str_format(arena, "duration in %S", unit_get_code(type->unit));
        }
        return str_format(arena, "%S in %S", dim_get_name(type->dim), unit_get_code(type->unit));
    case TY_ROOT: return STR("square root");
    case TY_REAL: return STR("real");
    case TY_DATE: return STR("date");
    case TY_ENUM: return describe_enum(arena, type->enumeration);
    case TY_TEXT: return STR("text");
    case TY_KEY: return STR("key");
    case TY_LIST: return str_format(arena, "list of %S", type->record->name.text);
    default: return STR("unknown");
    }
}
