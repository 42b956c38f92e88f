"""Applications of the organization: OAuth clients, added and changed in the settings."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.api import api_key, scope
from core.api.oauth import client as rules
from core.api.oauth import client_kind
from core.api.oauth.client import AskedClient, Client
from core.api.oauth.client_kind import ClientKind
from core.api.scope import Scope
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.use_cases.api.oauth import client_keys, clients
from tenants.use_cases.api.oauth.clients import MadeClient
from webapp import current, notices
from webapp.forms import request_values
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("oauth_clients", __name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form about a client shows."""

    name: str = ""
    kind: str = ClientKind.CONFIDENTIAL
    redirect_uris: str = ""
    scopes: tuple[str, ...] = ()
    public_keys: str = ""
    is_shared: bool = False
    may_impersonate: bool = False

    @classmethod
    def read(cls, kind: str = "") -> "Typed":
        form = request.form
        return cls(
            form.get("name", ""),
            kind or form.get("kind", ""),
            form.get("redirect_uris", ""),
            tuple(form.getlist("scopes")),
            form.get("public_keys", ""),
            bool(form.get("is_shared")),
            bool(form.get("may_impersonate")),
        )

    @classmethod
    def of(cls, client: Client) -> "Typed":
        return cls(
            client.name,
            client.kind,
            "\n".join(client.redirect_uris),
            tuple(client.scopes),
            client_keys.written(client.public_keys),
            client.is_shared,
            client.may_impersonate,
        )

    def asked(self) -> tuple[AskedClient, dict[str, Any]]:
        """Raises Invalid with all that is wrong."""
        errors, keys = {}, {}
        try:
            keys = client_keys.read(self.public_keys)
        except Invalid as invalid:
            errors = invalid.errors
        try:
            asked = rules.asked_for(
                *(self.name, self.kind, self.redirect_uris, self.scopes),
                is_shared=self.is_shared,
                may_impersonate=self.may_impersonate,
            )
        except Invalid as invalid:
            raise Invalid(**errors, **invalid.errors) from None
        if errors:
            raise Invalid(**errors)
        return asked, keys


@bp.get("/settings/applications")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def index() -> Response:
    return _index()


@bp.post("/settings/applications")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def create() -> Response:
    """The answer shows the secret, so it is no redirect: the same form again shows none."""
    typed = Typed.read()
    try:
        asked, keys = typed.asked()
    except Invalid as invalid:
        return _index(typed, invalid.errors, 422)
    form_id = request_values.form_uuid("id") or new_id()
    with current.transaction() as tx:
        made = clients.make(tx, form_id, asked, keys, current.now())
    if not made.secret:
        return _to(made.client.id, gettext("Application added."))
    return _page(made.client.id, made=made)


@bp.get("/settings/applications/<uuid:client_id>")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def show(client_id: UUID) -> Response:
    return _page(client_id)


@bp.post("/settings/applications/<uuid:client_id>")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def update(client_id: UUID) -> Response:
    with current.transaction() as tx:
        kind = clients.get(tx, client_id).kind
    typed = Typed.read(kind)
    try:
        asked, keys = typed.asked()
        with current.transaction() as tx:
            clients.change(tx, client_id, asked, keys, current.now())
    except Invalid as invalid:
        return _page(client_id, typed, invalid.errors, 422)
    return _to(client_id, gettext("Saved."))


@bp.post("/settings/applications/<uuid:client_id>/secret")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def renew(client_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            made = clients.renew_secret(tx, client_id, request.form.get("hours", ""), current.now())
    except Invalid as invalid:
        return _page(client_id, None, invalid.errors, 422)
    return _page(client_id, made=made)


@bp.post("/settings/applications/<uuid:client_id>/member")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def take_over(client_id: UUID) -> Response:
    with current.transaction() as tx:
        clients.take_over(tx, client_id, current.now())
    return _to(client_id, gettext("Saved."))


@bp.post("/settings/applications/<uuid:client_id>/disabling")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def disable(client_id: UUID) -> Response:
    with current.transaction() as tx:
        clients.disable(tx, client_id, current.now())
    return _to(client_id, gettext("Application disabled. None of its access works."))


@bp.post("/settings/applications/<uuid:client_id>/enabling")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def enable(client_id: UUID) -> Response:
    with current.transaction() as tx:
        clients.enable(tx, client_id, current.now())
    return _to(client_id, gettext("Application enabled."))


@bp.post("/settings/applications/<uuid:client_id>/deletion")
@member_sessions.required(Permission.MANAGE_OAUTH_CLIENTS)
def delete(client_id: UUID) -> Response:
    with current.transaction() as tx:
        clients.delete(tx, client_id, current.now())
    answer = make_response(redirect(url_for("oauth_clients.index"), 303))
    return notices.leave(answer, gettext("Application deleted."))


def _to(client_id: UUID, sentence: str) -> Response:
    address = url_for("oauth_clients.show", client_id=client_id)
    return notices.leave(make_response(redirect(address, 303)), sentence)


def _index(
    typed: Typed | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    with current.transaction() as tx:
        listed = clients.listed(tx)
    return _render("index", status, typed or Typed(), errors, clients=listed, new_id=new_id())


def _page(
    client_id: UUID,
    typed: Typed | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    made: MadeClient | None = None,
) -> Response:
    with current.transaction() as tx:
        listed = clients.listed_one(tx, client_id)
    return _render(
        *("show", status, typed or Typed.of(listed.client), errors),
        listed=listed,
        client=listed.client,
        secret=made.secret if made else "",
        mine=listed.client.acts_for == current.member().person_id,
        overlaps=api_key.OVERLAPS,
        issuer=current.settings().base_url,
    )


def _render(
    page: str, status: int, typed: Typed, errors: dict[str, str] | None, **context: Any
) -> Response:
    return render(
        f"api/oauth_clients/{page}.html",
        status=status,
        typed=typed,
        errors=errors or {},
        kinds=client_kind.WORDS,
        scopes=tuple(Scope),
        scope_words=scope.WORDS,
        now=current.now(),
        **context,
    )
