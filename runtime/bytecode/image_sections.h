/* image_sections.h - inside the image: what each section holds. */
#ifndef BYTECODE_IMAGE_SECTIONS_H
#define BYTECODE_IMAGE_SECTIONS_H
#include "runtime/bytecode/carry.h"

typedef struct Section {
    const char *name;
    void (*carry)(Carrier *carrier, Program *program);
} Section;

/* Their ids are 1, 2, 3 ... after the text table, which is 0. */
enum { SECTION_COUNT = 12 };
extern const Section image_sections[SECTION_COUNT];
#endif
