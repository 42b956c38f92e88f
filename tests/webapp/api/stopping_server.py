"""
The web server's application, which stops where a test wants to kill it: right before or right
after the commit of a request with an Idempotency-Key. Nothing of the product is replaced.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.principal import Principal
from tenants.installation import Organization
from tenants.store.api.idempotency_keys import IdempotencyKeys
from tenants.transaction import Transaction
from webapp.asgi import app

__all__ = ["app"]

WHERE = os.environ["STOP"]  # before or after
REACHED = Path(os.environ["STOP_REACHED"])
kept = threading.local()
_keep, _transaction = IdempotencyKeys.keep, Organization.transaction


def _stop() -> None:
    """Whoever asked waits for an answer that never comes."""
    REACHED.touch()
    threading.Event().wait()


def _keep_and_stop(self: IdempotencyKeys, *kept_with: Any) -> None:
    _keep(self, *kept_with)
    kept.now = True
    if WHERE == "before":
        _stop()


@contextmanager
def _transaction_and_stop(self: Organization, principal: Principal) -> Iterator[Transaction]:
    with _transaction(self, principal) as tx:
        yield tx
    if WHERE == "after" and getattr(kept, "now", False):
        _stop()


IdempotencyKeys.keep = _keep_and_stop  # type: ignore[method-assign]
Organization.transaction = _transaction_and_stop  # type: ignore[method-assign]
