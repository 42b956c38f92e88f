"""A passkey in software: answers challenges as a real authenticator does, and wrongly on demand."""

import base64
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """`origin` and `host` are where it believes to be; `flags` what it says of its owner."""

    origin: str
    host: str
    count: int = 1
    flags: int = PRESENT | VERIFIED
    user_handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))

    def create(self, options: str) -> str:
        asked = json.loads(options)
        self.user_handle = _bytes(asked["user"]["id"])
        public = self.key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: public.x.to_bytes(32, "big"),
            -3: public.y.to_bytes(32, "big"),
        }
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(ATTESTED) + attested + cbor2.dumps(cose)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=_text(self._client_data("webauthn.create", asked)),
            attestationObject=_text(attestation),
        )

    def get(self, options: str) -> str:
        self.count += 1
        client_data = self._client_data("webauthn.get", json.loads(options))
        data = self._data(0)
        signed = self.key.sign(
            data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(
            clientDataJSON=_text(client_data),
            authenticatorData=_text(data),
            signature=_text(signed),
            userHandle=_text(self.user_handle),
        )

    def _client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        words = {"type": kind, "challenge": asked["challenge"], "origin": self.origin}
        return json.dumps(words).encode()

    def _data(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _answer(self, **response: str) -> str:
        name = _text(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "==")
