"""Limits of volume, per address. Limits that are security are counted in PostgreSQL."""

from flask import Flask
from flask_limiter import Limiter

from webapp import client

# In memory and so per process: a lost Redis must not close the doors.
limiter = Limiter(client.address, storage_uri="memory://", headers_enabled=False)


def register(app: Flask) -> None:
    limiter.init_app(app)
