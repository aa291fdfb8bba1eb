/* words_name.c - what facts, rules, gaps, values and units are called: labels where the guideline
 * gives them, else the words of the identifier, with the abbreviations of the guideline's own texts
 * ("braf" is "BRAF"). */
#include "compiler/words/words_parts.h"
#include "runtime/value/strength.h"

/* ---- names ---- */

static bool is_big(char c)
{
    return c >= 'A' && c <= 'Z';
}

Wording *words_open(Arena *arena, const Ast *ast)
{
    Wording *wording = ARENA_NEW(arena, Wording);
    wording->arena = arena;
    labels_init(&wording->labels, arena, ast);
    return wording;
}

Str words_name(Wording *wording, Str identifier, bool title)
{
    return labels_make(&wording->labels, identifier, title);
}

/* "Liver function normal (team)" without what stands in brackets at its end. */
static Str cut_note(Str label)
{
    size_t end = label.len;
    if (end == 0 || label.ptr[end - 1] != ')') {
        return label;
    }
    while (end > 0 && label.ptr[end - 1] != '(') {
        end--;
    }
    if (end < 3 || label.ptr[end - 2] != ' ') {
        return label;
    }
    return (Str){ label.ptr, end - 2 };
}

/* Does the label begin with an ordinary word, which is written small inside a sentence? */
static bool begins_plainly(Str label)
{
    size_t at = 0;
    Str word = labels_take_word(label, &at);
    if (word.ptr != label.ptr || word.len < 2 || !is_big(word.ptr[0])) {
        return false;
    }
    for (size_t i = 1; i < word.len; i++) {
        if (!(word.ptr[i] >= 'a' && word.ptr[i] <= 'z')) {
            return false;
        }
    }
    return !(at + 1 < label.len && label.ptr[at] == '-' &&
             is_big(label.ptr[at + 1])); /* Child-Pugh */
}

static Str make_sentence_part(Wording *wording, Str label)
{
    StrBuf out = { .arena = wording->arena };
    buf_add(&out, cut_note(label));
    if (begins_plainly(label)) {
        out.ptr[0] = (char)(out.ptr[0] - 'A' + 'a');
    }
    return buf_get(&out);
}

static Str name(Wording *wording, Str label, Str identifier, bool title)
{
    if (!label.len) {
        return words_name(wording, identifier, title);
    }
    return title ? label : make_sentence_part(wording, label);
}

Str words_name_field(Wording *wording, const AstField *field)
{
    return name(wording, field->label.text, field->path.text, false);
}

Str words_title_field(Wording *wording, const AstField *field)
{
    return name(wording, field->label.text, field->path.text, true);
}

static Str name_result(Wording *wording, const AstRule *rule, uint16_t index, bool title)
{
    if (index >= rule->results.count) {
        return name(wording, rule->label.text, rule->name.text, title);
    }
    const AstResult *result = &rule->results.items[index];
    return name(wording, result->label.text, result->name.text, title);
}

Str words_name_result(Wording *wording, const AstRule *rule, uint16_t index)
{
    return name_result(wording, rule, index, false);
}

Str words_title_result(Wording *wording, const AstRule *rule, uint16_t index)
{
    return name_result(wording, rule, index, true);
}

Str words_name_gap(Wording *wording, const AstGap *gap)
{
    return words_name(wording, gap->name.text, false);
}
Str words_title_gap(Wording *wording, const AstGap *gap)
{
    return words_name(wording, gap->name.text, true);
}

Str words_name_value(Wording *wording, const AstEnum *enumeration, uint16_t index)
{
    Str label =
        index < enumeration->labels.count ? enumeration->labels.items[index].text : STR_NONE;
    return label.len ? label : words_name(wording, enumeration->values.items[index].text, false);
}

Str words_name_strength(Wording *wording, const AstRule *rule)
{
    StrBuf out = { .arena = wording->arena };
    strength_print(&out, rule->strength.text, rule->against);
    return buf_get(&out);
}

/* ---- units ---- */

static const struct {
    const char *code, *one, *many;
} units[] = {
    { "d", "day", "days" },
    { "wk", "week", "weeks" },
    { "mo", "month", "months" },
    { "a", "year", "years" },
    { "h", "hour", "hours" },
    { "min", "minute", "minutes" },
    { "s", "second", "seconds" },
    { "Cel", "°C", "°C" },
    { "mm[Hg]", "mmHg", "mmHg" },
    { "cm[H2O]", "cmH₂O", "cmH₂O" },
    { "[in_i]", "in", "in" },
    { "[ft_i]", "ft", "ft" },
    { "[lb_av]", "lb", "lb" },
    { "[oz_av]", "oz", "oz" },
    { "[hnsf'U]", "HU", "HU" },
    { "/d", "per day", "per day" },
    { "/h", "per hour", "per hour" },
    { "/min", "per minute", "per minute" },
    { "/wk", "per week", "per week" },
    { "/s", "per second", "per second" },
    { "mL/min/{1.73_m2}", "mL/min/1.73 m²", "mL/min/1.73 m²" },
    { "L/d/{1.73_m2}", "L/d/1.73 m²", "L/d/1.73 m²" },
};

static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

/* A digit behind a letter is an exponent, "u" before one the prefix micro, "10*9" a power of ten.
 */
static void add_unit_sign(StrBuf *out, Str code, size_t i)
{
    char c = code.ptr[i], before = i ? code.ptr[i - 1] : '/',
         after = i + 1 < code.len ? code.ptr[i + 1] : 0;
    bool power = i > 1 && (before == '*' || (i > 2 && code.ptr[i - 2] == '*'));
    if (c == '[' || c == ']' || c == '*') {
        return;
    }
    if (c == '1' && after == '0' && i + 2 < code.len && code.ptr[i + 2] == '*') {
        buf_add_c(out, "×1");
    } else if (c >= '0' && c <= '9' && (power || (before >= 'a' && before <= 'z'))) {
        buf_add_c(out, raised[c - '0']);
    } else if (c == 'u' && before == '/' && after && after != '/') {
        buf_add_c(out, "µ");
    } else {
        buf_add_char(out, c);
    }
}

Str words_name_unit(Arena *arena, Str code, bool one)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_equal(code, str_from_c(units[i].code))) {
            return str_from_c(one ? units[i].one : units[i].many);
        }
    }
    StrBuf out = { .arena = arena };
    for (size_t i = 0; i < code.len; i++) {
        add_unit_sign(&out, code, i);
    }
    return buf_get(&out);
}

Str words_name_timing(Arena *arena, Str timing)
{
    size_t at = timing.len;
    while (at > 0 && timing.ptr[at - 1] != ' ') {
        at--;
    }
    Str code = { timing.ptr + at, timing.len - at };
    if (!str_starts_with(timing, STR("every ")) || unit_find(code) == UNIT_NONE) {
        return timing;
    }
    Str before = { timing.ptr, at };
    bool one = str_equal(before, STR("every 1 "));
    return str_format(arena, "%S%S", one ? STR("every ") : before,
                      words_name_unit(arena, code, one));
}
