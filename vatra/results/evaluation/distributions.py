"""Student's t and Fisher's F by the incomplete beta function: what few clusters need instead of the normal.

W. H. Press et al., Numerical Recipes, 3rd ed., section 6.4 (continued fraction by Lentz's method).
"""

from __future__ import annotations

from math import exp, isinf, lgamma, log

TINY = 1e-300
CLOSE = 1e-15
MOST_STEPS = 10_000


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 <= x <= 1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front * _continued_fraction(a, b, x)


def _continued_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (_away(1 - (a + b) * x / (a + 1)))
    value = d
    for m in range(1, MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d, c = 1 / _away(1 + step * d), _away(1 + step / c)
            value *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > TINY else TINY


def t_two_sided(t: float, degrees: float) -> float:
    """The probability of a |t| at least this large."""
    return 0.0 if isinf(t) else incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def f_above(f: float, first: float, second: float) -> float:
    """The probability of an F at least this large, with so many degrees of freedom."""
    return 0.0 if isinf(f) else incomplete_beta(second / 2, first / 2, second / (second + first * f))


def t_quantile(probability: float, degrees: float) -> float:
    """The t below which a share (0.5 to 1, exclusive) of the distribution lies."""
    low, high = 0.0, 1.0
    while 1 - t_two_sided(high, degrees) / 2 < probability:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        if 1 - t_two_sided(middle, degrees) / 2 < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2
