"""The mail server of the embedded mode: on this machine only, it keeps all mail in a Maildir."""

import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from tenants import environment


def main() -> None:
    settings = environment.load()
    if not settings.mailbox_dir:
        sys.exit("MAILBOX_DIR is not set: the mailbox belongs to the embedded mode.")
    port = urlsplit(settings.smtp_url).port
    if port is None:
        sys.exit("SMTP_URL has no port: the mailbox does not know where to listen.")
    stop = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    controller = Controller(Mailbox(Path(settings.mailbox_dir)), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait(stop)
    controller.stop()


if __name__ == "__main__":
    main()
