"""Where an envelope's documents, recipients and fields came from, when it was begun as a copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsCopied(EnvelopeEvent):
    """
    By document their hashes, SHA-256 in hex: of the file that was once uploaded, and of the
    canonical version. They are taken in already.
    """

    type = "documents.copied"
    narration = sentence("The documents and fields were copied from another envelope.")
    printed = True

    source_id: UUID
    originals: Mapping[str, str] = field(hash=False)
    canonicals: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUsed(EnvelopeEvent):
    """The same from templates: `templates` has the version of each by its id."""

    type = "template.used"
    narration = sentence("The documents and fields come from a template.")
    printed = True
    icon = "layout-template"
    timeline = sentence("%(actor)s started from a template")

    templates: Mapping[str, int] = field(hash=False)
    originals: Mapping[str, str] = field(hash=False)
    canonicals: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectLinkUsed(EnvelopeEvent):
    """Someone filled in the public form of a template: no one of the organization did."""

    type = "direct_link.used"
    narration = sentence(
        "The envelope was started through a direct link. A visitor entered the name and address"
        " of a recipient, who was then e-mailed the link."
    )
    printed = True
    icon = "link"
    timeline = sentence("Someone started it through a direct link")

    link_id: UUID
    recipient_id: UUID
