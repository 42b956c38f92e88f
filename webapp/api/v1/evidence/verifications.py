"""Verifications: the verdict of the public page, for programs. A worker opens the file."""

import base64
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.identifiers import new_id
from tenants.use_cases.evidence import verifying
from tenants.use_cases.evidence.known_files import KnownFile
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.evidence.verification_models import (
    CheckAnswer,
    KnownFileAnswer,
    KnownSignerAnswer,
    NewVerification,
    OtherSignatureAnswer,
    SealAnswer,
    VerificationAnswer,
    VerificationForm,
)
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once_opened
from webapp.pages.evidence import verifications
from webapp.pages.evidence.verifications import Verification

bp = Blueprint("verifications", __name__, url_prefix="/verifications")


@bp.post("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    json=NewVerification,
    form=VerificationForm,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 413, 415, 422, 429, HTTP_201=VerificationAnswer),
    operation_id="create_verification",
)
def create() -> Response:
    """
    Verify a PDF

    Whether it was sealed here and is unchanged, like the public page “Verify”. Ask for the
    verdict at `Location`, usually there within seconds. The file is deleted with the verdict.
    """
    file_name, data = _file()
    id, now = new_id(), current.now()

    def act(opener: Answering) -> None:
        stored_as = verifying.of_organization(opener.organization.id, id)
        verifications.submit(current.installation(), stored_as, file_name, data, now)
        opener.commit(lambda _: id)

    return once_opened(act, lambda _, made: _created(made))


@bp.get("/<uuid:verification_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(VerificationAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_304=None, HTTP_200=VerificationAnswer),
    operation_id="get_verification",
)
def show(verification_id: UUID) -> Response:
    """
    See a verdict

    For an hour after the file was sent.
    """
    return responses.shown(_answer(verification_id))


def _file() -> tuple[str, bytes]:
    if request.context.form:  # type: ignore[attr-defined]
        part = request.files["file"]
        return part.filename or "", part.stream.read()
    asked: NewVerification = request.context.json  # type: ignore[attr-defined]
    return asked.name, base64.b64decode(asked.content)


def _created(id: UUID) -> Response:
    place = url_for("api_v1.verifications.show", verification_id=id)
    return responses.created(place, _answer(id))


def _answer(id: UUID) -> VerificationAnswer:
    """Raises NotFound."""
    stored_as = verifying.of_organization(current.organization().id, id)
    found = verifications.verification(current.installation(), stored_as)
    report = found.report or {}
    genuine = report.get("verdict") == "genuine"
    checks = [
        CheckAnswer(name=c["name"], passed=c["passed"], detail=c["sentence"])
        for c in report.get("checks", ())
    ]
    return VerificationAnswer(
        id=id,
        status="done" if report else "processing",
        name=found.file_name,
        sha256=found.sha256,
        verdict=report.get("verdict"),
        reasons=[check.detail for check in checks if not check.passed],
        checks=checks,
        seal=_seal(found),
        signatures=[
            OtherSignatureAnswer.model_validate(each) for each in report.get("signatures", ())
        ],
        known=_known(found.known) if genuine and found.known else None,
    )


def _seal(found: Verification) -> SealAnswer | None:
    seal = (found.report or {}).get("seal")
    if not seal:
        return None
    return SealAnswer(
        organization=seal["organization"],
        fingerprint=seal["fingerprint"],
        sealed_at=seal.get("sealed_at"),
    )


def _known(file: KnownFile) -> KnownFileAnswer:
    return KnownFileAnswer(
        organization=file.organization_name,
        slug=file.slug,
        domains=list(file.domains),
        proved=file.proved,
        envelope_name=file.envelope_name,
        sealed_at=file.sealed_at,
        signers=[
            KnownSignerAnswer(name=s.name, address=s.address, at=s.at, did=s.did)
            for s in file.signers
        ],
    )
