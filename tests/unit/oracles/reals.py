#!/usr/bin/env python3
"""Tables for real_test.c, from Python's decimal with 80 digits: python3 reals.py > reals.inc

FUNCTION rows: name, x, y, result, all as bits; the result is the correctly rounded one, NaN where there is none.
PRINT rows: bits, shortest text (Python's repr, without exponent).
"""
import math
import random
import struct
from decimal import Decimal as D
from decimal import getcontext
from fractions import Fraction as F

getcontext().prec = 80
getcontext().Emax, getcontext().Emin = 10**9, -(10**9)
random.seed(53)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def from_bits(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def nearest(d):
    f = F(d)
    try:
        return f.numerator / f.denominator  # exact division of integers rounds correctly
    except OverflowError:
        return math.nan


def ln(x):
    return nearest(D(x).ln()) if x > 0 else math.nan


def exp_of(d):
    return math.nan if d > 1000 else 0.0 if d < -1000 else nearest(d.exp())


def root(x):
    return math.sqrt(x) if x >= 0 else math.nan


def power(x, y):
    if y == 0:
        return 1.0
    if x == 0:
        return 0.0 if y > 0 else math.nan
    if x < 0 and y != int(y):
        return math.nan
    size = exp_of(D(abs(x)).ln() * D(y))
    return -size if x < 0 and int(y) % 2 else size


SPECIAL = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, 3.0, -2.0, -3.0, 10.0, 100.0, 1 / 3, math.sqrt(2), 0.7071067811865476, 0.7071067811865475, math.e,
           1 - 2**-53, 1 + 2**-52, 1e-300, 5e-324, 1.5e-323, 1.7976931348623157e308, 2.2250738585072014e-308, 2.225073858507201e-308,
           709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.4, 1e16, 9007199254740993.0, 123456.789, 1e-5]


def any_real():
    kind = random.randrange(4)
    if kind == 0:
        x = from_bits(random.getrandbits(64))
        return x if math.isfinite(x) else any_real()
    if kind == 1:
        return random.uniform(0, 100)
    if kind == 2:
        return 1 + random.uniform(-1, 1) * 10 ** random.uniform(-16, -1)
    return round(random.uniform(0, 1000), random.randrange(4))


def put(name, x, y, result):
    result = result if result != 0 else 0.0  # there is one zero
    text = "NOT_A_NUMBER" if result != result else "UINT64_C(0x%016x)" % bits(result)
    print("FUNCTION(%s, UINT64_C(0x%016x), UINT64_C(0x%016x), %s)" % (name, bits(x), bits(y), text))


def print_functions():
    for x in SPECIAL + [any_real() for _ in range(120)]:
        put("sqrt", x, 0.0, root(x))
        put("ln", x, 0.0, ln(x))
        put("exp", x, 0.0, exp_of(D(x)))
    for x in SPECIAL[:16]:
        for y in SPECIAL[:16]:
            put("power", x, y, power(x, y))
    for _ in range(200):
        x, y = any_real(), random.choice((any_real(), random.uniform(-5, 5), float(random.randrange(-10, 10)), 0.5, -1.154, -0.329, -1.209))
        put("power", x, y, power(x, y))


def shortest(x):
    if x == 0:
        return "0"
    text = format(D(repr(x)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_texts():
    values = SPECIAL + [0.1, 0.3, 0.1 + 0.2, 1e21, 1e22, 1e23, 5e22, 2.0**60, 2.0**-30, 4.35, 9.5e-8, 8.41e21, 2.0**70, 123e-20, -0.25, -1e5]
    values += [random.choice((1, -1)) * any_real() for _ in range(150)]
    for n in range(8):
        # The middle between two neighbours 8 apart is shorter than all between: it counts where it reads back as this one.
        middle = 36028797018964020 + 40 * n
        values += [float(middle - 4), float(middle + 4)]
    values += [2.0**k for k in range(-60, 60, 7)]  # the neighbour below is nearer
    for x in values:
        print('PRINT(UINT64_C(0x%016x), "%s")' % (bits(x), shortest(x)))


print("/* Written by reals.py. */")
print_functions()
print_texts()
