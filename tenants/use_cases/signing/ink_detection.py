"""Whether a plain PNG shows anything on paper, told without a decoder of pictures.

The web process opens no picture of a stranger: this reads rows that were unpacked and measured
before (W3C PNG, clause 9), and stops at the first ink, which in a signature is near the top.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

CONTRAST = 40  # of 255: less is paper, shade or noise
LOW = bytes([0x7F])
Levels = tuple[int, ...]
Predict = Callable[[int, int, int], int]


def has_visible_pixels(
    pixels: bytes, row: int, channels: int, palette: Sequence[Levels] = ()
) -> bool:
    """
    Whether something on this picture differs from its paper.

    `pixels` are rows of `row` bytes, each after the byte of its filter. Paper is white where the
    picture can be seen through, else it is the picture's lightest. `palette` maps an index to its
    levels, with its opacity as the last of four.
    """
    lightest, darkest = [0, 0, 0], [255, 255, 255]
    for line in _unfiltered(pixels, row, channels):
        for low, high in _levels(line, channels, palette):
            for n in range(3):
                darkest[n] = min(darkest[n], low[n])
                lightest[n] = max(lightest[n], high[n])
        if any(light - dark >= CONTRAST for light, dark in zip(lightest, darkest, strict=True)):
            return True
    return False


def _levels(
    line: bytes, channels: int, palette: Sequence[Levels]
) -> Iterator[tuple[Levels, Levels]]:
    """Darkest and lightest red, green and blue of a row as it looks on white paper."""
    if palette:
        shown = [_on_paper(palette[index]) for index in set(line)]
    elif channels in (1, 3):
        planes = [line[n::channels] for n in range(channels)] * (3 // channels)
        yield tuple(map(min, planes)), tuple(map(max, planes))
        return
    else:
        opacity = line[channels - 1 :: channels]
        if max(opacity) == 0:
            yield (255, 255, 255), (255, 255, 255)
            return
        colours = [line[n::channels] for n in range(channels - 1)] * (3 // (channels - 1))
        if min(opacity) == 255:
            yield tuple(map(min, colours)), tuple(map(max, colours))
            return
        shown = [_on_paper(levels) for levels in set(zip(*colours, opacity, strict=True))]
        # Where one sees through it, there is white paper.
        shown.append((255, 255, 255))
    yield tuple(map(min, zip(*shown, strict=True))), tuple(map(max, zip(*shown, strict=True)))


def _on_paper(levels: Levels) -> Levels:
    opacity = levels[3]
    return tuple(255 - opacity * (255 - level) // 255 for level in levels[:3])


def _unfiltered(pixels: bytes, row: int, step: int) -> Iterator[bytes]:
    """The rows as they were before they were filtered; `step` bytes are a pixel."""
    empty = bytes(row - 1)
    above = empty
    for at in range(0, len(pixels), row):
        kind, line = pixels[at], pixels[at + 1 : at + row]
        if line == empty and kind in (0, 1):
            above = empty
        elif line == empty and (kind == 2 or above == empty):
            pass  # as the row above
        else:
            above = _row(kind, line, above, step)
        yield above


def _row(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    if kind == 0:
        return line
    if kind == 1:
        return _summed(line, step)
    if kind == 2:
        return _added(line, above)
    return _predicted(line, above, step, _average if kind == 3 else _paeth)


def _summed(line: bytes, step: int) -> bytes:
    made = bytearray(line)
    for n in range(step):
        made[n::step] = bytes(level & 255 for level in accumulate(line[n::step]))
    return bytes(made)


def _added(line: bytes, above: bytes) -> bytes:
    """Byte by byte, all at once: the highest bits apart, so that none carries into the next."""
    size = len(line)
    low = int.from_bytes(LOW * size, "big")
    a, b = int.from_bytes(line, "big"), int.from_bytes(above, "big")
    return (((a & low) + (b & low)) ^ ((a ^ b) & ~low)).to_bytes(size, "big")


def _predicted(line: bytes, above: bytes, step: int, predict: Predict) -> bytes:
    made = bytearray(len(line))
    for at, byte in enumerate(line):
        left = made[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        made[at] = byte + predict(left, above[at], corner) & 255
    return bytes(made)


def _average(left: int, up: int, corner: int) -> int:
    return (left + up) // 2


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner
