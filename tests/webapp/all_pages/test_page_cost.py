"""What each page costs: few statements, no more of them when there is more, and few bytes."""

import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.access import MemberRole
from core.settings.settings import Settings
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes.listing import tags
from tenants.use_cases.operator import mail_tests
from tenants.use_cases.organizations import onboarding
from tenants.use_cases.retention import retention_rules
from tests import route_ids
from tests.tenants import ceremonies, operators
from tests.tenants.conftest import NOW, found_member
from tests.tenants.multiplied_rows import multiply
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.test_access_wiring import address
from tests.webapp.counted_queries import Asked, counted
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.operator.reported import report
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer
from webapp import assets, create_app
from webapp.http.rate_limits import limiter

LIMIT = 12
# Each begins with two: who asks, and what they may do now; the menu has one of its own.
# Pages that may ask for more, and why.
EXCEPTIONS = {
    "/dashboard": (13, "each figure has an index of its own; quotas are asked beside them"),
    "dashboard: a year": (13, "the same"),
    "/templates/<uuid:template_id>/export.zip": (16, "all that a template has, in one file"),
    "/envelopes/<uuid:envelope_id>/export.zip": (16, "the same of an envelope"),
    "/archived-records/<uuid:archived_record_id>/export.zip": (16, "the same of a record"),
    "log: words": (13, "what entries say of people is opened for each search"),
}
# Statements and compressed bytes of each page. A tenth more is the most that a change may take;
# one that is worth more raises its line: KEEP_PAGE_COSTS=yes writes what is measured.
KEPT = Path(__file__).with_name("page_costs.txt")
LOADED = re.compile(r'(?:href|src)="/static/[0-9a-f]+/([^"]+)"')
TEMPLATE = re.compile(r"<template.*?</template>", re.DOTALL)
STARTED = re.compile(r'data-start="([^"]+)"')
IMPORTED = re.compile(r'^import .* from "([^"]+)"', re.MULTILINE)
BY_CHANCE = 60  # bytes: names and tokens compress better on one day than on another


@dataclass(frozen=True, slots=True)
class Cost:
    asked: Asked
    size: int

    @property
    def queries(self) -> list[str]:
        return self.asked.queries


Costs = dict[str, Cost]


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    limiter.enabled = False
    yield made
    limiter.enabled = True
    made.extensions["installation"].close()


@pytest.fixture(scope="module")
def member(app: Flask) -> Member:
    installation: Installation = app.extensions["installation"]
    return found_member(installation)


def costs(get: Callable[[str], TestResponse], places: dict[str, str], *allowed: int) -> Costs:
    """Each page at its second visit: the first one fills what a process keeps."""
    found = {}
    for name, place in places.items():
        get(place).get_data()
        with counted() as asked:
            answer = get(place)
            body = answer.get_data()
        assert answer.status_code in allowed, (place, answer.status_code)
        found[name] = Cost(asked, compressed(body))
    return found


def compressed(body: bytes) -> int:
    return len(body) if body[:2] == b"\x1f\x8b" else len(zlib.compress(body, 4))


def pages(app: Flask, begin: str, ids: dict[str, object]) -> dict[str, str]:
    """The addresses of all GET routes below `begin`, by their rule."""

    def fits(rule: Rule) -> bool:
        guarded = hasattr(app.view_functions[rule.endpoint], begin)
        return "GET" in (rule.methods or ()) and (guarded or rule.rule.startswith(begin))

    return {r.rule: address(app, r, ids) for r in app.url_map.iter_rules() if fits(r)}


def dearer(found: Costs) -> str:
    """What costs a tenth more than what was kept of it, and what nothing was kept of."""
    if os.environ.get("KEEP_PAGE_COSTS"):
        write(kept() | {page: (len(cost.queries), cost.size) for page, cost in found.items()})
    before = kept()
    return "\n".join(
        f"{page}: {before.get(page)} before, now {len(cost.queries)} statements, {cost.size} bytes"
        for page, cost in found.items()
        if page not in before
        or len(cost.queries) > before[page][0] * 1.1
        or cost.size > before[page][1] * 1.1 + BY_CHANCE
    )


def kept() -> dict[str, tuple[int, int]]:
    lines = (line.split(maxsplit=2) for line in KEPT.read_text().splitlines())
    return {page: (int(queries), int(size)) for queries, size, page in lines}


def write(costs: dict[str, tuple[int, int]]) -> None:
    lines = (f"{queries:3} {size:7} {page}\n" for page, (queries, size) in sorted(costs.items()))
    KEPT.write_text("".join(lines))


def scripts_of(page: str) -> set[str]:
    """The modules that a page starts, with all that they import."""
    waiting = {f"js/{name}.js" for names in STARTED.findall(page) for name in names.split()}
    waiting |= {"js/start.js"}
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        found.add(name)
        near = (assets.FOLDER / name).parent
        for other in IMPORTED.findall((assets.FOLDER / name).read_text()):
            place = (near / other).resolve()
            if "/vendor/" not in str(near):
                waiting.add(str(place.relative_to(assets.FOLDER.resolve())))
        waiting -= found
    return found


def read(name: str) -> bytes:
    """As it goes out."""
    if name == "style.css":
        return assets.stylesheet().encode()
    data = (assets.FOLDER / name).read_bytes()
    return assets.script(data) if name.startswith("js/") else data


def too_many(found: Costs) -> str:
    return "\n".join(
        f"\n{page} asks {len(asked.queries)}:\n" + "\n".join(q[:150] for q in asked.queries)
        for page, asked in found.items()
        if len(asked.queries) > EXCEPTIONS.get(page, (LIMIT, ""))[0]
    )


def grown(before: Costs, after: Costs) -> str:
    """What was asked only when there was more."""
    return "\n".join(
        f"\n{page} also asks:\n" + "\n".join(more.elements())
        for page, asked in after.items()
        if (more := Counter(asked.queries) - Counter(before[page].queries))
    )


def furnished(member: Member) -> dict[str, object]:
    """An organization with something of everything, and the ids of it."""
    ids: dict[str, object] = route_ids.of(member)
    envelope_id, tag_id = ids["envelope_id"], ids["tag_id"]
    assert isinstance(envelope_id, UUID) and isinstance(tag_id, UUID)
    run(member, tags.put_on, envelope_id, tag_id, NOW)
    run(member, onboarding.dismiss)  # as an organization that is no longer new
    run(member, retention_rules.change, 3650, True, NOW)
    colleague(member, MemberRole.SENDER)
    return ids | {"draft_id": ceremonies.draft_with_document(member, NOW).id}


def test_every_page_of_the_portal_asks_little_however_much_there_is(
    app: Flask, member: Member, services: dict[str, str]
) -> None:
    ids = furnished(member)
    owner, viewer = Sender(app, member).signed_in(), colleague(member, MemberRole.SENDER)
    places = pages(app, "permission", ids)
    places |= {
        "draft": f"/envelopes/{ids['draft_id']}",
        "draft: new": f"/envelopes/{uuid4()}?new=yes",
        "list: drafts": "/envelopes?box=drafts",
        "list: searched": "/envelopes?box=all&search=lease",
        "dashboard: a year": "/dashboard?days=365",
        "log: words": "/settings/log?words=folder",
    }
    mine = {"list of a sender": "/envelopes", "dashboard of a sender": "/dashboard"}
    sender = Sender(app, viewer).signed_in()
    me = {member.organization.id, member.person_id, viewer.person_id}
    things = {id for id in ids.values() if isinstance(id, UUID)}

    before = costs(owner.get, places, 200, 303, 404, 409) | costs(sender.get, mine, 200)
    for times, kept in ((8, me), (3, me | things)):
        added = multiply(services["TEST_SUPERUSER_URL"], member.organization.id, times, kept)
        assert {name for name, rows in added.items() if rows} > {"envelopes", "teams", "contacts"}
    after = costs(owner.get, places, 200, 303, 404, 409) | costs(sender.get, mine, 200)

    assert grown(before, after) == ""
    assert too_many(after) == ""
    assert dearer(before) == ""
    assert len(after) > 50


def test_stylesheet_and_scripts_stay_small() -> None:
    scripts = sorted((assets.FOLDER / "js").rglob("*.js"))
    sizes = {
        "style.css": compressed(assets.stylesheet().encode()),
        "scripts": sum(compressed(assets.script(script.read_bytes())) for script in scripts),
    }

    assert dearer({name: Cost(Asked(), size) for name, size in sizes.items()}) == ""


def test_a_page_that_waits_asks_four_things_as_long_as_nothing_changes(
    app: Flask, member: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)
    owner, place = Sender(app, member).signed_in(), f"/envelopes/{envelope.id}"
    tag = re.search(r"If-None-Match&#34;: &#34;\\&#34;([^\\]+)", owner.get(place).text)
    assert tag

    with counted() as asked:
        answer = owner.get(place, htmx=True, **{"If-None-Match": f'"{tag[1]}"'})

    assert answer.status_code == 304
    assert len(asked.queries) == 4
    assert asked.transactions == 1


def test_the_signing_page_asks_whose_session_it_is_and_for_all_that_it_shows(
    app: Flask, member: Member
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, NOW), 0)
    ceremony = ceremonies.enter(member, signer.recipient)
    ceremonies.consent(ceremony, Origin("192.0.2.7", "a browser"), NOW)
    place = signer.open().request.path

    with counted() as asked:
        page = signer.get(place).text

    assert 'id="signing_form"' in page
    assert dearer({"the signing page": Cost(asked, compressed(page.encode()))}) == ""
    assert len(asked.queries) == 2
    assert asked.transactions == 1


def test_scripts_and_styles_of_the_signing_page_are_light_and_loaded_at_once(
    app: Flask, member: Member
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, datetime.now(UTC)), 0)
    page = TEMPLATE.sub("", signer.consent().text)

    needed = scripts_of(page)
    assert "js/signing/autosave.js" in needed
    named = {name for name in LOADED.findall(page) if name.endswith((".js", ".css"))}
    assert needed - named == set()  # each that is not named is waited for on its own
    sizes = [compressed(read(name)) for name in named]
    assert sum(sizes) < 120_000
    assert dearer({"scripts and styles of the signing page": Cost(Asked(), sum(sizes))}) == ""


def test_every_page_of_the_operators_asks_little_however_much_there_is(
    app: Flask, member: Member, services: dict[str, str]
) -> None:
    installation = member.organization.installation
    other = found_member(installation)
    report(app, other, ceremonies.sent(other, NOW), "Not my bank.")
    operator = operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))
    test_id = uuid4()
    run(operator, mail_tests.begin, test_id, "night-shift@example.com", NOW)
    desk = DeskBrowser(app, operators.add(services["DATABASE_OWNER_URL"]))
    desk.enrol()
    places = pages(app, "operator", {"organization_id": other.organization.id, "test_id": test_id})

    before = costs(desk.get, places, 200, 303)
    multiply(services["TEST_SUPERUSER_URL"], other.organization.id, 8)
    after = costs(desk.get, places, 200, 303)

    assert grown(before, after) == ""
    assert too_many(after) == ""
    # Their size depends on how many organizations other tests have founded.
    assert dearer({page: Cost(cost.asked, 0) for page, cost in before.items()}) == ""
    assert len(after) > 8


def test_every_page_of_a_signer_asks_little_however_much_there_is(
    app: Flask, member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    signer, signature_id = Signer(app, member, envelope, 0), uuid4()
    ceremony = ceremonies.enter(member, signer.recipient)
    ceremonies.consent(ceremony, Origin("192.0.2.7", "a browser"), NOW)
    ceremonies.adopt(ceremony, signature_id, "signature", "drawn", ceremonies.PNG, NOW)
    signer.open()
    ids: dict[str, object] = {
        "recipient_id": signer.recipient.id,
        "document_id": envelope.documents[0].id,
        "signature_id": signature_id,
        "field_id": envelope.fields[0].id,
        "upload_id": uuid4(),
        "attachment_id": uuid4(),
        "number": 1,
    }
    places = pages(app, "/sign/", ids) | {"the link": signer.link}

    before = costs(signer.get, places, 200, 404)
    kept = {member.organization.id, member.person_id, envelope.id, *ids.values()}
    multiply(services["TEST_SUPERUSER_URL"], member.organization.id, 8, kept)  # type: ignore[arg-type]
    after = costs(signer.get, places, 200, 404)

    assert grown(before, after) == ""
    assert too_many(after) == ""
    assert dearer(before) == ""
    assert len(after) > 5
