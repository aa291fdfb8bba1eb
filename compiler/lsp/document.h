/* document.h - the texts that are open in the editor; they go before the files on disk. */
#ifndef LSP_DOCUMENT_H
#define LSP_DOCUMENT_H
#include "compiler/lsp/place.h"

typedef struct Document {
    Arena *arenas[2]; /* the text is on one of them; the next one goes to the other */
    int current;
    Str uri, path, text; /* a document that is no file has its URI as path */
    int64_t version;
    bool open;
    bool stale;   /* its diagnostics are not those of its text */
    Str main;     /* the guideline that it was last seen in, or empty */
    Arena *names; /* of uri, path and main */
} Document;

typedef struct Documents {
    Arena *arena; /* of the list; closed ones are used again */
    VEC(Document *) items;
} Documents;

/* NULL if it is not open. */
Document *document_find(const Documents *documents, Str uri);
Document *document_find_path(const Documents *documents, Str path);
Document *document_open(Documents *documents, Str uri, Str text, int64_t version);
void document_set_text(Document *document, Str text);
void document_set_main(Document *document, Str main);
void document_close(Document *document);
void document_close_all(Documents *documents);

/* "file:///a%20b" is the path "/a b"; other URIs stay what they are. */
Str document_path_from_uri(Arena *arena, Str uri);
Str document_uri_from_path(Arena *arena, Str path);
bool document_is_file(Str path);
#endif
