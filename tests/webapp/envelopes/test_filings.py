from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.access import MemberRole
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.envelopes.listing import folders, tags
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender


def test_an_envelope_is_moved_and_tagged_on_its_own_page(sender: Sender, now: datetime) -> None:
    member, envelope = sender.member, ceremonies.sent(sender.member, now)
    folder_id, urgent, old = uuid4(), uuid4(), uuid4()
    run(member, folders.make, folder_id, "Leases", None, "owner", now)
    run(member, tags.make, urgent, "Urgent", 0, now)
    run(member, tags.make, old, "Old", 0, now)
    run(member, tags.put_on, envelope.id, old, now)
    place = f"/envelopes/{envelope.id}/filing"

    before = sender.get(place).text
    answer = sender.post(place, folder_id=str(folder_id), tag_id=[str(urgent)])
    after = sender.get(place).text

    assert f'value="{old}" checked' in before
    assert answer.location == f"/envelopes/{envelope.id}"
    assert f'value="{folder_id}" selected' in after
    assert f'value="{urgent}" checked' in after and f'value="{old}" checked' not in after


def test_who_may_only_read_an_envelope_does_not_file_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    run(sender.member, sharing.show_to, envelope.id, sharing.Visibility.ALL, None, now)
    reader = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()

    page = reader.get(f"/envelopes/{envelope.id}").text
    answers = [reader.get(f"/envelopes/{envelope.id}/filing"),
               reader.post(f"/envelopes/{envelope.id}/filing", folder_id="")]  # fmt: skip

    assert "/filing" not in page
    assert [answer.status_code for answer in answers] == [403, 403]
