"""The operator's portal: each of its resources is a module here, all behind one guard."""

from importlib import import_module

from flask import Blueprint

from webapp.sessions import operator_sessions

RESOURCES = (
    "sessions",
    "organizations",
    "suspensions",
    "limits",
    "founders",
    "jobs",
    "abuse_reports",
    "mail_tests",
    "platform",
    "log",
)
bp = Blueprint("operator", __name__, url_prefix="/operator")
for name in RESOURCES:
    bp.register_blueprint(import_module(f"webapp.routes.operator.{name}").bp)
bp.context_processor(operator_sessions.frame)
