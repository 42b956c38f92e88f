"""`countersign doctor` talks to the mail server as every mail does."""

import datetime
import ssl
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from core.settings.settings import Settings
from deploy.health import services_check
from deploy.health.finding import HealthProblem
from tests.ports import free_port


class Choosy:
    """Takes mail from one sender only."""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return "250 OK" if address.endswith("@countersign.example") else "553 Not yours"


def known(server: SMTP, session: Session, envelope: Envelope, way: str, data: object) -> AuthResult:
    right = LoginPassword(b"us@er", b"pa#ss")
    return AuthResult(success=data == right, handled=data == right)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """host:port of a server that wants encryption and a password, and its certificate."""
    folder = tmp_path_factory.mktemp("mail")
    certificate = _certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    port = free_port()
    controller = Controller(
        Choosy(),
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        auth_required=True,
        authenticator=known,
    )
    controller.start()
    yield f"127.0.0.1:{port}", certificate
    controller.stop()


@pytest.fixture
def asked(
    settings: Settings, address: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> Settings:
    place, certificate = address
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return replace(settings, smtp_url=f"smtp://us%40er:pa%23ss@{place}")


def test_the_doctor_signs_in_to_the_mail_server(asked: Settings) -> None:
    assert services_check.mail(asked) == "signed in, accepts e-mail from MAIL_FROM"


def test_a_wrong_password_is_told_and_not_shown(asked: Settings) -> None:
    wrong = replace(asked, smtp_url=asked.smtp_url.replace("pa%23ss", "other-secret"))

    with pytest.raises(HealthProblem, match="user name and password in SMTP_URL") as told:
        services_check.mail(wrong)

    assert "other-secret" not in str(told.value)


def test_a_sender_that_the_server_does_not_take_is_told(asked: Settings) -> None:
    with pytest.raises(HealthProblem, match="MAIL_FROM"):
        services_check.mail(replace(asked, mail_from="One <one@elsewhere.example>"))


def test_a_server_whose_certificate_nobody_knows_is_told(
    asked: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(HealthProblem, match="does not answer"):
        services_check.mail(asked)


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path
