/* carry.h - inside the image: one description of a table serves writing, reading and measuring it.
 *
 * A carrier stands at a place in a section. carry_u32(c, &x) writes x there, or reads it from
 * there, or only counts its bytes. The first failure of reading sticks: later calls do nothing and
 * leave zero. */
#ifndef BYTECODE_CARRY_H
#define BYTECODE_CARRY_H
#include "runtime/base/map.h"
#include "runtime/base/vec.h"
#include "runtime/bytecode/program.h"

typedef enum CarryMode { CARRY_WRITE, CARRY_READ, CARRY_MEASURE } CarryMode;

typedef struct Carrier {
    CarryMode mode;
    Arena *arena;
    StrBuf out;           /* writing */
    size_t measured;      /* measuring */
    const uint8_t *bytes; /* reading: the section */
    size_t at, size;
    bool failed;
    const char *section; /* its name, for messages */
    Str *why;
    /* The text table. Writing: text to index, and the texts in order of first use. Reading: the
     * texts. */
    Map *indices;
    VEC(Str) used;
    const Str *texts;
    uint32_t text_count;
} Carrier;

/* Reading: note the first failure. problem has no full stop. */
void carry_fail(Carrier *carrier, const char *problem);

void carry_u8(Carrier *carrier, uint8_t *value);
void carry_u16(Carrier *carrier, uint16_t *value);
void carry_u32(Carrier *carrier, uint32_t *value);
void carry_u64(Carrier *carrier, uint64_t *value);
void carry_i32(Carrier *carrier, int32_t *value);
void carry_i64(Carrier *carrier, int64_t *value);
void carry_bool(Carrier *carrier, bool *value);
void carry_rat(Carrier *carrier, Rat *value);
void carry_reg(Carrier *carrier, Reg *value);
/* By its index in the text table. */
void carry_text(Carrier *carrier, Str *value);
/* By its code: the numbers of units may change. */
void carry_unit(Carrier *carrier, UnitId *unit);

typedef void (*CarryItem)(Carrier *carrier, void *item);
/* count, then the items. Reading allocates them; a count that cannot fit into the rest of the
 * section is refused first. */
void *carry_items(Carrier *carrier, void *items, uint32_t *count, size_t size, CarryItem carry);
/* The same with a count of 16 bits. */
void *carry_items16(Carrier *carrier, void *items, uint16_t *count, size_t size, CarryItem carry);
void carry_text_item(Carrier *carrier, void *item);
void carry_u32_item(Carrier *carrier, void *item);

/* The bytes of a text inside the section itself (the text table's own form). */
void carry_bytes(Carrier *carrier, Str *value);
#endif
