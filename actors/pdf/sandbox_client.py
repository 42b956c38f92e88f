"""The worker's hold on its fork server: starts it, asks it for children, starts it again."""

import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

from actors.pdf.sandbox_conversation import Line

LOADER_SETTINGS = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""What the dynamic loader and the C library need; all else in the environment stays here."""

ROOT = Path(__file__).resolve().parents[2]


class NotStarted(RuntimeError):
    """The fork server could not be started; it has said why on standard error."""


class ForkServer:
    def __init__(self, preload: tuple[str, ...]) -> None:
        self._preload = preload
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self, preload: tuple[str, ...]) -> None:
        with self._lock:
            self._preload = preload
            self._stop()
            self._start()

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def child(self, seconds: float) -> Line:
        """A new child that waits for its request and is killed when the line is closed."""
        request_out, request_in = os.pipe()
        answer_out, answer_in = os.pipe()
        ours, theirs = socket.socketpair()
        line = Line(request_in, answer_out, ours)
        try:
            self._hand_over(struct.pack("d", seconds), [request_out, answer_in, theirs.fileno()])
        except BaseException:
            line.close()
            raise
        finally:
            theirs.close()
            os.close(request_out)
            os.close(answer_in)
        return line

    def _hand_over(self, message: bytes, descriptors: list[int]) -> None:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._stop()
                self._start()
            if self._control is not None:
                socket.send_fds(self._control, [message], descriptors)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        program = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); from actors.pdf import sandbox_server;"
            f" sandbox_server.serve({theirs.fileno()}, {self._preload!r})"
        )
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program],
                env={name: os.environ[name] for name in LOADER_SETTINGS if name in os.environ},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._control = ours
        if ours.recv(1) != b"r":
            self._stop()
            raise NotStarted("The PDF sandbox did not start; the reason stands above.")

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.wait()
        self._control = self._process = None
