"""Many envelopes' sealed documents as one ZIP, written while it is sent: memory holds one file."""

from collections.abc import Iterator
from uuid import UUID

from zipstream import ZipStream  # type: ignore[import-untyped]

from core.documents.file_name import safe_file_name
from core.envelopes.listing import bulk_action
from core.evidence.refusals import NotSealedYet
from core.refusals import NotFound, Refusal
from core.signing import attaching
from tenants.member import Member
from tenants.store.envelopes.bulk_actions import ItemFiles
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import bulk_actions
from tenants.use_cases.evidence import sealed_files
from webapp import current

LEFT_OUT = "Left out.txt"


def parts(member: Member, bulk_id: UUID, items: list[ItemFiles]) -> Iterator[bytes]:
    """
    The parts of the ZIP: a folder per envelope, with its sealed documents, its
    certificate and what recipients attached.

    Each file is asked for and logged like a single download, with no transaction open while the
    object store answers. What may not be read is left out, which the ZIP says. `items` are the
    first envelopes: the caller has asked whether there is such a download.
    """
    archive, folders, left_out = ZipStream(), {LEFT_OUT.casefold()}, list[str]()
    while items:
        codes = {}
        for item in items:
            code = "" if item.files else NotSealedYet.code
            folder = safe_file_name(item.name, folders) if item.files else ""
            names: set[str] = set()
            files, attached = _shown(member, item) if item.files else ([], [])
            for document_id in files:
                try:
                    file = _file(member, item, document_id)
                except (NotFound, Refusal) as why:
                    # What is left of it, as a certificate that a rule keeps, is there.
                    code = why.code
                    continue
                archive.add(file.data, f"{folder}/{safe_file_name(file.name, names)}")
                yield from archive.all_files()
            for id in attached if not code else ():
                try:
                    file = _attachment(member, item, id)
                except (NotFound, Refusal) as why:
                    code = why.code
                    continue
                archive.add(file.data, f"{folder}/{safe_file_name(file.name, names)}")
                yield from archive.all_files()
            if code:
                why_not = bulk_action.why(code)
                left_out.append(f"{item.name} ({item.envelope_id}): {why_not}\n")
            codes[item.envelope_id] = code
        items = _next(member, bulk_id, items[-1].position, codes)
    if left_out:
        archive.add("".join(left_out), LEFT_OUT)
    yield from archive.finalize()
    with member.transaction() as tx:
        bulk_actions.finish(tx, bulk_id, current.now())


def _next(member: Member, bulk_id: UUID, position: int, codes: dict[UUID, str]) -> list[ItemFiles]:
    """The envelopes after this position, when it is noted what became of those before."""
    with member.transaction() as tx:
        for envelope_id, code in codes.items():
            bulk_actions.note(tx, bulk_id, envelope_id, code)
        return bulk_actions.files(tx, bulk_id, position)


def _shown(member: Member, item: ItemFiles) -> tuple[list[UUID], list[UUID]]:
    """
    Its sealed files, and what recipients attached: without what is hidden from a member who is only
    a recipient, of which nothing is said.
    """
    try:
        with member.transaction() as tx:
            envelope = reading.envelope(tx, item.envelope_id)
    except NotFound:
        return list(item.files), []
    shown = {item.envelope_id, *(document.id for document in envelope.documents)}
    attached = [file.id for _, file in attaching.files(envelope)]
    return [id for id in item.files if id in shown], attached


def _file(member: Member, item: ItemFiles, document_id: UUID) -> sealed_files.SealedFile:
    """Raises NotFound, Refusal."""
    of = None if document_id == item.envelope_id else document_id
    with member.transaction() as tx:
        found = reading.sealed_file(tx, item.envelope_id, of, current.now())
    return sealed_files.read(member.organization, found)


def _attachment(member: Member, item: ItemFiles, id: UUID) -> sealed_files.SealedFile:
    with member.transaction() as tx:
        found = reading.attached_file(tx, item.envelope_id, id, current.now())
    return sealed_files.read(member.organization, found)
