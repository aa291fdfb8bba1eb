/* graph_page.h - pictures of different sizes put on one page, in columns or rows, in order. */
#ifndef TOOLS_GRAPH_PAGE_H
#define TOOLS_GRAPH_PAGE_H
#include <stdbool.h>
#include <stdint.h>

typedef struct GraphBox {
    uint32_t width, height, x, y;
} GraphBox; /* points */

enum { GRAPH_PAGE_GAP = 14, GRAPH_PAGE_HEAD = 56 }; /* between pictures; for the title above them */

/* Sets x and y of each box below a head of GRAPH_PAGE_HEAD, in the columns or rows that make the
 * print on a sheet of A4, upright or not, largest; *width and *height get the size of the whole. */
void graph_page_arrange(GraphBox *boxes, uint32_t count, uint32_t *width, uint32_t *height);
/* How large a point is printed if the whole fills a sheet of A4, in percent; at most 100. */
uint32_t graph_page_get_scale(uint32_t width, uint32_t height);
#endif
