"""What holds for every test: none reaches another machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

LOCAL_NAMES = {"", "localhost", "localhost.localdomain", socket.gethostname()}


class NetworkBlocked(AssertionError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether a host is this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_others(reach: Callable[..., Any], place: int) -> Callable[..., Any]:
    """`reach`, for this machine only: its argument at `place` (after self) is an address, or a host's name."""

    def local_only(*arguments: Any, **options: Any) -> Any:
        given = arguments[place]
        host = given[0] if isinstance(given, tuple) else given
        unix = isinstance(given, (str, bytes)) and isinstance(arguments[0], socket.socket)
        if not unix and not is_local(host):
            raise NetworkBlocked(f"This test reached for {host}; tests reach this machine only.")
        return reach(*arguments, **options)

    return local_only


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Python's own sockets reach this machine only. (Compiled libraries have sockets of their own.)"""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _refuse_others(getattr(socket.socket, name), 1))
        patch.setattr(socket.socket, "sendto", _refuse_others(socket.socket.sendto, -1))
        patch.setattr(socket, "getaddrinfo", _refuse_others(socket.getaddrinfo, 0))
        yield
