/* number.h - exact numbers.
 *
 * Dec: a decimal with 8 digits after the point as an integer (the "grid").
 * Rat: an exact rational in 128 bits, den > 0, reduced.
 * Every operation that can overflow returns false and leaves *out alone. */
#ifndef VALUE_NUMBER_H
#define VALUE_NUMBER_H
#include "runtime/base/str.h"

typedef int64_t Dec;
#define DEC_ONE INT64_C(100000000)
#define DEC_DIGITS 8
#define DEC_MAX INT64_MAX
#define DEC_MIN INT64_MIN

typedef struct Rat {
    __int128 num, den;
} Rat;

Rat rat_from_int(int64_t value);
Rat rat_from_dec(Dec value);
bool rat_make(__int128 num, __int128 den, Rat *out); /* reduces; den != 0 */
bool rat_add(Rat a, Rat b, Rat *out);
bool rat_sub(Rat a, Rat b, Rat *out);
bool rat_mul(Rat a, Rat b, Rat *out);
bool rat_div(Rat a, Rat b, Rat *out); /* false also for b = 0 */
int rat_compare(Rat a, Rat b);        /* never overflows (products of 256 bits) */
bool rat_to_dec(Rat a, Dec *out);     /* only if it is exactly on the grid */
bool rat_floor_dec(Rat a, Dec *floor,
                   bool *exact);      /* largest grid point <= a; false if out of range */
bool rat_to_int(Rat a, int64_t *out); /* only if integral and in range */
bool rat_round(Rat a, unsigned digits, Rat *out); /* half to even, digits 0..8 */
double rat_to_double(Rat a);                      /* correctly rounded to nearest even */
/* round(sqrt(a), digits) exactly, half to even; false if a < 0 or out of range. */
bool rat_round_sqrt(Rat a, unsigned digits, Rat *out);
/* A finite double's nearest decimal with `digits` digits, half to even on its exact binary value.
 */
bool rat_round_double(double a, unsigned digits, Rat *out);

/* Parse JSON/CGL number text by its exact value: "2.0", "2e0", "-0", "0.12345678". */
typedef enum NumberParse {
    NUMBER_OK,
    NUMBER_SYNTAX,
    NUMBER_TOO_PRECISE,
    NUMBER_TOO_LARGE
} NumberParse;
NumberParse number_parse(
    Str text, Dec *out); /* more than 8 significant digits after the point: TOO_PRECISE */
NumberParse number_parse_int(Str text, int64_t *out); /* 2.0 is 2; 2.5 is NUMBER_TOO_PRECISE */
/* A number of a record, exactly, up to 36 digits before and behind the point. One that is not whole
 * and has 16 or 17 significant digits is how programs write a binary number: it is read as the
 * decimal of 15 digits nearest to it, half to even. */
typedef struct NumberRead {
    Rat value;
    bool fine;      /* more than 8 digits after the point */
    bool shortened; /* to 15 digits */
} NumberRead;
NumberParse number_read(Str text, NumberRead *out);
/* Shortest decimal text, no exponent, no trailing zeros: "0.3", "-2", "100000". */
void dec_print(StrBuf *out, Dec value);
void rat_print(StrBuf *out, Rat value); /* like dec_print if on the grid, else "n/d" */
/* A rational on the grid is exact; one off it is rounded to 8 digits: the nearest, or outwards for
 * a bound. */
typedef enum RatRounding { RAT_NEAREST, RAT_DOWN, RAT_UP } RatRounding;
/* Like dec_print, once rounded. */
void rat_print_rounded(StrBuf *out, Rat value, RatRounding rounding);

/* Deterministic elementary functions: same bytes on every machine, no libm. NaN where undefined or
 * not finite. */
double real_sqrt(double x);
double real_ln(double x);
double real_exp(double x);
double real_power(double x, double y);
void real_print(StrBuf *out, double value); /* shortest decimal text that reads back */
#endif
