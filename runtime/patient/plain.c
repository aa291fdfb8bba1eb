/* plain.c - keys and values as they come. Every reader returns the token behind what it has read,
 * or NULL as soon as something is not plain; what is in the record by then is cleared by the
 * caller. */
#include "runtime/patient/plain.h"
#include "runtime/base/limits.h"
#include "runtime/patient/json_tokens.h"

/* Where a token starts in the text. The last one is that of the NUL behind it, which nothing begins
 * with: no reader goes past it. */
typedef const uint32_t *Token;

typedef struct Plain {
    const Fill *fill;
    const char *text;
} Plain;

/* The bytes of a token: up to the one after it, without the white space between. */
static inline Str get_token(const char *text, Token token)
{
    const char *start = text + token[0], *stop = text + token[1];
    while (json_is_blank(stop[-1])) {
        stop--;
    }
    return (Str){ start, (size_t)(stop - start) };
}

static inline bool is_word(Str token, const char *word, size_t len)
{
    return token.len == len && memcmp(token.ptr, word, len) == 0;
}

static inline bool is_string(Str token)
{
    return token.len >= 2 && token.ptr[0] == '"' && token.ptr[token.len - 1] == '"';
}

/* What stands between the quotes: there are no escapes. */
static inline Str get_content(Str token)
{
    return (Str){ token.ptr + 1, token.len - 2 };
}

/* ---- values ---- */

/* Whatever it is, if it is a scalar. */
static Token read_scalar(const Plain *plain, Token token, const Place *place, uint16_t index)
{
    Str text = get_token(plain->text, token);
    Given given = { .kind = JSON_NUMBER, .text = text };
    if (is_string(text)) {
        given = (Given){ .kind = JSON_STRING, .text = get_content(text) };
    } else if (is_word(text, "true", 4) || is_word(text, "false", 5)) {
        given.kind = text.len == 4 ? JSON_TRUE : JSON_FALSE;
    } else if (is_word(text, "null", 4)) {
        given.kind = JSON_NULL;
    } else if (!json_is_number(text.ptr, text.len)) {
        return NULL;
    }
    fill_field(plain->fill, place, index, &given);
    return token + 1;
}

static inline bool is_yes_no(Str token, Reg *value)
{
    bool yes = is_word(token, "true", 4);
    *value = (Reg){ .mask = mask_from_bool(yes) };
    return yes || is_word(token, "false", 5);
}

static inline bool take_plainly(const Plain *plain, const FormEntry *entry, Str token, Reg *value)
{
    switch ((Shape)entry->shape) {
    case SHAPE_YES_NO: return is_yes_no(token, value);
    case SHAPE_CODE:
        return is_string(token) &&
               field_find_code(&plain->fill->program->enums[entry->field->enumeration],
                               get_content(token), value);
    case SHAPE_NUMBER: return field_read_number(entry->field, token, value);
    case SHAPE_OTHER: break;
    }
    return false;
}

static inline Token read_field(const Plain *plain, Token token, const Place *place,
                               const FormEntry *entry)
{
    Reg value;
    if (!take_plainly(plain, entry, get_token(plain->text, token), &value)) {
        return read_scalar(plain, token, place, entry->index);
    }
    fill_store(place, entry->field, value);
    return token + 1;
}

/* ---- objects ---- */

static Token read_object(const Plain *plain, Token token, const Place *place, FormLevel *level);

static Token read_null(const Plain *plain, Token token)
{
    return is_word(get_token(plain->text, token), "null", 4) ? token + 1 : NULL;
}

static Token read_elements(const Plain *plain, Token token, uint16_t list, FormLevel *level)
{
    const Fill *fill = plain->fill;
    uint32_t count = 0;
    char c;
    do {
        if (count == fill->program->lists[list].most) {
            return NULL;
        }
        fill_start_list(fill, list, count + 1);
        Place place = fill_get_element(fill, list, (uint16_t)count++);
        token = read_object(plain, token, &place, level);
        if (!token) {
            return NULL;
        }
        c = plain->text[*token++];
    } while (c == ',');
    return c == ']' ? token : NULL;
}

static Token read_list(const Plain *plain, Token token, uint16_t list, FormLevel *level)
{
    if (plain->text[*token] != '[') {
        return read_null(plain, token);
    }
    fill_start_list(plain->fill, list, 0);
    return plain->text[token[1]] == ']' ? token + 2 : read_elements(plain, token + 1, list, level);
}

static inline Token read_entry(const Plain *plain, Token token, const Place *place,
                               const FormEntry *entry)
{
    if (entry->kind == ENTRY_FIELD) {
        return read_field(plain, token, place, entry);
    }
    if (entry->kind == ENTRY_LIST) {
        return read_list(plain, token, entry->index, entry->level);
    }
    return plain->text[*token] == '{' ? read_object(plain, token, place, entry->level)
                                      : read_null(plain, token);
}

/* Known keys with their values, each once. */
static Token read_members(const Plain *plain, Token token, const Place *place, FormLevel *level)
{
    const char *text = plain->text;
    uint64_t number = ++plain->fill->form->object;
    uint32_t *next = &level->first;
    char c;
    do {
        Str key = get_token(text, token);
        if (!is_string(key) || text[token[1]] != ':') {
            return NULL;
        }
        FormEntry *entry = form_find_next(level, &next, get_content(key));
        if (!entry || entry->seen == number) {
            return NULL;
        }
        entry->seen = number;
        token = read_entry(plain, token + 2, place, entry);
        if (!token) {
            return NULL;
        }
        c = text[*token++];
    } while (c == ',');
    return c == '}' ? token : NULL;
}

/* As deep as the form has levels. */
static Token read_object(const Plain *plain, Token token, const Place *place, FormLevel *level)
{
    if (plain->text[*token] != '{') {
        return NULL;
    }
    return plain->text[token[1]] == '}' ? token + 2 : read_members(plain, token + 1, place, level);
}

/* ---- the whole ---- */

static bool read_document(const Fill *fill, Document document, JsonTokens tokens)
{
    Plain plain = { .fill = fill, .text = document.text };
    Place place = fill_get_patient(fill);
    return read_object(&plain, tokens.starts, &place, fill->form->root) ==
           tokens.starts + tokens.count;
}

bool plain_read(const Fill *fill, Document document)
{
    JsonTokens tokens;
    if (json_tokens_find(fill->record->arena, document.text, document.len, &tokens) ||
        tokens.count > LIMIT_RECORD_VALUES || memchr(document.text, '\\', document.len)) {
        return false;
    }
    char after = document.text[document.len];
    document.text[document.len] = '\0';
    bool read = read_document(fill, document, tokens);
    document.text[document.len] = after;
    return read;
}
