// json_shim.cpp - the walk behind json_shim.h. simdjson finds the tokens (its first stage: UTF-8,
// control characters, closed texts, where each token starts) and undoes escapes; the grammar over
// the tokens is the loop below. simdjson's On-Demand walk of the same document takes twice as long.
//
// No exception and no longjmp crosses these frames: nothing in here calls C code that could jump.
#include "runtime/patient/json_shim.h"
#include <memory>
#include <new>
#include <simdjson.h>
#include <string.h>

using namespace simdjson;

static_assert(JSON_PADDING >= SIMDJSON_PADDING, "the padding promised to callers is simdjson's");

namespace {

constexpr uint32_t MOST_DEPTH = 64;

// Reused by all walks of a thread; nobody has to destroy it after a longjmp.
struct Parser {
    std::unique_ptr<internal::dom_parser_implementation> stage;
    std::unique_ptr<uint8_t[]> strings;     // unescaped texts of the current document
    size_t room = 0;

    error_code reserve(size_t len)
    {
        if (!stage) {
            size_t first = len < 65536 ? 65536 : len;
            auto &simd = get_active_implementation();
            return simd->create_dom_parser_implementation(first, MOST_DEPTH, stage);
        }
        return len <= stage->capacity() ? SUCCESS : stage->set_capacity(len);
    }
    bool reserve_strings(size_t len)
    {
        if (strings && len + SIMDJSON_PADDING <= room) return true;
        room = len + SIMDJSON_PADDING;
        strings.reset(new (std::nothrow) uint8_t[room]);
        return strings != nullptr;
    }
};

const uint8_t *as_bytes(const char *text) { return reinterpret_cast<const uint8_t *>(text); }

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

struct Frame {
    JsonEvent *start;
    bool object, first;
};

struct Walk {
    const char *text;
    const uint32_t *token, *end;    // offsets of tokens; *end: of the NUL behind the text
    JsonEvent *event;               // where the tape goes on; there is room for every token
    uint32_t count;                 // events so far
    internal::dom_parser_implementation *stage;
    uint8_t *strings;               // where the next unescaped text goes; NULL: no escapes at all
    uint32_t depth, depth_limit;
    Frame frames[MOST_DEPTH];

    JsonStatus fail(JsonStatus status) { return token == end ? JSON_INCOMPLETE : status; }

    JsonStatus add(JsonKind kind, const char *content, size_t len)
    {
        event->kind = uint8_t(kind);
        event->offset = *token++;
        event->len = uint32_t(len);
        event->next = ++count;
        event->text = content;
        event++;
        return JSON_OK;
    }

    // Bytes of the current token: up to the next one, without the white space between.
    size_t measure() const
    {
        const char *start = text + token[0], *stop = text + token[1];
        while (is_blank(stop[-1])) stop--;
        return size_t(stop - start);
    }

    JsonStatus open(bool object)
    {
        if (depth == depth_limit) return fail(JSON_TOO_DEEP);
        frames[depth++] = Frame{event, object, true};
        return add(object ? JSON_OBJECT : JSON_ARRAY, nullptr, 0);
    }

    JsonStatus close()
    {
        const Frame &frame = frames[--depth];
        add(frame.object ? JSON_OBJECT_END : JSON_ARRAY_END, nullptr, 0);
        frame.start->next = count;
        return JSON_OK;
    }

    // A text is what stands between its quotes, unless it has escapes.
    JsonStatus add_string(JsonKind kind)
    {
        const char *content = text + *token + 1;
        const char *stop = text + token[1] - 1;
        while (is_blank(*stop)) stop--;
        if (*stop != '"') return fail(JSON_SYNTAX);
        size_t len = size_t(stop - content);
        if (strings && memchr(content, '\\', len)) {
            uint8_t *after = stage->parse_string(as_bytes(content), strings);
            if (!after) return fail(JSON_BAD_STRING);
            content = reinterpret_cast<const char *>(strings);
            len = size_t(after - strings);
            strings = after;
        }
        return add(kind, content, len);
    }

    JsonStatus add_word(JsonKind kind, const char *word, size_t len)
    {
        if (measure() != len || memcmp(text + *token, word, len) != 0) return fail(JSON_SYNTAX);
        return add(kind, text + *token, len);
    }

    JsonStatus add_number()
    {
        size_t len = measure();
        if (!json_is_number(text + *token, len)) return fail(JSON_BAD_NUMBER);
        return add(JSON_NUMBER, text + *token, len);
    }

    JsonStatus add_value()
    {
        switch (text[*token]) {
        case '{': return open(true);
        case '[': return open(false);
        case '"': return add_string(JSON_STRING);
        case 't': return add_word(JSON_TRUE, "true", 4);
        case 'f': return add_word(JSON_FALSE, "false", 5);
        case 'n': return add_word(JSON_NULL, "null", 4);
        case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7':
        case '8': case '9': return add_number();
        default: return fail(JSON_SYNTAX);
        }
    }

    JsonStatus add_key()
    {
        if (text[*token] != '"') return fail(JSON_SYNTAX);
        JsonStatus status = add_string(JSON_KEY);
        if (status) return status;
        if (text[*token] != ':') return fail(JSON_SYNTAX);
        token++;
        return JSON_OK;
    }

    // The next item of the innermost object or array, or its end.
    JsonStatus step()
    {
        Frame &frame = frames[depth - 1];
        char c = text[*token];
        if (c == (frame.object ? '}' : ']')) return close();
        if (!frame.first) {
            if (c != ',') return fail(JSON_SYNTAX);
            token++;
        }
        frame.first = false;
        JsonStatus status = frame.object ? add_key() : JSON_OK;
        return status ? status : add_value();
    }

    JsonStatus run()
    {
        if (text[*token] != '{') return fail(JSON_NOT_OBJECT);
        JsonStatus status = open(true);
        while (!status && depth) status = step();
        return !status && token != end ? fail(JSON_TRAILING) : status;
    }
};

JsonStatus get_status(error_code error)
{
    switch (error) {
    case SUCCESS: return JSON_OK;
    case MEMALLOC: return JSON_NO_MEMORY;
    case UTF8_ERROR: return JSON_BAD_UTF8;
    case UNESCAPED_CHARS: case UNCLOSED_STRING: return JSON_BAD_STRING;
    case EMPTY: return JSON_INCOMPLETE;
    default: return JSON_SYNTAX;
    }
}

JsonStatus walk_document(Parser &parser, const char *text, size_t len, uint32_t depth_limit,
                         JsonTape *tape)
{
    error_code error = parser.reserve(len);
    if (!error) error = parser.stage->stage1(as_bytes(text), len, stage1_mode::regular);
    if (error) return get_status(error);
    bool escapes = memchr(text, '\\', len) != nullptr;
    if (escapes && !parser.reserve_strings(len)) return JSON_NO_MEMORY;
    uint32_t count = parser.stage->n_structural_indexes;
    if (count > tape->capacity) {
        tape->count = count;
        return JSON_TAPE_FULL;
    }
    const uint32_t *first = parser.stage->structural_indexes.get();
    uint8_t *strings = escapes ? parser.strings.get() : nullptr;
    uint32_t most = depth_limit < MOST_DEPTH ? depth_limit : MOST_DEPTH;
    Walk walk{text, first, first + count, tape->events, 0, parser.stage.get(), strings, 0, most,
              {}};
    JsonStatus status = walk.run();
    tape->count = walk.count;
    if (status) tape->fault = *walk.token;
    return status;
}

} // namespace

extern "C" JsonStatus json_walk(char *text, size_t len, uint32_t depth_limit, JsonTape *tape)
{
    static thread_local Parser parser;
    tape->count = 0;
    tape->fault = UINT32_MAX;
    char after = text[len];
    text[len] = '\0';
    JsonStatus status = walk_document(parser, text, len, depth_limit, tape);
    text[len] = after;
    return status;
}
