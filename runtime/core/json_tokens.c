/* json_tokens.c - json_tokens.h byte by byte, for builds without simdjson. What a token is follows
 * simdjson to the letter, so that a broken record has its fault at the same place everywhere:
 *
 *   - a backslash takes the next byte with it, inside texts and outside;
 *   - a quote that no backslash takes opens and closes texts, also behind a bare word, where it
 * begins no token;
 *   - the bytes 0C and 1A are marks like { and : (the grammar refuses both).
 *
 *      {"a\"b" : x"1"}
 *      ^^      ^ ^   ^      starts: x"1" is one bare word with a text in it */
#include "runtime/patient/json_tokens.h"
#include "runtime/patient/json.h"

typedef struct Scan {
    uint32_t count;
    bool in_text;
    bool control; /* a control character stands in a text */
} Scan;

static inline bool is_mark(char c)
{
    switch (c) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case ',':
    case '\x0c':
    case '\x1a': return true;
    default: return false;
    }
}

/* starts: room for every token; NULL only counts them. */
static Scan scan(const char *text, size_t len, uint32_t *starts)
{
    Scan scan = { .count = 0 };
    bool taken = false, in_word = false; /* by a backslash; the byte before goes on with this one */
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool quote = c == '"' && !taken, mark = is_mark(c);
        bool scalar = !mark && !json_is_blank(c);
        if (!scan.in_text && (mark || (scalar && !in_word))) {
            if (starts) {
                starts[scan.count] = (uint32_t)i;
            }
            scan.count++;
        }
        scan.control |= scan.in_text && (unsigned char)c < 0x20;
        scan.in_text ^= quote;
        in_word = scalar && !quote;
        taken = c == '\\' && !taken;
    }
    return scan;
}

JsonStatus json_tokens_find(Arena *arena, const char *text, size_t len, JsonTokens *tokens)
{
    Scan found = scan(text, len, NULL);
    if (found.in_text || found.control) {
        return JSON_BAD_STRING;
    }
    if (!found.count) {
        return JSON_INCOMPLETE;
    }
    if (utf8_find_fault((Str){ text, len }) < len) {
        return JSON_BAD_UTF8;
    }
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, (size_t)found.count + 2);
    scan(text, len, starts);
    starts[found.count] = starts[found.count + 1] = (uint32_t)len;
    *tokens = (JsonTokens){ starts, found.count };
    return JSON_OK;
}

/* ---- escapes ---- */

/* Four hexadecimal digits; above FFFF if they are not. */
static uint32_t read_hex(const char *digits)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        if (c >= '0' && c <= '9') {
            value = value << 4 | (uint32_t)(c - '0');
        } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
            value = value << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
        } else {
            return UINT32_MAX;
        }
    }
    return value;
}

/* The code point behind \u, which may take a second \u; *next: behind it. */
static uint32_t read_code_point(const char *digits, const char **next)
{
    uint32_t code = read_hex(digits);
    *next = digits + 4;
    if (code < 0xd800 || code > 0xdfff) {
        return code;
    }
    if (code > 0xdbff || digits[4] != '\\' || digits[5] != 'u') {
        return UINT32_MAX;
    }
    uint32_t low = read_hex(digits + 6);
    *next = digits + 10;
    if (low < 0xdc00 || low > 0xdfff) {
        return UINT32_MAX;
    }
    return 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
}

static char *put_code_point(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
        return out;
    }
    if (code < 0x800) {
        *out++ = (char)(0xc0 | code >> 6);
    } else if (code < 0x10000) {
        *out++ = (char)(0xe0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    } else {
        *out++ = (char)(0xf0 | code >> 18);
        *out++ = (char)(0x80 | (code >> 12 & 0x3f));
        *out++ = (char)(0x80 | (code >> 6 & 0x3f));
    }
    *out++ = (char)(0x80 | (code & 0x3f));
    return out;
}

/* What one letter behind a backslash stands for; NUL if nothing does. */
static char find_plain(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return '\0';
    }
}

/* The text is closed, so a quote ends every one of these loops. */
char *json_tokens_unescape(const char *content, char *out)
{
    while (*content != '"') {
        if (*content != '\\') {
            *out++ = *content++;
            continue;
        }
        char plain = find_plain(content[1]);
        if (plain) {
            *out++ = plain;
            content += 2;
            continue;
        }
        uint32_t code = content[1] == 'u' ? read_code_point(content + 2, &content) : UINT32_MAX;
        if (code == UINT32_MAX) {
            return NULL;
        }
        out = put_code_point(out, code);
    }
    return out;
}
