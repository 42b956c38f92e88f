"""One call's talk with its child: the request goes out, the answer and the exit code come in."""

import os
import selectors
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass

from actors.pdf.sandbox_answers import OutOfMemory, OutOfTime

LARGEST_ANSWER = 512 * 1024 * 1024
CHUNK = 1024 * 1024
EXIT_CODE = struct.Struct("i")


@dataclass
class Line:
    """What the worker holds of a child. The server kills the child when `lifeline` is closed."""

    request: int
    answer: int
    lifeline: socket.socket

    def close(self) -> None:
        self.lifeline.close()
        self.end_request()
        os.close(self.answer)

    def end_request(self) -> None:
        if self.request >= 0:
            os.close(self.request)
            self.request = -1


def converse(line: Line, request: bytes, deadline: float) -> tuple[bytes, int]:
    """The child's answer and exit code (negative: the signal that ended it). Closes the line.

    `deadline` is on the monotonic clock; after it the child is killed and OutOfTime raised.
    """
    try:
        answer = _exchange(line, memoryview(request), deadline)
        line.lifeline.settimeout(max(deadline - time.monotonic(), 0.1))
        return answer, _exit_code(line.lifeline)
    except TimeoutError:
        raise OutOfTime from None
    finally:
        line.close()


def _exchange(line: Line, request: memoryview, deadline: float) -> bytes:
    os.set_blocking(line.request, False)
    answer = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(line.request, selectors.EVENT_WRITE)
        selector.register(line.answer, selectors.EVENT_READ)
        while True:
            ready = {key.fd for key, _ in selector.select(max(deadline - time.monotonic(), 0))}
            if not ready:
                raise TimeoutError
            if line.request in ready:
                request = _sent(line, request)
                if not request:
                    selector.unregister(line.request)
                    line.end_request()
            if line.answer in ready:
                chunk = os.read(line.answer, CHUNK)
                if not chunk:
                    return bytes(answer)
                answer += chunk
            if len(answer) > LARGEST_ANSWER:
                raise OutOfMemory


def _sent(line: Line, request: memoryview) -> memoryview:
    with suppress(BlockingIOError):
        try:
            return request[os.write(line.request, request[:CHUNK]) :]
        except BrokenPipeError:  # the child is gone; its exit code says why
            return request[:0]
    return request


def _exit_code(lifeline: socket.socket) -> int:
    message = lifeline.recv(EXIT_CODE.size)
    if len(message) < EXIT_CODE.size:  # the server died, and its children with it
        return -9
    return int(EXIT_CODE.unpack(message)[0])
