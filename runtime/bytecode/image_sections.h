/* image_sections.h - inside the image: what each section holds. */
#ifndef BYTECODE_IMAGE_SECTIONS_H
#define BYTECODE_IMAGE_SECTIONS_H
#include "runtime/bytecode/carry.h"

typedef struct Section {
    const char *name;
    void (*carry)(Carrier *carrier, Program *program);
} Section;

/* Their ids are 1, 2, 3 ... after the text table, which is 0. The last one is the places in the
 * source: what stands before it is what the program means. */
enum { SECTION_COUNT = 13, SECTION_PLACES = SECTION_COUNT };
extern const Section image_sections[SECTION_COUNT];
#endif
