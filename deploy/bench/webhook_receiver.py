"""
A receiver for the bench: `python -m deploy.bench.webhook_receiver PORT FILE ERRORS SLOW`.

It verifies nothing but what the bench counts: each request is a line of FILE, written before the
answer. One event in ERRORS fails at its first try; one in SLOW is answered after ten seconds.
"""

import hashlib
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DELAY = 10.0


def chosen(id: str, one_in: int) -> bool:
    """Whether it is one of these events: the same at each try, and after a restart."""
    return one_in > 0 and int(hashlib.sha256(id.encode()).hexdigest(), 16) % one_in == 0


def main(port: int, file: Path, errors: int, slow: int) -> None:
    lock, seen = threading.Lock(), _seen(file)
    lines = file.open("a")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["content-length"])))
            id = str(said["id"])
            with lock:
                again = id in seen
                seen.add(id)
            if chosen(f"slow{id}", slow) and not again:
                time.sleep(DELAY)
            taken = again or not chosen(id, errors)
            data = said["data"]
            with lock:
                line = (id, data.get("envelope_id", ""), data["sequence"], taken)
                lines.write(json.dumps(line) + "\n")
                lines.flush()
            self.send_response(204 if taken else 500)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """What happens stands in the file."""

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


def _seen(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {str(json.loads(line)[0]) for line in file.read_text().splitlines()}


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
