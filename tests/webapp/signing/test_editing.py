"""An editor's page lists who comes after them; what they change is saved, then they finish."""

import re
from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.envelopes.envelope import Status
from core.envelopes.roles.cc import CC
from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.signer import SIGNER
from core.evidence import consistency
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.later_people import left_open
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def test_an_editor_names_adds_and_finishes(app: Flask, member: Member, now: datetime) -> None:
    envelope = left_open(member, now, EDITOR, SIGNER)
    editor, late, new = Signer(app, member, envelope, 0), envelope.recipients[1], uuid4()
    typed = {
        f"name-{late.id}": "Anna Lind",
        f"email-{late.id}": "anna@example.com",
        f"order-{late.id}": "3",
        "added": str(new),
        f"name-{new}": "Carl Copy",
        f"email-{new}": "carl@example.com",
        f"role-{new}": CC.name,
        f"order-{new}": "2",
    }

    page = editor.consent()
    early = editor.post(f"{editor.page}/edits", typed | {f"order-{late.id}": "1"})
    saved = editor.post(f"{editor.page}/edits", typed)
    shown = editor.get(editor.page)
    done = editor.post(f"{editor.page}/edits", typed | {"done": "yes"})
    after = run(member, reading.changeable, envelope.id)
    timeline = run(member, reading.timeline, envelope.id)

    assert "Who comes next?" in page.text and "Tenant" in page.text
    assert early.status_code == 422 and "Choose a step after yours." in early.text
    assert "autofocus" in re.findall(rf'<input[^>]*id="order-{late.id}"[^>]*>', early.text)[0]
    assert saved.status_code == done.status_code == 303
    assert "Anna Lind" in shown.text and "Carl Copy" in shown.text
    assert "You are done." in editor.get(editor.page).text
    assert [r.name for r in after.recipients] == ["Alma Agent", "Anna Lind", "Carl Copy"]
    assert consistency.differences(after, timeline.entries) == ()
    assert ceremonies.sign(member, after.recipients[1], now).status is Status.SIGNED


def test_the_timeline_says_who_corrected_an_address(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = left_open(sender.member, now, EDITOR, SIGNER)
    editor, late = Signer(app, sender.member, envelope, 0), envelope.recipients[1]
    editor.consent()

    for address in ("anna@example.com", "anna.lind@example.com"):
        typed = {f"name-{late.id}": "Anna Lind", f"email-{late.id}": address}
        editor.post(f"{editor.page}/edits", typed | {f"order-{late.id}": "2"})

    page = sender.get(f"/envelopes/{envelope.id}").text
    assert "Alma Agent corrected the address of Anna Lind" in page and "Someone" not in page


def test_an_editor_cannot_finish_while_someone_is_left_open(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = left_open(member, now, EDITOR, SIGNER)
    editor, late = Signer(app, member, envelope, 0), envelope.recipients[1]
    editor.consent()

    typed = {f"name-{late.id}": "", f"email-{late.id}": "", f"order-{late.id}": "2"}
    refused = editor.post(f"{editor.page}/edits", typed | {"done": "yes"})

    assert refused.status_code == 409 and "Enter who comes next before you finish." in refused.text
