"""HTTP in, HTML out: the application and its parts, put together once per process."""

from types import TracebackType

from flask import Flask, templating

from core.settings.settings import Settings
from templates.environment import TemplateEnvironment
from tenants.installation import Installation
from webapp import assets, current, icons, notices, render, routes
from webapp.api import docusign, v1
from webapp.api.v1 import call_limits
from webapp.http import compression, errors, hosts, rate_limits, request_info, security, timing
from webapp.pages import main_menu, settings_menu
from webapp.text import quantities, times, translation

UPLOAD_LIMIT = 101_000_000
ExceptionInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class PageEnvironment(TemplateEnvironment, templating.Environment):
    """Flask's, with what all templates have in common."""


class Application(Flask):
    """Flask, but for how templates are compiled and what it writes down when something breaks."""

    jinja_environment = PageEnvironment

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        errors.write_down(exc_info[1])


def create_app(settings: Settings, installation: Installation | None = None) -> Flask:
    """Opens the installation too, when none is given: call it after the process was forked."""
    app = Application(__name__, template_folder="../templates", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = UPLOAD_LIMIT
    # Field lists and typed values are forms too; files do not count here.
    app.config["MAX_FORM_MEMORY_SIZE"] = 4_000_000
    current.register(app, settings, installation or Installation(settings))
    # Timing first, so that it sees all of a request; macros see the globals made before them.
    for part in (timing, compression, request_info, hosts, assets, icons, translation, times):
        part.register(app)
    for part in (quantities, security, notices, rate_limits, errors):
        part.register(app)
    main_menu.register(app)
    settings_menu.register(app)
    render.register(app)
    routes.register(app)
    app.register_blueprint(v1.bp)
    app.register_blueprint(docusign.bp)
    call_limits.register(app, settings)
    return app
