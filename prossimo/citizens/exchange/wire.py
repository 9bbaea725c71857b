"""The wire to the outside: one request, one answer, never longer or larger than agreed."""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError, TimeoutError

from prossimo.citizens.exchange.faults import ExchangeFault, Fault

CONNECT = 3.0  # seconds
# A person of ANPR is four questions, vouchers included: the transaction of a page, which the
# database ends after 30 seconds without a word, outlives them.
ANSWER = 7.0
LARGEST = 5 * 1024 * 1024
PIECE = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; the names of the headers are small."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Wire(Protocol):
    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer: ...


def allowed(url: str) -> bool:
    """Only TLS leaves this machine, whatever the settings say.

    >>> allowed("https://auth.example.it/token.oauth2"), allowed("http://auth.example.it/")
    (True, False)
    >>> allowed("http://127.0.0.1:8000/"), allowed("https://nome:parola@example.it/")
    (True, False)
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


class NetworkWire:
    """Over TLS, with the authorities the machine trusts, through the proxy if there is one.

    One connection a question: one kept open may have been closed over there meanwhile, and a
    question that may have arrived is not sent twice.
    """

    def __init__(self, *, proxy: str = "", answer: float = ANSWER) -> None:
        self.proxy, self.answer = proxy, answer
        self.context = ssl.create_default_context()

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        host = urlsplit(url).hostname or ""
        if not allowed(url):
            raise ExchangeFault(Fault.NOT_TRUSTED, host=host)
        try:
            with self._pool() as pool:
                return self._exchange(pool, method, url, headers, body)
        except NewConnectionError:  # for urllib3 a kind of timeout
            raise ExchangeFault(Fault.NO_NETWORK, host=host) from None
        except TimeoutError:
            raise ExchangeFault(Fault.TIMEOUT, host=host) from None
        except SSLError:
            raise ExchangeFault(Fault.NOT_TRUSTED, host=host) from None
        except HTTPError:
            raise ExchangeFault(Fault.NO_NETWORK, host=host) from None

    def _pool(self) -> urllib3.PoolManager:
        if self.proxy:
            return urllib3.ProxyManager(self.proxy, ssl_context=self.context)
        return urllib3.PoolManager(ssl_context=self.context)

    def _exchange(
        self,
        pool: urllib3.PoolManager,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
    ) -> Answer:
        deadline = time.monotonic() + self.answer
        response = pool.request(
            method,
            url,
            headers={**headers, "Connection": "close"},
            body=body or None,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=min(CONNECT, self.answer), read=self.answer),
        )
        try:
            content = _read(response, urlsplit(url).hostname or "", deadline)
        finally:
            response.close()
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, told, content)


def _read(response: urllib3.BaseHTTPResponse, host: str, deadline: float) -> bytes:
    """The body, in pieces: neither a drop a second nor a flood keeps the operator waiting."""
    content = bytearray()
    while piece := response.read1(PIECE):
        content += piece
        if len(content) > LARGEST:
            raise ExchangeFault(Fault.TOO_LARGE, host=host)
        if time.monotonic() > deadline:
            raise ExchangeFault(Fault.TIMEOUT, host=host)
    return bytes(content)
