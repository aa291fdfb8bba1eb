/* record_text.c - names of variables are paths; paths that begin alike stand in one object. */
#include "compiler/verify/record_text.h"
#include "runtime/base/json_writer.h"
#include "runtime/report/say.h"
#include <stdlib.h>

typedef struct Member {
    Str path;
    Str json; /* its value */
} Member;

typedef struct Text {
    Arena *arena;
    const Program *program;
    const GivenList *given;
    VEC(Member) members;
} Text;

bool record_text_get_reg(const FieldInfo *field, Rat value, Reg *out)
{
    int64_t whole = 0;
    Dec grid = 0;
    if (field->type == REG_DEC) {
        bool good = rat_to_dec(value, &grid);
        *out = (Reg){ .lo = grid, .hi = grid };
        return good;
    }
    if (!rat_to_int(value, &whole)) {
        return false;
    }
    bool named = field->type == REG_BOOL || field->type == REG_ENUM;
    *out = named ? (Reg){ .mask = UINT64_C(1) << whole } : (Reg){ .lo = whole, .hi = whole };
    return true;
}

/* ---- one value ---- */

static Str print_json(const Text *t, const FieldInfo *field, Rat value)
{
    StrBuf out = { .arena = t->arena };
    int64_t whole = 0;
    rat_to_int(value, &whole);
    switch ((RegType)field->type) {
    case REG_BOOL: buf_add_c(&out, whole ? "true" : "false"); break;
    case REG_ENUM:
        json_add_string(&out, t->program->enums[field->enumeration].values[whole]);
        break;
    case REG_DATE:
        buf_add_char(&out, '"');
        date_print(&out, (Day)whole);
        buf_add_char(&out, '"');
        break;
    case REG_INT:
    case REG_DEC:
    case REG_REAL: rat_print_rounded(&out, value, RAT_NEAREST); break;
    }
    return buf_get(&out);
}

static Str print_kindly(const Text *t, const FieldInfo *field, Rat value)
{
    StrBuf out = { .arena = t->arena };
    Reg reg = { .lo = 0 };
    if (record_text_get_reg(field, value, &reg)) {
        say_value(&out, t->program, say_get_field_type(field), reg, NULL);
    } else {
        say_rat(&out, say_get_field_type(field), value, RAT_NEAREST);
    }
    return buf_get(&out);
}

static void add_fact(Text *t, ShownPatient *out, Str path, const FieldInfo *field, Rat value)
{
    PatientFact fact = { path, print_kindly(t, field, value), field->role == FIELD_GAP, false };
    out->has_reading |= fact.gap;
    vec_add(t->arena, &out->facts, fact);
}

/* ---- lists ---- */

/* How many elements there must be for what is said of them. */
static uint32_t count_elements(const Text *t, uint16_t list, bool *mentioned)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->given->count; i++) {
        bool hidden;
        FactRef fact = cells_get_named(t->given->items[i].name, &hidden);
        if (fact.list != list || fact.element >= t->program->lists[list].most) {
            continue;
        }
        bool there = fact.field != NO_INDEX || t->given->items[i].value.num != 0;
        *mentioned = true;
        count = there && fact.element >= count ? fact.element + 1u : count;
    }
    return count;
}

static void add_element(Text *t, ShownPatient *out, StrBuf *json, uint16_t list, uint32_t element)
{
    json_separate(json);
    json_add_literal(json, "{");
    for (uint32_t i = 0; i < t->given->count; i++) {
        bool hidden;
        FactRef fact = cells_get_named(t->given->items[i].name, &hidden);
        if (fact.list != list || fact.element != element || fact.field == NO_INDEX) {
            continue;
        }
        const FieldInfo *field = &t->program->fields[fact.field];
        json_separate(json);
        json_add_string(json, field->path);
        json_add_literal(json, ":");
        json_add(json, print_json(t, field, t->given->items[i].value));
        Str path = str_format(t->arena, "%S[%u].%S", t->program->lists[list].path, element + 1,
                              field->path);
        add_fact(t, out, path, field, t->given->items[i].value);
    }
    json_add_literal(json, "}");
}

static void add_list(Text *t, ShownPatient *out, uint16_t list, bool wanted)
{
    bool mentioned = wanted;
    uint32_t count = count_elements(t, list, &mentioned);
    StrBuf json = { .arena = t->arena };
    if (!mentioned) {
        return;
    }
    count = wanted && !count ? 1 : count;
    Str path = t->program->lists[list].path;
    Str length = str_format(t->arena, count == 1 ? "%u %s" : "%u %s", count,
                            count == 1 ? "element" : "elements");
    vec_add(t->arena, &out->facts, ((PatientFact){ path, length, false, true }));
    json_add_literal(&json, "[");
    for (uint32_t i = 0; i < count; i++) {
        add_element(t, out, &json, list, i);
    }
    json_add_literal(&json, "]");
    vec_add(t->arena, &t->members, ((Member){ path, buf_get(&json) }));
}

/* ---- the whole ---- */

static int compare_members(const void *a, const void *b)
{
    Str x = ((const Member *)a)->path, y = ((const Member *)b)->path;
    size_t shared = x.len < y.len ? x.len : y.len;
    int order = memcmp(x.ptr, y.ptr, shared);
    return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* How much two paths have in common, up to behind a dot. */
static size_t find_shared(Str a, Str b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++) {
        shared = a.ptr[i] == '.' ? i + 1 : shared;
    }
    return shared;
}

static unsigned count_dots(Str path)
{
    unsigned count = 0;
    for (size_t i = 0; i < path.len; i++) {
        count += path.ptr[i] == '.';
    }
    return count;
}

static void open_objects(StrBuf *out, Str rest)
{
    while (rest.len) {
        size_t dot = 0;
        while (dot < rest.len && rest.ptr[dot] != '.') {
            dot++;
        }
        json_separate(out);
        json_add_string(out, (Str){ rest.ptr, dot });
        json_add_literal(out, ":");
        if (dot < rest.len) {
            json_add_literal(out, "{");
        }
        size_t taken = dot < rest.len ? dot + 1 : dot;
        rest = (Str){ rest.ptr + taken, rest.len - taken };
    }
}

static void close_objects(StrBuf *out, unsigned count)
{
    while (count-- > 0) {
        json_add_literal(out, "}");
    }
}

static Str join_members(Text *t)
{
    StrBuf out = { .arena = t->arena };
    Str before = STR_NONE;
    if (t->members.count) {
        qsort(t->members.items, t->members.count, sizeof(Member), compare_members);
    }
    json_add_literal(&out, "{");
    for (uint32_t i = 0; i < t->members.count; i++) {
        Str path = t->members.items[i].path;
        size_t shared = find_shared(before, path);
        close_objects(&out, count_dots((Str){ before.ptr + shared, before.len - shared }));
        open_objects(&out, (Str){ path.ptr + shared, path.len - shared });
        json_add(&out, t->members.items[i].json);
        before = path;
    }
    close_objects(&out, count_dots(before));
    json_add_literal(&out, "}");
    return buf_get(&out);
}

static void add_scalar(Text *t, ShownPatient *out, const Given *given)
{
    bool hidden;
    FactRef fact = cells_get_named(given->name, &hidden);
    if (fact.list != NO_INDEX) {
        return;
    }
    const FieldInfo *field = &t->program->fields[fact.field];
    int64_t day = 0;
    if (field->role == FIELD_AS_OF) {
        rat_to_int(given->value, &day);
        out->as_of = (Day)day;
        return;
    }
    add_fact(t, out, field->path, field, given->value);
    if (field->role != FIELD_GAP) {
        vec_add(t->arena, &t->members,
                ((Member){ field->path, print_json(t, field, given->value) }));
    }
}

void record_text_make(Arena *arena, const Program *program, const GivenList *given, uint16_t list,
                      ShownPatient *out)
{
    Text t = { .arena = arena, .program = program, .given = given };
    Day last;
    *out = (ShownPatient){ .has_date = program->reads_date };
    date_parse(STR("2025-01-01"), &out->as_of, &last);
    for (uint32_t i = 0; i < given->count; i++) {
        add_scalar(&t, out, &given->items[i]);
    }
    for (uint16_t l = 0; l < program->list_count; l++) {
        if (program->lists[l].used) {
            add_list(&t, out, l, l == list);
        }
    }
    out->json = join_members(&t);
}
