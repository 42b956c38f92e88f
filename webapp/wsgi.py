"""What the web server loads, once in each of its processes."""

import sys

from core.settings import InvalidSetting
from tenants import environment
from webapp import create_app

try:
    app = create_app(environment.load())
except InvalidSetting as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(2)
