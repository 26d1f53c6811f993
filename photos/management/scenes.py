"""Pictures for sample content, drawn here: nobody's photographs, and the same every time."""

import math
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 1067
FINE = 2  # drawn larger, so that edges come out smooth
W, H = WIDTH * FINE, HEIGHT * FINE

Colour = tuple[int, int, int]


@cache  # tests load the sample content often
def drawn(name: str) -> bytes:
    """The scene of that name, as a JPEG."""
    image = SCENES[name]().resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    content = BytesIO()
    image.save(content, "JPEG", quality=88)
    return content.getvalue()


def harbour() -> Image.Image:
    """Cranes and containers before the evening sun."""
    image = sky((244, 190, 132), (250, 226, 190))
    draw = ImageDraw.Draw(image)
    disc(draw, 0.68, 0.46, 0.075, (252, 240, 214))
    ridge(draw, 0.55, 0.05, 2.2, 0.4, (176, 139, 137))
    block(draw, 0, 0.62, 1, 1, (58, 92, 112))
    for line in range(26):
        y, reach = 0.64 + line * 0.013, 0.05 + 0.012 * line
        shift = 0.03 * math.sin(line * 2.4)
        block(draw, 0.68 - reach + shift, y, 0.68 + reach + shift, y + 0.004, (233, 190, 148))
    block(draw, 0, 0.6, 0.62, 0.66, (48, 58, 70))
    colours = ((178, 72, 56), (58, 104, 128), (214, 158, 72), (92, 122, 92), (122, 80, 96))
    for row, column in ((each, place) for each in range(3) for place in range(11 - 3 * each)):
        x, y = 0.03 + column * 0.052, 0.572 - row * 0.03
        block(draw, x, y, x + 0.049, y + 0.028, colours[(row * 3 + column * 2) % len(colours)])
    for x in (0.12, 0.3, 0.48):
        crane(draw, x, (52, 54, 66))
    return image


def crane(draw: ImageDraw.ImageDraw, x: float, colour: Colour) -> None:
    for leg in (x, x + 0.06):
        block(draw, leg, 0.27, leg + 0.009, 0.6, colour)
    block(draw, x - 0.01, 0.42, x + 0.08, 0.436, colour)
    block(draw, x - 0.06, 0.26, x + 0.2, 0.28, colour)
    block(draw, x + 0.026, 0.16, x + 0.034, 0.27, colour)
    for end in (x - 0.05, x + 0.19):
        draw.line([at(x + 0.03, 0.165), at(end, 0.265)], fill=colour, width=6 * FINE)
    block(draw, x + 0.148, 0.28, x + 0.151, 0.4, colour)


def river() -> Image.Image:
    """Hills one behind the other, and a river that comes through them."""
    image = sky((150, 188, 210), (232, 236, 222))
    draw = ImageDraw.Draw(image)
    layers = ((0.42, 0.1, 1.1, 0.2), (0.5, 0.09, 1.7, 1.4), (0.58, 0.07, 2.3, 2.9), (0.66, 0.05, 3.1, 4.2))
    for number, (base, height, waves, shift) in enumerate(layers):
        shade = number / 3
        ridge(draw, base, height, waves, shift, mixed((148, 172, 180), (62, 102, 86), shade))
    bends = [(0.545, 0.63), (0.5, 0.69), (0.56, 0.76), (0.42, 0.86), (0.3, 1.02)]
    widths = (0.006, 0.016, 0.035, 0.075, 0.2)
    left, right = smooth(bends, widths, -1), smooth(bends, widths, 1)
    draw.polygon([*left, *reversed(right)], fill=(178, 206, 212))
    for number in range(22):
        x, y = 0.02 + 0.045 * number, 0.8 + 0.16 * abs(math.sin(number * 1.7))
        if abs(x - 0.36) > 0.3 or y < 0.82:
            tree(draw, x, y, 0.06 + 0.06 * (y - 0.75))
    return image


def tree(draw: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    colour = mixed((46, 84, 70), (88, 120, 80), abs(math.sin(x * 40)))
    draw.polygon([at(x - size / 4, y), at(x + size / 4, y), at(x, y - size * 1.5)], fill=colour)


def facade() -> Image.Image:
    """A town hall with its columns, steps and flags."""
    image = sky((120, 162, 204), (222, 230, 236))
    draw = ImageDraw.Draw(image)
    stone, shadow, dark = (228, 214, 190), (196, 178, 150), (92, 88, 92)
    block(draw, 0.1, 0.36, 0.9, 0.84, stone)
    for x in (0.14, 0.21, 0.745, 0.815):
        for y in (0.43, 0.62):
            block(draw, x, y, x + 0.045, y + 0.12, dark)
            block(draw, x - 0.006, y + 0.12, x + 0.051, y + 0.132, shadow)
    block(draw, 0.28, 0.36, 0.72, 0.84, shadow)
    block(draw, 0.455, 0.6, 0.545, 0.84, dark)
    for column in range(6):
        x = 0.3 + column * 0.076
        block(draw, x, 0.4, x + 0.028, 0.84, (240, 230, 210))
        block(draw, x + 0.02, 0.4, x + 0.028, 0.84, (212, 196, 168))
        block(draw, x - 0.007, 0.39, x + 0.035, 0.412, (240, 230, 210))
    block(draw, 0.26, 0.33, 0.74, 0.39, stone)
    draw.polygon([at(0.25, 0.33), at(0.75, 0.33), at(0.5, 0.19)], fill=shadow)
    draw.polygon([at(0.29, 0.318), at(0.71, 0.318), at(0.5, 0.205)], fill=stone)
    for step in range(5):
        block(draw, 0.26 - step * 0.02, 0.84 + step * 0.02, 0.74 + step * 0.02, 0.862 + step * 0.02, stone)
        block(draw, 0.26 - step * 0.02, 0.857 + step * 0.02, 0.74 + step * 0.02, 0.861 + step * 0.02, shadow)
    block(draw, 0, 0.94, 1, 1, (150, 148, 142))
    for x, colour in ((0.18, (52, 92, 150)), (0.5, (78, 128, 92)), (0.82, (176, 72, 62))):
        block(draw, x - 0.002, 0.1, x + 0.002, 0.36 if x != 0.5 else 0.2, dark)  # noqa: PLR2004
        draw.polygon([at(x, 0.1), at(x + 0.07, 0.112), at(x + 0.065, 0.165), at(x, 0.155)], fill=colour)
    return image


def stadium() -> Image.Image:
    """A pitch, seen from the stands."""
    image = sky((104, 150, 190), (206, 222, 226))
    draw = ImageDraw.Draw(image)
    block(draw, 0, 0.3, 1, 0.56, (86, 90, 102))
    colours = ((206, 198, 186), (168, 76, 66), (70, 100, 140), (222, 178, 96), (110, 122, 112))
    for row, seat in ((row, seat) for row in range(9) for seat in range(100)):
        x, y = 0.003 + seat * 0.01 + (row % 2) * 0.005, 0.32 + row * 0.026
        colour = colours[(seat * seat * 7 + row * 13 + seat * row) % len(colours)]
        disc(draw, x, y, 0.0034, colour)
    draw.polygon([at(0, 0.2), at(1, 0.2), at(1, 0.3), at(0, 0.26)], fill=(222, 224, 226))
    block(draw, 0, 0.545, 1, 0.585, (40, 62, 90))
    for stripe in range(10):
        green = (86, 138, 78) if stripe % 2 else (98, 152, 88)
        top, bottom = (
            [-0.3 + 0.16 * (stripe + side) for side in (0, 1)],
            [-1.2 + 0.34 * (stripe + side) for side in (0, 1)],
        )
        draw.polygon([at(top[0], 0.585), at(top[1], 0.585), at(bottom[1], 1), at(bottom[0], 1)], fill=green)
    white, line = (238, 240, 234), 5 * FINE
    draw.line([at(0, 0.63), at(1, 0.63)], fill=white, width=line)
    draw.line([at(0.5, 0.63), at(0.5, 1)], fill=white, width=line)
    draw.ellipse([at(0.3, 0.7), at(0.7, 0.93)], outline=white, width=line)
    disc(draw, 0.5, 0.815, 0.011, white)
    return image


def roofs() -> Image.Image:
    """A city in the morning: house behind house, some windows lit."""
    image = sky((226, 178, 160), (246, 226, 200))
    draw = ImageDraw.Draw(image)
    disc(draw, 0.24, 0.4, 0.06, (252, 238, 214))
    for layer in range(4):
        colour = mixed((196, 158, 158), (70, 68, 88), layer / 3)
        x, number = -0.02, layer * 5
        while x < 1:
            width = 0.055 + 0.045 * abs(math.sin(number * 2.1 + layer))
            top = 0.42 + layer * 0.12 + 0.09 * math.sin(number * 1.3 + layer * 2)
            house(draw, x, top, width, colour, is_near=layer > 1, number=number)
            x, number = x + width, number + 1
    return image


def house(
    draw: ImageDraw.ImageDraw,
    x: float,
    top: float,
    width: float,
    colour: Colour,
    *,
    is_near: bool,
    number: int,
) -> None:
    block(draw, x, top, x + width + 0.002, 1, colour)
    if number % 3:
        draw.polygon([at(x, top), at(x + width, top), at(x + width / 2, top - 0.05)], fill=colour)
    for row, column in ((row, column) for row in range(7) for column in range(3)):
        left, y = x + width * (0.16 + 0.27 * column), top + 0.03 + row * 0.055
        lit = (number * 5 + row * 3 + column * 7) % 4 == 0
        if is_near:
            block(
                draw,
                left,
                y,
                left + width * 0.13,
                y + 0.026,
                (244, 208, 142) if lit else mixed(colour, (0, 0, 0), 0.2),
            )


def gauge() -> Image.Image:
    """Steps that lead down to a river, and the staff at which its level is read."""
    image = sky((196, 206, 208), (228, 230, 222))
    draw = ImageDraw.Draw(image)
    ridge(draw, 0.4, 0.03, 1.6, 0.9, (158, 172, 168))
    block(draw, 0, 0.44, 1, 1, (112, 140, 142))
    for line in range(34):
        x, y = 0.5 + 0.5 * math.sin(line * 5.1), 0.47 + line * 0.0155
        block(draw, x - 0.06, y, x + 0.06, y + 0.003, (144, 170, 170))
    for step in range(11):
        left, top = 0.02 + step * 0.038, 0.26 + step * 0.052
        block(draw, 0, top, left + 0.1, top + 0.06, mixed((190, 180, 162), (128, 122, 112), step / 10))
        block(draw, 0, top, left + 0.1, top + 0.008, (214, 206, 190))
    block(draw, 0.655, 0.12, 0.725, 0.88, (244, 240, 228))
    for mark in range(19):
        y = 0.14 + mark * 0.038
        block(draw, 0.655, y, 0.7 if mark % 5 else 0.725, y + 0.017, (168, 62, 52))
    block(draw, 0.62, 0.72, 0.76, 0.88, (112, 140, 142))
    block(draw, 0.64, 0.72, 0.74, 0.724, (206, 220, 218))
    return image


SCENES: dict[str, Callable[[], Image.Image]] = {
    scene.__name__: scene for scene in (harbour, river, gauge, facade, stadium, roofs)
}


# What they are drawn with: places and sizes as shares of the picture


def at(x: float, y: float) -> tuple[float, float]:
    return x * W, y * H


def sky(top: Colour, bottom: Colour) -> Image.Image:
    fades = Image.linear_gradient("L").resize((W, H))
    return Image.composite(Image.new("RGB", (W, H), bottom), Image.new("RGB", (W, H), top), fades)


def block(
    draw: ImageDraw.ImageDraw, left: float, top: float, right: float, bottom: float, colour: Colour
) -> None:
    draw.rectangle([at(left, top), at(right, bottom)], fill=colour)


def disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: Colour) -> None:
    """The radius is a share of the width."""
    x, y = at(x, y)
    draw.ellipse([x - radius * W, y - radius * W, x + radius * W, y + radius * W], fill=colour)


def ridge(
    draw: ImageDraw.ImageDraw, base: float, height: float, waves: float, shift: float, colour: Colour
) -> None:
    steps = 120
    line = []
    for step in range(steps + 1):
        x = step / steps
        angle = x * waves * 2 * math.pi + shift
        line.append(
            at(
                x,
                base
                - height
                * (0.6 * math.sin(angle) + 0.25 * math.sin(angle * 2.7) + 0.15 * math.sin(angle * 6.1)),
            )
        )
    draw.polygon([*line, at(1, 1), at(0, 1)], fill=colour)


def smooth(
    points: list[tuple[float, float]], widths: tuple[float, ...], side: int
) -> list[tuple[float, float]]:
    """One bank of a river through these points."""
    bank, steps = [], 16
    pairs = zip(points, points[1:], widths, widths[1:], strict=False)
    for (x, y), (to_x, to_y), width, to_width in pairs:
        for step in range(steps):
            share = step / steps
            eased = share * share * (3 - 2 * share)
            bank.append(
                at(
                    x + (to_x - x) * eased + side * (width + (to_width - width) * share),
                    y + (to_y - y) * share,
                )
            )
    return bank


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
