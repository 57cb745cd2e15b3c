"""The one way out to the network. Nothing is fetched unless the operator allows it, and nothing from an address that is not public.

The name is resolved here, the address that was checked is the one that is connected to, and each redirect is checked anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from portal.imports.limits import in_words, limit
from portal.imports.telling import NOTHING, Refusal, Told, told

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SECONDS = 30.0
"""For one address with its redirects."""
MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_USUAL_PORTS = (80, 443)
_TYPES = re.compile(
    r"text/|application/(?:[\w.+-]+\+)?(?:xml|json)\b|application/(?:pdf|x-ndjson|csv|vnd\.openxmlformats-officedocument\.[\w.]+)\b"
)
# What `ipaddress.is_global` lets pass in one version of Python or another is written out.
_NOT_PUBLIC_4 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24"
        " 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32"
    ).split()
)
_PUBLIC_6 = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC_6 = tuple(ipaddress.ip_network(n) for n in "2001::/23 2001:db8::/32 2002::/16 3fff::/20".split())


class NotFetched(Refusal):
    """Nothing came; the message is a full sentence that names the reason."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    url: str
    """Where it was in the end, after redirects."""
    data: bytes = b""
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    """The same as last time, going by `etag` and `last_modified`; no data then."""


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet; one that carries an IPv4 address is judged as that."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)
    return not any(address in network for network in _NOT_PUBLIC_4)


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, by the system's resolver."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_allowed() -> bool:
    """Whether the operator lets anything be fetched at all."""
    return bool(settings.IMPORT_FETCH_HOSTS)


@dataclass(frozen=True, slots=True)
class Client:
    """Fetches; a test hands in its own resolver and its own idea of a public address."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    accepts: Callable[[Address], bool] = is_public
    seconds: float = SECONDS

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """What is at the address, at most as large as a document may be; raises `NotFetched`."""
        ends = time.monotonic() + self.seconds
        headers = {
            "User-Agent": "Liaison import",
            "Accept": "text/html, application/xml;q=0.9, */*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self._ask(url, headers, ends)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise NotFetched(told("The address leads on to another more than %(n)d times.") % {"n": MOST_REDIRECTS})

    def _ask(self, url: str, headers: dict[str, str], ends: float) -> Fetched | str:
        """The answer, or the address that it points to."""
        parts, host, port = _checked(url)
        address = self._address(host, port)
        try:
            connection = _connect(parts.scheme, host, port, address, ends)
        except ssl.SSLError as error:
            raise NotFetched(tls_trouble(error, host)) from error
        except TimeoutError as error:
            raise NotFetched(told("%(host)s does not answer.") % {"host": host}) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None)
            words = told("%(host)s cannot be reached: %(why)s.") if why else told("%(host)s cannot be reached.")
            raise NotFetched(words % {"host": host, "why": str(why).lower()}) from error
        # A server that sends a byte now and then would otherwise hold us for ever.
        watch = threading.Timer(max(0.0, ends - time.monotonic()), _hang_up, [connection.sock])
        watch.start()
        try:
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("GET", _quoted(target), headers=headers)
            answer = _answer(url, connection.getresponse())
            if time.monotonic() >= ends:
                # Hung up on in the middle, which may look like the end.
                raise TimeoutError
            return answer
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if time.monotonic() >= ends:
                raise NotFetched(told("%(host)s took longer than %(n)d seconds.") % {"host": host, "n": self.seconds}) from error
            raise NotFetched(told("%(host)s broke off, or its answer is damaged.") % {"host": host}) from error
        finally:
            watch.cancel()
            connection.close()

    def _address(self, host: str, port: int) -> str:
        try:
            found = [ipaddress.ip_address(text) for text in self.resolve(host, port)]
        except (OSError, ValueError, UnicodeError) as error:
            raise NotFetched(told("There is no host %(host)s.") % {"host": host}) from error
        # A name with one public and one inner address is no honest mistake.
        if not found or not all(self.accepts(address) for address in found):
            raise NotFetched(told("%(host)s is not on the public internet, so nothing is fetched from it.") % {"host": host})
        return str(found[0])


def _checked(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as error:
        raise NotFetched(told("This is not an address of a web page.")) from error
    if parts.scheme not in ("http", "https") or not host or "%" in host:
        raise NotFetched(told("Only addresses that begin with http:// or https:// are fetched."))
    if parts.username is not None or parts.password is not None:
        raise NotFetched(told("An address with a user name or a password is not fetched."))
    port = (443 if parts.scheme == "https" else 80) if port is None else port
    if port < 1024 and port not in _USUAL_PORTS:
        raise NotFetched(told("Nothing is fetched from port %(port)d.") % {"port": port})
    _check_host(host)
    return parts, host, port


def _check_host(host: str) -> None:
    allowed = [str(entry).lower() for entry in settings.IMPORT_FETCH_HOSTS]
    if not allowed:
        raise NotFetched(told("This site fetches nothing from the network; the administrator can allow it (IMPORT_FETCH_HOSTS)."))
    if "public" in allowed or host in allowed:
        return
    if not any(entry.startswith(".") and host.endswith(entry) for entry in allowed):
        raise NotFetched(told("The administrator has not allowed that anything is fetched from %(host)s.") % {"host": host})


def _connect(scheme: str, host: str, port: int, address: str, ends: float) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(host, port)
    wait = max(0.1, min(10.0, ends - time.monotonic()))
    # Connected to the address that was checked; the name is asked for again by nobody.
    plain = socket.create_connection((address, port), timeout=wait)
    if scheme == "http":
        connection.sock = plain
        return connection
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
    # So that the header names the host without the port of https.
    connection.default_port = 443
    return connection


def tls_trouble(error: BaseException | None, host: str) -> Told:
    """What was wrong with the secure connection, if that is what an error or one behind it says; else NOTHING."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    if error is None:
        return NOTHING
    if isinstance(error, ssl.SSLCertVerificationError):
        words = told("The certificate of %(host)s is not accepted: %(why)s.")
        return words % {"host": host, "why": error.verify_message}
    words = told("No secure connection to %(host)s could be made: %(why)s.")
    return words % {"host": host, "why": (error.reason or str(error)).lower().replace("_", " ")}


def _hang_up(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _quoted(target: str) -> str:
    return re.sub(r"[^!-~]", lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), target)


def _answer(url: str, response: http.client.HTTPResponse) -> Fetched | str:
    if response.status in _REDIRECTS and (location := response.getheader("Location")):
        return urljoin(url, location)
    etag, modified = response.getheader("ETag", "")[:500], response.getheader("Last-Modified", "")[:100]
    if response.status == 304:
        return Fetched(url, etag=etag, last_modified=modified, not_modified=True)
    if response.status != 200:
        raise NotFetched(told("The server answered %(status)d instead of giving the page.") % {"status": response.status})
    media_type = response.getheader("Content-Type", "").split(";")[0].strip().lower()
    if media_type and not _TYPES.match(media_type):
        raise NotFetched(told("The address gives a file of the kind %(type)s, which is not read.") % {"type": media_type[:60]})
    return Fetched(url, _body(response), media_type, etag, modified)


def _body(response: http.client.HTTPResponse) -> bytes:
    most = limit("IMPORT_MAX_DOCUMENT_BYTES")
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > most:
            raise NotFetched(told("The page is larger than %(most)s.") % {"most": in_words(most)})
    if response.length:
        raise http.client.IncompleteRead(bytes(data))
    coding = response.getheader("Content-Encoding", "identity").lower()
    if coding in ("gzip", "x-gzip"):
        plain = zlib.decompressobj(31).decompress(bytes(data), most + 1)
        if len(plain) > most:
            raise NotFetched(told("The page is larger than %(most)s.") % {"most": in_words(most)})
        return plain
    if coding != "identity":
        raise NotFetched(told("The page came compressed in a way that is not read."))
    return bytes(data)
