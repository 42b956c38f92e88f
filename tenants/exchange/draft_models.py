"""What is needed to prepare the same envelope or template elsewhere."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from core.documents.merge_fields import LONGEST, MOST
from core.envelopes.delivery.archive import ADDRESSES_LIMIT
from core.envelopes.drafts.draft import ROLE_NAME_LIMIT, TYPED_LIMIT
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.drafts.draft_fields import FIELDS_LIMIT
from core.envelopes.drafts.draft_routing import DELAY_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.recipient_options import NOTE_LIMIT
from core.envelopes.schedule import LONGEST as LONGEST_SCHEDULE
from core.envelopes.schedule import REMINDERS_LIMIT
from core.signing.proofs.questions import LONGEST_ANSWER, LONGEST_QUESTION
from core.signing.proofs.questions import MOST as MOST_QUESTIONS
from core.templates.template import DESCRIPTION_LIMIT
from tenants.exchange.exchange_values import (
    ExchangedModel,
    FilePath,
    Line,
    PersonNumber,
    ProofName,
    Prose,
    RoleName,
)
from tenants.exchange.field_models import ExchangedField
from tenants.exchange.record_models import ExchangedRecord

Days = Annotated[int, Field(ge=0, le=LONGEST_SCHEDULE)]


class ExchangedDocument(ExchangedModel):
    """
    A document, whose file is taken in anew. `values` are those of its merge fields.

    `attached`: a PDF that was signed before goes along unchanged. `supplement`: for reading only.
    """

    name: Annotated[Line, Field(min_length=1, max_length=200)]
    file: FilePath
    attached: bool = False
    hidden_from: Annotated[list[PersonNumber], Field(max_length=RECIPIENTS_LIMIT)] = []  # noqa: RUF012
    supplement: Literal["view", "accept"] | None = None
    values: Annotated[
        dict[Annotated[str, Field(max_length=163)], Annotated[str, Field(max_length=LONGEST)]],
        Field(max_length=MOST),
    ] = {}  # noqa: RUF012
    place_tags: bool = False


class ExchangedQuestion(ExchangedModel):
    """For the proof `questions`. An export has no answers: they are kept as hashes only."""

    question: Annotated[Line, Field(min_length=1, max_length=LONGEST_QUESTION)]
    answer: Annotated[str, Field(min_length=2, max_length=LONGEST_ANSWER)]


class ExchangedOptions(ExchangedModel):
    """What is chosen for one recipient."""

    note: Annotated[Prose, Field(max_length=NOTE_LIMIT)] = ""
    proofs: Annotated[list[ProofName], Field(max_length=20)] = []  # noqa: RUF012
    condition: Annotated[str, Field(max_length=2_000)] = ""
    language: Annotated[str, Field(max_length=20)] = ""
    phone: Annotated[Line, Field(max_length=40)] = ""
    channel: Literal["", "sms", "both"] = ""
    birthdate: Annotated[str, Field(max_length=10)] = ""
    delegable: bool = False
    embedded: bool = False
    host_name: Annotated[Line, Field(max_length=120)] = ""
    host_email: Annotated[Line, Field(max_length=254)] = ""
    named_later: bool = False
    particulars: bool = False


class ExchangedRecipient(ExchangedModel):
    """
    Who is asked, or the role that someone will take. Equal orders act at the same time.

    Those of one `group` act for each other.
    """

    role: RoleName = "signer"
    role_name: Annotated[Line, Field(max_length=ROLE_NAME_LIMIT)] = ""
    name: Annotated[Line, Field(max_length=TYPED_LIMIT)] = ""
    email: Annotated[Line, Field(max_length=TYPED_LIMIT)] = ""
    order: Annotated[int, Field(ge=1, le=100)] = 1
    group: Annotated[Line, Field(max_length=200)] = ""
    options: ExchangedOptions = ExchangedOptions()
    access_code: Annotated[str, Field(max_length=60)] = ""
    questions: Annotated[list[ExchangedQuestion], Field(max_length=MOST_QUESTIONS)] = []  # noqa: RUF012


class ExchangedStep(ExchangedModel):
    """How many of one order have to finish (0: all), and the hours until they are asked."""

    order: Annotated[int, Field(ge=1, le=100)]
    needed: Annotated[int, Field(ge=0, le=100)] = 0
    delay: Annotated[int, Field(ge=0, le=DELAY_LIMIT)] = 0


class ExchangedSettings(ExchangedModel):
    """Of the envelope as a whole. What is left out is as the organization begins."""

    expire_days: Annotated[int | None, Field(ge=1, le=LONGEST_SCHEDULE)] = None
    remind_after: Days | None = None
    remind_every: Days | None = None
    remind_most: Annotated[int | None, Field(ge=1, le=REMINDERS_LIMIT)] = None
    warn_days: Days | None = None
    proofs: Annotated[list[ProofName], Field(max_length=20)] = []  # noqa: RUF012
    confirm_signatures: bool = False
    copies_to: Annotated[
        list[Annotated[str, Field(max_length=254)]] | None, Field(max_length=ADDRESSES_LIMIT)
    ] = None


class ExchangedDraft(ExchangedModel):
    """Templates and envelopes alike. `left_out` names what an export could not take along."""

    id: Annotated[str, Field(max_length=200, description="Where it comes from")] = ""
    name: Annotated[Line, Field(max_length=TYPED_LIMIT)]
    message: Annotated[Prose, Field(max_length=10 * TYPED_LIMIT)] = ""
    documents: Annotated[list[ExchangedDocument], Field(max_length=DOCUMENTS_LIMIT)] = []  # noqa: RUF012
    recipients: Annotated[list[ExchangedRecipient], Field(max_length=RECIPIENTS_LIMIT)] = []  # noqa: RUF012
    steps: Annotated[list[ExchangedStep], Field(max_length=RECIPIENTS_LIMIT)] = []  # noqa: RUF012
    fields: Annotated[list[ExchangedField], Field(max_length=FIELDS_LIMIT)] = []  # noqa: RUF012
    settings: ExchangedSettings = ExchangedSettings()
    left_out: Annotated[list[str], Field(max_length=1_000)] = []  # noqa: RUF012


class ExchangedTemplate(ExchangedDraft):
    """A template; the version that was published last, or what is prepared before it."""

    description: Annotated[Prose, Field(max_length=DESCRIPTION_LIMIT)] = ""


class ExchangedEnvelope(ExchangedDraft):
    """An envelope. One that is completed has its `record`, and becomes an archived record."""

    status: Annotated[str, Field(max_length=20)] = "draft"
    created_at: AwareDatetime | None = None
    record: ExchangedRecord | None = None
