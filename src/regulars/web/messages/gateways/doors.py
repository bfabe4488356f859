"""Which addresses a gateway may have, and a connection that goes nowhere else.

Whoever may add a gateway could otherwise let this server knock at doors inside the house: its own database, the
neighbour's, the service that hands out the machine's passwords. So: encrypted, by name, and every address behind the
name a public one. The name is looked up once, and the connection goes to the very address that was looked at; a second
look-up might say something else.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from regulars.language import message
from regulars.web.messages.errors import OutboxError

PATIENCE = 10.0  # seconds for each step; a dead gateway must not keep mail waiting
_INSIDE = ipaddress.ip_network("64:ff9b::/96")  # IPv4 in the clothes of IPv6 (NAT64)


@dataclass(frozen=True)
class Door:
    """An address that was looked at: the name for the certificate, and where it is."""

    host: str
    port: int
    place: str
    encrypted: bool
    path: str

    def connection(self) -> HTTPConnection:
        """To that place, and to no other."""
        return (_Encrypted if self.encrypted else _Plain)(self)


def checked(address: str) -> Door:
    """Raises ``OutboxError`` for what no gateway may be, and ``OSError`` for a name that is not found."""
    parts = _parts(address)
    private, encrypted = settings.REGULARS_ALLOW_PRIVATE_GATEWAYS, parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    places = [str(one[4][0]) for one in found]
    if not private and not all(is_public(place) for place in places):
        raise OutboxError(
            message("{host} lies inside a private network, where nothing may be sent.", host=str(parts.hostname))
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Door(str(parts.hostname), port, places[0], encrypted, path)


def looked_at(address: str) -> str:
    """The host of an address as somebody types it, without asking the network. Raises ``OutboxError``."""
    host = str(_parts(address).hostname)
    try:
        place = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not settings.REGULARS_ALLOW_PRIVATE_GATEWAYS and not is_public(str(place)):
        raise OutboxError(message("{host} lies inside a private network, where nothing may be sent.", host=host))
    return host


def is_public(place: str) -> bool:
    """Whether an address belongs to the wide world, in whatever clothes it comes.

    >>> [is_public(one) for one in ("93.184.216.34", "10.0.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False, False, False]
    """
    found = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if found in _INSIDE:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _parts(address: str) -> SplitResult:
    wrong = OutboxError(message("Enter the whole address, such as https://sms.example.com/send."))
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        raise wrong
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
        (host or "").encode("idna")
    except (ValueError, UnicodeError) as error:
        raise wrong from error
    if not host or parts.scheme not in ("https", "http"):
        raise wrong
    if parts.scheme == "http" and not settings.REGULARS_ALLOW_PRIVATE_GATEWAYS:
        raise OutboxError(message("The address must begin with https://, or anybody on the way could read along."))
    if parts.username is not None or parts.password is not None:
        raise OutboxError(message("Leave name and password out of the address; write them as a header below."))
    return parts


class _Plain(HTTPConnection):
    def __init__(self, door: Door) -> None:
        super().__init__(door.host, door.port, timeout=PATIENCE)
        self._place = door.place

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place, self.port), PATIENCE)


class _Encrypted(HTTPSConnection):
    def __init__(self, door: Door) -> None:
        super().__init__(door.host, door.port, timeout=PATIENCE, context=ssl.create_default_context())
        self._place = door.place

    def connect(self) -> None:
        line = socket.create_connection((self._place, self.port), PATIENCE)
        self.sock = self._context.wrap_socket(line, server_hostname=self.host)
