"""What the prepare page's script is told of corrected fields."""

from flask import Response, jsonify, make_response

from core.refusals import Invalid
from tenants.use_cases.envelopes.drafting import PlacedFields
from webapp import notices
from webapp.pages.fields import field_json
from webapp.text.translation import gettext, translated


def saved(placed: PlacedFields) -> Response:
    """Or the fields that another page has changed meanwhile."""
    contested = {
        str(id): None if theirs is None else field_json.of_field(theirs)
        for id, theirs in placed.contested.items()
    }
    if contested:
        return make_response(jsonify(contested=contested), 409)
    return notices.leave(make_response(jsonify(saved=True)), gettext("Corrected."))


def refused(invalid: Invalid) -> Response:
    told = {name: translated(text) for name, text in invalid.errors.items()}
    return make_response(jsonify(errors=told), 422)
