"""What the tests of imports share: another product's database, its files, and a run."""

import argparse
import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pymupdf

from deploy.commands.imports import acting, command
from deploy.commands.imports.acting import CommandMember
from tenants.member import Member


def pdf(text: str, pages: int = 1) -> bytes:
    """A real one, of 600 by 800 points."""
    document = pymupdf.open()
    for number in range(1, pages + 1):
        document.new_page(width=600, height=800).insert_text((72, 72), f"{text} {number}")
    data: bytes = document.tobytes()
    return data


@contextmanager
def database(superuser: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"foreign_{uuid4().hex[:12]}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        yield urlsplit(superuser)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def member_of(member: Member) -> CommandMember:
    return acting.of(member.organization.installation, member.slug, "")


def run(member: Member, what: str, tmp_path: Path, **options: Any) -> dict[str, Any]:
    """The report of one run."""
    report = tmp_path / f"{uuid4().hex}.json"
    wanted = {"what": what, "drafts": False, "account": "", "team": "", "report": str(report)}
    command.imported(member_of(member), argparse.Namespace(**wanted | options))
    found: dict[str, Any] = json.loads(report.read_text())
    return found


def md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
