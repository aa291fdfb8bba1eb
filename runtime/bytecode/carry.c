/* carry.c - numbers, texts and tables to bytes and back. */
#include "runtime/bytecode/carry.h"
#include "runtime/base/code_point.h"
#include <string.h>

#define NO_TEXT UINT32_MAX

void carry_fail(Carrier *carrier, const char *problem)
{
    if (carrier->failed) {
        return;
    }
    carrier->failed = true;
    *carrier->why = str_format(carrier->arena, "section %s, offset %lld: %s", carrier->section,
                               (int64_t)carrier->at, problem);
}

/* ---- numbers ---- */

static void write_number(Carrier *carrier, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++) {
        buf_add_char(&carrier->out, (char)(value >> (8 * i) & 0xff));
    }
}

static uint64_t read_number(Carrier *carrier, unsigned size)
{
    uint64_t value = 0;
    if (!carrier->failed && carrier->size - carrier->at < size) {
        carry_fail(carrier, "the section ends too early");
    }
    if (carrier->failed) {
        return 0;
    }
    for (unsigned i = 0; i < size; i++) {
        value |= (uint64_t)carrier->bytes[carrier->at + i] << (8 * i);
    }
    carrier->at += size;
    return value;
}

static uint64_t carry_number(Carrier *carrier, uint64_t value, unsigned size)
{
    switch (carrier->mode) {
    case CARRY_WRITE: write_number(carrier, value, size); break;
    case CARRY_READ: return read_number(carrier, size);
    case CARRY_MEASURE: carrier->measured += size; break;
    }
    return value;
}

void carry_u8(Carrier *carrier, uint8_t *value)
{
    *value = (uint8_t)carry_number(carrier, *value, 1);
}

void carry_u16(Carrier *carrier, uint16_t *value)
{
    *value = (uint16_t)carry_number(carrier, *value, 2);
}

void carry_u32(Carrier *carrier, uint32_t *value)
{
    *value = (uint32_t)carry_number(carrier, *value, 4);
}

void carry_u64(Carrier *carrier, uint64_t *value)
{
    *value = carry_number(carrier, *value, 8);
}

void carry_i32(Carrier *carrier, int32_t *value)
{
    *value = (int32_t)(uint32_t)carry_number(carrier, (uint32_t)*value, 4);
}

void carry_i64(Carrier *carrier, int64_t *value)
{
    *value = (int64_t)carry_number(carrier, (uint64_t)*value, 8);
}

void carry_bool(Carrier *carrier, bool *value)
{
    uint64_t byte = carry_number(carrier, *value, 1);
    if (byte > 1) {
        carry_fail(carrier, "a yes_no is neither 0 nor 1");
    }
    *value = byte == 1;
}

static __int128 carry_wide(Carrier *carrier, __int128 value)
{
    uint64_t low = carry_number(carrier, (uint64_t)value, 8);
    uint64_t high = carry_number(carrier, (uint64_t)((unsigned __int128)value >> 64), 8);
    return (__int128)((unsigned __int128)high << 64 | low);
}

void carry_rat(Carrier *carrier, Rat *value)
{
    Rat reduced;
    value->num = carry_wide(carrier, value->num);
    value->den = carry_wide(carrier, value->den);
    if (carrier->mode != CARRY_READ || carrier->failed) {
        return;
    }
    if (value->den <= 0 || !rat_make(value->num, value->den, &reduced) ||
        reduced.den != value->den) {
        carry_fail(carrier, "a rational number is not in lowest terms");
    }
}

void carry_reg(Carrier *carrier, Reg *value)
{
    carry_i64(carrier, &value->lo);
    carry_i64(carrier, &value->hi);
}

/* ---- texts ---- */

static uint32_t find_text(Carrier *carrier, Str text)
{
    if (text.ptr == NULL) {
        return NO_TEXT;
    }
    uint32_t index = map_find(carrier->indices, text);
    if (index == MAP_NONE) {
        index = carrier->used.count;
        map_add(carrier->indices, text, index);
        vec_add(carrier->arena, &carrier->used, text);
    }
    return index;
}

void carry_text(Carrier *carrier, Str *value)
{
    uint32_t index = carrier->mode == CARRY_WRITE ? find_text(carrier, *value) : NO_TEXT;
    carry_u32(carrier, &index);
    if (carrier->mode != CARRY_READ) {
        return;
    }
    if (index != NO_TEXT && index >= carrier->text_count) {
        carry_fail(carrier, "a text has a number beyond the text table");
    }
    *value = carrier->failed || index == NO_TEXT ? STR_NONE : carrier->texts[index];
}

void carry_unit(Carrier *carrier, UnitId *unit)
{
    Str code = carrier->mode == CARRY_WRITE && *unit != UNIT_NONE ? unit_get_code(*unit) : STR_NONE;
    carry_text(carrier, &code);
    if (carrier->mode != CARRY_READ) {
        return;
    }
    *unit = code.ptr == NULL ? UNIT_NONE : unit_find(code);
    if (code.ptr != NULL && *unit == UNIT_NONE) {
        carry_fail(carrier, "a unit is not known here");
    }
}

/* What source text may not hold either: it would speak to the terminal, end a text early, or turn
 * its order round. */
static const char *find_fault(Str text)
{
    uint32_t code;
    size_t at = code_point_find_unfit(text);
    if (at == text.len) {
        return NULL;
    }
    return code_point_read(text, at, &code) ? "a text holds a control character"
                                            : "a text is not UTF-8";
}

void carry_bytes(Carrier *carrier, Str *value)
{
    uint32_t len = (uint32_t)value->len;
    carry_u32(carrier, &len);
    if (carrier->mode == CARRY_WRITE) {
        buf_add(&carrier->out, *value);
    } else if (carrier->mode == CARRY_READ && !carrier->failed) {
        if (carrier->size - carrier->at < len) {
            carry_fail(carrier, "a text is longer than its section");
            return;
        }
        Str text = { (const char *)carrier->bytes + carrier->at, len };
        const char *fault = find_fault(text);
        if (fault) {
            carry_fail(carrier, fault);
        } else {
            *value = str_copy(carrier->arena, text);
            carrier->at += len;
        }
    }
}

/* ---- tables ---- */

static size_t measure_item(size_t size, CarryItem carry)
{
    union {
        char bytes[1024];
        long double align;
    } item = { { 0 } };
    Carrier carrier = { .mode = CARRY_MEASURE };
    if (size > sizeof item) {
        return 1;
    }
    carry(&carrier, &item);
    return carrier.measured;
}

static void *create_items(Carrier *carrier, uint32_t count, size_t size, CarryItem carry)
{
    size_t least = measure_item(size, carry);
    if (!carrier->failed && count > (carrier->size - carrier->at) / least) {
        carry_fail(carrier, "a table has more entries than the section has room for");
    }
    return ARENA_ARRAY(carrier->arena, char, carrier->failed ? 0 : (size_t)count *size);
}

void *carry_items(Carrier *carrier, void *items, uint32_t *count, size_t size, CarryItem carry)
{
    carry_u32(carrier, count);
    if (carrier->mode == CARRY_MEASURE) {
        return items;
    }
    if (carrier->mode == CARRY_READ) {
        items = create_items(carrier, *count, size, carry);
    }
    for (uint32_t i = 0; i < *count && !carrier->failed; i++) {
        carry(carrier, (char *)items + i * size);
    }
    return items;
}

void *carry_items16(Carrier *carrier, void *items, uint16_t *count, size_t size, CarryItem carry)
{
    uint32_t wide = *count;
    size_t start = carrier->at;
    items = carry_items(carrier, items, &wide, size, carry);
    if (wide > UINT16_MAX - 1u && !carrier->failed) {
        carrier->at = start;
        carry_fail(carrier, "a table has more than 65534 entries");
    }
    *count = carrier->failed ? 0 : (uint16_t)wide;
    return items;
}

void carry_text_item(Carrier *carrier, void *item)
{
    carry_text(carrier, item);
}

void carry_u32_item(Carrier *carrier, void *item)
{
    carry_u32(carrier, item);
}
