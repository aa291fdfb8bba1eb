/* image.c - the frame around a program's tables: magic, format, checksum, sections, identity. */
#include "runtime/bytecode/image.h"
#include "runtime/base/limits.h"
#include "runtime/bytecode/hash.h"
#include "runtime/bytecode/image_sections.h"
#include "runtime/bytecode/verify_parts.h"
#include <string.h>

static const char magic[4] = { 'C', 'G', 'B', '\n' };
enum { HASH_AT = 8, BODY_AT = HASH_AT + HASH_SIZE, SECTION_HEAD = 12 };

/* ---- writing ---- */

static void write_section(Carrier *file, uint32_t id, Str content)
{
    uint64_t size = content.len;
    carry_u32(file, &id);
    carry_u64(file, &size);
    buf_add(&file->out, content);
}

static Str write_texts(const Carrier *from)
{
    Carrier carrier = { .mode = CARRY_WRITE,
                        .arena = from->arena,
                        .out = { .arena = from->arena } };
    uint32_t count = from->used.count;
    carry_u32(&carrier, &count);
    for (uint32_t i = 0; i < count; i++) {
        carry_bytes(&carrier, &from->used.items[i]);
    }
    return buf_get(&carrier.out);
}

Str image_write(Arena *arena, Program *program)
{
    Map indices;
    Str contents[SECTION_COUNT];
    Carrier file = { .mode = CARRY_WRITE, .arena = arena, .out = { .arena = arena } };
    map_init(&indices, arena);
    Carrier carrier = { .mode = CARRY_WRITE, .arena = arena, .indices = &indices };
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        carrier.out = (StrBuf){ .arena = arena };
        image_sections[i].carry(&carrier, program);
        contents[i] = buf_get(&carrier.out);
    }
    write_section(&file, 0, write_texts(&carrier));
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        if (i + 1 == SECTION_PLACES) {
            hash_make(buf_get(&file.out), program->hash);
        }
        write_section(&file, i + 1, contents[i]);
    }
    Str body = buf_get(&file.out);
    uint8_t whole[HASH_SIZE];
    hash_make(body, whole);
    Carrier image = { .mode = CARRY_WRITE, .arena = arena, .out = { .arena = arena } };
    uint32_t format = IMAGE_FORMAT;
    buf_add(&image.out, (Str){ magic, sizeof magic });
    carry_u32(&image, &format);
    buf_add(&image.out, (Str){ (const char *)whole, HASH_SIZE });
    buf_add(&image.out, body);
    return buf_get(&image.out);
}

/* ---- reading ---- */

typedef struct Texts {
    Str *items;
    uint32_t count;
} Texts;

static void carry_bytes_item(Carrier *c, void *item)
{
    carry_bytes(c, item);
}

/* The next section's content; its head must carry this id. */
static bool open_section(Carrier *file, Carrier *section, uint32_t id, const char *name)
{
    uint32_t found = 0;
    uint64_t size = 0;
    file->section = name;
    carry_u32(file, &found);
    carry_u64(file, &size);
    if (!file->failed && found != id) {
        carry_fail(file, "another section stands here");
    }
    if (!file->failed && size > file->size - file->at) {
        carry_fail(file, "the section is longer than the file");
    }
    if (file->failed) {
        return false;
    }
    *section = (Carrier){ .mode = CARRY_READ,
                          .arena = file->arena,
                          .bytes = file->bytes + file->at,
                          .size = (size_t)size,
                          .section = name,
                          .why = file->why };
    file->at += (size_t)size;
    return true;
}

static bool close_section(Carrier *section)
{
    if (!section->failed && section->at != section->size) {
        carry_fail(section, "bytes are left over at the end of the section");
    }
    return !section->failed;
}

static bool read_texts(Carrier *file, Texts *texts)
{
    Carrier section;
    if (!open_section(file, &section, 0, "texts")) {
        return false;
    }
    texts->items = carry_items(&section, NULL, &texts->count, sizeof(Str), carry_bytes_item);
    return close_section(&section);
}

static bool read_sections(Carrier *file, Program *program)
{
    Texts texts = { 0 };
    if (!read_texts(file, &texts)) {
        return false;
    }
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        Carrier section;
        if (i + 1 == SECTION_PLACES) {
            Str meaning = { (const char *)file->bytes + BODY_AT, file->at - BODY_AT };
            hash_make(meaning, program->hash);
        }
        if (!open_section(file, &section, i + 1, image_sections[i].name)) {
            return false;
        }
        section.texts = texts.items;
        section.text_count = texts.count;
        image_sections[i].carry(&section, program);
        if (!close_section(&section)) {
            return false;
        }
    }
    file->section = "end";
    if (file->at != file->size) {
        carry_fail(file, "bytes follow the last section");
    }
    return !file->failed;
}

static bool check_frame(Str bytes, Str *why)
{
    uint8_t hash[HASH_SIZE];
    if (bytes.len < BODY_AT || memcmp(bytes.ptr, magic, sizeof magic) != 0) {
        *why = STR("it does not start like a compiled guideline");
        return false;
    }
    if (bytes.len > LIMIT_IMAGE_BYTES) {
        *why = STR("it is longer than a compiled guideline may be");
        return false;
    }
    const uint8_t *format = (const uint8_t *)bytes.ptr + sizeof magic;
    if (format[0] != IMAGE_FORMAT || format[1] != 0 || format[2] != 0 || format[3] != 0) {
        *why = STR("it has a format of another version");
        return false;
    }
    hash_make((Str){ bytes.ptr + BODY_AT, bytes.len - BODY_AT }, hash);
    if (memcmp(bytes.ptr + HASH_AT, hash, HASH_SIZE) != 0) {
        *why = STR("its checksum does not fit: it was damaged or changed");
        return false;
    }
    return true;
}

Program *image_read(Arena *arena, Str bytes, Str *why)
{
    Program *program = ARENA_NEW(arena, Program);
    program->arena = arena;
    if (!check_frame(bytes, why)) {
        return NULL;
    }
    Carrier file = { .mode = CARRY_READ,
                     .arena = arena,
                     .bytes = (const uint8_t *)bytes.ptr,
                     .at = BODY_AT,
                     .size = bytes.len,
                     .why = why };
    return read_sections(&file, program) && verify_tables(program, why) ? program : NULL;
}
