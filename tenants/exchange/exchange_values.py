"""Values as the format has them: nothing that is not known is passed over in silence."""

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.roles import registry as roles
from core.fields import kinds
from core.signing.proofs import registry as proofs
from core.text.printable import cleaned, is_line, is_prose

FIELD_KINDS = [kind.name for kind in kinds.ALL]
ROLES = [role.name for role in roles.ROLES]


class ExchangedModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _line(text: str) -> str:
    if not is_line(cleaned(text)):
        raise ValueError("Write one line of plain text.")
    return text


def _prose(text: str) -> str:
    if not is_prose(text):
        raise ValueError("Write plain text.")
    return text


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def check(name: str) -> str:
        if name not in known:
            raise ValueError(f"Choose one of these: {', '.join(known)}.")
        return name

    return check


Line = Annotated[str, AfterValidator(_line)]
Prose = Annotated[str, AfterValidator(_prose)]
FieldKindName = Annotated[
    str, AfterValidator(_one_of(FIELD_KINDS)), Field(json_schema_extra={"enum": [*FIELD_KINDS]})
]
RoleName = Annotated[
    str, AfterValidator(_one_of(ROLES)), Field(json_schema_extra={"enum": [*ROLES]})
]
ProofName = Annotated[
    str, AfterValidator(_one_of(proofs.NAMES)), Field(json_schema_extra={"enum": [*proofs.NAMES]})
]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
# A folder, then a name: nothing leads out of the archive.
FilePath = Annotated[
    str, Field(max_length=250, pattern=r"^[a-z][a-z-]{0,30}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$")
]
PersonNumber = Annotated[int, Field(ge=1, le=RECIPIENTS_LIMIT)]
Points = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False, strict=False)]
Offset = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False, strict=False)]
