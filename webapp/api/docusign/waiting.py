"""Waiting for the pages of a template that was made a moment ago, with no transaction open."""

import time
from collections.abc import Sequence
from uuid import UUID

from tenants.use_cases.docusign import templates
from webapp import current

PAUSE, LONGEST = 0.25, 10.0  # seconds


def publish(template_ids: Sequence[UUID]) -> None:
    """
    Programs make a template and use it at once. Raises NotReadyToCopy after a while, and what
    templates.publish_first raises.
    """
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with current.transaction() as tx:
            waits = templates.waits(tx, template_ids)
        if not waits:
            break
        time.sleep(PAUSE)
    with current.transaction() as tx:
        templates.publish_first(tx, template_ids, current.now())
