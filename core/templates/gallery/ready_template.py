"""
A ready template as a page of HTML whose fields stand where we say.

The heading and the facts above the text, and the signatures on a page of their own, have fixed
heights: so we know the places of their fields before anything is laid out. All in points.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from uuid import UUID

from core.envelopes.recipient import Recipient
from core.envelopes.roles.signer import SIGNER
from core.fields import kinds
from core.fields.field import Field

TOP, LEFT, TITLE, FACT, HEADING, BLOCK = 68, 62, 40, 28, 36, 120
SIGNING_PAGE = 2
FACT_X, FACT_WIDTH = LEFT + 160, 300
STYLE = f"""
@page {{ margin: {TOP}pt {LEFT}pt 60pt }}
html {{ font-size: 10pt; line-height: 1.42 }}
h1 {{ height: {TITLE}pt; margin: 0; font-size: 20pt; line-height: 28pt; overflow: hidden }}
h2 {{ margin: 9pt 0 2pt; font-size: 11pt }}
p {{ margin: 0 0 4pt }}
dl {{ margin: 0 0 10pt }}
dl div {{ position: relative; height: {FACT}pt }}
dt {{ position: absolute; top: 6pt; left: 0; font-weight: 600 }}
dd {{ position: absolute; top: 25pt; left: 160pt; width: {FACT_WIDTH}pt; margin: 0;
  border-top: 0.5pt solid #8a92a0 }}
.signing {{ break-before: page; height: {HEADING}pt; margin: 0; font-size: 14pt;
  line-height: 20pt }}
.party {{ position: relative; height: {BLOCK}pt }}
.party b, .party span, .party i {{ position: absolute; left: 0; font-style: normal }}
.party span {{ font-size: 7.5pt; color: #5c6370 }}
.party i {{ height: 0; border-top: 0.5pt solid #8a92a0 }}
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is filled in above the text, by the sender. `name` is that of its field."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadyTemplate:
    """`clauses` are headings with their paragraphs; each of `signers` signs, in this order."""

    key: str
    title: str
    description: str
    facts: tuple[Fact, ...]
    clauses: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]

    def html(self) -> bytes:
        """The document, of which the text takes one page and the signatures another."""
        return "".join(self._lines()).encode()

    def recipients(self, new_id: Callable[[], UUID]) -> tuple[Recipient, ...]:
        return tuple(
            Recipient(new_id(), "", "", SIGNER, order, role_name=name)
            for order, name in enumerate(self.signers, start=1)
        )

    def fields(
        self, document_id: UUID, recipients: tuple[Recipient, ...], new_id: Callable[[], UUID]
    ) -> tuple[Field, ...]:
        """What the sender fills in, and what each signs."""
        facts = [
            Field(
                *(new_id(), document_id, (), kinds.named("text"), 1, FACT_X),
                *(TOP + TITLE + FACT * number + 2, FACT_WIDTH, 22),
                label=fact.label,
                properties={"name": fact.name},
            )
            for number, fact in enumerate(self.facts)
        ]
        signed = [
            Field(
                *(new_id(), document_id, (person.id,), kinds.named(kind), SIGNING_PAGE, LEFT + x),
                *(TOP + HEADING + BLOCK * number + y, width, height),
            )
            for number, person in enumerate(recipients)
            for kind, x, y, width, height in (
                ("signature", 0, 20, 200, 44),
                ("date_signed", 260, 42, 120, 22),
                ("full_name", 0, 76, 200, 20),
            )
        ]
        return (*facts, *signed)

    def _lines(self) -> Iterator[str]:
        yield f'<!doctype html><html lang="en"><title>{escape(self.title)}</title>'
        yield f"<style>{STYLE}</style><body><h1>{escape(self.title)}</h1><dl>"
        for fact in self.facts:
            yield f"<div><dt>{escape(fact.label)}</dt><dd></dd></div>"
        yield "</dl>"
        for heading, paragraph in self.clauses:
            yield f"<h2>{escape(heading)}</h2>" if heading else ""
            yield f"<p>{escape(paragraph)}</p>"
        yield '<p class="signing">Signatures</p>'
        for name in self.signers:
            yield f'<div class="party"><b>{escape(name)}</b>'
            for word, left, top, width in (
                ("Signature", 0, 65, 200),
                ("Date", 260, 65, 120),
                ("Name", 0, 97, 200),
            ):
                place = f"left:{left}pt;top:{top}pt;width:{width}pt"
                yield f'<i style="{place}"></i><span style="{place}">{word}</span>'
            yield "</div>"
