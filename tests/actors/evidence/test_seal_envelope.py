"""Sealing an envelope of several documents, by the actor itself."""

from collections.abc import Iterator

import obstore
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.envelopes.envelope import Envelope
from tenants.encryption.keys import Key
from tenants.files.object_store import Objects
from tenants.member import Member
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


class Watched(Objects):
    """The same store, that remembers the order in which files came and went."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.seen: list[str] = []

    def put(self, name: str, data: bytes, key: Key) -> None:
        super().put(name, data, key)
        self.seen.append(name)

    def get(self, name: str, key: Key) -> bytes:
        self.seen.append(name)
        return super().get(name, key)


@pytest.fixture
def store(member: Member) -> Iterator[Watched]:
    installation = member.organization.installation
    before = installation.objects
    installation.objects = Watched(installation.settings.objects_url)
    yield installation.objects
    installation.objects = before


def sealed(member: Member) -> None:
    """The job of sealing is done, once, here and now."""
    leased = ceremonies.lease_open(member, "seal_envelope")
    job.ACTORS["seal_envelope"](leased)


def filed(member: Member, envelope: Envelope) -> list[str]:
    """The names below the envelope's folder of sealed files."""
    installation = member.organization.installation
    folder = f"{member.organization.id}/sealed/{envelope.id}"
    pages = obstore.list(installation.objects._store, folder)
    return [each["path"].rsplit("/", 1)[1] for page in pages for each in page]


def test_documents_are_read_sealed_and_stored_one_after_another(
    member: Member, store: Watched
) -> None:
    envelope = signed_envelopes.signed(member, pdfs.contract(1), pdfs.contract(2), pdfs.scan(1))
    store.seen.clear()

    sealed(member)

    wanted = [str(envelope.id)]
    for document in reversed(envelope.documents):
        wanted = [document.canonical_sha256, str(document.id), *wanted]
    assert [name.rsplit("/", 1)[1] for name in store.seen] == wanted
    assert journeys.status(member, envelope) == "completed"


def test_an_attempt_that_fails_half_way_has_its_files_thrown_away_at_once(
    member: Member, store: Watched
) -> None:
    envelope = signed_envelopes.signed(member, pdfs.contract(1), pdfs.contract(2))
    last = f"canonical/{envelope.documents[1].canonical_sha256}"
    member.organization.put(last, b"%PDF-1.7 another")

    with pytest.raises(Exception, match="not what the signers saw"):
        sealed(member)

    assert any(name.endswith(str(envelope.documents[0].id)) for name in store.seen)
    job.ACTORS["delete_file"](ceremonies.lease_open(member, "delete_file"))
    assert filed(member, envelope) == []
    assert journeys.status(member, envelope) == "signed"
