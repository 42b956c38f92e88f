"""
A stand-in of Twilio's Messages resource, as strict as its documentation: how one signs in, which
form fields there are and how long a text may be; what it answers and by which numbers it refuses.

https://www.twilio.com/docs/messaging/api/message-resource and https://www.twilio.com/docs/api/errors
"""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl
from uuid import uuid4

SID, TOKEN = f"AC{'0' * 32}", "0123456789abcdef0123456789abcdef"
SERVICE = f"MG{'1' * 32}"
KNOWN = {"To", "From", "MessagingServiceSid", "Body", "StatusCallback"}


@dataclass
class Twilio:
    """`refused`: by the phone, the error that it gets; `down`: the status of every answer."""

    port: int = 0
    down: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    calls: int = 0
    messages: list[dict[str, str]] = field(default_factory=list)

    def url(self, token: str = TOKEN) -> str:
        path = f"/2010-04-01/Accounts/{SID}/Messages.json"
        return f"http://{SID}:{token}@127.0.0.1:{self.port}{path}"

    def answer(
        self, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, object]]:
        self.calls += 1
        if self.down:
            return self.down, _error(20429 if self.down == 429 else 20500, self.down)
        if path != f"/2010-04-01/Accounts/{SID}/Messages.json":
            return 404, _error(20404, 404)
        if headers.get("authorization") != f"Basic {_basic()}":
            return 401, _error(20003, 401)
        if headers.get("content-type") != "application/x-www-form-urlencoded":
            return 400, _error(21620, 400)
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
        form = dict(pairs)
        if len(form) < len(pairs) or not set(form) <= KNOWN:
            return 400, _error(20001, 400)
        if problem := self._problem(form):
            return 400, _error(problem, 400)
        self.messages.append(form)
        sid = f"SM{uuid4().hex}"
        kept = {"sid": sid, "account_sid": SID, "status": "queued", "error_code": None}
        return 201, kept | {"to": form["To"], "body": form["Body"]}

    def _problem(self, form: dict[str, str]) -> int:
        sender = form.get("From", ""), form.get("MessagingServiceSid", "")
        if not form.get("To"):
            return 21604
        if not form.get("Body"):
            return 21602
        if not form.get("StatusCallback", "https://").startswith(("https://", "http://")):
            return 21609
        if len(form["Body"]) > 1_600:
            return 21617
        if not any(sender):
            return 21603
        if sender[1] and sender[1] != SERVICE:
            return 21705
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form["To"]):
            return 21211
        return self.refused.get(form["To"], 0)


@contextmanager
def standing_in() -> Iterator[Twilio]:
    twilio = Twilio()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, said = twilio.answer(self.path, headers, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    twilio.port = server.server_port
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield twilio
    finally:
        server.shutdown()


def _basic() -> str:
    return base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()


def _error(code: int, status: int) -> dict[str, object]:
    info = f"https://www.twilio.com/docs/errors/{code}"
    return {"code": code, "message": "In words.", "more_info": info, "status": status}
