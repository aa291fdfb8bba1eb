/* revision.h - a guideline as it was: texts of files in a revision that git keeps. */
#ifndef CGLC_REVISION_H
#define CGLC_REVISION_H
#include "compiler/compile.h"

typedef struct Revision {
    Arena *arena;
    Str name;      /* "v2020.1", "HEAD~3": as git understands it */
    Str main_path; /* of the guideline */
} Revision;
/* False if git cannot be run, or has no such file in that revision. */
bool revision_read(const Revision *revision, Str path, Str *text);
/* Modules of that revision beside the main file, then the standard library built in. *revision must
 * outlive the finder. */
ModuleFinder revision_find_modules(Revision *revision);
#endif
