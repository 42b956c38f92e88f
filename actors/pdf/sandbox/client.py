"""The worker's hold on its fork server: starts it, asks it for children, starts it again."""

import os
import socket
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

from actors.pdf.sandbox import own_folder
from actors.pdf.sandbox.child_end import End
from actors.pdf.sandbox.protocol import REQUEST, ServerHangs, end_of

LOADER_SETTINGS = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""What the dynamic loader and the C library need; all else in the environment stays here."""

ROOT = Path(__file__).resolve().parents[3]
START_WITHIN, PATIENCE = 120.0, 5.0  # seconds


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

    def outcome(self, request: int, answer: int, seconds: float, folder: str = "") -> End:
        """How a new child ended that was given these files. Raises Interrupted.

        `folder`: the one place where it may write files, and where its own are.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                message = REQUEST.pack(seconds) + os.fsencode(folder)
                server = self._hand_over(message, [request, answer, theirs.fileno()])
            try:
                grown = partial(own_folder.is_over_limit, folder) if folder else None
                return end_of(ours, seconds, grown)
            except ServerHangs:
                self._end(server)
                raise

    def _hand_over(self, message: bytes, descriptors: list[int]) -> subprocess.Popen[bytes]:
        """Give the server that has it now; one that has died is replaced first."""
        with self._lock:
            try:
                return self._sent(message, descriptors)
            except OSError:
                self._stop()
                self._start()
                return self._sent(message, descriptors)

    def _sent(self, message: bytes, descriptors: list[int]) -> subprocess.Popen[bytes]:
        if self._process is None or self._control is None or self._process.poll() is not None:
            raise BrokenPipeError
        socket.send_fds(self._control, [message], descriptors)
        return self._process

    def _end(self, server: subprocess.Popen[bytes]) -> None:
        with self._lock:
            server.kill()
            if self._process is server:
                self._stop()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        program = (
            f"import sys; sys.path.insert(0, {str(ROOT)!r});"
            " from actors.pdf.sandbox import fork_server;"
            f" fork_server.serve({theirs.fileno()}, {self._preload!r})"
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
        ours.settimeout(START_WITHIN)
        try:
            ready = ours.recv(1) == b"r"
        except OSError:
            ready = False
        if not ready:
            self._process.kill()
            self._stop()
            raise NotStarted("The PDF sandbox did not start; the reason stands above.")

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None
