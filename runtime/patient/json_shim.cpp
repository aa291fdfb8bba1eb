// json_shim.cpp - the walk behind json_shim.h. No exception and no longjmp crosses these frames: nothing in here
// calls back into C code that could jump.
#include "runtime/patient/json_shim.h"
#include <simdjson.h>
#include <utility>

using namespace simdjson;

static_assert(JSON_PADDING >= SIMDJSON_PADDING, "the padding promised to callers is simdjson's");

namespace {

struct Walk {
    const char *base;
    JsonTape *tape;
    uint32_t depth_left;

    JsonStatus fail(JsonStatus status, const char *place)
    {
        tape->fault = uint32_t(place - base);
        return status;
    }
    JsonStatus add(JsonKind kind, const char *place, const char *text, size_t len)
    {
        if (tape->count == tape->capacity) return JSON_TAPE_FULL;
        JsonEvent *event = &tape->events[tape->count++];
        event->kind = uint8_t(kind);
        event->offset = uint32_t(place - base);
        event->len = uint32_t(len);
        event->next = tape->count;
        event->text = text;
        return JSON_OK;
    }
};

// The text between the quotes if it is without escapes: then no copy is needed.
const char *find_quote(const char *text)
{
    while (*text != '"' && *text != '\\') text++;
    return *text == '"' ? text : nullptr;
}

JsonStatus walk_value(Walk &walk, ondemand::value value);

JsonStatus add_text(Walk &walk, JsonKind kind, const char *place, simdjson_result<std::string_view> &&unescaped)
{
    std::string_view text;
    if (std::move(unescaped).get(text)) return walk.fail(JSON_BAD_STRING, place);
    return walk.add(kind, place, text.data(), text.size());
}

JsonStatus walk_field(Walk &walk, ondemand::field &field)
{
    const char *text = field.key().raw();
    const char *end = find_quote(text);
    JsonStatus status = end ? walk.add(JSON_KEY, text - 1, text, size_t(end - text))
                            : add_text(walk, JSON_KEY, text - 1, field.unescaped_key());
    return status ? status : walk_value(walk, field.value());
}

JsonStatus walk_object(Walk &walk, ondemand::object object, const char *place)
{
    uint32_t start = walk.tape->count;
    JsonStatus status = walk.add(JSON_OBJECT, place, nullptr, 0);
    if (status) return status;
    if (walk.depth_left-- == 0) return walk.fail(JSON_TOO_DEEP, place);
    for (simdjson_result<ondemand::field> item : object) {
        ondemand::field field;
        if (std::move(item).get(field)) return JSON_SYNTAX;
        if ((status = walk_field(walk, field))) return status;
    }
    walk.depth_left++;
    status = walk.add(JSON_OBJECT_END, place, nullptr, 0);
    walk.tape->events[start].next = walk.tape->count;
    return status;
}

JsonStatus walk_array(Walk &walk, ondemand::array array, const char *place)
{
    uint32_t start = walk.tape->count;
    JsonStatus status = walk.add(JSON_ARRAY, place, nullptr, 0);
    if (status) return status;
    if (walk.depth_left-- == 0) return walk.fail(JSON_TOO_DEEP, place);
    for (simdjson_result<ondemand::value> item : array) {
        ondemand::value value;
        if (std::move(item).get(value)) return JSON_SYNTAX;
        if ((status = walk_value(walk, value))) return status;
    }
    walk.depth_left++;
    status = walk.add(JSON_ARRAY_END, place, nullptr, 0);
    walk.tape->events[start].next = walk.tape->count;
    return status;
}

JsonStatus walk_word(Walk &walk, JsonKind kind, std::string_view token, std::string_view word)
{
    if (token != word) return walk.fail(JSON_SYNTAX, token.data());
    return walk.add(kind, token.data(), token.data(), token.size());
}

JsonStatus walk_number(Walk &walk, std::string_view token)
{
    if (!json_is_number(token.data(), token.size())) return walk.fail(JSON_BAD_NUMBER, token.data());
    return walk.add(JSON_NUMBER, token.data(), token.data(), token.size());
}

JsonStatus walk_string(Walk &walk, ondemand::value &value, const char *quote)
{
    const char *end = find_quote(quote + 1);
    if (end) return walk.add(JSON_STRING, quote, quote + 1, size_t(end - quote - 1));
    return add_text(walk, JSON_STRING, quote, value.get_string());
}

// A scalar's token reaches to the next token: cut the white space between.
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::string_view trim(std::string_view token)
{
    while (!token.empty() && is_blank(token.back())) token.remove_suffix(1);
    return token;
}

JsonStatus walk_value(Walk &walk, ondemand::value value)
{
    std::string_view token = value.raw_json_token();
    ondemand::object object;
    ondemand::array array;
    switch (token.empty() ? '\0' : token[0]) {
    case '{': return value.get_object().get(object) ? JSON_SYNTAX : walk_object(walk, object, token.data());
    case '[': return value.get_array().get(array) ? JSON_SYNTAX : walk_array(walk, array, token.data());
    case '"': return walk_string(walk, value, token.data());
    case 't': return walk_word(walk, JSON_TRUE, trim(token), "true");
    case 'f': return walk_word(walk, JSON_FALSE, trim(token), "false");
    case 'n': return walk_word(walk, JSON_NULL, trim(token), "null");
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        return walk_number(walk, trim(token));
    default: return walk.fail(JSON_SYNTAX, token.data());
    }
}

JsonStatus status_of(error_code error)
{
    switch (error) {
    case MEMALLOC: return JSON_NO_MEMORY;
    case UTF8_ERROR: return JSON_BAD_UTF8;
    case UNESCAPED_CHARS: case UNCLOSED_STRING: return JSON_BAD_STRING;
    case INCOMPLETE_ARRAY_OR_OBJECT: case EMPTY: return JSON_INCOMPLETE;
    case INCORRECT_TYPE: return JSON_NOT_OBJECT;
    default: return JSON_SYNTAX;
    }
}

JsonStatus walk_document(ondemand::parser &parser, Walk &walk, size_t len)
{
    ondemand::document document;
    ondemand::object object;
    error_code error = parser.iterate(walk.base, len, len + JSON_PADDING).get(document);
    if (error) return status_of(error);
    const char *place = walk.base;
    if ((error = document.current_location().get(place))) return status_of(error);
    if ((error = document.get_object().get(object))) return status_of(error);
    JsonStatus status = walk_object(walk, object, place);
    bool inside = !document.current_location().get(place);
    if (status == JSON_SYNTAX && walk.tape->fault == UINT32_MAX)
        walk.tape->fault = inside ? uint32_t(place - walk.base) : uint32_t(len);
    if (!status && inside) return walk.fail(JSON_TRAILING, place);
    return status;
}

} // namespace

extern "C" JsonStatus json_walk(char *text, size_t len, uint32_t depth_limit, JsonTape *tape)
{
    // One parser a thread: its buffers are reused, and nobody has to destroy it after a longjmp.
    static thread_local ondemand::parser parser;
    tape->count = 0;
    tape->fault = UINT32_MAX;
    Walk walk{text, tape, depth_limit};
    char after = text[len];
    text[len] = '\0';
    JsonStatus status = walk_document(parser, walk, len);
    text[len] = after;
    return status;
}
