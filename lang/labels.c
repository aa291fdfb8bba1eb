/* labels.c - identifiers into words, with the abbreviations that the texts of a guideline use. */
#include "lang/labels.h"

/* ---- words ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static bool is_big(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Capitals and digits, at least two, a capital first: CEA, V600E, R0. */
static bool is_abbreviation(Str word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (!is_big(word.ptr[i]) && !(i > 0 && word.ptr[i] >= '0' && word.ptr[i] <= '9')) {
            return false;
        }
    }
    return word.len > 1;
}

static Str make_small(Arena *arena, Str word)
{
    char *small = arena_copy(arena, word.ptr, word.len);

    for (size_t i = 0; i < word.len; i++) {
        small[i] = is_big(word.ptr[i]) ? (char)(word.ptr[i] - 'A' + 'a') : word.ptr[i];
    }
    return (Str){ small, word.len };
}

Str labels_take_word(Str text, size_t *at)
{
    while (*at < text.len && !is_word(text.ptr[*at])) {
        ++*at;
    }
    size_t start = *at;
    while (*at < text.len && is_word(text.ptr[*at])) {
        ++*at;
    }
    return (Str){ text.ptr + start, *at - start };
}

/* ---- abbreviations of the texts ---- */

static uint32_t add_word(Labels *labels, Str word)
{
    Str small = make_small(labels->arena, word);
    uint32_t index = map_find(&labels->words, small);

    if (index == MAP_NONE) {
        index = labels->forms.count;
        map_add(&labels->words, small, index);
        vec_add(labels->arena, &labels->forms, STR_NONE);
        vec_add(labels->arena, &labels->plain_words, false);
    }
    return index;
}

/* "OR" is not an abbreviation where "or" is a word as well. */
static void read_text(Labels *labels, Str text)
{
    size_t at = 0;

    for (Str word = labels_take_word(text, &at); word.len > 0; word = labels_take_word(text, &at)) {
        uint32_t index = add_word(labels, word);
        if (!is_abbreviation(word)) {
            labels->plain_words.items[index] = true;
        } else if (labels->forms.items[index].len == 0) {
            labels->forms.items[index] = word;
        }
    }
}

static void read_rule(Labels *labels, const AstRule *rule)
{
    read_text(labels, rule->label.text);
    for (uint32_t i = 0; i < rule->results.count; i++) {
        read_text(labels, rule->results.items[i].label.text);
    }
}

void labels_init(Labels *labels, Arena *arena, const Ast *ast)
{
    *labels = (Labels){ .arena = arena };
    map_init(&labels->words, arena);
    for (uint32_t i = 0; i < ast->statements.count; i++) {
        read_text(labels, ast->statements.items[i]->text.text);
    }
    for (uint32_t i = 0; i < ast->reasons.count; i++) {
        read_text(labels, ast->reasons.items[i]->label.text);
    }
    for (uint32_t i = 0; i < ast->patient.count; i++) {
        read_text(labels, ast->patient.items[i]->label.text);
    }
    for (uint32_t i = 0; i < ast->rules.count; i++) {
        read_rule(labels, ast->rules.items[i]);
    }
    for (uint32_t i = 0; i < ast->gaps.count; i++) {
        read_text(labels, ast->gaps.items[i]->text.text);
        read_text(labels, ast->gaps.items[i]->policy_text.text);
    }
}

/* ---- names ---- */

static Str spell(const Labels *labels, Str word)
{
    uint32_t index = map_find(&labels->words, make_small(labels->arena, word));

    if (index == MAP_NONE || labels->plain_words.items[index]) {
        return word;
    }
    return labels->forms.items[index];
}

Str labels_make(const Labels *labels, Str identifier, bool title)
{
    StrBuf out = { .arena = labels->arena };
    size_t at = 0;

    for (Str word = labels_take_word(identifier, &at); word.len > 0;
         word = labels_take_word(identifier, &at)) {
        if (out.len > 0) {
            buf_add_char(&out, ' ');
        }
        buf_add(&out, spell(labels, word));
    }
    if (title && out.len > 0 && out.ptr[0] >= 'a' && out.ptr[0] <= 'z') {
        out.ptr[0] = (char)(out.ptr[0] - 'a' + 'A');
    }
    return buf_get(&out);
}
