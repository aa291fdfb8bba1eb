#!/usr/bin/env python3
"""Table for interval_test.c, from fractions and the ends of the operands: python3 intervals.py > intervals.inc

A row: operation, a.lo, a.hi, b.lo, b.hi (or digits), result.lo, result.hi. Decimals are counted in grid steps.
"""
import math
import random
from fractions import Fraction as F

LEAST, MOST = -(2**63), 2**63 - 1
GRID = 10**8
random.seed(8)


def outward(values, scale):
    """The values' hull on the integers after scaling; the whole range where it does not fit."""
    lo, hi = math.floor(min(values) * scale), math.ceil(max(values) * scale)
    return (lo, hi) if lo >= LEAST and hi <= MOST else (LEAST, MOST)


def number():
    size = random.choice((3, 10, 27, 30, 40, 62))
    return random.choice((0, 1, -1, GRID, -GRID, LEAST, MOST, random.getrandbits(size), -random.getrandbits(size), random.randrange(-50, 50) * GRID // 2))


def interval():
    lo, hi = sorted((number(), number()))
    return (lo, lo) if random.random() < 0.3 else (lo, hi)


def corners(a, b, operate):
    return [operate(x, y) for x in a for y in b]


def put(name, a, b, result):
    items = [("INT64_MIN" if x == LEAST else "INT64_C(%d)" % x) for x in (*a, *b, *result)]
    print("ROW(%s, %s)" % (name, ", ".join(items)))


def print_binary():
    for _ in range(90):
        a, b = interval(), interval()
        put("add", a, b, outward([F(a[0] + b[0]), F(a[1] + b[1])], 1))
        put("sub", a, b, outward([F(a[0] - b[1]), F(a[1] - b[0])], 1))
        put("mul_int", a, b, outward(corners(a, b, lambda x, y: F(x * y)), 1))
        put("mul", a, b, outward(corners(a, b, lambda x, y: F(x, GRID) * F(y, GRID)), GRID))
        if b[0] <= 0 <= b[1]:
            put("div", a, b, (LEAST, MOST))
        else:
            put("div", a, b, outward(corners(a, b, lambda x, y: F(x, y)), GRID))


def root(value, digits):
    square = F(value, GRID) * 100**digits
    found = math.isqrt(math.floor(square))
    middle = (found + F(1, 2)) ** 2
    return F(found + (square > middle or (square == middle and found % 2 == 1)), 10**digits)


def print_unary():
    for _ in range(90):
        a, digits = interval(), random.randrange(9)
        rounded = [F(round(F(x, GRID) * 10**digits), 10**digits) for x in a]
        put("round", a, (digits, 0), outward(rounded, GRID))
        put("round_int", a, (0, 0), outward([F(round(F(x, GRID))) for x in a], 1))
        put("from_int", a, (0, 0), outward([F(x) for x in a], GRID))
        positive = sorted(abs(x) if x != LEAST else MOST for x in a)
        put("round_sqrt", positive, (digits, 0), outward([root(x, digits) for x in positive], GRID))


print("/* Written by intervals.py. */")
print_binary()
print_unary()
