/* accept.c - what a place of the record would take instead of the value that is a problem: for
 * people who mend the data. Only the schema speaks here, never the record. */
#include "runtime/base/limits.h"
#include "runtime/patient/problem.h"

static void add_bound(StrBuf *buf, const FieldInfo *field, int64_t value)
{
    switch ((RegType)field->type) {
    case REG_DATE: date_print(buf, value); break;
    case REG_INT: buf_add_int(buf, value); break;
    default: dec_print(buf, value); break;
    }
}

/* A bound that is that of the type says nothing. */
static void add_range(StrBuf *buf, const FieldInfo *field)
{
    bool least = field->lo != INT64_MIN, most = field->hi != INT64_MAX;
    if (least) {
        buf_add_c(buf, most ? " from " : " of at least ");
        add_bound(buf, field, field->lo);
    }
    if (most) {
        buf_add_c(buf, least ? " to " : " of at most ");
        add_bound(buf, field, field->hi);
    }
}

static void add_number(StrBuf *buf, const FieldInfo *field)
{
    buf_add_c(buf, field->type == REG_INT ? "a whole number" : "a number");
    add_range(buf, field);
    if (field->unit == UNIT_NONE) {
        return;
    }
    buf_add_format(buf, " in %S; or a number and a unit that converts to it, as in \"",
                   unit_get_code(field->unit));
    add_bound(buf, field, field->lo != INT64_MIN ? field->lo : 0);
    buf_add_format(buf, " %S\"", unit_get_code(field->unit));
}

static void add_codes(StrBuf *buf, const EnumInfo *enumeration)
{
    for (unsigned i = 0; i < enumeration->count; i++) {
        buf_add_c(buf, i == 0 ? "one of " : ", ");
        buf_add(buf, enumeration->values[i]);
    }
}

static void add_field(StrBuf *buf, const Program *program, const FieldInfo *field)
{
    if (field->role == FIELD_KEY) {
        buf_add_format(buf, "a text in one line, of 1 to %u bytes", (unsigned)LIMIT_LABEL);
        return;
    }
    if (field->role == FIELD_TEXT) {
        buf_add_c(buf, "a text without control characters");
        return;
    }
    switch ((RegType)field->type) {
    case REG_BOOL: buf_add_c(buf, "true or false"); break;
    case REG_ENUM: add_codes(buf, &program->enums[field->enumeration]); break;
    case REG_DATE:
        buf_add_c(buf, "a date");
        add_range(buf, field);
        buf_add_c(buf, ", written 2026-11-23, 2026-11 or 2026");
        break;
    case REG_INT:
    case REG_DEC:
    case REG_REAL: add_number(buf, field); break;
    }
    buf_add_c(buf, "; null or no key if it is not known");
}

static void add_list(StrBuf *buf, const ListInfo *list)
{
    buf_add_format(buf, "a list of %u to %u objects; null or no key if it is not known",
                   (unsigned)list->least, (unsigned)list->most);
}

/* Of what is no value of a field. */
static Str find_general(const char *code)
{
    static const struct {
        ProblemId id;
        Str text;
    } general[] = {
        { PROBLEM_WRONG_TYPE, { "an object; null or no key if nothing of it is known", 51 } },
        { PROBLEM_UNKNOWN_FIELD, { "a name of the record's schema", 29 } },
        { PROBLEM_DUPLICATE_FIELD, { "the name once in its object", 27 } },
        { PROBLEM_NOT_OBJECT, { "an object with the fields of an element", 39 } },
        { PROBLEM_SAME_KEY, { "a label that no other element has", 33 } },
        { PROBLEM_KEY_IS_INDEX, { "a label that no other element has", 33 } },
        { PROBLEM_CONTRADICTION, { "what the list says, or a list that agrees", 41 } },
    };
    for (size_t i = 0; i < sizeof general / sizeof *general; i++) {
        if (strcmp(problem_get_code(general[i].id), code) == 0) {
            return general[i].text;
        }
    }
    return STR_NONE;
}

Str problem_print_accepted(Arena *arena, const Program *program, const Problem *problem)
{
    StrBuf buf = { .arena = arena };
    switch ((ProblemSubject)problem->subject) {
    case PROBLEM_OF_FIELD: add_field(&buf, program, &program->fields[problem->index]); break;
    case PROBLEM_OF_LIST: add_list(&buf, &program->lists[problem->index]); break;
    case PROBLEM_OF_PLACE: return find_general(problem->code);
    }
    return buf_get(&buf);
}
