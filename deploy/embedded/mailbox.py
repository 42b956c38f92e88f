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
    folder = Path(settings.mailbox_dir)
    for part in ("cur", "new", "tmp"):
        # A Maildir makes these only together with its own folder, which may be there already.
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    controller = Controller(Mailbox(folder), hostname="127.0.0.1", port=port)
    controller.start()
    signal.sigwait(stop)
    controller.stop()


if __name__ == "__main__":
    main()
