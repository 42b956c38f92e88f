"""An OpenID provider of our own on loopback that lies in whichever way a test asks for."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "client one", "s3cr:t&one"


class Provider:
    """
    Signs in `claims`, whoever asks. The attributes are what it can be made to lie about.

    `tamper` changes the claims of an ID token; `sign` replaces how it is signed.
    """

    def __init__(self) -> None:
        # A name of its own: another one may have had this port, and its keys are remembered.
        self.key = RSAKey.generate_key(2048, {"kid": uuid4().hex, "use": "sig"})
        self.claims: dict[str, Any] = {"sub": "subject-1"}
        self.userinfo: dict[str, Any] | None = None
        self.metadata: dict[str, Any] = {}
        self.tamper: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.answers_with_issuer: str | None = None
        self.error = ""
        self.token_status = 200
        self.asked: list[str] = []
        self.token_requests: list[tuple[dict[str, str], str]] = []
        self._nonce = ""
        self._challenge = ""
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        # It looks fifty times a second whether it has to stop; by itself it looks twice.
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> "Provider":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()

    def consent(self, address: str) -> dict[str, str]:
        """What a browser brings back that was led to `address` and signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self._nonce, self._challenge = asked["nonce"], asked["code_challenge"]
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        answer = {"state": asked["state"]}
        answer |= {"error": self.error} if self.error else {"code": "code-1"}
        if self.answers_with_issuer is not None:
            answer["iss"] = self.answers_with_issuer
        return answer

    def rotate(self, kid: str) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def unsigned(self, claims: dict[str, Any]) -> str:
        return _plain({"alg": "none"}, claims, b"")

    def stripped(self, claims: dict[str, Any]) -> str:
        """A good header, and no signature behind it."""
        return self.signed(claims).rpartition(".")[0] + "."

    def signed_with_public_key(self, claims: dict[str, Any]) -> str:
        """The old confusion: the public key's text taken for a shared secret."""
        return _shared({"alg": "HS256", "kid": self.key.kid}, claims, self.key.as_pem(False))

    def signed_with_client_secret(self, claims: dict[str, Any]) -> str:
        return _shared({"alg": "HS256"}, claims, SECRET.encode())

    def signed_by_somebody_else(self, claims: dict[str, Any]) -> str:
        """Under the right name of a key, by another one."""
        other = RSAKey.generate_key(2048, {"kid": self.key.kid})
        return jwt.encode({"alg": "RS256", "kid": other.kid}, claims, other)

    def signed_with_key_of_its_own(self, claims: dict[str, Any]) -> str:
        """The key travels with the token."""
        other = RSAKey.generate_key(2048)
        header = {"alg": "RS256", "jwk": other.as_dict(private=False)}
        return jwt.encode(header, claims, other)

    def _answer(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        route = {
            "/.well-known/openid-configuration": self._metadata,
            "/keys": self._keys,
            "/token": self._token,
            "/userinfo": self._userinfo,
        }.get(request.path)
        response = route(request) if route else Response(status=404)
        return response(environ, start)

    def _metadata(self, _: Request) -> Response:
        return _json(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            }
            | self.metadata
        )

    def _keys(self, _: Request) -> Response:
        return _json({"keys": [{"kty": "new kind"}, self.key.as_dict(private=False)]})

    def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in request.form.items()}
        self.token_requests.append((form, request.headers.get("Authorization", "")))
        if self.token_status != 200:
            return _json({"error": "invalid_client"}, self.token_status)
        if _challenge(form["code_verifier"]) != self._challenge:
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self._nonce,
        }  # fmt: skip
        token = self.sign(self.tamper(claims | self.claims))
        return _json({"id_token": token, "access_token": "access-1", "token_type": "Bearer"})

    def _userinfo(self, request: Request) -> Response:
        if request.headers.get("Authorization") != "Bearer access-1":
            return Response(status=401)
        return _json(self.userinfo if self.userinfo is not None else {"sub": self.claims["sub"]})


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _plain(header: dict[str, Any], claims: dict[str, Any], signature: bytes) -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def _shared(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    signed = _plain(header, claims, b"")[:-1]
    signature = hmac.digest(secret, signed.encode(), "sha256")
    return _plain(header, claims, signature)


def _json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")
