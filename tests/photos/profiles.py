"""Colour profiles as files carry them, written by hand, and the sums to judge what is made of them.

Primaries are given as in the standards, in xy under D65; what a colour is in sRGB is worked out here without
any colour management.
"""

import struct

Matrix = list[list[float]]

D65, D50 = (0.3127, 0.3290), (0.9642, 1.0, 0.8249)
PRIMARIES = {
    "sRGB": ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06)),
    "P3": ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    "Adobe": ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)),
}
BRADFORD = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
ADOBE_GAMMA = 563 / 256


def profile(space: str) -> bytes:
    """A display profile with that space's primaries, adapted to D50, and its curve."""
    matrix = times(adaptation(), to_xyz(space))
    if space == "Adobe":
        curve = b"curv" + struct.pack(">IIHxx", 0, 1, 563)
    else:
        levels = [round(linear(step / 1023, space) * 65535) for step in range(1024)]
        curve = b"curv" + struct.pack(">II1024H", 0, 1024, *levels)
    columns = [[row[column] for row in matrix] for column in range(3)]
    tags = {b"wtpt": xyz(D50)} | {
        name: xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)
    }
    return packed(b"mntr", b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def grey_profile(gamma: float) -> bytes:
    curve = b"curv" + struct.pack(">IIHxx", 0, 1, round(gamma * 256))
    return packed(b"mntr", b"GRAY", {b"wtpt": xyz(D50), b"kTRC": curve})


def packed(kind: bytes, space: bytes, tags: dict[bytes, bytes]) -> bytes:
    offset, table, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += content
    size = offset + len(body)
    head = struct.pack(">I4xI4s4s4s", size, 0x02100000, kind, space, b"XYZ ") + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + xyz(D50)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def xyz(values) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def in_srgb(space: str, colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """What a colour of that space is in sRGB, cut off where sRGB ends."""
    light = [[linear(value / 255, space)] for value in colour]
    result = times(inverse(to_xyz("sRGB")), times(to_xyz(space), light))
    red, green, blue = (round(255 * written(min(max(value, 0.0), 1.0))) for [value] in result)
    return red, green, blue


def linear(value: float, space: str) -> float:
    if space == "Adobe":
        return value**ADOBE_GAMMA
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def written(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def to_xyz(space: str) -> Matrix:
    columns = [white_of(xy) for xy in PRIMARIES[space]]
    matrix = [[column[row] for column in columns] for row in range(3)]
    shares = times(inverse(matrix), [[value] for value in white_of(D65)])
    return [[matrix[row][column] * shares[column][0] for column in range(3)] for row in range(3)]


def white_of(xy: tuple[float, float]) -> list[float]:
    x, y = xy
    return [x / y, 1.0, (1 - x - y) / y]


def adaptation() -> Matrix:
    """From D65 to D50, as ICC wants it."""
    old = times(BRADFORD, [[value] for value in white_of(D65)])
    new = times(BRADFORD, [[value] for value in D50])
    scale = [[new[row][0] / old[row][0] if row == column else 0.0 for column in range(3)] for row in range(3)]
    return times(inverse(BRADFORD), times(scale, BRADFORD))


def times(one: Matrix, other: Matrix) -> Matrix:
    return [
        [sum(row[at] * other[at][column] for at in range(3)) for column in range(len(other[0]))]
        for row in one
    ]


def inverse(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    rows = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    return [[value / determinant for value in row] for row in rows]
