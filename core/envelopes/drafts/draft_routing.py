"""How many of a step have to finish, and who is asked only under a condition, of a draft."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from core.envelopes import steps
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
NO_CONDITION = sentence('A condition is true or false, such as amount > 1000 or city == "Ulm".')
TOO_LATE = sentence(
    "The condition of %(name)s uses “%(field)s”, which is not filled in before their turn."
)


def choose_needed(envelope: Envelope, needed: Mapping[int, int]) -> Outcome:
    """
    How many of each step have to finish, by routing order; 0: all of them.

    Raises NotADraft, Invalid with the names `needed-ORDER`.
    """
    check_draft(envelope)
    wrong = {}
    for order, count in needed.items():
        if not 0 <= count <= _acting(envelope, order):
            wrong[f"needed-{order}"] = TOO_MANY
    if wrong:
        raise Invalid(**wrong)
    others = [step for step in envelope.steps if step.order not in needed]
    chosen = [*others, *(RoutingStep(order, count) for order, count in needed.items())]
    return Outcome(replace(envelope, steps=steps.fitting(chosen, envelope.recipients)))


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
    return sum(r.role.acts for r in envelope.recipients if r.routing_order == order)
