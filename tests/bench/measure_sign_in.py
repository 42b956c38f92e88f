"""
How long a known and an unknown address take: `.venv/bin/python -m tests.bench.measure_sign_in`.

Medians in milliseconds, with the same passwords and networks; they should not tell which is which.
"""

import os
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from core.refusals import Refusal
from deploy import testing

TIMES = 60


def medians(acts: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Taken in turns, so that whatever else the machine does falls upon all of them."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TIMES):
        for name, act in acts.items():
            started = time.perf_counter()
            with suppress(Refusal):
                act()
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    with testing.servers() as settings:
        os.environ.update(settings)
        from tenants import environment
        from tenants.installation import Installation
        from tenants.use_cases.sign_in import attempt_limits, password_reset
        from tests.tenants import journeys, sign_ins
        from tests.tenants.conftest import NOW, found_member

        installation = Installation(environment.load())
        member = found_member(installation)
        attempt_limits.PER_PERSON = attempt_limits.FROM_ANYWHERE = 10_000
        password_reset.PER_PERSON = password_reset.FROM_ANYWHERE = 10_000
        addresses = {"known": member.email, "unknown": "nobody@example.com"}
        signing = medians(
            {
                name: partial(sign_ins.sign_in, installation, email, "not the password", name, NOW)
                for name, email in addresses.items()
            }
        )
        asking = medians(
            {
                name: partial(journeys.ask_new_password, installation, email, name)
                for name, email in addresses.items()
            }
        )
        for name in addresses:
            print(f"{name:8} sign-in {signing[name]:6.1f} ms   new password {asking[name]:5.2f} ms")
        installation.close()


if __name__ == "__main__":
    main()
