"""The fork server's process: waits for requests of the worker and forks a warm child for each."""

import gc
import importlib
import os
import selectors
import signal
import socket
from collections.abc import Iterable
from contextlib import suppress

from actors.pdf.sandbox import child_process
from actors.pdf.sandbox.protocol import END, LONGEST_FOLDER, REQUEST


def serve(control_descriptor: int, preload: Iterable[str]) -> None:
    """Fork children until the worker is gone, then kill those that are left."""
    for name in preload:
        warm = getattr(importlib.import_module(name), "warm", None)
        if warm is not None:
            warm()
    os.environ.clear()
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)  # sent to all at once: the worker finishes first
    gc.freeze()
    _Server(socket.socket(fileno=control_descriptor)).run()


class _Server:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._lifelines: dict[int, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, announce = os.pipe()
        for end in (self._ended, announce):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(announce, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        self._selector.register(self._control, selectors.EVENT_READ)
        self._selector.register(self._ended, selectors.EVENT_READ)
        self._control.send(b"r")
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    if not self._fork():
                        return self._kill_all()
                elif key.fileobj == self._ended:
                    self._reap()
                else:
                    self._kill(key.data)

    def _fork(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(
            self._control, REQUEST.size + LONGEST_FOLDER, 3
        )
        if not message:
            return False
        request, answer, lifeline = descriptors
        server = os.getpid()
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            (seconds,) = REQUEST.unpack_from(message)
            folder = os.fsdecode(message[REQUEST.size :])
            child_process.live(request, answer, seconds, server, folder)
        os.close(request)
        os.close(answer)
        self._lifelines[child] = socket.socket(fileno=lifeline)
        self._selector.register(self._lifelines[child], selectors.EVENT_READ, child)
        return True

    def _reap(self) -> None:
        os.read(self._ended, 4096)
        while self._lifelines:
            child, status, usage = os.wait4(-1, os.WNOHANG)
            if child == 0:
                return
            lifeline = self._lifelines.pop(child)
            if lifeline in self._selector.get_map():
                self._selector.unregister(lifeline)
            with suppress(OSError):  # the worker may have hung up
                spent = usage.ru_utime + usage.ru_stime
                lifeline.send(END.pack(os.waitstatus_to_exitcode(status), spent))
            lifeline.close()

    def _kill(self, child: int) -> None:
        """The worker has let go: by its process id, which is ours to reuse until we bury it."""
        if child in self._lifelines:
            self._selector.unregister(self._lifelines[child])
            os.kill(child, signal.SIGKILL)

    def _kill_all(self) -> None:
        for child in self._lifelines:
            os.kill(child, signal.SIGKILL)
