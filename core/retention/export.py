"""Everything an organization has, as one ZIP: its sections, its README, how long it is kept."""

from datetime import timedelta

KEPT = timedelta(days=7)
# How long a worker may still write parts of an export that no one wants any more.
SETTLED = timedelta(minutes=5)
SECTIONS = ("data", "trails", "admin-log", "originals", "sealed", "attached", "archived", "end")

ABOUT_ALL = """\
Everything that this organization had in Countersign when the export was made.
"""
ABOUT_ONE = """\
What this organization had in Countersign about one person when the export was made. Of other
people it says no more than the documents do; the organization's own log is not in it.
"""
README = """\

data/         one folder per table; each line of a file is one row as JSON
trails/       the audit trail of every envelope: one envelope a line, every entry as it was hashed,
              with the personal values it commits to and their salts
admin-log/    the organization's own log, one entry a line, of the same make
documents/    one folder per envelope: the files as they were uploaded, the sealed documents, the
              certificate of completion and what recipients attached
archived/     one folder per imported record: the files as they were imported
MANIFEST.sha256
              the SHA-256 of every other file. To check them all: sha256sum --check MANIFEST.sha256

How to check a trail without Countersign:
1. SHA-256 over "text" in UTF-8 is "hash".
2. "previous" in a text is the hash of the entry before it; 64 zeros in the first.
3. "sequence" in the texts counts 1, 2, 3 and so on; the last hash is that of "head".
4. For each of the personal values, HMAC-SHA256 with the salt (hex) as the key over: the 16 bytes
   of the entry's id, the name in UTF-8, a zero byte, the value in UTF-8. It is what "commitments"
   in the text says for that name. Values that were erased are missing; the chain stays valid.
   Where an entry says "unreadable", someone changed the stored values: that was no erasing.

The export is no still picture: it is made while people work. What changed meanwhile is in it as it
was when its turn came; each trail is complete and whole by itself.
"""


def following(section: str, about_person: bool = False) -> str:
    """The section that comes after this one."""
    after = SECTIONS[SECTIONS.index(section) + 1]
    return following(after) if about_person and after == "admin-log" else after


def readme(about_person: bool) -> str:
    return (ABOUT_ONE if about_person else ABOUT_ALL) + README
