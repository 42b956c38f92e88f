from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest

from core.principal import SYSTEM
from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.operator.desks import DeskBrowser


@pytest.fixture
def dead(member: Member, services: dict[str, str], now: datetime) -> list[UUID]:
    """Two jobs of an organization that were given up."""
    ceremonies.sent(member, now)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update outbox set state = 'done' where state = 'dead' and organization_id <> %s",
            (member.organization.id,),
        )
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "update outbox set state = 'dead', last_error = 'the mail server answered 421',"
            " finished_at = now() where kind in ('mail_invitation', 'expire_envelope')"
            " returning id, kind"
        )
    return [row["id"] for row in sorted(rows, key=lambda row: str(row["kind"]), reverse=True)][:2]


def states(member: Member, ids: list[UUID]) -> list[str]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = {r["id"]: r["state"] for r in tx.rows.all("select id, state from outbox")}
    return [rows[id] for id in ids]


def test_dead_jobs_are_shown_with_their_error_and_tried_again_one_by_one(
    desk: DeskBrowser, member: Member, dead: list[UUID]
) -> None:
    page = desk.get("/operator/jobs")

    answer = desk.post("/operator/jobs/retries", job_id=str(dead[0]))

    assert "the mail server answered 421" in page.text
    assert answer.status_code == 303
    assert states(member, dead) == ["open", "dead"]
    assert desk.post("/operator/jobs/retries", job_id=str(uuid4())).status_code == 409


def test_all_of_a_kind_are_tried_again_or_dismissed(
    desk: DeskBrowser, member: Member, dead: list[UUID]
) -> None:
    desk.get("/operator/jobs")

    desk.post("/operator/jobs/dismissals", kind="expire_envelope")
    after_first = states(member, dead)
    desk.post("/operator/jobs/retries", kind="mail_invitation")

    assert after_first == ["dead", "dismissed"]
    assert states(member, dead) == ["open", "dismissed"]
    assert "No dead jobs" in desk.get("/operator/jobs").text
    log = desk.get("/operator/log").text
    assert "dismissed failed jobs (expire_envelope): 1" in log


def test_an_unreadable_choice_touches_nothing(
    desk: DeskBrowser, member: Member, dead: list[UUID]
) -> None:
    desk.get("/operator/jobs")

    for form in ({"kind": "no_such_kind"}, {"job_id": "x"}, {}):
        answer = desk.post("/operator/jobs/retries", **form)
        assert answer.status_code == 422, form

    assert states(member, dead) == ["dead", "dead"]
    assert desk.post("/operator/jobs/retries", every="yes").status_code == 303
    assert states(member, dead) == ["open", "open"]
