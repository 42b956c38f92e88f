import socket

import pytest

from webapp.server import connections


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux alone has it")
def test_a_client_that_takes_nothing_loses_its_connection_in_the_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        before = socket.create_connection(listening.getsockname())
        connections.cut_off_the_silent()
        after = socket.create_connection(listening.getsockname())
        accepted = [listening.accept()[0] for _ in range(2)]

        limits = [a.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) for a in accepted]

        assert limits == [0, connections.UNTAKEN]
        for connection in (before, after, *accepted):
            connection.close()
