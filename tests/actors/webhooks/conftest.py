"""An installation whose operator opened loopback to webhooks."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from actors import worker  # noqa: F401 - importing the worker registers every actor
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.actors.webhooks.receiver import Receiver, receiving
from tests.tenants.conftest import found_member


@pytest.fixture(scope="module")
def installation(settings: Settings) -> Iterator[Installation]:
    opened = replace(
        settings, outbound_private_networks=(ip_network("127.0.0.0/8"),), webhook_seconds=2
    )
    installation = Installation(opened)
    yield installation
    installation.close()


@pytest.fixture
def stranger(installation: Installation) -> Member:
    """The owner of another organization."""
    return found_member(installation)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as found:
        yield found
