/* world.h - the guideline that is being looked at, read as a whole: open texts first, then files.
 *
 * Nothing of one reading is used by the next; ten milliseconds for a guideline of forty modules are
 * cheaper than a cache that may be wrong. */
#ifndef LSP_WORLD_H
#define LSP_WORLD_H
#include "compiler/lsp/document.h"
#include "lang/lang.h"

typedef struct World {
    Arena *arena; /* the world's own: emptied by each reading */
    Str main_path;
    SourceSet sources;
    DiagList diags;
    Ast *ast;            /* NULL: nothing has been read */
    bool compiled;       /* diags hold what compiling found as well */
    struct Index *index; /* made when somebody asks (index.h) */
    unsigned generation; /* of the texts that it was read from */
} World;

/* Reads the guideline that this document is part of: the nearest main file above that reaches it,
 * else the document by itself. Does nothing where the world holds it already. */
void world_read(World *world, Documents *documents, Document *document, unsigned generation);
/* What the compiler finds behind the checker: bounds of the exact path and the like. */
void world_compile(World *world);
/* Made by the first who asks. */
const struct Index *world_get_index(World *world);
/* The file of the world with this path; UINT32_MAX if it has none. */
uint32_t world_find_file(const World *world, Str path);
#endif
