"""A template as programs see it: its roles, fields, and where it stands."""

from core.envelopes.drafts import draft_values
from core.envelopes.envelope import Envelope
from core.fields.field_name import NAME
from tenants.store.templates.template_lists import TemplateSummary
from tenants.use_cases.templates.template_pages import TemplatePage
from webapp.api.v1.templates.template_models import (
    TemplateAnswer,
    TemplateField,
    TemplateRole,
    TemplateSummaryAnswer,
)


def summary_of(row: TemplateSummary) -> TemplateSummaryAnswer:
    return TemplateSummaryAnswer(
        id=row.id,
        name=row.name,
        description=row.description,
        version=row.version,
        roles=list(row.roles),
        archived=row.archived_at is not None,
        used=row.used,
        last_used_at=row.last_used,
        folder_id=row.folder_id,
        owner_id=row.sender_id,
        changed=row.changed,
        favorite=row.favourite,
    )


def answer_of(found: TemplatePage) -> TemplateAnswer:
    shown = found.shown
    return TemplateAnswer(
        id=found.template.id,
        name=shown.name,
        description=found.template.description,
        version=found.template.version,
        archived=found.template.archived_at is not None,
        message=shown.message,
        roles=[
            TemplateRole(
                name=r.role_name,
                role=r.role.name,
                order=r.routing_order,
                default_name=r.name,
                default_email=r.email,
            )
            for r in shown.recipients
        ],
        fields=_fields(shown),
        documents=[d.name for d in shown.documents],
        merge_fields=list(draft_values.names(shown.documents)),
        folder_id=found.summary.folder_id,
        owner_id=found.content.sender_id,
        changed=found.changed,
        favorite=found.summary.favourite,
        ready=all(d.pages for d in found.content.documents),
    )


def _fields(shown: Envelope) -> list[TemplateField]:
    names = {r.id: r.role_name or r.name for r in shown.recipients}
    return [
        TemplateField(
            name=NAME.of(f.properties),
            kind=f.kind.name,
            label=f.label,
            role=[names[id] for id in f.recipient_ids],
        )
        for f in shown.fields
        if NAME.of(f.properties)
    ]
