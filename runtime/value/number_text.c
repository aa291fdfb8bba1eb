/* number_text.c - numbers read from text, by their exact value. */
#include "runtime/value/number.h"
#include "runtime/value/wide.h"

/* A number as written: the digits between the first and the last that is not 0, and a power of ten.
 * Points into the text; digits may contain the point. */
typedef struct Written {
    bool negative;
    Str digits;
    int64_t count;    /* of digits, without the point; 0 = the number is zero */
    int64_t exponent; /* value = digits as an integer * 10^exponent */
} Written;

/* Far beyond any length of text, so that a huge exponent stays huge whatever the digits are. */
#define EXPONENT_CEILING INT64_C(1000000000000000)

static bool is_digit(Str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t skip_digits(Str text, size_t at)
{
    while (is_digit(text, at)) {
        at++;
    }
    return at;
}

static bool is_char(Str text, size_t at, char c)
{
    return at < text.len && text.ptr[at] == c;
}

/* "e", an optional sign, digits up to the end of the text. */
static bool read_exponent(Str text, size_t at, int64_t *exponent)
{
    at++;
    bool negative = is_char(text, at, '-');
    if (negative || is_char(text, at, '+')) {
        at++;
    }
    if (!is_digit(text, at)) {
        return false;
    }
    int64_t value = 0;
    for (; is_digit(text, at); at++) {
        if (value < EXPONENT_CEILING) {
            value = value * 10 + (text.ptr[at] - '0');
        }
    }
    *exponent = negative ? -value : value;
    return at == text.len;
}

/* Strip zeros at both ends of all digits; `point` is where the integer digits end. */
static void find_significant(Written *number, Str text, size_t start, size_t point, size_t end)
{
    size_t first = start, last = end;
    while (first < end && (text.ptr[first] == '0' || text.ptr[first] == '.')) {
        first++;
    }
    while (last > first && (text.ptr[last - 1] == '0' || text.ptr[last - 1] == '.')) {
        last--;
    }
    number->digits = (Str){ text.ptr + first, last - first };
    bool has_point = first < point && point < last;
    number->count = (int64_t)(last - first) - has_point;
    int64_t behind_point = (int64_t)last - (int64_t)point;
    number->exponent += behind_point <= 0 ? -behind_point : 1 - behind_point;
}

/* The grammar of JSON: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? and nothing else. */
static bool read_written(Str text, Written *number)
{
    *number = (Written){ .negative = is_char(text, 0, '-') };
    size_t start = number->negative;
    size_t point = skip_digits(text, start);
    if (point == start || (text.ptr[start] == '0' && point > start + 1)) {
        return false;
    }
    size_t end = point;
    if (is_char(text, point, '.')) {
        end = skip_digits(text, point + 1);
        if (end == point + 1) {
            return false;
        }
    }
    if (is_char(text, end, 'e') || is_char(text, end, 'E')) {
        if (!read_exponent(text, end, &number->exponent)) {
            return false;
        }
    } else if (end != text.len) {
        return false;
    }
    find_significant(number, text, start, point, end);
    return true;
}

/* The number times 10^places as a 64-bit integer. */
static NumberParse convert(const Written *number, int places, int64_t *out)
{
    if (number->count == 0) {
        *out = 0;
        return NUMBER_OK;
    }
    /* 20 digits never fit; this also bounds the work for a text of any length. */
    if (number->count + number->exponent + places >= 20) {
        return NUMBER_TOO_LARGE;
    }
    int64_t zeros = number->exponent + places;
    if (zeros < 0) {
        return NUMBER_TOO_PRECISE;
    }
    U128 value = 0;
    for (size_t i = 0; i < number->digits.len; i++) {
        if (number->digits.ptr[i] != '.') {
            value = value * 10 + (unsigned)(number->digits.ptr[i] - '0');
        }
    }
    for (; zeros > 0; zeros--) {
        value *= 10;
    }
    if (value > (U128)INT64_MAX + number->negative) {
        return NUMBER_TOO_LARGE;
    }
    *out = (int64_t)(number->negative ? -(__int128)value : (__int128)value);
    return NUMBER_OK;
}

static NumberParse parse(Str text, int places, int64_t *out)
{
    Written number;
    return read_written(text, &number) ? convert(&number, places, out) : NUMBER_SYNTAX;
}

NumberParse number_parse(Str text, Dec *out)
{
    return parse(text, DEC_DIGITS, out);
}

NumberParse number_parse_int(Str text, int64_t *out)
{
    return parse(text, 0, out);
}

/* ---- numbers of records ---- */

enum { MOST_PLACES = 36, SHORT_DIGITS = 15, BINARY_DIGITS = 17 };

static U128 raise_ten(int64_t power)
{
    U128 value = 1;
    for (; power > 0; power--) {
        value *= 10;
    }
    return value;
}

/* At most 37 digits. */
static U128 collect_digits(const Written *number)
{
    U128 value = 0;
    for (size_t i = 0; i < number->digits.len; i++) {
        if (number->digits.ptr[i] != '.') {
            value = value * 10 + (unsigned)(number->digits.ptr[i] - '0');
        }
    }
    return value;
}

/* `digits` without its last `count` decimal digits, the nearest, half to even. */
static U128 drop_digits(U128 digits, int64_t count)
{
    U128 power = raise_ten(count), kept = digits / power, rest = digits % power;
    bool up = rest > power / 2 || (rest == power / 2 && (kept & 1));
    return kept + up;
}

static bool is_binary(const Written *number)
{
    return number->exponent < 0 && number->count > SHORT_DIGITS && number->count <= BINARY_DIGITS;
}

static NumberParse check_places(const Written *number)
{
    if (number->count && number->count + number->exponent > MOST_PLACES) {
        return NUMBER_TOO_LARGE;
    }
    bool fits = number->exponent >= -MOST_PLACES && number->count <= MOST_PLACES + 1;
    return fits || number->count == 0 ? NUMBER_OK : NUMBER_TOO_PRECISE;
}

NumberParse number_read(Str text, NumberRead *out)
{
    Written number;
    if (!read_written(text, &number)) {
        return NUMBER_SYNTAX;
    }
    NumberParse result = check_places(&number);
    if (result != NUMBER_OK || number.count == 0) {
        *out = (NumberRead){ .value = { 0, 1 } };
        return result;
    }
    U128 digits = collect_digits(&number);
    out->shortened = is_binary(&number);
    if (out->shortened) {
        digits = drop_digits(digits, number.count - SHORT_DIGITS);
        number.exponent += number.count - SHORT_DIGITS;
    }
    for (; number.exponent < 0 && digits % 10 == 0; number.exponent++) {
        digits /= 10;
    }
    out->fine = number.exponent < -DEC_DIGITS;
    digits *= raise_ten(number.exponent);
    __int128 num = number.negative ? -(__int128)digits : (__int128)digits;
    rat_make(num, (__int128)raise_ten(-number.exponent), &out->value);
    return NUMBER_OK;
}
