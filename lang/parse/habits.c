/* habits.c - syntax errors that a habit explains: what is written elsewhere, and how it is written
 * here. */
#include "lang/parse/habits.h"
#include "lang/messages/diagnose.h"
#include "lang/parser.h"

typedef struct Habit {
    Parse *parse;
    Span place; /* of the token that cannot stand there */
    Str text;   /* its text */
    Str before; /* the word or sign before it */
    Span before_at;
    int found;
    const int *expected;
    int count;
} Habit;

static bool may_follow(const Habit *habit, int token)
{
    for (int i = 0; i < habit->count; i++) {
        if (habit->expected[i] == token) {
            return true;
        }
    }
    return false;
}

static Str text_of(const Parse *parse, Span place)
{
    return (Str){ parse->text.ptr + place.start, place.end - place.start };
}

/* ---- words ---- */

typedef struct ForeignWord {
    const char *word, *message, *help;
} ForeignWord;
static const ForeignWord foreign[] = {
    { "if", "a condition stands after `when`, and there is no `if`",
      "in a rule: case VALUE when CONDITION ... otherwise VALUE" },
    { "then", "there is no `then`: the value stands before its condition",
      "write case VALUE when CONDITION" },
    { "elif", "there is no `elif`", "write one more line: case VALUE when CONDITION" },
    { "elsif", "there is no `elsif`", "write one more line: case VALUE when CONDITION" },
    { "between", "`between` is for dates: years between birth and as_of",
      "write x in 3..10, both ends included, or x > 3 and x < 10" },
    { "equals", "there is no `equals`",
      "numbers and dates are compared by `=`, named values by `is`" },
};

static const ForeignWord *find_foreign(Str word)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (str_equal(word, str_from_c(foreign[i].word))) {
            return &foreign[i];
        }
    }
    return NULL;
}

static bool is_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static Span find_word_before(const Parse *parse, uint32_t at, uint32_t file)
{
    while (at > 0 && parse->text.ptr[at - 1] == ' ') {
        at--;
    }
    Span word = { file, at, at };
    while (word.start > 0 && is_of_word(parse->text.ptr[word.start - 1])) {
        word.start--;
    }
    return word;
}

static bool report_word(const Habit *habit)
{
    const ForeignWord *word = find_foreign(habit->text);
    Span place = habit->place;
    if (!word) {
        word = find_foreign(habit->before);
        place = habit->before_at;
    }
    if (!word) { /* `if n > 5`: what comes after `if` was taken for the mistake */
        place = find_word_before(habit->parse, habit->before_at.start, place.file);
        word = find_foreign(text_of(habit->parse, place));
    }
    if (word) {
        diagnose_foreign_word(habit->parse->diags, place, word->message, word->help);
    }
    return word != NULL;
}

/* ---- signs ---- */

static bool is_sign(int token)
{
    return token == TOK_LT || token == TOK_LE || token == TOK_EQ || token == TOK_NE ||
           token == TOK_GE || token == TOK_GT;
}

static bool report_sign(const Habit *habit)
{
    DiagList *diags = habit->parse->diags;
    bool after_value = may_follow(habit, TOK_AND);
    bool touching = habit->before_at.end == habit->place.start;
    if (habit->found == TOK_ARROW && after_value) {
        diagnose_arrow(diags, habit->place);
    } else if (touching && str_equal(habit->before, STR("=")) &&
               (habit->found == TOK_LT || habit->found == TOK_GT)) {
        Span both = { habit->place.file, habit->before_at.start, habit->place.end };
        diagnose_turned_sign(diags, both, habit->found == TOK_LT ? "<=" : ">=");
    } else if (is_sign(habit->found) && after_value) {
        diagnose_chained_comparison(diags, habit->place, habit->text);
    } else if (habit->found == TOK_COMMA && may_follow(habit, TOK_BAR)) {
        diagnose_comma_between_columns(diags, habit->place);
    } else {
        return false;
    }
    return true;
}

/* ---- names ---- */

static bool is_word_unit(Str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')) {
            return false;
        }
    }
    return text.len > 0;
}

/* `given n 3 d 2026-01-01`: three days, and then a date. */
static bool report_unit(const Habit *habit)
{
    bool unit = habit->parse->test && habit->parse->last_but_one == TOK_UNIT;
    if (!unit || !is_word_unit(habit->before)) {
        return false;
    }
    diagnose_unit_or_field(habit->parse->diags, habit->place, habit->text, habit->before,
                           habit->before_at);
    return true;
}

static bool report_reason(const Habit *habit)
{
    bool text = habit->found == TOK_STRING && str_equal(habit->before, STR("because"));
    if (text) {
        diagnose_reason_as_text(habit->parse->diags, habit->place, habit->text);
    }
    return text;
}

bool habit_report(Parse *parse, Span place, int found, const int *expected, int count)
{
    Span before = parse->previous_place;
    Habit habit = { .parse = parse,
                    .place = place,
                    .text = text_of(parse, place),
                    .found = found,
                    .expected = expected,
                    .count = count };
    if (before.start < before.end && before.end <= place.start) {
        habit.before = text_of(parse, before);
        habit.before_at = before;
    }
    return report_reason(&habit) || report_unit(&habit) || report_sign(&habit) ||
           report_word(&habit);
}
