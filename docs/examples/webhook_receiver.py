"""
Receives webhooks, verifies each and prints what happened. Usage: webhook_receiver.py PORT

WEBHOOK_SECRET is what webhook_endpoint.sh printed. Needs the package standardwebhooks.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook, WebhookVerificationError

seen = set[str]()  # in your own program: a table, for an event may come twice


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            webhook = Webhook(os.environ["WEBHOOK_SECRET"])
            event = webhook.verify(body, {k.lower(): v for k, v in self.headers.items()})
        except WebhookVerificationError:
            self.send_error(401, "Not signed with our secret")
            return
        if event["id"] not in seen:
            seen.add(event["id"])
            print(event["type"], event["data"].get("envelope_id", ""), flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Only events are printed."""


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
