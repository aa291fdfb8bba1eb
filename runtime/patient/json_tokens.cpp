// json_tokens.cpp - json_tokens.h by simdjson: its first stage finds the tokens (UTF-8, control
// characters, closed texts), and it undoes escapes.
//
// No exception and no longjmp crosses these frames: nothing in here calls C code that could jump.
#include "runtime/patient/json_tokens.h"
#include "runtime/patient/json_engine.h"
#include <memory>
#include <new>
#include <pthread.h>

using namespace simdjson;

static_assert(JSON_PADDING >= SIMDJSON_PADDING, "the padding promised to callers is simdjson's");

namespace
{

constexpr size_t FIRST_ROOM = 65536, MOST_DEPTH = 64;

const uint8_t *as_bytes(const char *text)
{
    return reinterpret_cast<const uint8_t *>(text);
}

// Reused by all walks of a thread.
struct Parser {
    std::unique_ptr<internal::dom_parser_implementation> stage;

    error_code make_stage(size_t len)
    {
        return json_engine_make(len < FIRST_ROOM ? FIRST_ROOM : len, MOST_DEPTH, stage);
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
};

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

// The tokens belong to the thread's parser; the arena is for finders that have none.
extern "C" JsonStatus json_tokens_find(Arena *, const char *text, size_t len, JsonTokens *tokens)
{
    Parser *parser = get_parser();
    if (!parser) {
        return JSON_NO_MEMORY;
    }
    error_code error = parser->find_tokens(text, len);
    if (error) {
        return get_status(error);
    }
    tokens->starts = parser->stage->structural_indexes.get();
    tokens->count = parser->stage->n_structural_indexes;
    return JSON_OK;
}

// Called between the tokens of a text that was found: the thread has its parser.
extern "C" char *json_tokens_unescape(const char *content, char *out)
{
    Parser *parser = get_parser();
    if (!parser || !parser->stage) {
        return nullptr;
    }
    uint8_t *end = parser->stage->parse_string(as_bytes(content), reinterpret_cast<uint8_t *>(out));
    return reinterpret_cast<char *>(end);
}
