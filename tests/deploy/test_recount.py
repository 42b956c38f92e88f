import os

import pytest

from core.settings import Settings
from deploy import recount
from tenants.installation import Installation
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member


def test_figures_that_were_lost_are_counted_anew(
    settings: Settings, services: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert os.environ["DATABASE_URL"] == services["DATABASE_URL"]
    recount.main()  # what other tests put there without a use case
    capsys.readouterr()
    installation = Installation(settings)
    member = found_member(installation)
    ceremonies.sent(member, NOW)
    with member.organization.transaction() as tx:
        tx.run("delete from summary_deltas where metric = 'sent'")

    recount.main()
    first = capsys.readouterr().out
    recount.main()

    with member.organization.transaction() as tx:
        assert tx.summaries.total("sent", "month", NOW.date().replace(day=1)) == 1
    installation.close()
    assert "1 were wrong and are right now" in first
    assert "all were right" in capsys.readouterr().out
