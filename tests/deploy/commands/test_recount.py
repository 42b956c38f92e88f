import os
import re

import pytest

from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.commands import recount
from tenants.installation import Installation
from tenants.use_cases.organizations import summary_folding
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run


def test_figures_that_were_lost_are_counted_anew(
    settings: Settings, services: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert os.environ["DATABASE_URL"] == services["DATABASE_URL"]
    installation = Installation(settings)
    member = found_member(installation)
    ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from summary_deltas where metric = 'sent'")

    recount.main()

    # Other tests of this database spoil figures of their own organizations meanwhile.
    assert _wrong(capsys) >= 1
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.summaries.total("sent", "month", NOW.date().replace(day=1)) == 1
    assert run(member.organization, summary_folding.recount) == 0
    installation.close()


def _wrong(capsys: pytest.CaptureFixture[str]) -> int:
    """How many figures the last count found wrong."""
    found = re.search(r"(\d+) were wrong", capsys.readouterr().out)
    return int(found[1]) if found else 0
