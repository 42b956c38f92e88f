"""Of a draft: how many of a step have to finish, when it starts, and who is asked only if."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from core.envelopes import groups, steps
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.steps import RoutingStep
from core.fields.expressions import syntax, type_rules
from core.fields.expressions.value import UnreadableExpression, ValueType
from core.fields.logic.dependencies import Dependencies
from core.refusals import FilledSentence, Invalid, sentence

TOO_MANY = sentence("Choose a number from 1 to the number of people in this step.")
ALWAYS_SOMEONE = sentence("At least one person who acts has to be asked without a condition.")
TOO_LONG = sentence("Choose a time of up to 365 days.")
EXPIRES_FIRST = sentence(
    "The steps wait so long that the envelope expires before the last one starts. Shorten the"
    " waiting times, or let it expire later."
)
DELAY_LIMIT = 365 * 24  # hours
NOTHING: Mapping[int, int] = MappingProxyType({})
NO_CONDITION = sentence('A condition is true or false, such as amount > 1000 or city == "Ulm".')
TOO_LATE = sentence(
    "The condition of %(name)s uses “%(field)s”, which is not filled in before their turn."
)


def choose_steps(
    envelope: Envelope, needed: Mapping[int, int], delays: Mapping[int, int] = NOTHING
) -> Outcome:
    """
    How many of each step have to finish, by routing order; 0: all of them. `delays` are the hours
    after the step before.

    Raises NotADraft, Invalid with the names `needed-ORDER` and `delay-ORDER`.
    """
    check_draft(envelope)
    wrong = {}
    for order, count in needed.items():
        if not 0 <= count <= _acting(envelope, order):
            wrong[f"needed-{order}"] = TOO_MANY
    for order, hours in delays.items():
        if not 0 <= hours <= DELAY_LIMIT:
            wrong[f"delay-{order}"] = TOO_LONG
    if wrong:
        raise Invalid(**wrong)
    chosen = {step.order: step for step in envelope.steps}
    for order in {*needed, *delays}:
        step = chosen.get(order, RoutingStep(order))
        count, hours = needed.get(order, step.needed), delays.get(order, step.delay)
        chosen[order] = replace(step, needed=count, delay=hours)
    return Outcome(replace(envelope, steps=steps.fitting(chosen.values(), envelope.recipients)))


def delay_problem(envelope: Envelope) -> str:
    """Steps that would start when the envelope has expired."""
    hours = sum(step.delay for step in envelope.steps)
    return EXPIRES_FIRST if hours >= 24 * envelope.schedule.expire_days else ""


def problems(envelope: Envelope) -> dict[UUID, str]:
    """What is wrong with conditions, by recipient."""
    asked = [r for r in envelope.recipients if r.options.condition]
    if not asked:
        return {}
    acting = [r for r in envelope.recipients if r.role.acts]
    if acting and all(r.options.condition for r in acting):
        return {acting[0].id: ALWAYS_SOMEONE}
    dependencies = Dependencies(envelope.fields)
    found = {r.id: _condition_problem(envelope, r, dependencies) for r in asked}
    return {id: why for id, why in found.items() if why}


def _condition_problem(envelope: Envelope, recipient: Recipient, dependencies: Dependencies) -> str:
    try:
        condition = syntax.read(recipient.options.condition)
        if type_rules.type_of(condition, dependencies.types) is not ValueType.YES_NO:
            return NO_CONDITION
    except UnreadableExpression as unreadable:
        return unreadable.sentence
    later = {r.id for r in envelope.recipients if r.routing_order >= recipient.routing_order}
    for name in sorted(condition.names):
        behind = (dependencies.fields[id] for id in dependencies.behind(name))
        if any(later.intersection(field.recipient_ids) for field in behind):
            who = recipient.name or recipient.email or recipient.role_name
            return FilledSentence(TOO_LATE, name=who, field=name)
    return ""


def _acting(envelope: Envelope, order: int) -> int:
    there = (r for r in envelope.recipients if r.routing_order == order and r.role.acts)
    return len(groups.parts(there))
