"""The text of deploy/env.example, made from the table of settings."""

from textwrap import wrap

from core.settings.settings import table

HEAD = """\
# Every setting of Countersign, with its reason; `countersign env-example` writes this file from
# core/settings/settings.py. `./countersign up` needs none of them: the embedded mode makes its own
# and keeps them in .countersign/env. Production takes them from the environment.
# A secret may come from a file: DATABASE_URL_FILE=/run/secrets/database_url, and so for each
# marked *. In addresses, percent-encode special characters of a user name or password: @ as %40,
# : as %3A, / as %2F, # as %23, ? as %3F and % as %25. A setting that cannot be read is refused at
# start, by name.
"""
TAIL = """\
# Read by the launcher alone: the port of ./countersign up, and the folder of the embedded data.
COUNTERSIGN_PORT=8000
COUNTERSIGN_DATA=.countersign
"""


def text() -> str:
    return "\n".join([HEAD, *(_paragraph(name) for name in table()), TAIL])


def _paragraph(name: str) -> str:
    row = table()[name]
    words = f"* {row.reason}" if row.secret else row.reason
    lines = wrap(words, 98, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines) + f"{name}={row.example}\n"
