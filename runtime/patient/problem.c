/* problem.c - problems as data: codes and sentences from problems.def, names made safe to print,
 * near names. */
#include "runtime/patient/problem.h"
#include "runtime/base/code_point.h"
#include "runtime/base/limits.h"

typedef struct Wording {
    const char *code, *title, *sentence;
} Wording;

static const Wording problems[] = {
    { "", "", "" },
#define PROBLEM(id, code, title, sentence) { code, title, sentence },
#include "runtime/patient/problems.def"
};

static const Wording record_errors[] = {
#define RECORD_ERROR(id, code, title, sentence) { code, title, sentence },
#include "runtime/patient/problems.def"
};

const char *problem_get_code(ProblemId id)
{
    return problems[id].code;
}
const char *problem_get_title(ProblemId id)
{
    return problems[id].title;
}
const char *problem_get_sentence(ProblemId id)
{
    return problems[id].sentence;
}
Str record_error_get_code(RecordErrorId id)
{
    return str_from_c(record_errors[id].code);
}
Str record_error_get_title(RecordErrorId id)
{
    return str_from_c(record_errors[id].title);
}
Str record_error_get_sentence(RecordErrorId id)
{
    return str_from_c(record_errors[id].sentence);
}

Str problem_print(Arena *arena, ProblemId id, Str subject, Str detail)
{
    StrBuf buf = { .arena = arena };
    buf_add(&buf, subject);
    buf_add_char(&buf, ' ');
    buf_add_format(&buf, problems[id].sentence, detail);
    return buf_get(&buf);
}

bool problem_is_full(const Record *record)
{
    return record->problems.count >= LIMIT_RECORD_PROBLEMS;
}

#define SHOWN_BYTES 200u /* a faulty text is shown to be recognised, not to be read */

/* Cut at the start of a code point. */
static Str cut_text(Str text, size_t limit)
{
    if (text.len <= limit) {
        return text;
    }
    while (limit && ((unsigned char)text.ptr[limit] & 0xC0) == 0x80) {
        limit--;
    }
    return (Str){ text.ptr, limit };
}

void problem_add(Record *record, ProblemId id, uint64_t order, Str at, Str detail, Str shown)
{
    if (record->problems.count > LIMIT_RECORD_PROBLEMS) {
        return;
    }
    if (problem_is_full(record)) {
        id = PROBLEM_MORE;
        order = UINT64_MAX;
        at = shown = STR("");
    }
    Str subject = at.len ? at : STR("the record");
    Problem problem = {
        .code = problems[id].code,
        .at = at,
        .message = problem_print(record->arena, id, subject, detail),
        .shown = str_copy(record->arena, cut_text(shown, SHOWN_BYTES)),
        .order = order,
    };
    vec_add(record->arena, &record->problems, problem);
}

void problem_set_subject(Record *record, ProblemSubject subject, uint16_t index)
{
    if (record->problems.count == 0 || record->problems.count > LIMIT_RECORD_PROBLEMS) {
        return;
    }
    Problem *problem = &record->problems.items[record->problems.count - 1];
    problem->subject = (uint8_t)subject;
    problem->index = index;
}

static bool comes_before(const Problem *a, const Problem *b)
{
    if (a->order != b->order) {
        return a->order < b->order;
    }
    int paths = str_compare(a->at, b->at);
    return paths ? paths < 0 : strcmp(a->code, b->code) < 0;
}

/* By insertion: there are few, they come nearly sorted, and LIMIT_RECORD_PROBLEMS bounds the worst
 * case. */
void problem_sort(Record *record)
{
    Problem *items = record->problems.items;
    for (uint32_t i = 1; i < record->problems.count; i++) {
        Problem moved = items[i];
        uint32_t at = i;
        for (; at > 0 && comes_before(&moved, &items[at - 1]); at--) {
            items[at] = items[at - 1];
        }
        items[at] = moved;
    }
}

/* ---- text ---- */

/* One code point of valid UTF-8. */
static uint32_t read_point(Str text, size_t *at)
{
    uint32_t point = 0xFFFD;
    unsigned used = code_point_read(text, *at, &point);
    *at += used ? used : 1;
    return point;
}

/* The joiners that source text may hold (words are spelt with them) make two keys of a record that
 * look the same differ. */
static bool is_unclean(uint32_t point)
{
    bool joiner = point == 0x200C || point == 0x200D;
    return joiner || code_point_is_unseen(point);
}

bool text_is_clean(Str text, bool lines)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] >= 0x20 && text.ptr[at] < 0x7F) {
        at++;
    }
    while (at < text.len) {
        uint32_t point = read_point(text, &at);
        if (is_unclean(point) && !(lines && (point == '\t' || point == '\n' || point == '\r'))) {
            return false;
        }
    }
    return true;
}

static void add_hexadecimal(StrBuf *buf, uint32_t value)
{
    buf_add_c(buf, "\\u{");
    for (int shift = 20; shift >= 0; shift -= 4) {
        if (value >> shift || shift == 0) {
            buf_add_char(buf, "0123456789ABCDEF"[value >> shift & 15]);
        }
    }
    buf_add_char(buf, '}');
}

Str problem_quote_name(Arena *arena, Str name)
{
    Str cut = cut_text(name, 64);
    StrBuf buf = { .arena = arena };
    for (size_t at = 0; at < cut.len;) {
        size_t start = at;
        uint32_t point = read_point(cut, &at);
        if (is_unclean(point)) {
            add_hexadecimal(&buf, point);
        } else {
            buf_add(&buf, (Str){ cut.ptr + start, at - start });
        }
    }
    if (cut.len < name.len) {
        buf_add_c(&buf, "...");
    }
    return buf_get(&buf);
}

/* ---- near names ---- */

static bool equal_but_for_case(Str a, Str b)
{
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        unsigned char x = (unsigned char)a.ptr[i], y = (unsigned char)b.ptr[i];
        bool letter = (x | 32) >= 'a' && (x | 32) <= 'z';
        if (x != y && !(letter && (x | 32) == (y | 32))) {
            return false;
        }
    }
    return true;
}

const Str *suggest_find(Arena *arena, Str given, NameList names)
{
    if (given.len == 0 || given.len > 64) {
        return NULL;
    }
    unsigned limit = given.len < 4 ? 1 : given.len < 8 ? 2 : 3, best = limit + 1;
    const Str *nearest = NULL;
    for (uint32_t i = 0; i < names.count; i++) {
        bool same = equal_but_for_case(given, names.items[i]);
        unsigned distance = same ? 0 : str_distance(given, names.items[i], limit);
        if (distance < best) {
            best = distance;
            nearest = &names.items[i];
        }
    }
    return nearest;
}

Str suggest_name(Arena *arena, Str given, NameList names)
{
    const Str *nearest = suggest_find(arena, given, names);
    return nearest ? str_format(arena, "; did you mean %S?", *nearest) : STR("");
}
