#!/usr/bin/env python3
"""Tables for number_test.c, from Python's unbounded fractions: python3 rationals.py > rationals.inc"""
import math
import random
import struct
from fractions import Fraction as F

MOST = 2**127 - 1
GRID = 10**8
random.seed(20261123)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def row(kind, *items):
    print("%s(%s)" % (kind, ", ".join(items)))


def text(x):
    return "NULL" if x is None else '"%s"' % x


def rat(f):
    """Two texts, or two NULLs where the reduced fraction does not fit in 128 bits."""
    if f is None or abs(f.numerator) > MOST or f.denominator > MOST:
        return text(None), text(None)
    return text(f.numerator), text(f.denominator)


def fits(f):
    return abs(f.numerator) <= MOST and f.denominator <= MOST


EDGES = [F(x) for x in (0, 1, -1, 2, MOST, -MOST, MOST - 1, 2**63, -(2**63), 2**64, 10**8, 3)]
EDGES += [F(1, x) for x in (2, 3, 7, MOST, MOST - 1, 10**8, 2**64 + 1)]
EDGES += [F(1, 10), F(2, 10), F(3, 10), F(MOST, 2), F(MOST, MOST - 1), F(-MOST, 3), F(2**126 + 1, 2**126 - 1), F(-1, 10**8)]


def any_rat():
    size = random.choice((4, 20, 40, 63, 64, 90, 126))
    den = random.choice((1, 10**random.randrange(9), random.getrandbits(random.choice((3, 30, 63, 100, 126))) + 1))
    f = F(random.getrandbits(size) * random.choice((1, -1)), den)
    return f if fits(f) else any_rat()


def half_even(f):
    return round(f)  # Python rounds a Fraction half to even, exactly


def pairs():
    for _ in range(130):
        yield any_rat(), any_rat()
    for _ in range(60):
        yield random.choice(EDGES), random.choice(EDGES)
    for _ in range(40):  # common factors: cross reduction must save the product
        a, b = random.getrandbits(100) + 1, random.getrandbits(100) + 1
        g = random.getrandbits(20) + 1
        x, y = F(a, b), F(b, g)
        if fits(x) and fits(y):
            yield x, y
    for _ in range(30):  # sums whose numerators overflow before they are reduced
        d = random.getrandbits(70) + 1
        x, y = F(random.getrandbits(126), d), F(-random.getrandbits(126), d * 3)
        if fits(x) and fits(y):
            yield x, y
            yield x, F(1) / 3 - x if fits(F(1) / 3 - x) else y
    for _ in range(30):  # cross products beyond 128 bits that nearly cancel
        p, q, m = random.getrandbits(60) + 1, random.getrandbits(60) + 1, random.getrandbits(110)
        yield F(m, p), F(m * q // p + random.randrange(-1000, 1000), q)
    yield F(MOST - 2, 2), F(1)  # the largest numerator, the largest denominator
    yield F(-1, MOST), F(1)
    yield F(1, 2**100), F(1, 3**60)  # denominators that do not fit: by far, by one bit
    yield F(1, 2**64), F(1, 2**64 - 1)
    yield F(1, 2**64), F(-1, 2**63 - 1)
    for _ in range(30):  # neighbours
        x = any_rat()
        step = F(1, random.getrandbits(60) + 1)
        if fits(x + step):
            yield x, x + step


def print_pairs():
    for a, b in pairs():
        order = (a > b) - (a < b)
        quotient = a / b if b else None
        row("PAIR", *rat(a), *rat(b), *rat(a + b), *rat(a - b), *rat(a * b), *rat(quotient), str(order))


def grid_text(scaled):
    return text(scaled) if -(2**63) <= scaled < 2**63 else text(None)


def print_singles():
    values = EDGES + [any_rat() for _ in range(60)]
    values += [F(1, 3**46), F(-1, 2**72)]
    values += [F(2**53 + n) + tail for n in (1, 3, 5) for tail in (0, F(1, 2**70), F(-1, 2**70))]  # middles between doubles
    for n in (5, 15, 25, 35, -5, -15, -25, 45):  # ties at every digit
        values += [F(n, 10**k) for k in range(0, 10)]
    values += [F(2**63 - 1, GRID), F(2**63, GRID), F(-(2**63), GRID), F(-(2**63) - 1, GRID)]
    values += [F(2**64 - 1, 2 * GRID), F(-(2**64) - 1, 2 * GRID), F(-(2**64) + 1, 2 * GRID), F(1, 2 * GRID), F(-1, 2 * GRID)]
    for a in values:
        floor = math.floor(a * GRID)
        exact = floor == a * GRID
        in_range = -(2**63) <= a * GRID <= 2**63 - 1
        digits = random.randrange(9)
        rounded = F(half_even(a * 10**digits), 10**digits)
        row("SINGLE", *rat(a), grid_text(floor) if in_range else text(None), str(int(exact)),
            str(digits), *rat(rounded), "UINT64_C(0x%016x)" % bits(a.numerator / a.denominator))


def print_round_all():
    for a in (F(12345678905, 10**10), F(-5, 10), F(5, 10), F(15, 10), F(1, 3), F(2, 3), F(MOST, 7), F(999999995, 10**9), F(MOST, 2)):
        for digits in range(9):
            row("ROUND", *rat(a), str(digits), *rat(F(half_even(a * 10**digits), 10**digits)))


def round_root(a, digits):
    """Half to even of sqrt(a) * 10^digits, by integers only."""
    square = a * 100**digits
    root = math.isqrt(math.floor(square))
    middle = (root + F(1, 2)) ** 2
    return F(root + (square > middle or (square == middle and root % 2 == 1)), 10**digits)


def print_roots():
    values = [F(x) for x in (0, 1, 2, 3, 4, 10, 100, MOST, MOST - 1, 2**126, 10**36)]
    values += [F(25, 100), F(225, 100), F(625, 100), F(1, 4), F(9, 4), F(1, MOST), F(MOST, MOST - 1), F(1, 10**16), F(1, 4 * 10**16), F(9, 4 * 10**16)]
    values += [abs(any_rat()) for _ in range(60)]
    for n in (5, 15, 25, 105, 115):  # squares of ties
        values += [F(n, 10**k) ** 2 for k in (1, 2, 5, 9)]
        values += [F(n, 10**k) ** 2 + random.choice((1, -1)) * F(1, 10**19) for k in (1, 5, 9)]
    for a in values:
        if not fits(a):
            continue
        digits = random.randrange(9)
        for d in {digits, 0, 8}:
            row("ROOT", *rat(a), str(d), *rat(round_root(a, d)))


def print_doubles():
    values = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -2.5, 0.125, 0.375, 2.675, 1.005, 1e-300, 5e-324, 1e22, 1.7014118346046923e38, -1.7014118346046923e38,
              1.7014118346046921e38, 1e300, float(2**53), 0.1, 1 / 3, 5e-9, 1.5e-8, 2.5e-8, 0.5 + 2.0**-53, 0.5 - 2.0**-54, 1.5 - 2.0**-52, 2.5 + 2.0**-51, 123456789.123456789, 1e-40, 2.0**-128, 2.0**-127]
    values += [random.uniform(-1000, 1000) for _ in range(30)] + [random.randrange(-2000, 2000) / 2**random.randrange(12) for _ in range(40)]
    for x in values:
        for digits in {0, 2, 8, random.randrange(9)}:
            exact = F(x)
            row("DOUBLE", "UINT64_C(0x%016x)" % bits(x), str(digits), *rat(F(half_even(exact * 10**digits), 10**digits)))


print("/* Written by rationals.py. NULL: does not fit. */")
print_pairs()
print_singles()
print_round_all()
print_roots()
print_doubles()
