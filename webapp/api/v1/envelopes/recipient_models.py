"""Recipients of envelopes as programs send and receive them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import (
    BaseModel,
    Field,
)

from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from core.envelopes.drafts.draft_fields import (
    FIELDS_LIMIT,
)
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.recipient_options import NOTE_LIMIT
from core.envelopes.roles.signer import SIGNER
from core.signing.proofs.questions import LONGEST_ANSWER, LONGEST_QUESTION, MOST
from webapp.api.v1.field_models import FieldAnswer, NewField
from webapp.api.v1.value_types import (
    AskedModel,
    LanguageTag,
    Line,
    OptionalAddress,
    OptionalLine,
    ProofName,
    Prose,
    RoleName,
)


class RecipientChoices(AskedModel):
    """What is chosen for one recipient; what is left out is as it is for everyone."""

    note: Annotated[
        Prose,
        Field(max_length=NOTE_LIMIT, description="A private message, in the mails to them only"),
    ] = ""
    condition: Annotated[
        str,
        Field(
            max_length=2_000,
            description="Ask them only if this holds when their turn comes, such as amount > 1000",
        ),
    ] = ""
    delegable: Annotated[
        bool, Field(description="They may hand their part over to another person")
    ] = False
    embedded: bool = Field(
        default=False, description="They sign inside your application: no mail asks them to"
    )
    host_name: Annotated[
        str, Field(max_length=120, description="For the role in_person: who meets them")
    ] = ""
    host_email: Annotated[
        str,
        Field(
            max_length=254,
            description="Where the link goes that opens the page of someone who signs in person;"
            " left out, a member opens it from the envelope",
        ),
    ] = ""
    proofs: list[ProofName] = Field(
        default=[], max_length=20, description="Proofs of identity, besides the link in the mail"
    )
    language: Annotated[
        LanguageTag,
        Field(description="Of mails to them and their pages; left out, that of their browser"),
    ] = ""
    birthdate: Annotated[
        str, Field(max_length=10, description="For identity_check and knowledge_check: 1984-03-29")
    ] = ""
    phone: Annotated[
        str,
        Field(
            max_length=40,
            description="For SMS and the proof sms_code: +491511234567, as E.164 has it",
        ),
    ] = ""
    channel: Annotated[
        str,
        Field(pattern="^(sms|both|)$", description="How we write to them: empty is by e-mail"),
    ] = ""

    named_later: bool = Field(
        default=False,
        description="An agent before them, or the signer of a witness, says who it is: name and"
        " e-mail address may be left out",
    )
    particulars: bool = Field(
        default=False,
        description="A witness gives name, address and occupation, under their signature",
    )


class AskedQuestion(AskedModel):
    """A question that only the recipient should be able to answer."""

    question: Annotated[Line, Field(min_length=1, max_length=LONGEST_QUESTION)]
    answer: Annotated[str, Field(min_length=2, max_length=LONGEST_ANSWER)]


class NewDraftRecipient(AskedModel):
    """Someone who is asked. Equal orders act at the same time, rising ones in sequence."""

    name: Annotated[
        OptionalLine,
        Field(max_length=120, description="May be left out of someone who is named later"),
    ] = ""
    email: Annotated[
        OptionalAddress,
        Field(
            description="May be left out for the role in_person, of someone named later, and of"
            " someone who is written to by SMS"
        ),
    ] = ""
    signing_group_id: UUID | None = Field(
        default=None,
        description="In the place of name and e-mail: everyone in this signing group is asked, and"
        " any one of them acts for all. Roles: signer, approver, viewer",
    )
    role: RoleName = SIGNER.name
    role_name: Annotated[
        Line | None,
        Field(max_length=ROLE_NAME_LIMIT, description="The name of the role, such as Buyer"),
    ] = None
    order: Annotated[int, Field(ge=1, le=100)] = 1
    options: RecipientChoices = RecipientChoices()
    access_code: Annotated[
        str,
        Field(
            max_length=60,
            description="For the proof access_code; it is stored as a keyed hash, never answered",
        ),
    ] = ""
    questions: list[AskedQuestion] = Field(
        default=[],
        max_length=MOST,
        description="For the proof questions; answers are stored as keyed hashes, never answered",
    )


class NewRecipient(NewDraftRecipient):
    """The same with their fields."""

    fields: list[NewField] = Field(default=[], max_length=FIELDS_LIMIT)


class ChangedRecipientOptions(RecipientChoices):
    """What is left out stays as it is."""


class ChangedDraftRecipient(AskedModel):
    """
    What is left out stays as it is. Of an envelope that was sent, role and role name stay, and
    another name or address gets a new link.
    """

    name: Annotated[OptionalLine | None, Field(max_length=120)] = None
    email: OptionalAddress | None = None
    role: RoleName | None = None
    role_name: Annotated[OptionalLine | None, Field(max_length=ROLE_NAME_LIMIT)] = None
    order: Annotated[int | None, Field(ge=1, le=100)] = None
    options: ChangedRecipientOptions | None = None
    access_code: Annotated[str, Field(max_length=60, description="A new one")] = ""
    questions: list[AskedQuestion] | None = Field(
        default=None, max_length=MOST, description="All of them, new"
    )


class NewOrder(AskedModel):
    recipient_id: UUID
    order: Annotated[int, Field(ge=1, le=100)]


class NewOrders(AskedModel):
    """Equal orders act at the same time. Who is not named keeps their order."""

    orders: Annotated[list[NewOrder], Field(min_length=1, max_length=RECIPIENTS_LIMIT)]


class ConsentAnswer(BaseModel):
    """Which text a recipient accepted. No request can give a consent: only its recipient does."""

    version: str
    sha256: str = Field(description="Of the text as it was shown")
    language: str
    at: datetime


class RecipientAnswer(BaseModel):
    id: UUID
    name: str
    email: str
    signing_group_id: UUID | None = Field(
        description="They are asked as one of this group, of whom any one acts for all"
    )
    group: str = Field(description="The name of the group; empty for someone who acts alone")
    role: RoleName
    role_name: str
    order: int
    options: RecipientChoices
    status: str
    sent_at: datetime | None
    delivered_at: datetime | None = Field(description="When they first opened the documents")
    completed_at: datetime | None
    reminded_at: datetime | None
    bounced_at: datetime | None = Field(description="When their mail server refused our mail")
    locked_at: datetime | None = Field(description="Since when wrong codes have locked them out")
    proofs: list[ProofName] = Field(description="Proofs of identity asked of them, all together")
    consent: ConsentAnswer | None = Field(
        description="To the disclosure; null before it is accepted, and after it was withdrawn"
    )
    consent_withdrawn: bool
    paper_requested_at: datetime | None = Field(
        description="When they asked for the documents on paper"
    )
    fields: list[FieldAnswer]


class OneRecipientAnswer(RecipientAnswer):
    """With what the certificate says of how they proved who they are."""

    proven: list[str]


class RecipientListAnswer(BaseModel):
    items: list[RecipientAnswer]
    next_cursor: str | None
