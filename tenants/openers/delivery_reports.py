"""Taking in a report about a mail: its mark says of which organization it was."""

from datetime import datetime

from core.delivery import letter_mark
from core.delivery.delivery_report import DeliveryReport
from core.principal import SystemPrincipal
from tenants.installation import Installation
from tenants.use_cases.envelopes.delivery import delivery_reports


def take(installation: Installation, report: DeliveryReport, now: datetime) -> bool:
    """Whether it was news; False also for a mark that is not ours."""
    mark = letter_mark.read(installation.settings.link_key, report.mark)
    if mark is None:
        return False
    organization = installation.organization(mark.organization_id)
    with organization.transaction(SystemPrincipal("mail server")) as tx:
        return delivery_reports.take(tx, mark, report, now)
