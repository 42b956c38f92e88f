"""What nobody would type, in every field of every form and at every address: always an answer."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

import webapp
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tests import route_ids
from tests.tenants import ceremonies, operators
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run
from tests.webapp import html_forms
from tests.webapp.all_pages.test_every_form import ID, filled, found_forms
from tests.webapp.html_forms import Form, Pairs
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer
from webapp.http import security
from webapp.http.rate_limits import limiter

# One at a time, in a form that is whole but for it.
WORST = ("\0", "9" * 30)
# In all fields that are seen at once, each field another one.
BAD = (
    *("\u0663\u202e", "one\r\ntwo", "x" * 100_000, "", "\ud800", "-1", "2147483648", "nan"),
    *("0001-01-01", "9999-12-31", "99999999-12-31", "=1+1", "../../etc", "%(name)s %d", "'\"><b>"),
)
ROUNDS = 2
ADDRESS = re.compile("email|address")
# What would end the session of whoever asks, or hold up all others.
ENDING = ("/sign-out", "/settings/sign-in-policy", "/settings/sessions", "/memberships")
READ = re.compile(r"""(?:form|args|values)\.get(?:list)?\(\s*"(\w+)"|typed\.id\("(\w+)"\)""")
# Read by a name that stands elsewhere, or that is an argument of a function of ours.
MORE = ("box", "since", "until", "sender", "waiting", "folder", "tag", "first", "last", "actor")
NAMES = (*MORE, "words", "kind", "errors", "status", "typed", "code", "name", "format", "scope")

BODIES = {
    "application/json": b'{"name": "\\ud800", "id": [[]], "envelope": {"a": 1}}',
    "multipart/form-data; boundary=edge": b"--edge\r\nContent-Disposition: x\r\n\r\n",
}


@pytest.fixture(autouse=True)
def without_limits() -> Iterator[None]:
    limiter.enabled = False
    yield
    limiter.enabled = True


@pytest.fixture
def desk(app: Flask, services: dict[str, str]) -> DeskBrowser:
    browser = DeskBrowser(app, operators.add(services["DATABASE_OWNER_URL"], "Night Shift"))
    browser.enrol()
    return browser


def asked(client: Client, method: str, place: str, pairs: Pairs, token: str) -> TestResponse:
    """Closed again: what is streamed may break while it is read."""
    sent = urlencode(pairs, errors="surrogatepass")
    if method.lower() == "get":
        answer = client.get(f"{place.partition('?')[0]}?{sent}")
    else:
        form, headers = "application/x-www-form-urlencoded", {"X-CSRF-Token": token}
        answer = client.post(place, data=sent, content_type=form, headers=headers)
    assert answer.data is not None
    answer.close()
    return answer


def broken(client: Client, found: list[Form], token: str) -> list[str]:
    """The forms that something broke, and by what. Those that are but a button say nothing."""
    told = []
    for form in {f"{ID.sub('', f.address)} {sorted(f.names)}": f for f in found}.values():
        names = sorted(form.names - form.files - {"csrf_token"})
        for place, sent in {place: (place, sent) for place, sent in form.ways()}.values():
            for pairs, what in tries(form, names, sent):
                answer = asked(client, form.method, place, pairs, token)
                if answer.status_code >= 500:
                    told.append(f"{form.method} {ID.sub('ID', place)} {what}")
    return told


def tries(form: Form, names: list[str], sent: Pairs) -> Iterator[tuple[Pairs, str]]:
    if "password" in names:  # each of them takes as long as it is meant to
        yield from (([(name, bad) for name in names], bad[:9]) for bad in (*WORST, "\ud800"))
    elif names:
        yield from singly(names, filled(form, sent))
        yield from together(form, names, sent)


def singly(names: list[str], whole: Pairs) -> Iterator[tuple[Pairs, str]]:
    for name in names:
        for bad in WORST:
            yield [pair for pair in whole if pair[0] != name] + [(name, bad)], f"{name}={bad[:9]!r}"


def together(form: Form, names: list[str], sent: Pairs) -> Iterator[tuple[Pairs, str]]:
    kept = [pair for pair in sent if pair[0] in form.hidden]
    seen = [name for name in names if name not in form.hidden]
    for n in range(0, ROUNDS * 3, 3):
        bad = [(name, BAD[(n + place) % len(BAD)]) for place, name in enumerate(seen)]
        yield kept + bad, f"{[(name, text[:9]) for name, text in bad]}"


def on_pages(get: Any, places: list[str]) -> list[Form]:
    found = []
    for place in places:
        answer = get(place)
        assert answer.status_code == 200, place
        found += html_forms.forms(place, answer.text)
    return [form for form in found if not form.address.endswith("/sign-out")]


def test_no_form_of_the_portal_breaks(app: Flask, sender: Sender, now: datetime) -> None:
    found = found_forms(app, sender, route_ids.of(sender.member), now)

    told = broken(sender.browser, found, sender.token)

    assert told == []
    assert len(found) > 50
    assert sender.get("/envelopes").status_code == 200


def test_no_form_of_an_operator_breaks(desk: DeskBrowser, member: Member) -> None:
    places = [f"/operator/organizations/{member.organization.id}"]
    places += ["/operator/organizations", "/operator/founders", "/operator/settings"]
    places += ["/operator/mail-tests", "/operator/jobs", "/operator/abuse-reports"]
    found = on_pages(desk.get, places)

    told = broken(desk.client, found, desk.token)

    assert told == []
    assert len(found) > 5


def test_no_form_of_a_recipient_breaks(app: Flask, member: Member, now: datetime) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    places = [signer.page, f"{signer.page}/signature", f"{signer.page}/report"]
    first = on_pages(lambda _: signer.open(), [signer.page])
    signer.consent()
    found = first + on_pages(signer.get, [*places, f"{signer.page}/refusal"])

    told = broken(signer.client, found, signer.token)

    assert told == []
    assert len(found) > 3


def test_no_form_before_the_sign_in_breaks(app: Flask, sender: Sender) -> None:
    visitor = Sender(app, sender.member)
    places = ["/sign-in/organization", "/password-reset", "/verify", "/sign-in"]
    found = on_pages(visitor.get, places)

    told = broken(visitor.browser, found, visitor.token)

    assert told == []


def test_what_else_was_typed_stands_in_the_form_again_beside_what_is_wrong(
    app: Flask, sender: Sender, desk: DeskBrowser, member: Member, now: datetime
) -> None:
    places = [f"/operator/organizations/{member.organization.id}", "/operator/founders"]
    asked_of = [
        (sender.browser, sender.token, found_forms(app, sender, route_ids.of(member), now)),
        (desk.client, desk.token, on_pages(desk.get, [*places, "/operator/mail-tests"])),
    ]
    refused, wrong = 0, []
    for client, token, found in asked_of:
        for form in (f for f in found if f.method == "post" and f.words):
            for name in sorted(form.words):
                others = sorted(form.words - {name})
                kept = {n: f"Kept {i}" for i, n in enumerate(others) if not ADDRESS.search(n)}
                whole = [(n, kept.get(n, value)) for n, value in filled(form, form.sent)]
                pairs = [pair for pair in whole if pair[0] != name] + [(name, "x" * 5_000)]
                answer = asked(client, "post", form.ways()[0][0], pairs, token)
                lost = [n for n, text in kept.items() if f"{text}" not in answer.text]
                beside = "control__error" in answer.text or "hint--problem" in answer.text
                if answer.status_code == 422:
                    refused += 1
                    wrong += [(form.address, name, lost)] if lost or not beside else []

    assert wrong == []
    assert refused > 25


def names_read() -> list[str]:
    """Every name under which anything is read from a request."""
    folder = Path(webapp.__file__).parent
    text = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    return sorted({name for pair in READ.findall(text) for name in pair if name} | set(NAMES))


def test_no_address_breaks_by_what_it_is_asked(app: Flask, sender: Sender) -> None:
    ids = route_ids.of(sender.member)
    told, names = [], names_read()

    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(ENDING):
            continue
        with app.test_request_context():
            place = app.url_for(rule.endpoint, **values_for(rule, ids))
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            # What forms send is typed into each of them above.
            for bad in WORST if method == "GET" else WORST[:1]:
                answer = asked(
                    sender.browser, method, place, [(n, bad) for n in names], sender.token
                )
                # No relay and no worker run here, and /ready says so.
                unready = (rule.rule, answer.status_code) == ("/ready", 503)
                if answer.status_code >= 500 and not unready:
                    told.append(f"{method} {rule.rule} {bad[:9]!r}")

    assert told == []
    assert len(names) > 60
    assert sender.get("/envelopes").status_code == 200


def values_for(rule: Rule, ids: dict[str, Any]) -> dict[str, Any]:
    return {name: ids.get(name, "absent") for name in rule.arguments}


@pytest.mark.parametrize("text", ["\0", "\u202e", "..", "%", "x" * 2_000, "\ud800", "a\r\nb: c"])
def test_no_address_breaks_by_what_stands_in_it(app: Flask, sender: Sender, text: str) -> None:
    told = []
    for rule in app.url_map.iter_rules():
        typed = {
            n for n in rule.arguments if type(rule._converters[n]).__name__ == "UnicodeConverter"
        }
        if not typed or "GET" not in (rule.methods or ()):
            continue
        with app.test_request_context():
            place = app.url_for(
                rule.endpoint,
                **{n: "MARK" if n in typed else uuid4() for n in rule.arguments - {"number"}},
                **({"number": 10**30} if "number" in rule.arguments else {}),
            )
        quoted = urlencode({"": text}, errors="surrogatepass")[1:]
        with sender.browser.get(place.replace("MARK", quoted)) as answer:
            told += [rule.rule] if answer.status_code >= 500 else []

    assert told == []


def test_a_form_without_its_token_leads_back(app: Flask, sender: Sender) -> None:
    ids = route_ids.nobodys()
    wrong = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(("/api/", "/restapi/")):
            continue
        if rule.endpoint.split(".")[0] in security.FOR_PROGRAMS:
            continue
        with app.test_request_context():
            place = app.url_for(rule.endpoint, **values_for(rule, ids))
        came_from = {"Referer": "http://localhost/contacts"}
        answer = sender.browser.post(place, data={"name": "mine"}, headers=came_from)
        if answer.status_code != 403 or 'href="http://localhost/contacts"' not in answer.text:
            wrong.append((rule.rule, answer.status_code))

    assert wrong == []


def test_no_form_breaks_by_the_kind_of_its_body(app: Flask, sender: Sender) -> None:
    ids, told = route_ids.of(sender.member), []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(ENDING):
            continue
        with app.test_request_context():
            place = app.url_for(rule.endpoint, **values_for(rule, ids))
        for kind, body in BODIES.items():
            headers = {"X-CSRF-Token": sender.token}
            answer = sender.browser.post(place, data=body, content_type=kind, headers=headers)
            told += [(rule.rule, kind)] if answer.status_code >= 500 else []

    assert told == []


@pytest.mark.parametrize("half", ["a\ud800", "a\udfff", "a\0"])
def test_what_is_no_character_in_json_is_no_label(sender: Sender, now: datetime, half: str) -> None:
    draft = ceremonies.draft_with_document(sender.member, now)
    signer = Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.name_recipients, draft.id, [signer], now)
    sender.get(f"/envelopes/{draft.id}")
    ids = {"id": str(uuid4()), "document_id": str(draft.documents[0].id)}
    place = {"page": 1, "x": 1, "y": 1, "width": 90, "height": 20}
    field = ids | place | {"kind": "text", "recipient_ids": [str(signer.id)]}

    fine = sender.post_json(f"/envelopes/{draft.id}/fields", {"fields": [field]})
    wrong = {"fields": [field | {"label": half}]}
    answer = sender.post_json(f"/envelopes/{draft.id}/fields", wrong)

    assert (fine.status_code, answer.status_code) == (200, 422)


def test_what_a_browser_calls_itself_breaks_nothing(app: Flask, member: Member) -> None:
    visitor = Sender(app, member)
    visitor.browser.environ_base["HTTP_USER_AGENT"] = "a\0browser" + "x" * 9_000

    assert visitor.sign_in(PASSWORD).status_code == 303
    assert visitor.get("/settings/sessions").status_code == 200
