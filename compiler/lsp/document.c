/* document.c - open texts. Each lives on a pair of arenas that take turns, so that ten thousand
 * edits need no more memory than one. */
#include "compiler/lsp/document.h"
#include "runtime/base/limits.h"

static const char FILE_SCHEME[] = "file://";

/* ---- names ---- */

static int read_hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

Str document_path_from_uri(Arena *arena, Str uri)
{
    Str scheme = str_from_c(FILE_SCHEME);
    if (!str_starts_with(uri, scheme)) {
        return str_copy(arena, uri);
    }
    StrBuf path = { .arena = arena };
    for (size_t i = scheme.len; i < uri.len; i++) {
        bool escaped = uri.ptr[i] == '%' && i + 2 < uri.len && read_hex(uri.ptr[i + 1]) >= 0 &&
                       read_hex(uri.ptr[i + 2]) >= 0;
        char c =
            escaped ? (char)(read_hex(uri.ptr[i + 1]) * 16 + read_hex(uri.ptr[i + 2])) : uri.ptr[i];
        buf_add_char(&path, c);
        i += escaped ? 2 : 0;
    }
    return buf_get(&path);
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '.' || c == '-' || c == '_' || c == '~';
}

Str document_uri_from_path(Arena *arena, Str path)
{
    static const char hex[] = "0123456789ABCDEF";
    StrBuf uri = { .arena = arena };
    buf_add_c(&uri, FILE_SCHEME);
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        if (is_plain(path.ptr[i])) {
            buf_add_char(&uri, path.ptr[i]);
        } else {
            buf_add_format(&uri, "%%%c%c", hex[c >> 4], hex[c & 15]);
        }
    }
    return buf_get(&uri);
}

bool document_is_file(Str path)
{
    return path.len > 0 && path.ptr[0] == '/';
}

/* ---- the list ---- */

Document *document_find(const Documents *documents, Str uri)
{
    for (uint32_t i = 0; i < documents->items.count; i++) {
        Document *document = documents->items.items[i];
        if (document->open && str_equal(document->uri, uri)) {
            return document;
        }
    }
    return NULL;
}

Document *document_find_path(const Documents *documents, Str path)
{
    for (uint32_t i = 0; i < documents->items.count; i++) {
        Document *document = documents->items.items[i];
        if (document->open && str_equal(document->path, path)) {
            return document;
        }
    }
    return NULL;
}

static Document *add_document(Documents *documents)
{
    for (uint32_t i = 0; i < documents->items.count; i++) {
        if (!documents->items.items[i]->open) {
            return documents->items.items[i];
        }
    }
    Document *document = ARENA_NEW(documents->arena, Document);
    vec_add(documents->arena, &documents->items, document);
    document->arenas[0] = arena_create_within(documents->arena, LIMIT_COMPILE_BYTES);
    document->arenas[1] = arena_create_within(documents->arena, LIMIT_COMPILE_BYTES);
    document->names = arena_create_within(documents->arena, LIMIT_COMPILE_BYTES);
    return document;
}

Document *document_open(Documents *documents, Str uri, Str text, int64_t version)
{
    Document *document = document_find(documents, uri);
    if (!document) {
        document = add_document(documents);
        document->uri = str_copy(document->names, uri);
        document->path = document_path_from_uri(document->names, uri);
    }
    document_set_text(document, text);
    document->version = version;
    document->open = true;
    return document;
}

void document_set_text(Document *document, Str text)
{
    int next = 1 - document->current;
    arena_reset(document->arenas[next]);
    document->text = str_copy(document->arenas[next], text);
    arena_shrink(document->arenas[document->current], 0);
    document->current = next;
    document->stale = true;
}

/* Changes seldom: when the file moves to another guideline. */
void document_set_main(Document *document, Str main)
{
    if (!str_equal(document->main, main)) {
        document->main = str_copy(document->names, main);
    }
}

void document_close(Document *document)
{
    document->open = document->stale = false;
    document->uri = document->path = document->text = document->main = STR_NONE;
    arena_shrink(document->arenas[0], 0);
    arena_shrink(document->arenas[1], 0);
    arena_shrink(document->names, 0);
}

void document_close_all(Documents *documents)
{
    for (uint32_t i = 0; i < documents->items.count; i++) {
        arena_destroy(documents->items.items[i]->arenas[0]);
        arena_destroy(documents->items.items[i]->arenas[1]);
        arena_destroy(documents->items.items[i]->names);
    }
}
