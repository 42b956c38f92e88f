"""Providers of these tests run on this machine, which the product reaches only when it may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from core.settings.settings import Settings
from tenants.installation import Installation
from webapp import create_app


@pytest.fixture(scope="module")
def changed(settings: Settings) -> Settings:
    return replace(settings, sso_allow_private=True)


@pytest.fixture(scope="module")
def installation(changed: Settings) -> Iterator[Installation]:
    opened = Installation(changed)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(changed: Settings, installation: Installation) -> Flask:
    return create_app(changed, installation)
