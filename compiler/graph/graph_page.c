/* graph_page.c - columns of pictures, as even as their order allows, or rows. */
#include "compiler/graph/graph_page.h"

enum {
    LONG_SIDE = 786,
    SHORT_SIDE = 539,
    MOST_COLUMNS = 5,
    MOST_ROW_WIDTHS = 12
}; /* A4 within margins of 1 cm, in points */

static uint32_t at_most(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}
static uint32_t at_least(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t fit(uint32_t width, uint32_t height, uint32_t page_width, uint32_t page_height)
{
    return at_most(page_width * 100 / at_least(width, 1), page_height * 100 / at_least(height, 1));
}

uint32_t graph_page_get_scale(uint32_t width, uint32_t height)
{
    uint32_t best = at_least(fit(width, height, LONG_SIDE, SHORT_SIDE),
                             fit(width, height, SHORT_SIDE, LONG_SIDE));
    return at_most(best, 100);
}

/* How many columns no higher than `most` the boxes fill; each column takes what fits, at least one
 * box. */
static uint32_t count_columns(const GraphBox *boxes, uint32_t count, uint32_t most)
{
    uint32_t columns = 1, height = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t with = height ? height + GRAPH_PAGE_GAP + boxes[i].height : boxes[i].height;
        if (height && with > most) {
            columns++;
            with = boxes[i].height;
        }
        height = with;
    }
    return columns;
}

/* The least height at which the boxes fill no more than that many columns. */
static uint32_t find_height(const GraphBox *boxes, uint32_t count, uint32_t columns)
{
    uint32_t low = 1, high = 1;
    for (uint32_t i = 0; i < count; i++) {
        high += boxes[i].height + GRAPH_PAGE_GAP;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (count_columns(boxes, count, middle) <= columns) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static void place_columns(GraphBox *boxes, uint32_t count, uint32_t most, uint32_t *width,
                          uint32_t *height)
{
    uint32_t x = GRAPH_PAGE_GAP, y = GRAPH_PAGE_HEAD, widest = 0, lowest = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (y > GRAPH_PAGE_HEAD && y - GRAPH_PAGE_HEAD + boxes[i].height > most) {
            x += widest + 2 * GRAPH_PAGE_GAP;
            y = GRAPH_PAGE_HEAD;
            widest = 0;
        }
        boxes[i].x = x;
        boxes[i].y = y;
        y += boxes[i].height + GRAPH_PAGE_GAP;
        widest = at_least(widest, boxes[i].width);
        lowest = at_least(lowest, y);
    }
    *width = x + widest + GRAPH_PAGE_GAP;
    *height = lowest;
}

/* Rows no wider than `most`; each takes what fits, at least one box. */
static void place_rows(GraphBox *boxes, uint32_t count, uint32_t most, uint32_t *width,
                       uint32_t *height)
{
    uint32_t x = GRAPH_PAGE_GAP, y = GRAPH_PAGE_HEAD, highest = 0;
    *width = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (x > GRAPH_PAGE_GAP && x - GRAPH_PAGE_GAP + boxes[i].width > most) {
            y += highest + GRAPH_PAGE_GAP;
            x = GRAPH_PAGE_GAP;
            highest = 0;
        }
        boxes[i].x = x;
        boxes[i].y = y;
        x += boxes[i].width + 2 * GRAPH_PAGE_GAP;
        highest = at_least(highest, boxes[i].height);
        *width = at_least(*width, x - GRAPH_PAGE_GAP);
    }
    *height = y + highest + GRAPH_PAGE_GAP;
}

static uint32_t get_widest(const GraphBox *boxes, uint32_t count)
{
    uint32_t widest = 0;
    for (uint32_t i = 0; i < count; i++) {
        widest = at_least(widest, boxes[i].width);
    }
    return widest;
}

/* Plans in order: so many columns; then rows of the widest box and some eighths more. */
static void place_by_plan(GraphBox *boxes, uint32_t count, uint32_t plan, uint32_t *width,
                          uint32_t *height)
{
    if (plan < MOST_COLUMNS) {
        place_columns(boxes, count, find_height(boxes, count, plan + 1), width, height);
    } else {
        uint32_t widest = get_widest(boxes, count);
        place_rows(boxes, count, widest + widest / 8 * (plan - MOST_COLUMNS), width, height);
    }
}

void graph_page_arrange(GraphBox *boxes, uint32_t count, uint32_t *width, uint32_t *height)
{
    uint32_t best = 0, best_plan = 0;
    for (uint32_t plan = 0; plan < MOST_COLUMNS + MOST_ROW_WIDTHS; plan++) {
        place_by_plan(boxes, count, plan, width, height);
        uint32_t scale = at_least(fit(*width, *height, LONG_SIDE, SHORT_SIDE),
                                  fit(*width, *height, SHORT_SIDE, LONG_SIDE));
        if (scale <= best) {
            continue;
        }
        best = scale;
        best_plan = plan;
    }
    place_by_plan(boxes, count, best_plan, width, height);
}
