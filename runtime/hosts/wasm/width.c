/* width.c - utf8proc.h over the table that print_widths.c printed. */
#include <utf8proc.h>

#include <stdbool.h>

typedef struct Width {
    int32_t first, last, columns;
} Width;

static const Width widths[] = {
#include "runtime/hosts/wasm/widths.inc"
};

int utf8proc_charwidth(utf8proc_int32_t code)
{
    size_t low = 0, high = sizeof widths / sizeof *widths;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (code > widths[middle].last) {
            low = middle + 1;
        } else if (code < widths[middle].first) {
            high = middle;
        } else {
            return widths[middle].columns;
        }
    }
    return 1;
}

/* How many bytes the first one announces, and the least code point that needs so many. */
static utf8proc_ssize_t read_first(uint8_t byte, int32_t *code, int32_t *least)
{
    static const int32_t leasts[] = { 0, 0, 0x80, 0x800, 0x10000 };
    int count = byte < 0x80   ? 1
                : byte < 0xc0 ? 0
                : byte < 0xe0 ? 2
                : byte < 0xf0 ? 3
                : byte < 0xf8 ? 4
                              : 0;
    *code = count > 1 ? byte & (0x7f >> count) : byte;
    *least = leasts[count];
    return count;
}

utf8proc_ssize_t utf8proc_iterate(const utf8proc_uint8_t *bytes, utf8proc_ssize_t size,
                                  utf8proc_int32_t *code)
{
    int32_t least, value;
    utf8proc_ssize_t count = size > 0 ? read_first(bytes[0], &value, &least) : 0;
    *code = -1;
    if (!count || count > size) {
        return -1;
    }
    for (utf8proc_ssize_t i = 1; i < count; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return -1;
        }
        value = value << 6 | (bytes[i] & 0x3f);
    }
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        return -1;
    }
    *code = value;
    return count;
}
