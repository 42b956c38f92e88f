"""The page that a visitor asked for before they had to sign in."""

import re

from flask import request, url_for

# A path on this host: no second slash, backslash or control character can lead elsewhere.
OURS = re.compile(r"/([\w\-.~%?=&+][\w\-.~%?=&+/]*)?", re.ASCII)


def next_page(otherwise: str = "") -> str:
    """The page in `next`, if it is one of ours."""
    page = request.values.get("next", "")
    return page if OURS.fullmatch(page) else otherwise or url_for("envelopes.index")
