"""Signatures added to a file that is signed already: by incremental updates, nothing rewritten.

Each is an approval signature (ISO 32000-2, 12.8.1) with the organization's key. Those of the
signers are seen in their fields. The last one is the seal: in an unseen field that is added and
locks all fields, where the earlier signatures allow new fields; else it is the last signer's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
)
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.pdf_byterange import BuildProps, SignatureObject

from actors.pdf.seal import cms, interrupted_signing, signature_widgets
from actors.pdf.seal.interrupted_signing import AppendedRevisions
from actors.pdf.stamp.stamp import StampedValue

NEW_FIELD = "Countersigned"
REASON = "Signed by %s"
LOCK = FieldMDPSpec(FieldMDPAction.ALL)


@dataclass(frozen=True)
class AddedSignature:
    """One to be added. `field` names the empty signature field that it goes into; "": a new one.
    Without a mark it is the seal."""

    mark: StampedValue | None = None
    field: str = ""


def prepare(
    pdf: bytes, added: AddedSignature, certificate: bytes, at: datetime
) -> AppendedRevisions:
    """In the child: the revision with room for the CMS of one signature. `at` has a time zone."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=True)
    name = added.field or _free_name(writer, NEW_FIELD if added.mark else interrupted_signing.FIELD)
    spec, turn = _new_field(pdf, name, added)
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(
        field_name=name, writer=writer, existing_fields_only=spec is None
    )
    field = next(steps).get_object()
    if added.mark:
        signature_widgets.set_look(writer, field, added.mark, turn)
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=REASON % added.mark.text if added.mark else interrupted_signing.REASON,
        app_build_props=BuildProps(name=interrupted_signing.APPLICATION),
        bytes_reserved=2 * cms.size(certificate),
    )
    lock = None
    if not added.mark:
        lock = SigMDPSetup("sha256", field_lock=LOCK, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=lock))
    gap, output = steps.send(SigIOSetup("sha256", in_place=True))
    return AppendedRevisions(
        output.getvalue()[len(pdf) :],
        gap.document_digest,
        gap.reserved_region_start,
        gap.reserved_region_end,
    )


def _new_field(
    pdf: bytes, name: str, added: AddedSignature
) -> tuple[SigFieldSpec | None, signature_widgets.Turn]:
    """What is to be made, if anything; and how the look has to be turned."""
    if not added.mark:
        lock = {"field_mdp_spec": LOCK, "doc_mdp_update_value": MDPPerm.NO_CHANGES}
        readable = interrupted_signing.READABLE
        return SigFieldSpec(name, readable_field_name=readable, **lock), (1, 0, 0, 1)  # type: ignore[arg-type]
    box, turn = signature_widgets.place(pdf, added.mark)
    if added.field:
        return None, turn
    spec = SigFieldSpec(
        name,
        on_page=added.mark.page - 1,
        box=box,  # type: ignore[arg-type] # it takes fractions as well
        readable_field_name=REASON % added.mark.text,
    )
    return spec, turn


def _free_name(writer: IncrementalPdfFileWriter, wanted: str) -> str:
    """A form may have no two fields of one name."""
    form = _looked_up(writer.root, "/AcroForm", {})
    fields = [field.get_object() for field in _looked_up(form, "/Fields", ())]
    taken = {str(_looked_up(field, "/T", "")) for field in fields}
    return next(name for name in _names(wanted) if name not in taken)


def _looked_up(entries: Any, name: str, otherwise: Any) -> Any:
    """As get(), which gives a reference and not what it refers to."""
    try:
        return entries[name]
    except KeyError:
        return otherwise


def _names(wanted: str) -> Iterator[str]:
    yield wanted
    for number in range(2, 10_000):
        yield f"{wanted} {number}"
