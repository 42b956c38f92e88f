"""Signatures that are typed: a name drawn in a font. For browsers without JavaScript."""

from io import BytesIO
from pathlib import Path

from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing.hands import HANDS
from core.signing.ink import INK
from core.text.printable import nfc, undrawable
from tenants.use_cases.signing.signature_images import HEIGHT_LIMIT, WIDTH_LIMIT

FONTS = {hand.name: hand.file for hand in HANDS if hand.file}
# In their place for names that they lack letters of, without handwriting's look.
UPRIGHT = {"inter": "Inter_400Regular.ttf", "noto-sans-jp": "NotoSansJP_400Regular.ttf"}
STAMP_MARGIN, STAMP_ROW = 48, 18  # pixels, and letters of one row
LONGEST = 100  # letters of a signature
FONT_FOLDER = Path(__file__).parents[3] / "webapp" / "static" / "vendor" / "fonts"
TOO_LONG = sentence(
    "A typed signature can have up to 100 characters. Shorten it, draw it by hand, or upload an"
    " image of it."
)
UNDRAWN = sentence(
    "The letter “%(letter)s” cannot be typed as a signature here. Draw your signature by hand, or"
    " upload an image of it."
)
UNSTAMPED = sentence(
    "The letter “%(letter)s” cannot be typed on a stamp here. Upload an image of the stamp."
)


def font_for(text: str, font: str) -> str:
    """The font that draws a typed name: the one chosen, or the first that has all its letters.

    Raises NotFound for a font that is not offered, Invalid naming a letter that none has and for
    a name that is too long to be read.
    """
    if font not in {hand.name for hand in HANDS}:
        raise NotFound
    if len(text) > LONGEST:
        raise Invalid(text=TOO_LONG)
    chosen = [name for name in (font, *FONTS) if name in FONTS]
    found = next((name for name in (*chosen, *UPRIGHT) if not undrawable(text, name)), None)
    if found is None:
        letter = undrawable(text, "inter") if undrawable(text) == "" else undrawable(text)
        raise Invalid(text=FilledSentence(UNDRAWN, letter=letter))
    return found


def draw(text: str, font: str) -> bytes:
    """A name typed as signature, as PNG. For browsers without JavaScript.

    Raises NotFound, and Invalid for a letter that no font has.
    """
    from PIL import Image, ImageDraw, ImageFont  # slow to import, and rarely needed

    line = " ".join(nfc(text).split())
    face = ImageFont.truetype(FONT_FOLDER / (FONTS | UPRIGHT)[font_for(line, font)], 96)
    left, top, right, bottom = face.getbbox(line)
    size = (int(right - left) + 24, int(bottom - top) + 24)
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((12 - left, 12 - top), line, font=face, fill=INK)
    picture.thumbnail((WIDTH_LIMIT, HEIGHT_LIMIT))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def draw_stamp(text: str) -> bytes:
    """Words in a frame with round corners, as PNG. Raises Invalid for a letter that no font has."""
    from PIL import Image, ImageDraw, ImageFont  # slow to import, and rarely needed

    line = " ".join(nfc(text).split())[:60]
    name = next((name for name in UPRIGHT if not undrawable(line, name)), None)
    if name is None:
        raise Invalid(text=FilledSentence(UNSTAMPED, letter=undrawable(line, "inter")))
    face = ImageFont.truetype(FONT_FOLDER / UPRIGHT[name], 72)
    rows = _rows(line)
    widest = max(int(face.getlength(row)) for row in rows)
    size = (widest + 2 * STAMP_MARGIN, 90 * len(rows) + 2 * STAMP_MARGIN - 18)
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    frame = (6, 6, size[0] - 7, size[1] - 7)
    pen.rounded_rectangle(frame, radius=24, outline=INK, width=8)
    for number, row in enumerate(rows):
        middle = size[0] / 2, STAMP_MARGIN + 90 * number + 36
        pen.text(middle, row, font=face, fill=INK, anchor="mm")
    picture.thumbnail((WIDTH_LIMIT // 2, HEIGHT_LIMIT // 2))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _rows(line: str) -> list[str]:
    """Two where it is long, as even as its words allow."""
    if len(line) <= STAMP_ROW or " " not in line:
        return [line]
    spaces = [at for at, letter in enumerate(line) if letter == " "]
    middle = min(spaces, key=lambda at: abs(at - len(line) / 2))
    return [line[:middle], line[middle + 1 :]]
