"""Functions that the tests of the sandbox run inside a child."""

import ctypes
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.intake.intake import Accepted
from core.documents.document import DocumentStatus, Page
from core.documents.refusals import NoPages
from core.refusals import Refusal


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


def add(a: int, b: int) -> int:
    return a + b


def add_slowly(a: int, b: int) -> int:
    time.sleep(0.5)
    return a + b


def length(data: bytes) -> int:
    return len(data)


def repeat(data: bytes, times: int) -> bytes:
    return data * times


def made() -> tuple[Accepted, DocumentStatus, datetime]:
    field = FoundPlace(
        "text", 1, 1.5, 2.5, 30.0, 10.0, "form", True, properties={"options": ["red"]}
    )
    accepted = Accepted(b"%PDF", (Page(595, 842),), ("repaired",), (field,))
    return accepted, DocumentStatus.READY, datetime(2024, 1, 2, 3, 4, tzinfo=UTC)


def evil() -> Evil:
    return Evil()


def refuse() -> None:
    raise NoPages


def fail(secret: str) -> None:
    raise ValueError(secret)


def sleep_long() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def eat_memory() -> int:
    return len([bytes(50_000_000) for _ in range(1000)])


def crash() -> None:
    ctypes.string_at(0)


def open_socket(family: int) -> str:
    return _outcome(lambda: socket.socket(family))


def read(path: str) -> str:
    return _outcome(lambda: Path(path).read_bytes())


def write(path: str) -> str:
    return _outcome(lambda: Path(path).write_bytes(b"x"))


def start_program() -> str:
    return _outcome(lambda: os.posix_spawn("/bin/true", ["true"], {}))


def fork() -> str:
    return _outcome(os.fork)


def send_signal(process: int) -> str:
    return _outcome(lambda: os.kill(process, signal.SIGCONT))


def environment() -> dict[str, str]:
    return dict(os.environ)


def remembered_environment() -> bytes:
    """The environment as the C library still holds it, in memory."""
    strings = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    found = []
    while strings and strings[len(found)] is not None:
        found.append(strings[len(found)])
    return b"\n".join(found)


def descriptors() -> list[int]:
    return [number for number in range(256) if _is_open(number)]


def user() -> int:
    return os.geteuid()


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _outcome(act) -> str:
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "done"


def modules_asked_for(function, *arguments) -> list[str]:
    """The modules that are looked for while the function runs, whether or not they are found."""
    asked: list[str] = []

    class Listener:
        @staticmethod
        def find_spec(name, path=None, target=None):
            asked.append(name)

    sys.meta_path.insert(0, Listener)
    with suppress(Refusal):
        function(*arguments)
    return asked


def has_loaded(module: str) -> bool:
    return module in sys.modules


def fill(folder: str) -> None:
    """Write and write, and hide nothing."""
    for number in range(1000):
        Path(folder, str(number)).write_bytes(bytes(20_000_000))


def make_many_files(folder: str) -> None:
    for number in range(1_000_000):
        Path(folder, str(number)).touch()


def hide(folder: str) -> None:
    """In a folder that may be written to and not looked into."""
    hidden = Path(folder, "hidden")
    hidden.mkdir(mode=0o300)
    for number in range(1000):
        (hidden / str(number)).write_bytes(bytes(20_000_000))
    time.sleep(60)


def write_in_folder(other: str, folder: str) -> list[str]:
    """What happens at files of its own folder, of another one, and at a change of rights."""
    own = Path(folder, "own")
    own.mkdir()
    (own / "a").write_text("mine")
    (own / "a").rename(own / "b")
    told = [(own / "b").read_text()]
    for attempt in (
        lambda: Path(other, "new").write_text("x"),
        lambda: list(Path(other).iterdir()),
        lambda: Path(other).chmod(0o777),
        lambda: (own / "link").symlink_to(other),
        lambda: socket.socket(),
        lambda: socket.socket(socket.AF_UNIX).connect(str(own / "b")),
        lambda: os.execv(sys.executable, [sys.executable]),  # noqa: S606
    ):
        try:
            attempt()
            told.append("done")
        except OSError as error:
            told.append(type(error).__name__)
    return told
