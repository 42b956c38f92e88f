"""The examples of docs/examples, each in both languages, against the running product."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from core.api.scope import Scope
from core.bulk_sends.bulk_send import BulkState
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.principal import SystemPrincipal
from core.signing.embedding import EmbeddingSettings
from deploy.bench import sample_envelopes, sample_templates
from deploy.demo.journey import OWNER
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.bulk_sends import bulk_sends
from tenants.use_cases.envelopes import reading
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.signing.hand_overs import embedding_settings
from tests import ports
from tests.acceptance import external_judges
from tests.acceptance.conftest import ROOT, Product
from tests.actors.pdf import pdfs
from tests.tenants.opening import run

EXAMPLES = ROOT / "docs" / "examples"
PATIENCE = 120
pytestmark = pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")


@pytest.fixture(scope="module", autouse=True)
def receivers_on_this_machine() -> Iterator[None]:
    os.environ["OUTBOUND_PRIVATE_NETWORKS"] = "127.0.0.0/8"
    yield
    del os.environ["OUTBOUND_PRIVATE_NETWORKS"]


@pytest.fixture(scope="module")
def owner(product: Product) -> Iterator[Member]:
    installation = Installation(product.settings, pool_size=2)
    found = signing_in.check(installation, OWNER, product.settings.demo_password, "127.0.0.1")
    with installation.platform.transaction(SystemPrincipal("command line")) as tx:
        token = signing_in.signed_in(signing_in.sign_in(tx, found, "127.0.0.1"))
    member = signing_in.identify(installation, token, datetime.now(UTC))
    assert member is not None
    yield member
    installation.close()


@pytest.fixture(scope="module")
def key(owner: Member) -> str:
    scopes = [str(scope) for scope in Scope]
    return run(owner, api_keys.make, uuid4(), "Examples", scopes, "30", datetime.now(UTC)).secret


@pytest.fixture(scope="module")
def template(owner: Member) -> UUID:
    people = [Recipient(uuid4(), "Tenant", "tenant@example.com")]
    return sample_templates.published(
        owner, pdfs.contract(), people, lambda id: sample_envelopes.fields_of(id, people)
    )


@pytest.fixture(params=["sh", "py"])
def example(request: pytest.FixtureRequest, product: Product, key: str) -> Callable[..., str]:
    """Runs an example with these arguments; what it prints."""

    def execute(name: str, *arguments: object) -> str:
        file = EXAMPLES / f"{name}.{request.param}"
        command = [sys.executable, file] if request.param == "py" else [file]
        done = subprocess.run(
            [str(part) for part in (*command, *arguments)],
            env=os.environ | {"COUNTERSIGN_URL": product.settings.base_url, "COUNTERSIGN_KEY": key},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    return execute


def envelope_once(owner: Member, id: str, status: str) -> Envelope:
    """The envelope as soon as it is so."""
    until = time.monotonic() + PATIENCE
    while (found := run(owner, reading.envelope, UUID(id))).status != status:
        assert time.monotonic() < until, (found.status, status)
        time.sleep(0.1)
    return found


def sent(owner: Member, template: UUID, example: Callable[..., str]) -> str:
    email = f"{uuid4().hex[:8]}@example.com"
    return example("template", template, "Ana Ruiz", email)


def test_a_document_is_sent_and_sent_once(
    owner: Member, example: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / f"lease-{uuid4().hex[:8]}.pdf"
    file.write_bytes(pdfs.contract())

    id = example("send", file)

    assert example("send", file) == id
    assert envelope_once(owner, id, "sent").recipients[0].email == "ana@example.com"


def test_what_everyone_has_signed_is_downloaded_and_verified(
    owner: Member, template: UUID, example: Callable[..., str], tmp_path: Path
) -> None:
    id = sent(owner, template, example)
    for recipient in envelope_once(owner, id, "sent").recipients:
        sample_envelopes.sign(owner, recipient)
    envelope = envelope_once(owner, id, "completed")

    example("download", id, tmp_path)

    files = {file.stem: file.read_bytes() for file in tmp_path.iterdir()}
    assert set(files) == {str(envelope.documents[0].id), "certificate"}
    for file in files.values():
        external_judges.assert_sealed(file)
    document = tmp_path / f"{envelope.documents[0].id}.pdf"
    assert example("verify", document) == "genuine"
    document.write_bytes(document.read_bytes().replace(b"/Type /Page", b"/Type /PagE", 1))
    assert example("verify", document).split("\n")[0] == "changed"


def test_an_address_is_corrected_and_an_envelope_voided(
    owner: Member, template: UUID, example: Callable[..., str]
) -> None:
    id = sent(owner, template, example)

    assert example("correct", id, "ana.ruiz@example.com") == "ana.ruiz@example.com"
    assert example("void", id, "The flat is let") == "voided"

    assert envelope_once(owner, id, "voided").recipients[0].email == "ana.ruiz@example.com"


def test_a_template_goes_to_every_line_of_a_file(
    owner: Member, template: UUID, example: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / f"tenants-{uuid4().hex[:8]}.csv"
    file.write_text("Ana Ruiz,ana@example.com\nBo Lind,bo@example.com\n")

    bulk_id = UUID(example("bulk_send", template, file))

    until = time.monotonic() + PATIENCE
    while run(owner, bulk_sends.get, bulk_id).state is not BulkState.FINISHED:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_someone_signs_in_person(
    owner: Member, example: Callable[..., str], tmp_path: Path
) -> None:
    file = tmp_path / f"handover-{uuid4().hex[:8]}.pdf"
    file.write_bytes(pdfs.contract())

    id = example("in_person", file, "Ana Ruiz", "Bo Lind", "bo@example.com")

    (recipient,) = envelope_once(owner, id, "sent").recipients
    assert (recipient.name, recipient.options.host_email) == ("Ana Ruiz", "bo@example.com")


def test_a_signing_page_is_shown_in_a_frame(
    owner: Member, template: UUID, example: Callable[..., str]
) -> None:
    origin = "https://app.example.com"
    run(owner, embedding_settings.change, EmbeddingSettings((origin,)), datetime.now(UTC))
    id = sent(owner, template, example)

    page = httpx.get(example("embedded_signing", id, origin), follow_redirects=True)

    assert page.status_code == 200
    assert origin in page.headers["Content-Security-Policy"]


def test_a_webhook_is_received_and_verified(product: Product, key: str) -> None:
    port = ports.free_port()
    environment = os.environ | {
        "COUNTERSIGN_URL": product.settings.base_url,
        "COUNTERSIGN_KEY": key,
    }
    register = [EXAMPLES / "webhook_endpoint.sh", f"http://127.0.0.1:{port}/webhooks"]
    secret = subprocess.run(
        register, env=environment, stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True
    ).stdout.strip()
    receiver = subprocess.Popen(
        [sys.executable, EXAMPLES / "webhook_receiver.py", str(port)],
        env=environment | {"WEBHOOK_SECRET": secret},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert receiver.stdout is not None
        assert receiver.stdout.readline().split() == ["webhook.ping"]
        assert httpx.post(f"http://127.0.0.1:{port}/webhooks", content=b"{}").status_code == 401
    finally:
        receiver.terminate()
        receiver.wait()
