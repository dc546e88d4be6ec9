"""Tests reach this machine only, so that a quiet download or a call home is seen at once."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.conftest import NetworkBlocked, is_local

ELSEWHERE = "192.0.2.1"  # an address that the internet keeps for documentation


def test_a_name_elsewhere_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlocked, match=r"police\.example"):
        socket.getaddrinfo("police.example", 443)


def test_a_connection_elsewhere_is_refused() -> None:
    with socket.socket() as line, pytest.raises(NetworkBlocked, match=ELSEWHERE):
        line.connect((ELSEWHERE, 80))


def test_a_datagram_elsewhere_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as line, pytest.raises(NetworkBlocked, match=ELSEWHERE):
        line.sendto(b"x", (ELSEWHERE, 53))


def test_a_page_elsewhere_is_refused() -> None:
    with pytest.raises(NetworkBlocked):
        urllib.request.urlopen("http://police.example/", timeout=1)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()


def test_two_ends_of_a_pipe_are_reached() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"x")
        assert theirs.recv(1) == b"x"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", b"127.0.0.1", None, "", "0.0.0.0"])
def test_names_of_this_machine_are_local(host: str | bytes | None) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "localhost.police.example", "police.example"])
def test_names_of_other_machines_are_not_local(host: str) -> None:
    assert not is_local(host)
