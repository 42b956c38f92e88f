"""The web application over TLS, with a certificate of an authority of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from werkzeug.serving import make_server

from core.settings.settings import Settings
from tenants.installation import Installation
from webapp import create_app


@dataclass(frozen=True)
class PrivateServer:
    """`authority` is the file with the certificate that clients have to trust."""

    address: str
    authority: Path
    app: Flask
    installation: Installation

    @property
    def host(self) -> str:
        return self.address.removeprefix("https://")


@contextmanager
def running(settings: Settings, folder: Path) -> Iterator[PrivateServer]:
    authority, chain, key = _certificates(folder)
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    served: list[Flask] = []

    def application(environ: WSGIEnvironment, start: StartResponse) -> Any:
        return served[0](environ, start)

    server = make_server("127.0.0.1", 0, application, threaded=True, ssl_context=context)
    address = f"https://localhost:{server.port}"
    own = replace(settings, base_url=address, signing_url="")
    installation = Installation(own)
    served.append(create_app(own, installation))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield PrivateServer(address, authority, served[0], installation)
    finally:
        server.shutdown()
        thread.join()
        installation.close()


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in "12")
    root_name, name = _name("Tests"), _name("localhost")
    begins, ends = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=2)

    def builder(subject: x509.Name, public: Any) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(root_name)
        made = made.public_key(public).serial_number(x509.random_serial_number())
        return made.not_valid_before(begins).not_valid_after(ends)

    identifier = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    root = (
        builder(root_name, root_key.public_key())
        .add_extension(x509.BasicConstraints(True, 0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    leaf = (
        builder(name, key.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    files = folder / "authority.pem", folder / "server.pem", folder / "server.key"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(root.public_bytes(pem))
    files[1].write_bytes(leaf.public_bytes(pem))
    files[2].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
