"""What the web server loads, once in each of its processes."""

import sys

from core.settings.settings import InvalidSetting
from tenants import environment
from webapp import UPLOAD_LIMIT, create_app
from webapp.server import access_log, connections
from webapp.server.buffering import BufferingServer

try:
    settings = environment.load()
    made = create_app(settings)
    look = made.extensions["installation"].directory.streams_ahead
    app = BufferingServer(made, settings.trusted_proxies, UPLOAD_LIMIT, look)
except InvalidSetting as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(2)
connections.allow_many()
access_log.guard()
