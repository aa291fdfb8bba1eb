// json_shim.cpp - the walk behind json_shim.h. simdjson finds the tokens (its first stage: UTF-8,
// control characters, closed texts, where each token starts) and undoes escapes; the grammar over
// the tokens is the loop below. simdjson's On-Demand walk of the same document takes twice as long.
//
// No exception and no longjmp crosses these frames: nothing in here calls C code that could jump.
#include "runtime/patient/json_shim.h"
#include "runtime/patient/json_engine.h"
#include <memory>
#include <new>
#include <pthread.h>
#include <string.h>

using namespace simdjson;

static_assert(JSON_PADDING >= SIMDJSON_PADDING, "the padding promised to callers is simdjson's");

namespace
{

constexpr uint32_t MOST_DEPTH = 64;

const uint8_t *as_bytes(const char *text)
{
    return reinterpret_cast<const uint8_t *>(text);
}

// Reused by all walks of a thread.
struct Parser {
    std::unique_ptr<internal::dom_parser_implementation> stage;
    std::unique_ptr<uint8_t[]> strings; // unescaped texts of the current document
    uint8_t *next = nullptr;            // where the next of them goes
    size_t room = 0;

    error_code make_stage(size_t len)
    {
        return json_engine_make(len < 65536 ? 65536 : len, MOST_DEPTH, stage);
    }
    // What failed halfway is not used again: the next document starts anew.
    error_code reserve(size_t len)
    {
        if (stage && len <= stage->capacity()) {
            return SUCCESS;
        }
        error_code error = stage ? stage->set_capacity(len) : make_stage(len);
        if (error) {
            stage.reset();
        }
        return error;
    }
    error_code find_tokens(const char *text, size_t len)
    {
        error_code error = reserve(len);
        return error ? error : stage->stage1(as_bytes(text), len, stage1_mode::regular);
    }
    bool reserve_strings(size_t len)
    {
        if (!strings || len + SIMDJSON_PADDING > room) {
            strings.reset(new (std::nothrow) uint8_t[len + SIMDJSON_PADDING]);
            room = strings ? len + SIMDJSON_PADDING : 0;
        }
        next = strings.get();
        return strings != nullptr;
    }
    // The text behind a quote; NULL if it is malformed.
    const char *unescape(const char *content, size_t *len)
    {
        uint8_t *start = next;
        next = stage->parse_string(reinterpret_cast<const uint8_t *>(content), start);
        *len = size_t(next - start);
        return next ? reinterpret_cast<const char *>(start) : nullptr;
    }
};

// Where the walk stands. It is small and its functions are all inlined, so that it lives in
// registers; what is rarely needed is behind one pointer.
struct Walk {
    const char *text;
    const uint32_t *token; // offsets of tokens; the last: of the NUL behind the text
    JsonEvent *event;      // where the tape goes on; there is room for every token
    uint32_t count;        // events so far
    uint32_t depth;
    char closing;   // what would end the innermost object or array
    Parser *parser; // for escapes

    inline void add(JsonKind kind, const char *content, size_t len)
    {
        event->kind = uint8_t(kind);
        event->len = uint32_t(len);
        event->next = ++count;
        event->text = content;
        event++;
        token++;
    }

    // Bytes of the current token: up to the next one, without the white space between.
    inline size_t measure() const
    {
        const char *start = text + token[0], *stop = text + token[1];
        while (json_is_blank(stop[-1])) {
            stop--;
        }
        return size_t(stop - start);
    }

    // A text is what stands between its quotes, unless it has escapes.
    inline JsonStatus add_string(JsonKind kind)
    {
        const char *content = text + *token + 1;
        const char *stop = text + token[1] - 1;
        while (json_is_blank(*stop)) {
            stop--;
        }
        if (*stop != '"') {
            return JSON_SYNTAX;
        }
        size_t len = size_t(stop - content);
        if (parser && memchr(content, '\\', len)) {
            content = parser->unescape(content, &len);
            if (!content) {
                return JSON_BAD_STRING;
            }
        }
        add(kind, content, len);
        return JSON_OK;
    }

    inline JsonStatus add_key()
    {
        if (text[*token] != '"') {
            return JSON_SYNTAX;
        }
        JsonStatus status = add_string(JSON_KEY);
        if (status) {
            return status;
        }
        if (text[*token] != ':') {
            return JSON_SYNTAX;
        }
        token++;
        return JSON_OK;
    }

    inline JsonStatus add_word(JsonKind kind, const char *word, size_t len)
    {
        if (measure() != len || memcmp(text + *token, word, len) != 0) {
            return JSON_SYNTAX;
        }
        add(kind, text + *token, len);
        return JSON_OK;
    }

    inline JsonStatus add_number()
    {
        size_t len = measure();
        if (!json_is_number(text + *token, len)) {
            return JSON_BAD_NUMBER;
        }
        add(JSON_NUMBER, text + *token, len);
        return JSON_OK;
    }

    inline JsonStatus add_scalar()
    {
        switch (text[*token]) {
        case '"': return add_string(JSON_STRING);
        case 't': return add_word(JSON_TRUE, "true", 4);
        case 'f': return add_word(JSON_FALSE, "false", 5);
        case 'n': return add_word(JSON_NULL, "null", 4);
        case '-':
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7':
        case '8':
        case '9': return add_number();
        default: return JSON_SYNTAX;
        }
    }
};

// Which objects and arrays are open: their first events.
struct Open {
    JsonEvent *starts[MOST_DEPTH];
    uint32_t limit;

    inline JsonStatus enter(Walk &walk, char bracket)
    {
        if (walk.depth == limit) {
            return JSON_TOO_DEEP;
        }
        starts[walk.depth++] = walk.event;
        walk.add(bracket == '{' ? JSON_OBJECT : JSON_ARRAY, nullptr, 0);
        walk.closing = bracket == '{' ? '}' : ']';
        return JSON_OK;
    }

    inline void leave(Walk &walk)
    {
        walk.add(walk.closing == '}' ? JSON_OBJECT_END : JSON_ARRAY_END, nullptr, 0);
        starts[--walk.depth]->next = walk.count;
        if (walk.depth) {
            walk.closing = starts[walk.depth - 1]->kind == JSON_OBJECT ? '}' : ']';
        }
    }
};

// One item after the other: a value, in an object with its key before it. Whatever stops it,
// walk.token stands there.
JsonStatus follow(Walk &given, uint32_t depth_limit)
{
    Walk walk = given;
    Open open;
    open.limit = depth_limit;
    JsonStatus status = walk.text[*walk.token] == '{' ? JSON_OK : JSON_NOT_OBJECT;
    while (!status) {
        if (walk.closing == '}' && (status = walk.add_key())) {
            break;
        }
        char c = walk.text[*walk.token];
        bool opens = c == '{' || c == '[';
        if ((status = opens ? open.enter(walk, c) : walk.add_scalar())) {
            break;
        }
        if (opens && walk.text[*walk.token] != walk.closing) {
            continue;
        }
        while (walk.depth && walk.text[*walk.token] == walk.closing) {
            open.leave(walk);
        }
        if (walk.depth == 0) {
            break;
        }
        if (walk.text[*walk.token] != ',') {
            status = JSON_SYNTAX;
        } else {
            walk.token++;
        }
    }
    given = walk;
    return status;
}

JsonStatus get_status(error_code error)
{
    switch (error) {
    case SUCCESS: return JSON_OK;
    case MEMALLOC: return JSON_NO_MEMORY;
    case UTF8_ERROR: return JSON_BAD_UTF8;
    case UNESCAPED_CHARS:
    case UNCLOSED_STRING: return JSON_BAD_STRING;
    case EMPTY: return JSON_INCOMPLETE;
    default: return JSON_SYNTAX;
    }
}

JsonStatus walk_document(Parser &parser, const char *text, size_t len, uint32_t depth_limit,
                         JsonTape *tape)
{
    error_code error = parser.find_tokens(text, len);
    if (error) {
        return get_status(error);
    }
    bool escapes = memchr(text, '\\', len) != nullptr;
    if (escapes && !parser.reserve_strings(len)) {
        return JSON_NO_MEMORY;
    }
    uint32_t count = parser.stage->n_structural_indexes;
    if (count > tape->capacity) {
        tape->count = count;
        return JSON_TAPE_FULL;
    }
    const uint32_t *first = parser.stage->structural_indexes.get();
    Walk walk{ text, first, tape->events, 0, 0, 0, escapes ? &parser : nullptr };
    JsonStatus status = follow(walk, depth_limit < MOST_DEPTH ? depth_limit : MOST_DEPTH);
    bool ended = walk.token == first + count;
    if (!status && !ended) {
        status = JSON_TRAILING;
    } else if (status && ended) {
        status = JSON_INCOMPLETE;
    }
    tape->count = walk.count;
    if (status) {
        tape->fault = *walk.token;
    }
    return status;
}

// Each thread has a parser of its own, which nobody has to destroy after a longjmp: it goes with
// the thread. Not thread_local: where the C++ runtime finds no memory to note a destructor, it ends
// the process.
pthread_key_t parser_key;
bool has_key = false;

void destroy_parser(void *parser)
{
    delete static_cast<Parser *>(parser);
}

void make_key()
{
    has_key = pthread_key_create(&parser_key, destroy_parser) == 0;
}

// When the library is unloaded, no thread may come back to it.
__attribute__((destructor)) void drop_key()
{
    if (has_key) {
        destroy_parser(pthread_getspecific(parser_key));
        pthread_key_delete(parser_key);
        has_key = false;
    }
}

// NULL if there is no memory.
Parser *make_parser()
{
    Parser *parser = new (std::nothrow) Parser;
    if (parser && pthread_setspecific(parser_key, parser) != 0) {
        delete parser;
        return nullptr;
    }
    return parser;
}

Parser *get_parser()
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_key);
    if (!has_key) {
        return nullptr;
    }
    void *parser = pthread_getspecific(parser_key);
    return parser ? static_cast<Parser *>(parser) : make_parser();
}

} // namespace

extern "C" JsonStatus json_walk(char *text, size_t len, uint32_t depth_limit, JsonTape *tape)
{
    tape->count = 0;
    tape->fault = UINT32_MAX;
    Parser *parser = get_parser();
    if (!parser) {
        return JSON_NO_MEMORY;
    }
    char after = text[len];
    text[len] = '\0';
    JsonStatus status = walk_document(*parser, text, len, depth_limit, tape);
    text[len] = after;
    return status;
}

extern "C" bool json_find_tokens(const char *text, size_t len, JsonTokens *tokens)
{
    Parser *parser = get_parser();
    if (!parser || parser->find_tokens(text, len)) {
        return false;
    }
    tokens->starts = parser->stage->structural_indexes.get();
    tokens->count = parser->stage->n_structural_indexes;
    tokens->escapes = memchr(text, '\\', len) != nullptr;
    return true;
}
