"""The page on which an organization writes one of its consent texts."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from core.signing.disclosures import disclosure, disclosure_topics, own_disclosure
from core.signing.disclosures.disclosure import Disclosure
from core.signing.disclosures.disclosure_topics import TOPICS, Topic
from core.signing.disclosures.own_disclosure import DisclosurePurpose, DisclosureWords
from core.text.languages import OWN_NAMES
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.organizations.disclosures import EditedDisclosure
from webapp import current
from webapp.render import render
from webapp.text import translation
from webapp.text.translation import gettext


def purposes() -> dict[DisclosurePurpose, tuple[str, str]]:
    """What each text is called, and who is shown it."""
    return {
        DisclosurePurpose.SIGNING: (
            gettext("For signing"),
            gettext("Shown to recipients who sign."),
        ),
        DisclosurePurpose.READING: (
            gettext("For reading"),
            gettext("Shown to recipients who approve or read without signing."),
        ),
    }


def page(
    purpose: DisclosurePurpose,
    language: str,
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    previewed: DisclosureWords | None = None,
    missing: tuple[Topic, ...] = (),
    notice: str = "",
) -> Response:
    """With what was typed, else what counts now. Raises NotFound."""
    with current.transaction() as tx:
        view = disclosures.view(tx, purpose, language)
    words = _begun(view, purpose, language)
    shown: dict[str, Any] = {"typed": typed or {"title": words.title, "text": words.typed}}
    if previewed:
        shown["disclosure"] = own_disclosure.filled(previewed, "", language, view.organization)
    return render(
        "organizations/disclosures/edit.html",
        status=status,
        view=view,
        purpose=purpose,
        language=language,
        language_word=OWN_NAMES[language],
        about=purposes()[purpose],
        topics=TOPICS,
        is_checked=disclosure_topics.is_checked(language),
        missing=missing,
        errors=errors or {},
        notice=notice,
        notice_kind="problem" if notice else "",
        **shown,
    )


def standard(purpose: DisclosurePurpose, language: str, organization: str) -> Disclosure:
    wording = translation.wording_in(language)
    return disclosure.for_organization(organization, purpose.signs, wording)


def _begun(view: EditedDisclosure, purpose: DisclosurePurpose, language: str) -> DisclosureWords:
    """An earlier version where one is asked for, else the one that counts, else the standard."""
    asked = request.args.get("version", type=int)
    earlier = next((v.words for v in view.versions if v.number == asked), None)
    ours = own_disclosure.standard(purpose, translation.wording_in(language))
    return earlier or view.words or ours
