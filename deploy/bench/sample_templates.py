"""Templates for the bench, published, made through the use cases alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from core.envelopes.drafts import draft
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from deploy.bench import sample_envelopes
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.templates import publishing, templates


def published(
    member: Member,
    pdf: bytes,
    people: Sequence[Recipient],
    fields: Callable[[UUID], Sequence[Field]],
) -> UUID:
    """Each of the people is a role of their name; `fields` are those of a document's id."""
    draft_id, now, template_id = sample_envelopes.drafted(member, [pdf]), datetime.now(UTC), uuid4()
    with member.transaction() as tx:
        (document,) = drafting.name_recipients(tx, draft_id, list(people), now).documents
        drafting.place_fields(tx, draft_id, list(fields(document.id)), now)
    with member.transaction() as tx:
        templates.create_from(tx, draft_id, template_id, str, now)
        content = tx.lock_changeable(template_id)
        roles = [
            replace(role, role_name=person.name)
            for role, person in zip(content.recipients, people, strict=True)
        ]
        tx.record(draft.name_recipients(content, roles), tx.principal.actor, now)
        publishing.publish(tx, template_id, now)
    return template_id
