"""One envelope from upload to seal, as its sender and its recipients go through it."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from uuid import uuid4

from deploy.demo.visitor import File, Unexpected, VisitedPage, Visitor, expect

OWNER = "owner@demo.example"
PATIENCE = 180
PAUSE = 0.5
DRAWING = "Some pages are still loading"
UUID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
LINK = re.compile(r"https?://[^\s\"'<>]+/s/[\w-]{43}")
MAIL = re.compile(r'href="/mailbox/([^"]+)".*?mail-row__to[^>]*>([^<]*)<', re.DOTALL)
FIELD = re.compile(rf'class="field field--(\w+)" id="field-({UUID})"')


class Journey:
    """Two signers in order and a person who gets a copy, each in a browser of their own."""

    def __init__(self, base_url: str, password: str, say: Callable[[str], object]) -> None:
        self._base_url = base_url
        self._password = password
        self._say = say
        self._run = uuid4().hex[:8]
        self._read: set[str] = set()
        self._links: dict[str, str] = {}
        self.sender = Visitor(base_url)
        self.envelope_id = ""
        self.document_id = ""
        self.status = "not started"
        self.seconds: dict[str, float] = {}
        self.files: dict[str, bytes] = {}

    def make(self, name: str, data: bytes, pdf_password: str = "") -> None:
        """Raises Unexpected at the first page that answers otherwise than it should."""
        with self._stage("sign in"):
            self.sign_in()
        with self._stage("upload"):
            self.upload(name, data)
        with self._stage("intake"):
            self.wait_for_pages(pdf_password)
        with self._stage("prepare"):
            recipients = self.name_recipients()
            self.place_fields(recipients[:2])
        with self._stage("send"):
            self.send()
        for number in (1, 2):
            with self._stage(f"invitation {number}"):
                link = self.mailed_link(self.address(number))
            with self._stage(f"signer {number}"):
                self.sign(link, number)
        with self._stage("seal"):
            self.wait_for_completion()
        with self._stage("copies"):
            self.fetch_copies(self.mailed_link(self.address(3)))

    def result(self) -> dict[str, Any]:
        return {
            "envelope_id": self.envelope_id,
            "status": self.status,
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
        }

    def address(self, number: int) -> str:
        return f"{('signer-one', 'signer-two', 'copy')[number - 1]}-{self._run}@example.com"

    def sign_in(self) -> None:
        page = expect(self.sender.get("/sign-in"))
        form = page.form("sign-in")
        expect(self.sender.submit(page, form, {"email": OWNER, "password": self._password}))

    def upload(self, name: str, data: bytes) -> None:
        page = expect(self.sender.get("/envelopes/new"))
        self.envelope_id = _found(rf'data-envelope="({UUID})"', page)
        self.status = "draft"
        form = page.form("/documents$")
        expect(self.sender.submit(page, form, {"files": File(name, data)}))

    def wait_for_pages(self, pdf_password: str) -> None:
        """Until every page can be shown; a protected file gets its password once."""
        for page in self._watched():
            if "badge--password" in page.text or "badge--rejected" in page.text:
                form = page.form("/password$")
                if not pdf_password:
                    raise Unexpected("The PDF is protected: run again with --password.")
                name = next(name for name in form.values if name.startswith("password-"))
                expect(self.sender.submit(page, form, {name: pdf_password}))
                pdf_password = ""
            elif "badge--ready" in page.text:
                self.document_id = _found(rf"/documents/({UUID})/removal", page)
                return

    def name_recipients(self) -> list[str]:
        """Their ids, in order."""
        page = expect(self.sender.get(f"/envelopes/{self.envelope_id}"))
        form = page.form("/recipients$")
        ids = [str(uuid4()) for _ in range(3)]
        fields: list[tuple[str, str | File]] = [("csrf_token", form.values["csrf_token"])]
        for number, id in enumerate(ids):
            name = ("Signer One", "Signer Two", "Copy Reader")[number]
            fields += [("row", str(number)), (f"id-{number}", id), (f"name-{number}", name)]
            fields += [(f"email-{number}", self.address(number + 1))]
            fields += [(f"role-{number}", "cc" if number == 2 else "signer")]
        expect(self.sender.post(form.action, fields))
        return ids

    def place_fields(self, recipients: list[str]) -> None:
        """One of each kind for each signer, on the first page."""
        page = expect(self.sender.get(f"/envelopes/{self.envelope_id}"))
        token = next(f.values["csrf_token"] for f in page.forms if "csrf_token" in f.values)
        boxes = (
            ("signature", 0, 130, 44),
            ("initials", 50, 60, 30),
            ("date_signed", 86, 90, 20),
            ("text", 112, 130, 20),
            ("checkbox", 138, 16, 16),
        )
        fields = [
            {
                "id": str(uuid4()),
                "document_id": self.document_id,
                "recipient_ids": [recipient],
                "kind": type,
                "page": 1,
                **{"x": 30 + 150 * number, "y": 40 + down, "width": width, "height": height},
                "required": True,
                "label": f"{type.replace('_', ' ').capitalize()} of signer {number + 1}",
            }
            for number, recipient in enumerate(recipients)
            for type, down, width, height in boxes
        ]
        address = f"/envelopes/{self.envelope_id}/fields"
        expect(self.sender.post_json(address, {"fields": fields}, token))

    def send(self) -> None:
        page = expect(self.sender.get(f"/envelopes/{self.envelope_id}"))
        expect(self.sender.submit(page, page.form("/sending$"), {"message": "Please sign."}))
        self.status = "sent"

    def sign(self, link: str, number: int) -> None:
        """Accept the disclosure, adopt by typing, fill in, finish."""
        signer = Visitor(self._base_url)
        page = self.open(signer, link)
        self.finish(signer, self.fill(signer, page, number), number)

    def open(self, signer: Visitor, link: str) -> VisitedPage:
        """The signing page, after the disclosure was accepted."""
        page = expect(signer.get(link))
        return expect(signer.submit(page, page.form("/consent$"), {"agreed": "yes"}))

    def fill(self, signer: Visitor, page: VisitedPage, number: int) -> VisitedPage:
        """Sign and initial; the page after that."""
        for id, type in self.own_fields(page):
            if type not in ("signature", "initials"):
                continue
            address = f"{page.address}/signature?kind={type}&field={id}"
            adopting = expect(signer.get(address))
            text = ("Signer One", "Signer Two")[number - 1] if type == "signature" else "S"
            values = {"method": "typed", "text": text, "font": "caveat"}
            expect(signer.submit(adopting, adopting.form("/signature$"), values))
        return expect(signer.get(page.address))

    def finish(self, signer: Visitor, page: VisitedPage, number: int) -> None:
        """With the form that carries all values, once every page can be read."""
        page = self._all_drawn(signer, page)
        fields = self.own_fields(page)
        texts = {id: f"Typed by signer {number}" for id, type in fields if type == "text"}
        ticks = {id: "true" for id, type in fields if type == "checkbox"}
        expect(signer.submit(page, page.form("/completion$"), texts | ticks))
        self.status = "delivered" if number == 1 else "signed"

    def _all_drawn(self, signer: Visitor, page: VisitedPage) -> VisitedPage:
        """A long document can be opened before its last page is drawn, and not finished."""
        deadline = time.monotonic() + PATIENCE
        while DRAWING in page.text and time.monotonic() < deadline:
            time.sleep(PAUSE)
            page = expect(signer.get(page.address))
        return page

    def own_fields(self, page: VisitedPage) -> list[tuple[str, str]]:
        """Id and kind of the signer's own fields."""
        return [(id, type) for type, id in FIELD.findall(page.text)]

    def wait_for_completion(self) -> None:
        for page in self._watched():
            if "badge--completed" in page.text:
                self.status = "completed"
                return

    def fetch_copies(self, link: str) -> None:
        """As a person without an account, from the mailed link."""
        reader = Visitor(self._base_url)
        page = expect(reader.get(link))
        sealed = page.link(rf"/documents/{UUID}$")
        self.files["sealed.pdf"] = expect(reader.get(sealed)).data
        self.files["certificate.pdf"] = expect(reader.get(page.link("/certificate$"))).data

    def mailed_link(self, address: str) -> str:
        """The link of the newest mail to an address that was not read yet."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for name in self._new_mails():
                text = unescape(expect(self.sender.get(f"/mailbox/{name}")).text)
                to = next((a for a in map(self.address, (1, 2, 3)) if a in text), "")
                found = LINK.search(text)
                if to and found:
                    self._links[to] = found[0]
            if address in self._links:
                return self._links.pop(address)
            time.sleep(0.1)
        raise Unexpected(f"No mail came to {address}.")

    def _new_mails(self) -> list[str]:
        """To these three, and not to whoever else is mailed meanwhile."""
        page = expect(self.sender.get("/mailbox"))
        ours = [self.address(number) for number in (1, 2, 3)]
        found = {name: to for name, to in MAIL.findall(page.text) if name not in self._read}
        self._read.update(found)
        return [name for name, to in found.items() if any(one in to for one in ours)]

    def _watched(self) -> Iterator[VisitedPage]:
        """The envelope's page, again and again. Raises Unexpected when nothing comes of it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            yield expect(self.sender.get(f"/envelopes/{self.envelope_id}"))
            time.sleep(0.05)
        raise Unexpected(f"The envelope stayed {self.status} for {PATIENCE} seconds.")

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = time.monotonic() - began
        self._say(f"{name}: {self.seconds[name]:.2f} s")


def _found(pattern: str, page: VisitedPage) -> str:
    found = re.search(pattern, page.text)
    if not found:
        raise Unexpected(f"{page.address} does not show what was looked for.")
    return found[1]
