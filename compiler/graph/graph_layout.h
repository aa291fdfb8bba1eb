/* graph_layout.h - Graphviz, in a process of its own: where it finds no memory it ends the process
 * it is in, or goes on with half of what it had, and it reads the environment. */
#ifndef TOOLS_GRAPH_LAYOUT_H
#define TOOLS_GRAPH_LAYOUT_H
#include "runtime/base/str.h"

/* sources: count digraphs, each ended by a NUL. svgs: as many, gets what Graphviz wrote for each,
 * on the arena; STR_NONE where it could not. */
void graph_layout_draw(Arena *arena, const char *const *sources, uint32_t count, Str *svgs);
#endif
