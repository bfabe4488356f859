"""The port: free, taken, or the next that is free; held for as long as the supervisor lives."""

from __future__ import annotations

import errno
import socket

from regulars.language import RegularsError, message

USUAL = 8000
TRIED = 100


class PortTakenError(RegularsError):
    """Another program listens there."""


class PortRefusedError(RegularsError):
    """The system does not let us listen there."""


def reserve(host: str, port: int) -> socket.socket:
    """A bound socket that never listens: the server binds the same port beside it, other programs cannot.

    The server's processes share the port (``SO_REUSEPORT``), so that they may come and go; but a second server of the
    same user could share it as well. So the port is first asked for alone.
    """
    family, _, _, _, address = _address(host, port)[0]
    try:
        with socket.socket(family, socket.SOCK_STREAM) as alone:
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that linger are no listener
            alone.bind(address)
            alone.listen(1)
            port = alone.getsockname()[1]
        held = socket.socket(family, socket.SOCK_STREAM)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((address[0], port, *address[2:]))
    except OSError as error:
        raise _sentence(host, port, error) from error
    return held


def reserve_next(host: str, port: int = USUAL) -> socket.socket:
    """The port, or the first free one after it."""
    for one in range(port, port + TRIED):
        try:
            return reserve(host, one)
        except PortTakenError:
            continue
    raise PortTakenError(
        message("All ports from {first} to {last} are taken on {host}.", first=port, last=port + TRIED - 1, host=host)
    )


def _address(host: str, port: int) -> list[tuple]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise PortRefusedError(
            message("--host: “{host}” is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.", host=host)
        ) from error


def _sentence(host: str, port: int, error: OSError) -> RegularsError:
    if error.errno == errno.EADDRINUSE:
        return PortTakenError(
            message(
                "Port {port} on {host} is taken by another program. Choose another one: regulars up --port {other}",
                port=str(port),
                host=host,
                other=str(port + 1),
            )
        )
    if error.errno == errno.EACCES:
        return PortRefusedError(
            message(
                "Port {port} is for the system alone. Choose one from 1024, and let a proxy stand before it.",
                port=str(port),
            )
        )
    return PortRefusedError(
        message("--host: “{host}” is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.", host=host)
    )
