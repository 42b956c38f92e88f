"""One page template, whole or in part."""

import json
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request, url_for
from jinja2 import pass_context
from jinja2_fragments.flask import render_block, render_blocks
from markupsafe import Markup, escape

from core.fields import kinds
from core.signing import hands
from templates.environment import know
from webapp import notices
from webapp.http import request_info
from webapp.notices import Notice, NoticeAction, NoticeKind
from webapp.pages.signing import signing_addresses
from webapp.text import tables, translation

BESIDE = Markup(' hx-swap-oob="true"')
# What only shows something is changed in place: focus, scrolling and what is typed stay.
MORPHED = Markup(' hx-swap-oob="outerMorph"')


def register(app: Flask) -> None:
    environment = app.jinja_env
    know(environment, "url_for", _url_for)
    know(environment, "part_url", signing_addresses.part_url)
    know(environment, "page_url", signing_addresses.page_url)
    know(environment, "signature_url", signing_addresses.signature_url)
    know(environment, "return_address", signing_addresses.return_address)
    environment.globals["zip"] = zip
    environment.globals["ui"] = environment.get_template("_ui.html").module
    environment.globals["adoptions"] = kinds.ADOPTIONS
    environment.globals["hands"] = hands
    environment.filters.update(tables.FILTERS)
    environment.globals["asking_again"] = asking_again
    app.context_processor(_context)


def render(
    template: str,
    *blocks: str,
    status: int = 200,
    notice: str = "",
    notice_action: NoticeAction | None = None,
    **context: Any,
) -> Response:
    """
    The named blocks of `template` for htmx, the whole page for everyone else.

    A block is named like the id of its root element. `notice` is a sentence shown on top of
    the page, or beside the fragment: as a problem when `status` says that something was refused.
    `notice_action` is the button in it, such as "Undo".
    """
    fragment = bool(blocks) and request_info.wants_fragment()
    kind = NoticeKind.PROBLEM if status >= 400 else NoticeKind.DONE
    said = Notice(notice, kind, notice_action)
    if not notice and not fragment:
        said = notices.take()
    context |= {"notice": said.text, "notice_kind": said.kind.value, "notice_action": said.action}
    # A root element says so itself when it is swapped beside the one that was asked for.
    context |= {"beside": BESIDE if fragment else "", "morphed": MORPHED if fragment else ""}
    if fragment:
        html = render_blocks(template, list(blocks), **context)
        html += render_block("_notice.html", "notice_beside", **context) if notice else ""
    else:
        html = render_template(template, **context)
    response = make_response(html, status)
    response.vary.add("HX-Request")
    return response


def unchanged(version: object) -> Response | None:
    """304 when the version that a waiting page has, said in If-None-Match, is still this one."""
    if request.headers.get("If-None-Match") != tag(version):
        return None
    response = make_response("", 304)
    response.vary.add("HX-Request")
    return response


def tag(version: object) -> str:
    """
    The entity tag of a version: a page that waits sends it back with each question.

    A member's is theirs in their role: with another one the page offers something else.
    """
    member = g.get("member")
    return f'"{version}-{member.role}-{member.person_id}"' if member else f'"{version}"'


def asking_again(version: object) -> Markup:
    """The attributes of an element that asks every few seconds whether something changed."""
    headers = escape(json.dumps({"If-None-Match": tag(version)}))
    return Markup(f'hx-trigger="every 3s" hx-swap="none" hx-headers="{headers}"')  # noqa: S704


def _context() -> dict[str, Any]:
    """What every page template may rely on. None: no one is signed in."""
    translation.speak()
    return {
        "member": g.get("member"),
        "notice": "",
        "notice_kind": "done",
        "notice_action": None,
        "beside": "",
        "morphed": "",
    }


@pass_context  # so that it is asked for each page: addresses depend on the request
def _url_for(_context: object, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)
