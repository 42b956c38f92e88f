"""Ports that no other process of the tests takes meanwhile."""

import os
from itertools import count

from deploy.embedded.environment_file import is_free

# A hundred for each process: below those of the servers for the tests, and below those that the
# system itself gives to connections.
_numbers = count(10_000 + os.getpid() % 90 * 100)


def free_port() -> int:
    return next(number for number in _numbers if is_free(number))
