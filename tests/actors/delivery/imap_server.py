"""
A stand-in of an IMAP server, as strict as RFC 3501: commands in order, over TLS from the first
byte, literals counted in bytes. What it is not asked for in a known way is BAD.
"""

import re
import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD, FOLDER = "bounces@example.com", "pass word", "Reports"
COMMAND = re.compile(rb"(\S+) (.*)\r\n", re.DOTALL)


@dataclass
class Mailbox:
    """`mails` by their UID; `fetched` counts how often a body was asked for."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)
    port: int = 0
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    @property
    def url(self) -> str:
        user, password = USER.replace("@", "%40"), PASSWORD.replace(" ", "%20")
        return f"imaps://{user}:{password}@localhost:{self.port}/{FOLDER}"

    def add(self, mail: bytes) -> int:
        uid = max(self.mails, default=100) + 1
        self.mails[uid] = mail
        return uid

    def answer(self, command: bytes, state: str) -> tuple[list[bytes], bytes, str]:
        """Untagged answers, the tagged one, and the state afterwards."""
        if command == b"CAPABILITY":
            return [b"CAPABILITY IMAP4rev1"], b"OK", state
        if command == b"LOGOUT":
            return [b"BYE"], b"OK", "logout"
        if command.startswith(b"LOGIN ") and state == "new":
            right = command == f'LOGIN {USER} "{PASSWORD}"'.encode()
            return [], b"OK" if right else b"NO wrong", "in" if right else "new"
        if command == f'SELECT "{FOLDER}"'.encode() and state in ("in", "selected"):
            return [b"%d EXISTS" % len(self.mails), b"0 RECENT"], b"OK [READ-WRITE]", "selected"
        if command.startswith(b"SELECT"):
            return [], b"NO no such folder", state
        if state == "selected" and command.startswith(b"UID "):
            return *self._by_uid(command.removeprefix(b"UID ")), state
        return [], b"BAD", state

    def _by_uid(self, command: bytes) -> tuple[list[bytes], bytes]:
        if command == b"SEARCH UNSEEN":
            unseen = sorted(self.mails.keys() - self.seen)
            return [b"SEARCH" + b"".join(b" %d" % uid for uid in unseen)], b"OK"
        if found := re.fullmatch(rb"FETCH (\d+) \(RFC822\.SIZE\)", command):
            uid = int(found[1])
            size = len(self.mails[uid])
            return [b"1 FETCH (UID %d RFC822.SIZE %d)" % (uid, size)], b"OK"
        if found := re.fullmatch(rb"FETCH (\d+) \(BODY\.PEEK\[\]\)", command):
            uid = int(found[1])
            self.fetched.append(uid)
            mail = self.mails[uid]
            return [b"1 FETCH (UID %d BODY[] {%d}\r\n%s)" % (uid, len(mail), mail)], b"OK"
        if found := re.fullmatch(rb"STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", command):
            self.seen.add(int(found[1]))
            return [], b"OK"
        return [], b"BAD"


@contextmanager
def standing_in(folder: Path) -> Iterator[Mailbox]:
    mailbox = Mailbox()
    ours, mailbox.context = _contexts(folder)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            state = "new"
            while state != "logout" and (line := self.rfile.readline()):
                found = COMMAND.fullmatch(line)
                if not found:
                    return
                said, end, state = mailbox.answer(found[2], state)
                for each in said:
                    self.wfile.write(b"* " + each + b"\r\n")
                self.wfile.write(found[1] + b" " + end + b" done\r\n")

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def get_request(self) -> tuple[ssl.SSLSocket, object]:
            connection, address = super().get_request()
            return ours.wrap_socket(connection, server_side=True), address  # type: ignore[arg-type]

        def handle_error(self, *_: object) -> None: ...

    server = Server(("127.0.0.1", 0), Handler)
    mailbox.port = server.server_address[1]
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()


def _contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's, and that of a client which trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    formats = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "imap.pem").write_bytes(pem + key.private_bytes(*formats))
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(folder / "imap.pem")
    return ours, ssl.create_default_context(cadata=pem.decode())
