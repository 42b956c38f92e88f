import socket
import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tenants.network import guarded_http
from tenants.network.guarded_http import Answer, Unreachable


def get(url: str, allow_private: bool) -> Answer:
    return guarded_http.ask("GET", url, {}, None, allow_private)


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[Request], Response]], int]]:
    """Starts a server on loopback that answers as told; gives its port."""
    running = []

    def start(answer: Callable[[Request], Response]) -> int:
        server = make_server("127.0.0.1", 0, lambda e, s: answer(Request(e))(e, s), threaded=True)
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        running.append((server, thread))
        return int(server.port)

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.0.0.1", "192.168.0.1",  # noqa: S104
        "169.254.169.254", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001",
        "017700000001", "[fe80::1]",
    ],
)  # fmt: skip
def test_nothing_private_is_reached_however_it_is_written(
    serve: Callable[..., int], host: str
) -> None:
    asked = []
    port = serve(lambda request: asked.append(request.path) or Response("secret"))

    for address in (f"https://{host}:{port}/", f"http://{host}:{port}/"):
        with pytest.raises(Unreachable):
            get(address, allow_private=False)
    assert asked == []


def test_the_address_that_was_judged_is_connected_to_without_looking_it_up_again(
    serve: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when it is judged and private a moment later."""
    port = serve(lambda _: Response("secret"))
    looked_up: list[str] = []
    usual = socket.getaddrinfo

    def resolve(host: str, *more: Any, **options: Any) -> Any:
        if host != "rebinding.example":
            return usual(host, *more, **options)
        looked_up.append(host)
        return usual("192.0.2.1" if len(looked_up) > 1 else "127.0.0.1", *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    answer = get(f"http://rebinding.example:{port}/", allow_private=True)

    assert answer.body == b"secret"
    assert looked_up == ["rebinding.example"]


def test_the_name_stays_in_the_question(serve: Callable[..., int]) -> None:
    port = serve(lambda request: Response(request.host))

    answer = get(f"http://localhost:{port}/", allow_private=True)

    assert answer.body.decode() == f"localhost:{port}"


def test_no_redirect_is_followed(serve: Callable[..., int]) -> None:
    inner = serve(lambda _: Response("secret"))
    outer = serve(
        lambda _: Response(status=302, headers={"Location": f"http://127.0.0.1:{inner}/"})
    )

    answer = get(f"http://127.0.0.1:{outer}/", allow_private=True)

    assert (answer.status, b"secret" in answer.body) == (302, False)


def test_no_more_is_read_than_an_answer_may_have(serve: Callable[..., int]) -> None:
    port = serve(lambda _: Response(b"x" * 65_536 for _ in iter(int, 1)))

    with pytest.raises(Unreachable, match="too large"):
        get(f"http://127.0.0.1:{port}/", allow_private=True)


def test_a_server_that_drips_is_left_after_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_http, "SECONDS", 0.6)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listening.accept()
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 60:
            try:
                connection.send(bytes([byte]))
            except OSError:
                return
            time.sleep(0.1)

    Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        get(f"http://127.0.0.1:{listening.getsockname()[1]}/", allow_private=True)
    listening.close()

    assert time.monotonic() - begun < 5  # all of it would take eight


def test_a_certificate_that_nobody_vouches_for_is_not_taken() -> None:
    """What answers in clear where TLS is expected is no provider."""
    listening = socket.create_server(("127.0.0.1", 0))
    Thread(
        target=lambda: listening.accept()[0].sendall(b"HTTP/1.1 200 OK\r\n\r\n"), daemon=True
    ).start()

    with pytest.raises(Unreachable):
        get(f"https://127.0.0.1:{listening.getsockname()[1]}/", allow_private=True)
    listening.close()


def test_a_machine_that_is_not_there_is_said_so() -> None:
    for address in ("http://127.0.0.1:9/", "http://no.such.name.example:80/", "nonsense"):
        with pytest.raises(Unreachable):
            get(address, allow_private=True)
