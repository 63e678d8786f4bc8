"""Packed pieces that are put together into one gzip answer, so that what many tablets are sent is packed once.

A piece is a raw deflate stream that ends on a whole byte and looks back at nothing before it (RFC 1951). Pieces one
after the other are one stream; the sum at the end of a gzip file (RFC 1952) is worked out from the pieces' own sums.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

LEVEL = 6
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_END = b"\x03\x00"  # an empty block that says it is the last one
_POLYNOMIAL = 0xEDB88320


@dataclass(frozen=True, slots=True)
class Piece:
    """Packed bytes, with the checksum and the length of what was packed."""

    content: bytes
    crc: int
    length: int


def packed(plain: bytes) -> Piece:
    """A piece of its own."""
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(packing.compress(plain) + packing.flush(zlib.Z_FULL_FLUSH), zlib.crc32(plain), len(plain))


def together(pieces: Sequence[Piece]) -> bytes:
    """One gzip file of all pieces in order."""
    crc, length = 0, 0
    for piece in pieces:
        crc = _times(_power(piece.length), crc) ^ piece.crc
        length += piece.length
    ending = crc.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")
    return b"".join([_HEADER, *(piece.content for piece in pieces), _END, ending])


def _times(one: int, other: int) -> int:
    """The product of two polynomials modulo that of CRC-32, bits reflected, as in zlib's `crc32_combine`."""
    product, bit = 0, 1 << 31
    while bit:
        if one & bit:
            product ^= other
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
        bit >>= 1
    return product


def _powers() -> list[int]:
    """x, x², x⁴, … modulo the polynomial."""
    powers = [1 << 30]
    for _ in range(63):
        powers.append(_times(powers[-1], powers[-1]))
    return powers


_X = _powers()


def _power(length: int) -> int:
    """The power of x by the number of bits of so many bytes."""
    power, place = 1 << 31, 3
    while length:
        if length & 1:
            power = _times(_X[place], power)
        length, place = length >> 1, place + 1
    return power
