"""Values as programs send them: one line, prose, an address, a name out of a registry."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.envelopes.roles import registry as roles
from core.fields import kinds
from core.signing.proofs import registry as proofs
from core.text.languages import OWN_NAMES
from core.text.printable import cleaned, is_line, is_prose, why_undrawable
from tenants import email_addresses


class AskedModel(BaseModel):
    """What a program sends: nothing that is not known is passed over in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _line(text: str) -> str:
    text = cleaned(text)
    if not text or not is_line(text):
        raise ValueError("Write one line of plain text.")
    if why := why_undrawable(text):
        raise ValueError(str(why))
    return text


def _file_name(text: str) -> str:
    name = _line(text)
    if "/" in name or "\\" in name:
        raise ValueError("Give the name of a file without folders.")
    return name


def _optional_line(text: str) -> str:
    return _line(text) if cleaned(text) else ""


def _prose(text: str) -> str:
    if not is_prose(text):
        raise ValueError("Write plain text.")
    return cleaned(text)


def _address(text: str) -> str:
    text = cleaned(text)
    if not email_addresses.deliverable(text):
        raise ValueError("Give a complete e-mail address, such as name@example.com.")
    return text


def _base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("This is not base64 (RFC 4648, section 4).") from None
    return text


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    """One of the names of a registry."""

    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"Choose one of these: {', '.join(known)}.")
        return name

    return check


def one_of(known: Sequence[str]) -> AfterValidator:
    """Refuses every other name."""
    return AfterValidator(_one_of(known))


FIELD_KINDS = [kind.name for kind in kinds.ALL]
ROLES = [role.name for role in roles.ROLES]
PROOFS = proofs.NAMES
LANGUAGES = ["", *OWN_NAMES]
FieldKindName = Annotated[
    str, AfterValidator(_one_of(FIELD_KINDS)), Field(json_schema_extra={"enum": [*FIELD_KINDS]})
]
RoleName = Annotated[
    str, AfterValidator(_one_of(ROLES)), Field(json_schema_extra={"enum": [*ROLES]})
]
ProofName = Annotated[
    str, AfterValidator(_one_of(PROOFS)), Field(json_schema_extra={"enum": [*PROOFS]})
]
LanguageTag = Annotated[
    str, AfterValidator(_one_of(LANGUAGES)), Field(json_schema_extra={"enum": LANGUAGES})
]
Line = Annotated[str, AfterValidator(_line)]
Label = Annotated[str, Field(max_length=100), AfterValidator(_optional_line)]
FileName = Annotated[str, Field(max_length=200), AfterValidator(_file_name)]
Prose = Annotated[str, Field(max_length=5_000), AfterValidator(_prose)]
Address = Annotated[str, Field(max_length=254), AfterValidator(_address)]
OptionalLine = Annotated[str, AfterValidator(_optional_line)]
OptionalAddress = Annotated[
    str, Field(max_length=254), AfterValidator(lambda given: _address(given) if given else "")
]
Base64 = Annotated[
    str, AfterValidator(_base64), Field(json_schema_extra={"contentEncoding": "base64"})
]
Offset = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False)]
