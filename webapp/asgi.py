"""What the web server loads, once in each of its processes."""

import sys

from core.settings.settings import InvalidSetting
from tenants import environment
from webapp import UPLOAD_LIMIT, connections, create_app
from webapp.front import Front

try:
    settings = environment.load()
    app = Front(create_app(settings), settings.trusted_proxies, UPLOAD_LIMIT)
except InvalidSetting as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(2)
connections.allow_many()
