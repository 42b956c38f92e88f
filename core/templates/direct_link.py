"""A direct link: a public form that starts an envelope from a template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.addresses.email_address import fold, is_well_formed
from core.documents import merge_fields
from core.envelopes import routing
from core.envelopes.drafts import draft_fields, draft_sending, draft_values
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.draft_fields import Reader
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_list import Reachable
from core.fields.field_name import NAME
from core.refusals import FilledSentence, Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

ACTOR = "direct_link:"
"""Before the id of a link, where trails name it."""

QUESTIONS_LIMIT = 10
LABEL_LIMIT = 60
OPTIONS_LIMIT = 20
ANSWER_LIMIT = 500
USES_LIMIT = 100_000
NO_ROLE = sentence("Choose the role of the person who fills in the form.")
ROLE_GONE = sentence(
    "The published template has no role named “%(name)s” anymore. Choose another role."
)
OTHERS = sentence(
    "Enter a default person for every other role of the template, publish it, then turn the link"
    " on."
)
NOT_FIRST = sentence(
    "This role is not asked first, so visitors cannot continue at once. Choose another role, or"
    " change the signing order of the template."
)
LABEL = sentence("Enter a question of up to 60 characters.")
TWICE = sentence("Another question has the same wording. Change one of them.")
OPTIONS = sentence("Enter 2 to 20 choices, separated by commas.")
MOST_USES = sentence("Enter a number from 1 to 100,000, or leave it empty.")
NO_NAME = sentence("Enter your name, up to 120 characters.")
NO_ADDRESS = sentence("Enter a complete e-mail address, such as name@example.com.")
NEEDS_ANSWER = sentence(
    "The envelope cannot be sent without this answer. Make the question required."
)
NOT_AT_ONCE = sentence(
    "Answers are filled into a document, which takes a moment. Visitors can only be e-mailed the"
    " link."
)
NOT_ASKED = sentence(
    "“%(name)s” has no value in the template. Add a required question that fills it in, or give it"
    " a value in the template."
)
NEEDED = sentence("Answer this question.")
NOT_OFFERED = sentence("Choose one of the answers.")
TOO_LONG = sentence("Enter one line of up to 500 characters.")


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """The answer is kept with the envelope, and fills the field named `field`."""

    label: str
    kind: QuestionKind = QuestionKind.TEXT
    options: tuple[str, ...] = ()
    required: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class DirectLink:
    """
    `role_name` is whose place the visitor takes. No `max_uses`: as often as people like.

    `immediate`: visitors continue to the documents at once, and no one confirms their address.
    """

    id: UUID
    template_id: UUID
    role_name: str
    questions: tuple[Question, ...] = ()
    active: bool = False
    max_uses: int | None = None
    uses: int = 0
    expires_at: datetime | None = None
    immediate: bool = False

    def is_open(self, now: datetime) -> bool:
        used_up = self.max_uses is not None and self.uses >= self.max_uses
        over = self.expires_at is not None and self.expires_at <= now
        return self.active and not used_up and not over


@dataclass(frozen=True, slots=True)
class Start:
    """What a visitor entered: who they are, and answers by the words of the questions."""

    person: RolePerson
    answers: Mapping[str, str]


def check_settings(link: DirectLink, content: Envelope, merge_values: Mapping[str, str]) -> None:
    """
    `content` is the published version, `merge_values` what its documents ask for, with the
    template's value or "". Raises Invalid with errors by input.
    """
    errors = dict(_wrong_questions(link.questions))
    if link.max_uses is not None and not 1 <= link.max_uses <= USES_LIMIT:
        errors["max_uses"] = MOST_USES
    if not link.role_name:
        errors["role_name"] = NO_ROLE
    elif not any(fold(r.role_name) == fold(link.role_name) for r in content.recipients):
        errors["role_name"] = FilledSentence(ROLE_GONE, name=link.role_name)
    elif link.active and not _others_known(link, content):
        errors["role_name"] = OTHERS
    elif link.immediate and not _is_first(link, content):
        errors["immediate"] = NOT_FIRST
    elif link.immediate and any(q.field in merge_values for q in link.questions):
        errors["immediate"] = NOT_AT_ONCE
    if link.active:
        errors = dict(_unanswered(link.questions, content, merge_values)) | errors
    if errors:
        raise Invalid(**errors)


def start(
    link: DirectLink, name: str, email: str, given: Sequence[str], reachable: Reachable
) -> Start:
    """`given` are answers in the order of the questions. Raises Invalid by input."""
    name, email = cleaned(name), cleaned(email)
    errors: dict[str, str] = {}
    if not name or len(name) > 120 or not is_line(name):
        errors["name"] = NO_NAME
    elif why := why_undrawable(name):
        errors["name"] = why
    if not is_well_formed(email) or not reachable(email):
        errors["email"] = NO_ADDRESS
    answers = {}
    for number, question in enumerate(link.questions):
        answer = cleaned(given[number]) if number < len(given) else ""
        if why := _wrong_answer(question, answer):
            errors[f"answer-{number}"] = why
        elif answer:
            answers[question.label] = answer
    if errors:
        raise Invalid(**errors)
    return Start(RolePerson(name, email), answers)


def values(link: DirectLink, begun: Start) -> dict[str, str]:
    """What is filled in, by the names of fields and merge fields."""
    return {
        q.field: begun.answers[q.label]
        for q in link.questions
        if q.field and q.label in begun.answers
    }


def merge_values(link: DirectLink, begun: Start, content: Envelope) -> dict[str, str]:
    """Those of the documents, by their names."""
    asked = draft_values.names(content.documents)
    return {name: value for name, value in values(link, begun).items() if name in asked}


def field_values(link: DirectLink, begun: Start, content: Envelope) -> dict[str, str]:
    """Those of fields, by their names."""
    named = {NAME.of(f.properties) for f in content.fields}
    only_asked = set(draft_values.names(content.documents)) - named
    return {n: value for n, value in values(link, begun).items() if n not in only_asked}


def check_values(link: DirectLink, begun: Start, content: Envelope, read: Reader) -> None:
    """Whether fields take the answers that stand in them. Raises Invalid by input."""
    fields = {NAME.of(f.properties): f for f in content.fields}
    given = values(link, begun)
    wrong = {
        f"answer-{number}": why
        for number, question in enumerate(link.questions)
        if question.field in given and question.field in fields
        if (why := draft_fields.value_problem(fields[question.field], given[question.field], read))
    }
    if wrong:
        raise Invalid(**wrong)


def _is_first(link: DirectLink, content: Envelope) -> bool:
    first = routing.due(content.recipients)
    return any(r.role.acts and fold(r.role_name) == fold(link.role_name) for r in first)


def _others_known(link: DirectLink, content: Envelope) -> bool:
    others = [r for r in content.recipients if fold(r.role_name) != fold(link.role_name)]
    return all(r.is_open or (r.name and (r.email or r.role.in_person)) for r in others)


def _unanswered(
    questions: Sequence[Question], content: Envelope, merge_values: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What an envelope cannot be sent without, and no one is sure to fill in."""
    lacking = [f for f in content.fields if draft_sending.lacks_senders_value(f)]
    needed = {
        NAME.of(f.properties) or str(f.id): f.label or NAME.of(f.properties) or f.kind.word
        for f in lacking
    }
    needed |= {n: merge_fields.word(n) for n, value in merge_values.items() if not value}
    asked = {question.field: question for question in questions}
    for number, question in enumerate(questions):
        if question.field in needed and not question.required:
            yield f"label-{number}", NEEDS_ANSWER
    for name, word in needed.items():
        if name not in asked:
            yield "questions", FilledSentence(NOT_ASKED, name=word)
            return


def _wrong_questions(questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, question in enumerate(questions):
        if not question.label or len(question.label) > LABEL_LIMIT or not is_line(question.label):
            yield f"label-{number}", LABEL
        elif question.label in seen:
            yield f"label-{number}", TWICE
        if question.kind is QuestionKind.CHOICE and not _are_options(question.options):
            yield f"options-{number}", OPTIONS
        seen.add(question.label)


def _are_options(options: Sequence[str]) -> bool:
    lines = all(is_line(option) and len(option) <= ANSWER_LIMIT for option in options)
    return lines and 2 <= len(options) <= OPTIONS_LIMIT and len(set(options)) == len(options)


def _wrong_answer(question: Question, answer: str) -> str:
    if not answer:
        return NEEDED if question.required else ""
    if question.kind is QuestionKind.CHOICE and answer not in question.options:
        return NOT_OFFERED
    return "" if len(answer) <= ANSWER_LIMIT and is_line(answer) else TOO_LONG
