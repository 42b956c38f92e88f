"""Every form of every page, sent with ids of others: nothing of theirs is told or changed."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.access import MemberRole
from core.envelopes.recipient import Recipient
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tests import route_ids
from tests.tenants import ceremonies, synthetic
from tests.tenants.conftest import found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.test_access_wiring import address, answers, guarded
from tests.webapp import html_forms
from tests.webapp.html_forms import Form, Pairs
from tests.webapp.senders import Sender
from webapp.http.rate_limits import limiter

Connection = psycopg.Connection[Any]
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# What a page was drawn with: each request here changes what the next one would have to show.
MARK = re.compile(r"was-\d+|\w+_was")
# What a field takes an id of, by its name.
KINDS = {
    r"person_id|heir_id|sender|actor": ("person_id",),
    r"scope|shown_to|visibility(_was)?": ("team_id",),
    r"folder(_id)?|parent": ("folder_id",),
    r"tag(_id)?": ("tag_id",),
    r"view_id": ("view_id",),
    r"hold_id": ("hold_id",),
    r"bulk_id": ("bulk_id",),
    r"recipient_ids?|id-\d+|found_for|assign": ("recipient_id",),
    r"upload_id|edit_id|page|document|order_was": ("document_id",),
    r"found": ("field_id",),
    r"envelope(_id)?|copy_id": ("envelope_id",),
    r"template(_id)?": ("template_id",),
    r"record": ("archived_record_id",),
    r"field_id": ("field_id",),
    r"action": ("field_id", "recipient_id"),
    r"value-.*|where": ("custom_field_id",),
    r"id": ("custom_field_id", "export_id"),
}
# What one person has for themselves, behind the walls of an organization.
PRIVATE = {
    *("archived_record_id", "archived_file_id"),
    *("envelope_id", "document_id", "recipient_id", "field_id", "link_id", "folder_id"),
    "template_id",
    *("view_id", "bulk_id", "contact_id", "import_id", "passkey_id", "session_id", "export_id"),
}


# Of whose things forms bring along the id of a new one.
MADE = ("_envelope", "_custom_field", "_hold", "_order", "_template")


@pytest.fixture(autouse=True)
def without_limits() -> Iterator[None]:
    limiter.enabled = False
    yield
    limiter.enabled = True


@pytest.fixture
def superuser(services: dict[str, str]) -> Iterator[Connection]:
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        yield connection


def rows(superuser: Connection, organization_id: UUID) -> set[tuple[str, str]]:
    """All that an organization has, each row as a text."""
    return {
        (table.name, text)
        for table in synthetic.tables(superuser)
        for (text,) in superuser.execute(
            f'select t::text from "{table.name}" t where organization_id = %s', (organization_id,)
        )
    }


def found_forms(app: Flask, sender: Sender, ids: dict[str, Any], now: datetime) -> list[Form]:
    """Each form of the portal once, as somebody sees it to whom these ids belong."""
    draft = ceremonies.draft_with_document(sender.member, now)
    people = [Recipient(uuid4(), "Signer One", "one@example.com")]
    run(sender.member, drafting.name_recipients, draft.id, people, now)
    places = [address(app, r, ids) for r, _ in guarded(app) if "GET" in (r.methods or ())]
    places += [f"/envelopes/{draft.id}", f"/envelopes/{draft.id}/fields"]
    found: dict[tuple[str, ...], Form] = {}
    for place in places:
        with sender.get(place) as answer:
            if answer.mimetype == "text/html":
                for form in html_forms.forms(place, answer.text):
                    found.setdefault((form.method, form.address, *sorted(form.names)), form)
    found |= {("bulk", kind): asked_once_more(sender, kind, draft.id) for kind in ("move", "tag")}
    # What would end the session of whoever sends it, or ask for more than they gave.
    ending = ("/sign-out", "/settings/sign-in-policy")
    return [form for form in found.values() if form.address not in ending]


def asked_once_more(sender: Sender, kind: str, envelope_id: UUID) -> Form:
    page = sender.post("/bulk-actions/new", kind=kind, envelope=str(envelope_id)).text
    return next(f for f in html_forms.forms("/bulk-actions/new", page) if "bulk_id" in f.names)


def filled(form: Form, sent: Pairs) -> Pairs:
    """What somebody might have typed where nothing stands yet, so that the form is complete."""
    typed = {"email": "one@example.com", "address": "one@example.com", "left": "25", "top": "25"}
    return [
        (name, value or (typed.get(name, f"Words {uuid4().hex}") if name in form.words else ""))
        for name, value in sent
        if name != "csrf_token" and not MARK.fullmatch(name)
    ]


def send(sender: Sender, form: Form, place: str, pairs: Pairs) -> TestResponse:
    sent = urlencode(filled(form, pairs))
    if form.method == "get":
        return sender.browser.get(f"{place.partition('?')[0]}?{sent}")
    return sender.browser.post(
        place,
        data=sent,
        content_type="application/x-www-form-urlencoded",
        headers={"X-CSRF-Token": sender.token},
    )


def some(member: Member, *names: str) -> dict[str, Any]:
    """Of the belongings what these makers make; ids of nothing instead of the others."""
    made = route_ids.nobodys()
    for make in route_ids.MAKERS:
        made |= make(member) if make.__name__ in names else {}
    return made


def kinds(name: str) -> tuple[str, ...]:
    return next((found for pattern, found in KINDS.items() if re.fullmatch(pattern, name)), ())


def swaps(form: Form, sent: Pairs) -> Iterator[tuple[str, str]]:
    """Each field that takes an id, with a value that has %s in the place of it."""
    seen = {name: ID.sub("%s", value) for name, value in form.offered + sent if ID.search(value)}
    for name in sorted(form.names):
        if kinds(name):
            yield name, seen.get(name, "%s")
        assert kinds(name) or name not in seen, f"{name} holds ids: of what?"


def try_all(
    sender: Sender, found: list[Form], theirs: dict[str, Any], spare: dict[str, Any]
) -> Iterator[tuple[str, TestResponse, TestResponse]]:
    """
    What each form answers to an id of theirs, and what to one of nobody.

    `spare` are ids of theirs for what is about to be made: afterwards they are there twice.
    """
    tried = set()
    # Whoever is no recipient any more has no fields.
    for form in sorted(found, key=lambda form: "/recipients" in form.address):
        for place, sent in form.ways():
            for name, shape in swaps(form, sent):
                rest = [pair for pair in sent if pair[0] != name]
                for kind in kinds(name):
                    made = name in form.hidden and name != "envelope"
                    what = f"{form.method} {ID.sub('ID', place)} {name} {kind}{' anew' * made}"
                    id = (spare if made else theirs)[kind]
                    if what not in tried:
                        tried.add(what)
                        yield (
                            what,
                            send(sender, form, place, [*rest, (name, shape % id)]),
                            send(sender, form, place, [*rest, (name, shape % uuid4())]),
                        )


def test_no_form_takes_an_id_of_another_organization(
    app: Flask, sender: Sender, installation: Installation, superuser: Connection, now: datetime
) -> None:
    other = found_member(installation)
    theirs, spare = route_ids.of(other), some(other, *MADE)
    before, tried = rows(superuser, other.organization.id), []
    told = (other.organization_name, other.slug, other.email)

    found = found_forms(app, sender, route_ids.of(sender.member), now)
    for what, answer, nobodys in try_all(sender, found, theirs, spare):
        assert answer.status_code < 500, what
        assert answer.status_code == nobodys.status_code, what
        assert not any(word in answer.text for word in told), what
        tried.append(what)

    assert rows(superuser, other.organization.id) == before
    named = {str(theirs[name]) for name in ("person_id", "team_id", "organization_id")}
    for table, text in rows(superuser, sender.member.organization.id):
        assert table == "saved_views" or not any(id in text for id in named), (table, text)
    assert len(tried) > 40


def test_no_form_takes_an_id_of_what_a_colleague_shows_nobody(
    app: Flask, sender: Sender, superuser: Connection, now: datetime
) -> None:
    owner, curious = sender.member, Sender(app, colleague(sender.member, MemberRole.SENDER))
    theirs, spare = route_ids.of(owner), some(owner, *MADE)
    ids = {str(ids[name]) for ids in (theirs, spare) for name in PRIVATE & set(ids)}
    own = some(curious.member, "_envelope", "_contacts", "_order")
    found = found_forms(app, curious.signed_in(), own, now)
    before = {
        row for row in rows(superuser, owner.organization.id) if any(i in row[1] for i in ids)
    }
    tried = []

    for what, answer, nobodys in try_all(curious, found, theirs, spare):
        assert answer.status_code < 500, what
        if what.rpartition(" ")[2] in PRIVATE:
            assert answer.status_code == nobodys.status_code, what
        tried.append(what)

    assert before - rows(superuser, owner.organization.id) == set()
    assert len(tried) > 25


def test_no_address_leads_to_what_a_colleague_shows_nobody(
    app: Flask, sender: Sender, superuser: Connection
) -> None:
    curious = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()
    theirs, tried = route_ids.of(sender.member), 0
    before = rows(superuser, sender.member.organization.id)

    for rule, _ in guarded(app):
        if rule.arguments & PRIVATE:
            for method, status in answers(curious, rule, address(app, rule, theirs)):
                assert status in (403, 404), (method, rule.rule, status)
                tried += 1

    assert rows(superuser, sender.member.organization.id) == before
    assert tried > 40
