"""People whom the sender left open, and who names them: an agent, or the signer of a witness."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.envelopes import groups, recipient_list, steps
from core.envelopes.envelope import Envelope, Outcome, with_recipients
from core.envelopes.events.recipients import PersonNamed
from core.envelopes.recipient import DROPPED, Recipient
from core.envelopes.recipient_list import Reachable
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.steps import RoutingStep
from core.envelopes.turns import witnessing
from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing import turn
from core.signing.proofs import asked_proofs
from core.signing.proofs.proof_events import PhoneCorrected
from core.text.printable import cleaned

NO_ONE_NAMES = sentence("Add an agent before %(name)s who is always asked.")
NO_PHONE = sentence("Enter a phone number for %(name)s.")


@dataclass(frozen=True, slots=True)
class FilledInPerson:
    """As typed; `phone` as E.164 has it, asked where the sender wants a code sent there."""

    name: str
    email: str
    phone: str = ""


def namers(recipients: Sequence[Recipient], late: Recipient) -> tuple[Recipient, ...]:
    """
    Who may name someone who is open: the agents of the last step with one before theirs, else the
    signers whom a witness witnesses.
    """
    before = [r for r in recipients if r.routing_order < late.routing_order]
    agents = [r for r in before if r.role.names_others and r.status not in DROPPED]
    last = max((r.routing_order for r in agents), default=0)
    return tuple(r for r in agents if r.routing_order == last) or (
        witnessing.witnessed(recipients, late)
    )


def to_name(recipients: Sequence[Recipient], namer: Recipient) -> tuple[Recipient, ...]:
    """Those who are open still, and whom this recipient names."""
    late = (r for r in recipients if r.is_open and r.status not in DROPPED)
    return tuple(r for r in late if namer.id in {n.id for n in namers(recipients, r)})


def needs_phone(late: Recipient) -> bool:
    """Whether a code, or an invitation, is sent to a number that the sender could not know."""
    wanted = "sms_code" in late.options.proofs or bool(late.options.channel)
    return wanted and not late.options.phone


def problem(recipients: Sequence[Recipient], chosen: Sequence[RoutingStep], late: Recipient) -> str:
    """
    Why it cannot be sent with someone left open; "" for nothing. Whoever names them has to be asked
    whatever others do: without a condition, and though enough others of their step may finish.
    """
    if not late.is_open:
        return ""
    naming = {r.id for r in namers(recipients, late)}
    certain = [r for r in recipients if r.id in naming and not (r.options.condition or r.finished)]
    if certain and not _suffice(recipients, chosen, certain[0].routing_order, naming):
        return ""
    return FilledSentence(NO_ONE_NAMES, name=late.role_name or late.email or late.role.name)


def _suffice(
    recipients: Sequence[Recipient], chosen: Sequence[RoutingStep], order: int, naming: Set[UUID]
) -> bool:
    """Whether the others of a step can be enough, so that no one who names is needed."""
    needed = steps.at(chosen, order).needed
    together = [r for r in recipients if r.routing_order == order and r.role.acts]
    others = groups.parts(r for r in together if r.id not in naming)
    return 0 < needed <= len(others)


def name(
    envelope: Envelope,
    namer_id: UUID,
    typed: Mapping[UUID, FilledInPerson],
    now: datetime,
    reachable: Reachable = is_well_formed,
) -> Outcome:
    """
    Only what is open is filled in. What someone else filled in meanwhile stays.

    Raises NotFound, Invalid with `name-ID`, `email-ID` and `phone-ID`, and what keeps the namer
    from acting.
    """
    namer = envelope.recipient(namer_id)
    turn.check_consented(envelope, namer)
    turn.check_time(envelope, now)
    late = to_name(envelope.recipients, namer)
    if not typed.keys() <= {r.id for r in envelope.recipients if r.options.named_later}:
        raise NotFound
    named = [_filled_in(r, typed[r.id]) for r in late if r.id in typed]
    wrong = _wrong(envelope, named, reachable)
    if wrong:
        raise Invalid(**wrong)
    told = []
    for after in named:
        before = envelope.recipient(after.id)
        told.append(
            PersonNamed(
                recipient_id=after.id,
                old_name=before.name,
                old_email=before.email,
                name=after.name,
                email=after.email,
            )
        )
    phones = tuple(
        PhoneCorrected(recipient_id=r.id, old_phone="", phone=r.options.phone)
        for r in named
        if r.options.phone != envelope.recipient(r.id).options.phone
    )
    return Outcome(with_recipients(envelope, *named), (*told, *phones))


def _filled_in(late: Recipient, person: FilledInPerson) -> Recipient:
    """What the sender has given stays as it is."""
    phone = cleaned(person.phone) if needs_phone(late) else late.options.phone
    return replace(
        late,
        name=late.name or cleaned(person.name),
        email=late.email or cleaned(person.email),
        options=replace(late.options, phone=phone),
    )


def _wrong(envelope: Envelope, named: Sequence[Recipient], reachable: Reachable) -> dict[str, str]:
    ids = {r.id for r in named}
    others = [r for r in envelope.recipients if r.id not in ids and r.status not in DROPPED]
    # Last, so that a person who is in the list already is found where they are typed.
    people = [*others, *(replace(r, options=_asked_now(r)) for r in named)]
    errors = recipient_list.errors(people, reachable)
    found = {}
    for place, why in errors.items():
        name, _, number = place.partition("-")
        if number and int(number) >= len(others):
            found[f"{name}-{people[int(number)].id}"] = why
    for r in named:
        if why := witnessing.problem(people, r):
            found.setdefault(f"name-{r.id}", why)
        if needs_phone(r):
            found[f"phone-{r.id}"] = FilledSentence(NO_PHONE, name=r.name)
        elif asked_proofs.sending_problem(envelope, replace(r, options=_asked_now(r))):
            found.setdefault(f"email-{r.id}", recipient_list.WRONG_ADDRESS)
    return found


def _asked_now(recipient: Recipient) -> RecipientOptions:
    """Nothing may be left open any more, an address neither: until they have one, they are open."""
    return replace(recipient.options, named_later=False, channel="")
