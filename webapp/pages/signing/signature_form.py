"""The form in which a signature is drawn, typed or uploaded: the picture that came out of it."""

from flask import request

from core.fields import kinds
from core.refusals import Invalid, Refusal, sentence
from core.signing import finishing
from core.signing.refusals import NoInk, SignatureImageTooLarge, UnusableImage
from core.text.printable import cleaned, why_undrawable
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signature_images, typed_signature
from webapp.text.translation import gettext, translated


def picture(method: str, kind: str) -> bytes:
    """
    As the browser made it; a typed name that came without a picture is drawn here.

    Raises Invalid, naming a letter that no font has.
    """
    file = request.files.get("image")
    data = file.read(signature_images.BYTES_LIMIT + 1) if file else b""
    if method == "typed":
        return _typed(data, kinds.ADOPTIONS[kind].is_framed)
    if data:
        return data
    if method == "drawn":
        raise Invalid(image=sentence("Draw your signature first."))
    raise Invalid(image=sentence("Choose an image first."))


def told(error: Invalid | Refusal) -> str:
    """Why it was not taken, in the reader's language."""
    if isinstance(error, Invalid):
        return translated(next(iter(error.errors.values())))
    return gettext(error.message)


def is_foreign(error: Invalid | Refusal) -> bool:
    """Whether it was a picture that may be a good one, and that only the sandbox opens."""
    return isinstance(error, UnusableImage) and not isinstance(
        error, (SignatureImageTooLarge, NoInk)
    )


def _typed(data: bytes, is_framed: bool) -> bytes:
    text = cleaned(request.form.get("text", ""))
    if not text:
        raise Invalid(text=sentence("Type your name first."))
    if why := why_undrawable(text):
        raise Invalid(text=why)
    if len(text) > typed_signature.LONGEST:
        raise Invalid(text=typed_signature.TOO_LONG)
    if is_framed:
        return typed_signature.draw_stamp(text)
    return data or typed_signature.draw(text, request.form.get("font", "caveat"))


def check_may_sign(ceremony: Ceremony) -> None:
    """Raises what signing raises when it is not for them to sign now."""
    finishing.fill(ceremony.envelope, ceremony.recipient_id, {})
