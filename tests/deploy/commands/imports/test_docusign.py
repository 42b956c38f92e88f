"""Template definitions of DocuSign become templates, and archives come by the command line."""

import argparse
import base64
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from deploy.commands import exports
from deploy.commands.imports import command
from tenants.member import Member
from tenants.use_cases.templates import template_pages
from tests.deploy.commands.imports import foreign
from tests.tenants import archives
from tests.tenants.opening import run

SIGNER = {
    "roleName": "Tenant",
    "routingOrder": "2",
    "accessCode": "1234",
    "tabs": {
        "signHereTabs": [{"documentId": "7", "pageNumber": "1", "xPosition": "72",
                          "yPosition": "600"}],
        "textTabs": [{"documentId": "7", "tabLabel": "City", "anchorString": "City:",
                      "shared": "true", "width": "120", "height": "20"}],
        "notarizeTabs": [{"documentId": "7"}],
    },
}  # fmt: skip


def definition(**changes: Any) -> dict[str, Any]:
    data = base64.b64encode(foreign.pdf("Lease")).decode()
    whole = {
        "templateId": "b1",
        "name": "Lease",
        "emailBlurb": "Please sign.",
        "documents": [{"documentId": "7", "name": "Lease", "documentBase64": data}],
        "recipients": {
            "signers": [SIGNER],
            "carbonCopies": [{"name": "Copy", "email": "copy@example.com", "routingOrder": "3"}],
            "notaries": [{"name": "Nota"}],
        },
        "notification": {"expirations": {"expireEnabled": "true", "expireAfter": "30"}},
        "brandId": "4711",
    }
    return whole | changes


def take(member: Member, tmp_path: Path, *given: Any) -> dict[str, Any]:
    names = []
    for n, each in enumerate(given):
        path = tmp_path / f"{n}.json"
        path.write_text(json.dumps(each))
        names.append(str(path))
    return foreign.run(member, "docusign", tmp_path, file=names)


def test_a_definition_becomes_a_template_and_says_what_it_lacks(
    member: Member, tmp_path: Path
) -> None:
    report = take(member, tmp_path, definition())
    again = take(member, tmp_path, [definition(), definition(templateId="b2", name="Other")])

    (made,) = report["imported"]
    content = run(member, template_pages.page, UUID(made["id"])).content
    assert (content.name, content.message, content.schedule.expire_days) == (
        "Lease",
        "Please sign.",
        30,
    )
    assert [(r.role_name, r.role.name, r.routing_order) for r in content.recipients] == [
        ("Tenant", "signer", 2),
        ("", "cc", 3),
    ]
    (signature,) = content.fields
    assert (signature.x, signature.y) == (72, 600)
    assert "City:" in content.documents[0].awaited
    assert made["left_out"] == [
        "brandId",
        "recipients/notaries",
        "recipients/signers/0/accessCode",
        "recipients/signers/0/tabs/textTabs/0/shared",
        "recipients/signers/0/tabs/notarizeTabs",
    ]
    assert [each["name"] for each in again["imported"]] == ["Other"]


@pytest.mark.parametrize("broken", [{"name": "x"}, {"documents": [{}], "recipients": []}, [7], "x"])
def test_what_is_no_definition_is_named(member: Member, tmp_path: Path, broken: Any) -> None:
    report = take(member, tmp_path, broken)

    assert report["imported"] == []
    assert len(report["not_imported"]) == 1


def test_an_archive_goes_out_and_in_by_the_command_line(
    member: Member, stranger: Member, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept,) = archives.imported(member, archives.of_record())
    out = tmp_path / "archive.zip"
    wanted = argparse.Namespace(
        template=[], envelope=[], record=[kept.id], output=str(out), organization="", email=""
    )

    size = exports.exported(foreign.member_of(member), wanted)
    other = argparse.Namespace(what="archive", file=str(out))
    assert command.archive(foreign.member_of(stranger), other.file) == 0

    assert size == out.stat().st_size
    assert "archived record “Lease of Harbour Street”" in capsys.readouterr().out
    out.write_bytes(b"no ZIP")
    with pytest.raises(SystemExit):
        command.archive(foreign.member_of(stranger), other.file)
