"""Where somebody wanted to go when they were asked to sign in first."""

import re

from flask import request, url_for

# A path on this host: no second slash, backslash or control character can lead elsewhere.
OURS = re.compile(r"/([\w\-.~%?=&+][\w\-.~%?=&+/]*)?", re.ASCII)


def wanted() -> str:
    """The page in `next`, if it is one of ours."""
    page = request.values.get("next", "")
    return page if OURS.fullmatch(page) else url_for("envelopes.index")
