"""Icons: line drawings of one set, put into the page itself so that they take its colours."""

import re
from functools import cache

from flask import Flask
from markupsafe import Markup

from templates import environment
from webapp.assets import FOLDER

INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# What points onward or back points the other way where one reads from right to left.
MIRRORED = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chevron-left",
        "chevron-right",
        "external-link",
        "log-in",
        "log-out",
        "redo-2",
        "send",
        "undo-2",
    }
)
START = (
    '<svg class="%s" viewBox="0 0 24 24" width="20" height="20" fill="none"'
    ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true" focusable="false">'
)


def register(app: Flask) -> None:
    environment.know(app.jinja_env, "icon", icon)


@cache
def icon(name: str) -> Markup:
    """The drawing of this name, copied at set-up. It says nothing to assistive technology."""
    path = FOLDER / "vendor" / "icons" / f"{name}.svg"
    # A drawing that is missing must not keep anyone from signing.
    found = INNER.search(path.read_text()) if path.is_file() else None
    start = START % ("icon icon--mirrored" if name in MIRRORED else "icon")
    return Markup(start + (found.group(1).strip() if found else "") + "</svg>")  # noqa: S704
