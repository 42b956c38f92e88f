"""Who may call: a program with a key or token of the organization that is the account."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Response

from core.api.scope import Scope
from core.refusals import NotFound
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.call_limits import Call

LISTS = ("envelopes.index", "templates.index", "folders.items")
CREATES = ("envelopes.create", "templates.create", "bulk_sends.send")


def required(*scopes: Scope) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """The view does not get the account: it is where it acts. Raises NotFound for another one."""

    def guard(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def of_account(account_id: UUID, **kwargs: Any) -> Response:
            if account_id != current.organization().id:
                raise NotFound
            return view(**kwargs)

        of_account.calls = _calls(view)  # type: ignore[attr-defined]
        return authentication.required(*scopes)(of_account)

    return guard


def _calls(view: Callable[..., Response]) -> dict[str, Call]:
    """How it counts in the limits of our own API, by method."""
    name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
    reads = Call.LISTS if name in LISTS else Call.READS
    return {"GET": reads, **({"POST": Call.CREATES} if name in CREATES else {})}
