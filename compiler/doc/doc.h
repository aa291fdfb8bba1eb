/* doc.h - a guideline as pages of HTML that a clinician can read beside the publication.
 *
 * The pages stand alone: one style sheet in each, no script, nothing from the network. Every
 * statement has the anchor #ID, every rule and gap #name, on the page where it is told in full. */
#ifndef DOC_DOC_H
#define DOC_DOC_H
#include "compiler/tools/source_program.h"

typedef struct DocFile {
    Str name, bytes;
} DocFile; /* name: within the folder, "index.html" first */
typedef VEC(DocFile) DocFiles;

/* sp: compiled without errors. version: of the program that writes. Everything lives on sp->arena.
 * False if a drawing could not be made, which is a bug of ours. */
bool doc_make(const SourceProgram *sp, Str version, DocFiles *files);
#endif
