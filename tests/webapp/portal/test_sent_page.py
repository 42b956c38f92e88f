import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from core.recipient import Origin
from tenants.member import Member
from tenants.use_cases import signing
from tests.tenants import ceremonies
from tests.webapp.portal.senders import Sender

ORIGIN = Origin("192.0.2.7", "a browser")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that the application sends to the database meanwhile."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        seen.append(str(query))
        return execute(self, query, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(psycopg.Cursor, "execute", noted)
        yield seen


def test_it_says_who_waits_for_whom_and_offers_the_one_next_action(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "Waiting for Signer One, who was mailed the link" in page
    assert "it is their turn" in page
    assert "waits for Signer One" in page
    assert "Remind Signer One" in page
    head = page[page.index('id="envelope_head"') : page.index("</header>", page.index("sent-page"))]
    assert head.count("button--primary") == 1


def test_the_story_tells_how_long_after_each_other_things_happened(
    sender: Sender, member: Member, now: datetime
) -> None:
    began = now - timedelta(hours=3)
    envelope = ceremonies.sent(member, began)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    signing.consent(ceremony, ORIGIN, began + timedelta(minutes=2))
    signing.adopt(
        ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, began + timedelta(minutes=4)
    )
    signing.finish(ceremony, ceremonies.values(ceremony), ORIGIN, began + timedelta(minutes=10))

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "opened it, 2 minutes after we mailed it" in page
    assert "Signer One signed, 8 minutes after opening it" in page
    assert "Waiting for Signer Two" in page


def test_asking_whether_something_changed_costs_few_statements(
    sender: Sender, member: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = ceremonies.sent(member, now)
    page = sender.get(f"/envelopes/{envelope.id}").text
    asked = re.search(r"If-None-Match&#34;: &#34;\\&#34;([^\\]+)", page)
    assert asked

    with counted(monkeypatch) as waiting:
        same = sender.get(
            f"/envelopes/{envelope.id}", htmx=True, **{"If-None-Match": f'"{asked[1]}"'}
        )
    ceremonies.sign(member, envelope.recipients[0], now)
    with counted(monkeypatch) as changed:
        other = sender.get(
            f"/envelopes/{envelope.id}", htmx=True, **{"If-None-Match": f'"{asked[1]}"'}
        )

    assert same.status_code == 304
    assert len(waiting) <= 8
    assert 'id="envelope_timeline"' in other.text
    assert 'id="noted"' not in other.text
    assert len(changed) <= 27
