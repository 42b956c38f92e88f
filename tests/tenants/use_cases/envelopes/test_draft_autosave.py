"""What is typed and what is sent, when both come at the same moment."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from core.envelopes.drafts import draft_marks, draft_merge
from core.envelopes.drafts.draft_merge import Row, ShownDraft
from core.envelopes.drafts.merged_part import Text
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import ChangedMeanwhile, NothingToSend
from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import draft_autosave, envelope_mail, reading, sending
from tenants.use_cases.envelopes.draft_autosave import DraftNotes
from tenants.use_cases.envelopes.sending import SendAttempt
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.races import Begun, at_once, until_it_waits
from tests.webapp.envelopes.test_saved_drafts import make_draft


def page_of(draft: Envelope, **changed: str) -> ShownDraft:
    """A page of the draft in which the address of its only recipient is typed anew."""
    recipient = draft.recipients[0]
    return ShownDraft(
        page=uuid4(),
        rows=(Row(replace(recipient, **changed), draft_marks.of_recipient(recipient)),),  # type: ignore[arg-type]
        name=Text(draft.name, draft_marks.mark(draft.name)),
        message=Text("", draft_marks.mark("")),
        documents=draft_marks.of_documents(draft),
        fields=draft_marks.of_fields(draft),
    )


def sends(
    member: Member, draft: Envelope, page: ShownDraft, answers: list[SendAttempt]
) -> Callable[[], None]:
    return lambda: answers.append(run(member, sending.send_as_shown, draft.id, page, None, NOW))


def test_what_a_page_kept_a_moment_before_never_holds_up_its_own_sending(member: Member) -> None:
    """The half of an address is on its way to be kept while the whole one is sent."""
    for _ in range(4):
        draft = make_draft(member, NOW)
        whole = page_of(draft, email="right@example.com")
        half = replace(page_of(draft, email="right@"), page=whole.page)
        answers: list[SendAttempt] = []

        told = at_once(
            lambda: run(member, draft_autosave.keep, draft.id, half, None, NOW),  # noqa: B023
            sends(member, draft, whole, answers),
        )

        assert told[0] in ("done", "NotADraft")
        assert answers[0].refusal is None
        sent = run(member, reading.envelope, draft.id)
        assert (sent.status, sent.recipients[0].email) == (Status.SENT, "right@example.com")
        job = ceremonies.lease_open(member, "mail_invitation")
        assert run(job, envelope_mail.load, job).to == ("Ana", "right@example.com")


def test_a_page_that_waits_to_be_sent_is_judged_by_what_is_stored_when_its_turn_comes(
    installation: Installation, member: Member
) -> None:
    draft = make_draft(member, NOW)
    other = page_of(draft, email="other@example.com")
    answers: list[SendAttempt] = []
    with member.organization.transaction(SYSTEM) as tx:
        tx.envelopes.lock(draft.id)
        waiting = Begun(sends(member, draft, page_of(draft), answers))
        until_it_waits(installation)
        kept = draft_merge.revise(tx.envelopes.lock(draft.id), other).envelope
        tx.record(Outcome(kept), member.actor, NOW)

    assert waiting.came_to() == "done"
    assert isinstance(answers[0].refusal, ChangedMeanwhile)
    stored = run(member, reading.envelope, draft.id)
    assert (stored.status, stored.recipients[0].email) == (Status.DRAFT, "other@example.com")


def test_what_was_typed_is_kept_when_it_cannot_be_sent(member: Member) -> None:
    draft = make_draft(member, NOW)
    page = page_of(draft, name="Ana Lima", email="ana@")
    page = replace(page, rows=(*(page.rows or ()), Row(Recipient(uuid4(), "Ben", ""), "")))

    attempt = run(member, sending.send_as_shown, draft.id, page, None, NOW)

    assert isinstance(attempt.refusal, NothingToSend)
    stored = run(member, reading.envelope, draft.id)
    assert [(r.name, r.email) for r in stored.recipients] == [("Ana Lima", "ana@"), ("Ben", "")]
    assert stored.status is Status.DRAFT


def test_repeating_what_is_stored_changes_nothing(member: Member) -> None:
    draft = make_draft(member, NOW)
    before = run(member, reading.version, draft.id)

    run(member, draft_autosave.keep, draft.id, page_of(draft), None, NOW)

    assert run(member, reading.version, draft.id) == before


def test_each_note_that_a_page_keeps_raises_the_version(member: Member) -> None:
    draft = make_draft(member, NOW)
    page = page_of(draft)
    versions = [run(member, reading.version, draft.id)]

    for number in ("A-1", "A-2", "A-2"):
        run(member, draft_autosave.keep, draft.id, page, DraftNotes(number, {}, ()), NOW)
        versions.append(run(member, reading.version, draft.id))

    assert versions[0] < versions[1] < versions[2] == versions[3]
