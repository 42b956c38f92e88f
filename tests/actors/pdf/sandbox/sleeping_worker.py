"""A worker whose sandboxed child is busy for a minute, for the test that kills it."""

import threading
import time

from actors.pdf.sandbox import sandbox
from tests.actors.pdf.sandbox import probes

if __name__ == "__main__":
    sandbox.start(("tests.actors.pdf.sandbox.probes",))
    threading.Thread(target=sandbox.run, args=(probes.sleep_long,), kwargs={"seconds": 60}).start()
    time.sleep(0.3)
    print("asleep", flush=True)
    time.sleep(60)
