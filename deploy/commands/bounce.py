"""`countersign bounce`: takes in a mail about a mail, as a mail server pipes it (RFC 3464)."""

import sys
from datetime import UTC, datetime

from core.delivery import delivery_report
from tenants import environment
from tenants.installation import Installation
from tenants.openers import delivery_reports


def main() -> int:
    """
    0 for all that was read, so that the mail server does not send it back; a database that is
    away ends it with another code, and the mail server tries again.
    """
    report = delivery_report.read(sys.stdin.buffer.read(delivery_report.LARGEST))
    if report is None:
        print("This is no report about a mail of ours.")
        return 0
    installation = Installation(environment.load(), pool_size=1)
    try:
        taken = delivery_reports.take(installation, report, datetime.now(UTC))
    finally:
        installation.close()
    print("Recorded." if taken else "Nothing new.")
    return 0
