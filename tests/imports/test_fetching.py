"""What is fetched, and from where it never is. No test opens a connection beyond the loopback."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import ipaddress
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.imports.fetching import Client, NotFetched, is_public

NOT_PUBLIC = """64:ff9b::7f00:1 2002:7f00:1:: ::127.0.0.1 192.0.0.8 224.0.0.1 ff02::1 192.88.99.1 168.63.129.16 5f00::1 64:ff9b:1::1
::ffff:127.0.0.1 ::ffff:169.254.169.254 127.0.0.1 0.0.0.0 10.1.2.3 100.64.0.1 169.254.169.254 172.16.0.1 192.168.1.1 198.18.0.1 203.0.113.1
240.0.0.1 255.255.255.255 ::1 :: fe80::1 fc00::1 2001:db8::1 2001::1 3fff::1 fec0::1""".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_inner_or_special_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "2a00:1450:4001::1"])
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def never(host: str, port: int) -> list[str]:
    raise AssertionError("asked for an address")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/",
        "javascript:alert(1)",
        "http://",
        "http://user:pass@example.org/",
        "http://user@example.org/",
        "http://[::1%25eth0]/",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http://exa mple\0.org/",
        "http://" + "a" * 300 + ".org/",
        "nonsense",
        "",
    ],
)
def test_what_is_no_web_address_is_refused_before_asking(settings, url: str) -> None:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    with pytest.raises(NotFetched):
        Client(resolve=lambda host, port: []).fetch(url)


@pytest.mark.parametrize(
    ("hosts", "host", "allowed"),
    [
        ([], "example.org", False),
        (["example.org"], "example.org", True),
        (["example.org"], "EXAMPLE.org.", True),
        (["example.org"], "news.example.org", False),
        ([".example.org"], "news.example.org", True),
        ([".example.org"], "badexample.org", False),
        (["public"], "anything.test", True),
    ],
)
def test_only_allowed_hosts_are_asked_for(settings, hosts: list[str], host: str, allowed: bool) -> None:
    settings.IMPORT_FETCH_HOSTS = hosts
    asked = []
    client = Client(resolve=lambda name, port: asked.append(name) or ["127.0.0.1"])
    with pytest.raises(NotFetched, match="not on the public internet" if allowed else "administrator"):
        client.fetch(f"http://{host}/")
    assert bool(asked) == allowed


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "１２７.0.0.1"]
)
def test_odd_ways_to_write_an_inner_address(settings, host: str) -> None:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    with pytest.raises(NotFetched):
        Client().fetch(f"http://{host}/")


def test_a_name_with_one_inner_address_is_refused(settings) -> None:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    with pytest.raises(NotFetched, match="not on the public internet"):
        Client(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"]).fetch("http://example.org/")


class Site(http.server.BaseHTTPRequestHandler):
    """A small site with every habit that a client must bear."""

    asked: list[tuple[str, str | None]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Host")))
        getattr(self, f"give_{self.path.strip('/').split('/')[0].split('?')[0]}")()

    def log_message(self, *args: object) -> None:
        """Says nothing."""

    def answer(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Type": "text/html", "Content_Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def give_page(self) -> None:
        if self.headers.get("If-None-Match") == '"one"':
            return self.answer(b"", 304)
        return self.answer(b"<p>Words</p>", ETag='"one"', Last_Modified="yesterday")

    def give_away(self) -> None:
        self.answer(b"", 302, Location="http://inner.test/page")

    def give_round(self) -> None:
        self.answer(b"", 302, Location="/round")

    def give_file(self) -> None:
        self.answer(b"", 301, Location="file:///etc/passwd")

    def give_big(self) -> None:
        self.answer(b"a" * 50_000)

    def give_bomb(self) -> None:
        self.answer(gzip.compress(b"a" * 5_000_000), Content_Encoding="gzip")

    def give_packed(self) -> None:
        self.answer(gzip.compress(b"<p>Words</p>"), Content_Encoding="gzip")

    def give_film(self) -> None:
        self.answer(b"x", Content_Type="video/mp4")

    def give_missing(self) -> None:
        self.answer(b"", 404)

    def give_short(self) -> None:
        self.answer(b"x", Content_Length="500")

    def give_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _byte in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)


@pytest.fixture
def port(settings) -> Iterator[int]:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    settings.IMPORT_MAX_DOCUMENT_BYTES = 40_000
    Site.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def loopback(seconds: float = 5.0) -> Client:
    """A client for which site.test is the public internet, on the loopback; every other name is an inner host."""
    outside = ipaddress.ip_address("127.0.0.1")
    return Client(
        resolve=lambda host, port: ["127.0.0.1"] if host == "site.test" else ["10.0.0.1"],
        accepts=lambda address: address == outside,
        seconds=seconds,
    )


def test_a_page_comes_with_what_the_next_visit_needs(port: int) -> None:
    first = loopback().fetch(f"http://site.test:{port}/page?q=ä b#part")
    assert (first.data, first.media_type, first.etag, first.last_modified) == (b"<p>Words</p>", "text/html", '"one"', "yesterday")
    assert Site.asked == [("/page?q=%C3%A4%20b", f"site.test:{port}")]
    assert loopback().fetch(f"http://site.test:{port}/page", etag=first.etag).not_modified


def test_a_packed_page_is_unpacked(port: int) -> None:
    assert loopback().fetch(f"http://site.test:{port}/packed").data == b"<p>Words</p>"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("away", "inner.test is not on the public internet"),
        ("round", "more than 5 times"),
        ("file", "begin with http"),
        ("big", "larger than 39 kB"),
        ("bomb", "larger than 39 kB"),
        ("film", "video/mp4"),
        ("missing", "answered 404"),
        ("short", "broke off"),
    ],
)
def test_what_does_not_come_says_why(port: int, path: str, words: str) -> None:
    with pytest.raises(NotFetched, match=words):
        loopback().fetch(f"http://site.test:{port}/{path}")


@pytest.fixture
def untrusted(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that nobody has signed but its owner."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    openssl = shutil.which("openssl") or pytest.skip("no openssl to make a certificate with")
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=site.test", "-keyout", key, "-out", certificate]
    subprocess.run([openssl, *request], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_what_is_wrong_with_a_secure_connection_is_said(port: int, untrusted: ssl.SSLContext) -> None:
    with pytest.raises(NotFetched, match=r"No secure connection to site\.test could be made: .*wrong version number"):
        loopback().fetch(f"https://site.test:{port}/page")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.socket = untrusted.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with pytest.raises(NotFetched, match=r"The certificate of site\.test is not accepted: self.signed certificate"):
            loopback().fetch(f"https://site.test:{server.server_address[1]}/page")
        server.shutdown()
        thread.join()
        gone = server.server_address[1]
    with pytest.raises(NotFetched, match=r"site\.test cannot be reached: connection refused"):
        loopback().fetch(f"http://site.test:{gone}/page")


def test_a_server_that_drips_is_left(port: int) -> None:
    began = time.monotonic()
    with pytest.raises(NotFetched):
        loopback(seconds=0.5).fetch(f"http://site.test:{port}/slow")
    assert time.monotonic() - began < 3
