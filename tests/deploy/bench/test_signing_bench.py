"""The bench of the signing page, in short: what it asks for, not how fast this machine is."""

from collections.abc import Iterator

import pytest

from core.settings.settings import Settings
from deploy.bench import audit_bench, sample_documents, signing_bench
from deploy.bench.signing_bench import OpenedPage
from tenants.installation import Installation
from tests.webapp.page_checks import served
from webapp import create_app


@pytest.fixture(scope="module")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def recipients(installation: Installation) -> list[OpenedPage]:
    return signing_bench.prepare(audit_bench.a_member(installation), sample_documents.text(1), 2)


def test_every_recipient_gets_their_page_its_image_and_saves(
    settings: Settings, installation: Installation, recipients: list[OpenedPage]
) -> None:
    with served(create_app(settings, installation)) as address:
        html = signing_bench.under_load(address, [(one, one.path) for one in recipients], 0.3)
        paced = signing_bench.under_load(address, [(one, one.path) for one in recipients], 0.5, 10)
        image = signing_bench.under_load(address, [(one, one.image) for one in recipients], 0.3)
        saves = signing_bench.saves(address, recipients)

    assert paced["per_second"] == 10 and paced["not_200"] == 0
    assert (html["not_200"], image["not_200"], saves["not_200"]) == (0, 0, 0)
    assert image["bytes"] == signing_bench.PICTURE
    assert 3_000 < html["bytes"] < 20_000
    assert saves["saves"] == 2


def test_no_mail_of_the_bench_goes_out(
    installation: Installation, recipients: list[OpenedPage]
) -> None:
    member = audit_bench.a_member(installation)

    signing_bench.prepare(member, sample_documents.text(1), 1)

    with member.transaction() as tx:
        assert tx.rows.all("select kind from outbox where state = 'open'") == []
