"""Files put into an S3 bucket or a WebDAV folder, by the client that reaches nothing private."""

import base64
from datetime import timedelta
from urllib.parse import quote, urlsplit

import obstore
from obstore.store import S3Store

from core.addresses.network_address import Network
from core.connectors.copy_state import failure_of
from core.connectors.copy_target import CopyTarget, CopyTargetKind
from tenants.network import guarded_http
from tenants.network.guarded_http import Unreachable

REGION = "us-east-1"  # what servers that know no regions take
SIGNED_FOR = timedelta(minutes=10)
READ = 2_000  # bytes of an answer: no one looks at it
# A folder that is there already is answered by one of these.
IS_THERE = (301, 405)


class NotPut(Exception):
    """A file was not taken. `why` is a word of core/connectors/copy_state.py."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CopyPlace:
    """One target, with its secret. Never called while a transaction is open."""

    def __init__(
        self, target: CopyTarget, secret: str, networks: tuple[Network, ...], seconds: float
    ) -> None:
        """`seconds`: for one request."""
        self._target, self._secret = target, secret
        self._networks, self._seconds = networks, seconds
        self._made: set[str] = set()

    def put(self, path: str, data: bytes) -> None:
        """The same again changes nothing. Raises NotPut."""
        kind = [("Content-Type", "application/pdf" if path.endswith(".pdf") else "text/plain")]
        if self._target.kind is CopyTargetKind.S3:
            self._check(self._send("PUT", self._signed(path), kind, data))
            return
        folders = path.split("/")[:-1]
        for number in range(1, len(folders) + 1):
            self._make_folder("/".join(folders[:number]))
        self._check(self._send("PUT", self._below(path), [*kind, self._basic()], data))

    def _make_folder(self, path: str) -> None:
        if path not in self._made:
            status = self._send("MKCOL", self._below(path) + "/", [self._basic()], b"")
            if status not in IS_THERE:
                self._check(status)
            self._made.add(path)

    def _check(self, status: int) -> None:
        if why := failure_of(status):
            raise NotPut(why)

    def _send(self, method: str, url: str, headers: list[tuple[str, str]], body: bytes) -> int:
        try:
            return guarded_http.send(
                method, url, headers, body, self._networks, self._seconds, READ
            ).status
        except Unreachable as unreachable:
            raise NotPut(unreachable.why) from None

    def _below(self, path: str) -> str:
        return f"{self._target.address}/{quote(path)}"

    def _basic(self) -> tuple[str, str]:
        said = f"{self._target.username}:{self._secret}".encode()
        return "Authorization", f"Basic {base64.b64encode(said).decode()}"

    def _signed(self, path: str) -> str:
        """An address that takes this one file for a while: nothing is asked to make it."""
        store = S3Store(
            self._target.bucket,
            endpoint=self._target.address,
            region=self._target.region or REGION,
            access_key_id=self._target.username,
            secret_access_key=self._secret,
            virtual_hosted_style_request=False,
            client_options={"allow_http": urlsplit(self._target.address).scheme == "http"},
        )
        return str(obstore.sign(store, "PUT", path, SIGNED_FOR))
