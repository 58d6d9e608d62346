"""Encrypted fetching: the name goes into the handshake, the connection to the checked address."""

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from knowledge.regulation.fetching import Fetcher, FetchError, Request

NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class SecureServer:
    """A server that answers `ok`, with a certificate for `localhost`."""

    port: int
    certificate: Path
    names: list[str] = field(default_factory=list)  # of handshakes
    heads: list[bytes] = field(default_factory=list)

    def fetcher(self, host: str) -> Fetcher:
        tls = ssl.create_default_context(cafile=str(self.certificate))
        return Fetcher(test_hosts=frozenset({(host, self.port)}), tls=tls)


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for `localhost` and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SecureServer]:
    certificate, key = write_certificate(tmp_path)
    listening = socket.create_server(("127.0.0.1", 0))
    running = SecureServer(listening.getsockname()[1], certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: running.names.append(name or "")

    def serve() -> None:
        while True:
            try:
                raw, _ = listening.accept()
            except OSError:
                return
            with raw:
                try:
                    with context.wrap_socket(raw, server_side=True) as secure:
                        running.heads.append(secure.recv(65_536))
                        secure.sendall(BODY)
                except OSError:
                    continue  # the visitor did not like the certificate

    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield running
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def test_the_name_is_checked_and_told_though_the_connection_is_pinned(server: SecureServer) -> None:
    answer = server.fetcher("localhost").fetch(Request(url=f"https://localhost:{server.port}/"), NOW)

    assert answer.body == b"ok"
    assert server.names == ["localhost"]
    assert f"Host: localhost:{server.port}".encode() in server.heads[0]


def test_a_certificate_for_another_name_ends_the_fetch(server: SecureServer) -> None:
    with pytest.raises(FetchError) as caught:
        server.fetcher("127.0.0.1").fetch(Request(url=f"https://127.0.0.1:{server.port}/"), NOW)

    assert caught.value.problem == "tls_failed"


def test_a_certificate_that_nobody_vouches_for_ends_the_fetch(server: SecureServer) -> None:
    fetcher = Fetcher(test_hosts=frozenset({("localhost", server.port)}))

    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request(url=f"https://localhost:{server.port}/"), NOW)

    assert caught.value.problem == "tls_failed"
