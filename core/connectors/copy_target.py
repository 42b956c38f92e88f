"""Where copies of sealed documents are brought: an S3 bucket, or a folder by WebDAV."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.addresses import network_address
from core.addresses.network_address import MalformedAddress, Network
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = ("year", "month", "envelope name", "id", "document")
PATTERN = "{year}/{envelope name} {id}/{document}"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
REGION = re.compile(r"[a-z0-9-]{0,40}")
# What no system takes in a name, or what would lead to another folder.
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
LINE_LIMIT, PATTERN_LIMIT, PART_LIMIT = 200, 200, 100
ID_LENGTH = 8


class CopyTargetKind(StrEnum):
    S3 = "s3"
    WEBDAV = "webdav"


@dataclass(frozen=True, slots=True)
class CopyTarget:
    """
    `address` is that of the S3 service, or of the folder by WebDAV; `bucket` and `region` are S3's.
    `username` is an access key's id for S3. `pattern` says what a copy is called below it.
    """

    kind: CopyTargetKind
    address: str
    username: str
    pattern: str = PATTERN
    bucket: str = ""
    region: str = ""


def chosen(typed: Mapping[str, str], networks: Sequence[Network]) -> CopyTarget:
    """What a form or a program gives. Raises Invalid with all that is wrong."""
    errors: dict[str, str] = {}
    values = {name: cleaned(typed.get(name, "")) for name in CopyTarget.__dataclass_fields__}
    if values["kind"] not in set(CopyTargetKind):
        errors["kind"] = sentence("Choose one from the list.")
    try:
        network_address.check_target(values["address"], networks)
    except MalformedAddress:
        errors["address"] = sentence("Enter a whole address, such as https://s3.example.com.")
    if "?" in values["address"]:
        errors["address"] = sentence("Enter a whole address, such as https://s3.example.com.")
    username = values["username"]
    if not username or len(username) > LINE_LIMIT or not is_line(username) or ":" in username:
        errors["username"] = sentence("Enter the user name, or the ID of the access key.")
    if values["kind"] == CopyTargetKind.S3:
        if not BUCKET.fullmatch(values["bucket"]):
            errors["bucket"] = sentence("Enter the name of a bucket, such as signed-contracts.")
        if not REGION.fullmatch(values["region"]):
            errors["region"] = sentence("Enter a region, such as eu-central-1, or leave it empty.")
    if why := _pattern_problem(values["pattern"]):
        errors["pattern"] = why
    if errors:
        raise Invalid(**errors)
    is_s3 = values["kind"] == CopyTargetKind.S3
    return CopyTarget(
        CopyTargetKind(values["kind"]),
        values["address"].rstrip("/"),
        username,
        values["pattern"],
        bucket=values["bucket"] if is_s3 else "",
        region=values["region"] if is_s3 else "",
    )


def paths(
    pattern: str, envelope_id: UUID, name: str, completed_at: datetime, files: Sequence[str]
) -> list[str]:
    """
    What the files of an envelope are called below the target, each another.

    `{id}` is a part of the envelope's id, so that two of one name never meet. `completed_at` is in
    the organization's time zone.
    """
    values = {
        "year": f"{completed_at:%Y}",
        "month": f"{completed_at:%m}",
        "envelope name": name,
        "id": envelope_id.hex[-ID_LENGTH:],
    }
    return [_path(pattern, values | {"document": each}) for each in _distinct(files)]


def _path(pattern: str, values: Mapping[str, str]) -> str:
    filled = (PLACEHOLDER.sub(lambda found: _safe(values[found[1]]), part) for part in
              pattern.split("/"))  # fmt: skip
    return "/".join(part.strip(" .") or "_" for part in filled if part)


def _safe(value: str) -> str:
    """As a part of a name in a folder; a long one keeps its ending."""
    plain = UNSAFE.sub(" ", value).strip(" .") or "_"
    if len(plain) <= PART_LIMIT:
        return plain
    stem, dot, ending = plain.rpartition(".")
    tail = f"{dot}{ending}" if dot and len(ending) < ID_LENGTH else ""
    return (stem if tail else plain)[: PART_LIMIT - len(tail)].rstrip(" .") + tail


def _distinct(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in map(_safe, names):
        stem, dot, ending = name.rpartition(".")
        number, tried = 1, name
        while tried.casefold() in {each.casefold() for each in found}:
            number += 1
            tried = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
        found.append(tried)
    return found


def _pattern_problem(pattern: str) -> str:
    named = PLACEHOLDER.findall(pattern)
    parts = pattern.split("/")
    is_plain = not UNSAFE.search(PLACEHOLDER.sub("", pattern).replace("/", ""))
    if not {"id", "document"} <= set(named) or "{document}" not in parts[-1]:
        return sentence("It needs {id}, and {document} in its last part: nothing is overwritten.")
    fits = len(pattern) <= PATTERN_LIMIT and set(named) <= set(KNOWN) and is_plain
    if not fits or "{" in PLACEHOLDER.sub("", pattern) or any(p.strip(" .") == "" for p in parts):
        return sentence("Use letters, digits, / and the words in braces that are listed here.")
    return ""
