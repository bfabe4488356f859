"""A small IMAP server over TLS on this machine: as much of it as the mailbox of returned mail needs."""

from __future__ import annotations

import datetime
import ipaddress
import re
import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress


class Server(socketserver.ThreadingTCPServer):
    """``mails``: by number; ``seen``: the numbers that were marked; ``epoch``: UIDVALIDITY."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mails, self.seen, self.fetched, self.epoch = {}, set(), [], 7
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = _certificate(folder)
        self.context.load_cert_chain(self.certificate)

    @property
    def address(self) -> str:
        return f"imaps://us%40er:p%2Fw@127.0.0.1:{self.server_address[1]}/INBOX"


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with suppress(OSError), self.server.context.wrap_socket(self.request, server_side=True) as line:
            file = line.makefile("rb")
            line.sendall(b"* OK ready\r\n")
            while text := file.readline().decode().strip():
                tag, _, command = text.partition(" ")
                line.sendall(self._answer(command) + f"{tag} {self._verdict(command)}\r\n".encode())
                if command == "LOGOUT":
                    return

    def _verdict(self, command):
        if command.startswith("LOGIN"):
            return "OK hello" if command == 'LOGIN us@er "p/w"' else "NO who are you"
        return "OK [READ-WRITE] done" if command.startswith("SELECT") else "OK done"

    def _answer(self, command):
        server = self.server
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command.startswith("SELECT"):
            return f"* {len(server.mails)} EXISTS\r\n* OK [UIDVALIDITY {server.epoch}] x\r\n".encode()
        if found := re.match(r"UID SEARCH UID (\d+):\*", command):
            wanted = [one for one in server.mails if one >= int(found[1])] or [max(server.mails, default=0)]
            return f"* SEARCH {' '.join(map(str, wanted))}\r\n".encode()
        if found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            mail = server.mails[int(found[1])][: int(found[2])]
            server.fetched.append(int(found[1]))
            return f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(mail)}}}\r\n".encode() + mail + b")\r\n"
        if found := re.match(r"UID STORE (\d+) \+FLAGS \(\\Seen\)", command):
            server.seen.add(int(found[1]))
        return b""


def _certificate(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def running(folder):
    """Until the end of the block."""
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
