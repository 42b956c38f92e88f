"""Draws what a form field holds onto a sheet of the field's own size."""

from dataclasses import replace

import pymupdf

from actors.pdf.forms import appearance_style
from actors.pdf.forms.appearance_style import Colour, Style
from actors.pdf.forms.widgets import COMB, MULTILINE, OFF, PASSWORD, Widget, WidgetKind
from actors.pdf.typesetting import font_faces, text_drawing
from core.text import letter_widths
from core.text.line_breaking import ASCENT, LEADING, fit

PADDING = 2.0
CHOSEN = (0.6, 0.757, 0.855)
"""The colour behind the chosen lines of a list, as most viewers paint it."""

SHARE_OF_HEIGHT = 0.67  # of a line whose size is left open, as Poppler has it
ROW_OPEN = 12.0
DASH = "[3] 0"


def draw(sheet: pymupdf.Page, widget: Widget, style: Style) -> None:
    """Draw frame and value. What does not fit at the size asked for is set smaller."""
    _frame(sheet, widget.kind, style)
    inside = _inside(sheet.rect, style)
    if inside.is_empty:
        return
    match widget.kind:
        case WidgetKind.TEXT if widget.flags & COMB and widget.most_letters:
            _comb(sheet, _shown_value(widget), style, widget.most_letters)
        case WidgetKind.TEXT | WidgetKind.COMBO:
            several = bool(widget.flags & MULTILINE) and widget.kind is WidgetKind.TEXT
            _text(sheet, inside, _shown_value(widget), style, several)
        case WidgetKind.LIST:
            _list(sheet, inside, widget, style)
        case WidgetKind.CHECKBOX | WidgetKind.RADIO:
            if widget.state != OFF:
                _tick(sheet, inside, style)
        case WidgetKind.PUSH_BUTTON:
            _text(sheet, inside, style.caption, style, False, align=0.5)


def _shown_value(widget: Widget) -> str:
    value = widget.value.replace("\r\n", "\n").replace("\r", "\n")
    if widget.kind is WidgetKind.COMBO:
        return next((shown for one, shown in widget.options if one == value), value)
    if widget.flags & PASSWORD:
        return "*" * len(value)
    return value if widget.flags & MULTILINE else value.replace("\n", " ")


def _text(
    sheet: pymupdf.Page,
    inside: pymupdf.Rect,
    value: str,
    style: Style,
    several: bool,
    align: float | None = None,
) -> None:
    if not value.strip():
        return
    align, face = style.align if align is None else align, font_faces.standard(style.font)
    size = style.size or (ROW_OPEN if several else SHARE_OF_HEIGHT * sheet.rect.height)
    if several:
        inside = pymupdf.Rect(inside.x0, inside.y0 + PADDING, inside.x1, inside.y1 - PADDING)
    else:
        size = min(size, inside.height / LEADING)
        middle = inside.y0 + inside.height / 2
        needed = fit(value, inside.width, size * LEADING, size, face).size * LEADING
        inside = pymupdf.Rect(inside.x0, middle - needed / 2, inside.x1, middle + needed / 2)
    text_drawing.write(sheet, inside, value, size, _rgb(style.colour), align, face)


def _comb(sheet: pymupdf.Page, value: str, style: Style, most: int) -> None:
    width, height = sheet.rect.width / most, sheet.rect.height
    size = min(style.size or SHARE_OF_HEIGHT * height, height / LEADING)
    for number, letter in enumerate(value[:most]):
        cell = pymupdf.Rect(number * width, 0, (number + 1) * width, height)
        _text(sheet, cell, letter, replace(style, size=size), False, align=0.5)


def _list(sheet: pymupdf.Page, inside: pymupdf.Rect, widget: Widget, style: Style) -> None:
    size = style.size or ROW_OPEN
    row, chosen, first = size * LEADING, widget.chosen, widget.first_shown
    for number, (_, shown) in list(enumerate(widget.options))[first:]:
        top = inside.y0 + (number - first) * row
        if top + row > sheet.rect.height:
            break
        line = pymupdf.Rect(inside.x0, top, inside.x1, top + row)
        if number in chosen:
            band = pymupdf.Rect(style.width, top, sheet.rect.width - style.width, top + row)
            sheet.draw_rect(band, color=None, fill=CHOSEN)
        _text(sheet, line, shown, replace(style, size=size), False)


def _tick(sheet: pymupdf.Page, inside: pymupdf.Rect, style: Style) -> None:
    sign = appearance_style.tick(style.caption[:1])
    side = min(inside.width, inside.height)
    size = min(style.size or side, side)
    advance = letter_widths.width(letter_widths.PLAIN, sign) * size
    centre = inside.x0 + inside.width / 2, inside.y0 + inside.height / 2
    top = centre[1] - size * LEADING / 2
    at = pymupdf.Point(centre[0] - advance / 2, top + size * ASCENT)
    writer = pymupdf.TextWriter(sheet.rect)
    writer.append(at, sign, font=font_faces.PLAIN, fontsize=size)
    writer.write_text(sheet, color=_rgb(style.colour))


def _frame(sheet: pymupdf.Page, kind: WidgetKind, style: Style) -> None:
    rect, half = sheet.rect, style.width / 2
    line = _rgb(style.border) if style.border and style.width else None
    fill = _rgb(style.background) if style.background else None
    if kind is WidgetKind.RADIO and style.caption[:1] == "l":
        middle = pymupdf.Point(rect.width / 2, rect.height / 2)
        radius = min(rect.width, rect.height) / 2 - half
        if (line or fill) and radius > 0:
            sheet.draw_circle(middle, radius, color=line, fill=fill, width=style.width)
        return
    if fill:
        sheet.draw_rect(rect, color=None, fill=fill)
    if line and style.underlined:
        low = rect.y1 - half
        sheet.draw_line((rect.x0, low), (rect.x1, low), color=line, width=style.width)
    elif line:
        edge = pymupdf.Rect(rect.x0 + half, rect.y0 + half, rect.x1 - half, rect.y1 - half)
        dashes = DASH if style.dashed else None
        sheet.draw_rect(edge, color=line, width=style.width, dashes=dashes)


def _inside(rect: pymupdf.Rect, style: Style) -> pymupdf.Rect:
    border = style.width if style.border else 0.0
    side, end = border + PADDING, border
    return pymupdf.Rect(rect.x0 + side, rect.y0 + end, rect.x1 - side, rect.y1 - end)


def _rgb(colour: Colour) -> tuple[float, float, float]:
    match colour:
        case (red, green, blue):
            return red, green, blue
        case (cyan, magenta, yellow, black):
            return tuple(1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow))  # type: ignore[return-value]
        case _:
            return colour[0], colour[0], colour[0]
