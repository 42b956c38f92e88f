"""The jobs that the bench lets wait have work to do, and its exit code says what does not hold."""

from collections.abc import Iterator

import pytest

from actors import worker  # noqa: F401 - importing the worker registers every actor
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.jobs.kinds import HEAVY, KINDS, QUEUES
from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.bench import audit_bench, backlog_bench, command, sample_documents
from tenants.installation import Installation
from tenants.leased_job import lease
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.sign_in import account_mail

OTHERS = ("bulk", "webhooks")  # they have benches of their own
WAITING = ("mail_sender", "render_pages", "mail_account", "seal_envelope", "index_envelope")
MAILED = {"mail_sender": envelope_mail.load, "mail_account": account_mail.load}


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    sandbox.start(("actors.pdf.rendering.page_views", "actors.pdf.seal.warm_up"))
    opened = Installation(settings)
    yield opened
    opened.close()
    sandbox.stop()


def test_each_job_of_the_backlog_has_its_work(installation: Installation) -> None:
    busy = audit_bench.a_member(installation)

    backlog_bench.fill(busy, sample_documents.text(1), seals=1, waiting=len(WAITING))

    with busy.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.all(
            "select id, kind from outbox where state = 'open' and due_at <= now()"
            " and kind = any(%s)",
            list(WAITING),
        )
    assert {KINDS[row["kind"]].queue for row in waiting} == set(QUEUES) - {HEAVY, *OTHERS}
    for row in waiting:
        if row["kind"] in MAILED:
            leased = lease(busy.organization, row["id"])
            assert leased is not None
            with leased.transaction() as tx:
                assert MAILED[row["kind"]](tx, leased).message_id
        else:
            job.run(installation, busy.organization.id, row["id"])
            with busy.organization.transaction(SYSTEM) as tx:
                done = tx.rows.one("select state, last_error from outbox where id = %s", row["id"])
            assert done == {"state": "done", "last_error": ""}, row["kind"]


@pytest.mark.parametrize("kept_waiting", ["slow_clients", "backlog"])
def test_whoever_is_kept_waiting_for_too_long_is_told_by_the_exit_code(kept_waiting: str) -> None:
    held = {"at": "2026-01-02", "slow_clients": {"held": True}, "backlog": {"held": True}}

    assert command.exit_code(held) == 0
    assert command.exit_code({**held, kept_waiting: {"held": False}}) == 1
