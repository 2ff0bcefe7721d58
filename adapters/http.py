"""Kept-alive HTTP to stores, and the one place where what can go wrong on the way gets its family.

The rule kept here: every failure leaves as Retryable, Rejected or Misconfigured, and no message, repr or log line ever
holds a query string, a key or a signature. Only reading is tried again here, for moments; long waits belong to the
queue, and a write that may have reached the store is the caller's to judge.
"""

import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from requests.auth import AuthBase
from requests.structures import CaseInsensitiveDict
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, stop_after_delay
from tenacity.wait import wait_exponential_jitter

from adapters.inside import Inside, Watched, allowed
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError

CONNECT_TIMEOUT = 5.0  # seconds; a store that does not even answer the door is down
MAX_BYTES = 32 * 1024 * 1024  # a hundred large orders are about 1 MB
TRIES = 3
PATIENCE = 4.0  # seconds: no further try once this much has gone by, and no waiting for a store that asks for more
RETRY_STATUSES = frozenset({408, 425, 429})
_SECONDS = re.compile(r"\d{1,30}(\.\d{1,9})?")
_backoff = wait_exponential_jitter(multiplier=0.1, max=1.0, jitter=0.1)


class Redirected(Misconfigured):
    """The address is not the store's own."""


class Untrusted(Misconfigured):
    """TLS does not come about, or the certificate is not valid; `code` is OpenSSL's number of what is wrong with it."""

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store said. The body may hold personal data, so it is not in the repr."""

    status: int
    headers: Mapping[str, str]  # names in any case
    body: bytes = field(repr=False)
    tries: int = 1  # how many it took

    @property
    def date(self) -> datetime | None:
        """The store's own clock, if it told."""
        return _http_date(self.headers.get("Date"))


Refusal = Callable[[Answer], StoreError]


def refusal(answer: Answer) -> StoreError:
    """The family of a 4xx, for platforms whose bodies say no more than the status."""
    if answer.status in (401, 403):
        return Misconfigured(f"The store refuses our keys (HTTP {answer.status}).")
    return Rejected(f"The store refused the request (HTTP {answer.status}).")


class Http:
    """One store's kept-alive connections, for as many threads as there are. `auth` is asked anew on every try, so a
    one-time signature stays one-time; a pause that the store asked one thread for is kept by all of them."""

    def __init__(
        self,
        base: str,
        *,
        auth: AuthBase,
        timeout: float = 30.0,
        max_bytes: int = MAX_BYTES,
        refusal: Refusal = refusal,
    ) -> None:
        """`timeout` is seconds, for one answer as a whole; `base` ends without a slash."""
        self.base = base
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._refusal = refusal
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Watched(allowed(base)))
        self._session.auth = auth
        self._session.headers.update({"Accept": "application/json", "User-Agent": "loyalty-connector"})
        # A session cookie of one answer must not make the next one somebody else's.
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._quiet_until = 0.0  # of the monotonic clock

    def __repr__(self) -> str:
        return f"Http({self.base!r})"

    def close(self) -> None:
        self._session.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        unsigned: bool = False,
        reads: bool | None = None,
    ) -> Answer:
        """A 2xx answer with a JSON body, or Retryable, Rejected or Misconfigured. What only `reads` (None: a GET does)
        is tried a few times."""
        auth = _no_auth if unsigned else None  # None: the session's

        def once() -> Answer:
            time.sleep(max(0.0, self._quiet_until - time.monotonic()))
            return self._once(method, path, params, json, auth)

        if not (method == "GET" if reads is None else reads):
            return once()
        trying = Retrying(
            retry=retry_if_exception(_soon),
            stop=stop_after_attempt(TRIES) | stop_after_delay(PATIENCE),
            wait=_wait,
            before_sleep=self._keep_quiet,
            reraise=True,
        )
        answer = trying(once)
        return replace(answer, tries=trying.statistics["attempt_number"])

    def _keep_quiet(self, state: RetryCallState) -> None:
        """What one thread waits, all wait: it is the store that asked, or could not answer."""
        self._quiet_until = max(self._quiet_until, time.monotonic() + state.upcoming_sleep)

    def lines(self, url: str) -> Iterator[bytes]:
        """The lines of a file that the store has put somewhere else: unsigned, and never whole in memory. Who knows the
        address may read it, so it is in no message."""
        host = urlsplit(url).netloc
        try:
            with self._session.get(
                url,
                auth=_no_auth,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_TIMEOUT, self._timeout), self._timeout),
            ) as response:
                if response.status_code != 200:
                    raise Retryable(f"The file at {host} is not to be had (HTTP {response.status_code}).")
                yield from response.iter_lines(64 * 1024)
        except (requests.RequestException, ssl.SSLError, OSError) as error:
            raise _unreached(host, error) from None

    def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        json: object,
        auth: Callable[[requests.PreparedRequest], requests.PreparedRequest] | None,
    ) -> Answer:
        deadline = time.monotonic() + self._timeout
        try:
            with self._session.request(
                method,
                self.base + path,
                params=params,
                json=json,
                auth=auth,
                stream=True,
                allow_redirects=False,
                timeout=(min(CONNECT_TIMEOUT, self._timeout), self._timeout),
            ) as response:
                body = b"".join(self._chunks(response, deadline))
        except (requests.RequestException, ssl.SSLError, OSError) as error:
            # `from None`: the library's own message holds the whole address, signature and all.
            raise _unreached(self.base, error) from None
        answer = Answer(response.status_code, CaseInsensitiveDict(response.headers), body)
        self._judge(answer, path)
        return answer

    def _chunks(self, response: requests.Response, deadline: float) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_content(64 * 1024):
            size += len(chunk)
            if size > self._max_bytes:
                raise Rejected(f"{self.base} answered with more than {self._max_bytes} bytes, which is not taken in.")
            if time.monotonic() > deadline:
                raise Retryable(f"{self.base} did not finish its answer within {self._timeout:g} s.")
            yield chunk

    def _judge(self, answer: Answer, path: str) -> None:
        status = answer.status
        if 300 <= status < 400:
            target = answer.headers.get("Location", "").partition("?")[0].removesuffix(path) or "another address"
            raise Redirected(f"The address {self.base} redirects to {target}; use that as the store's address.")
        if status in RETRY_STATUSES or status >= 500:
            raise Retryable(f"{self.base} answered HTTP {status}.", after=retry_after(answer.headers))
        if status >= 400:
            raise self._refusal(answer)
        try:
            msgspec.json.decode(answer.body, type=msgspec.Raw)  # walks the syntax, builds nothing
        except msgspec.DecodeError:
            kind = answer.headers.get("Content-Type", "an unknown type").partition(";")[0]
            raise Retryable(
                f"{self.base} answered {kind} that is not whole JSON: a maintenance page, a firewall, a broken "
                "connection, or a plugin that prints into answers."
            ) from None


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> timedelta | None:
    """How long the store asks us to wait: seconds ("4", and "4.0" from some) or an HTTP date. What cannot be read is no
    wish."""
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return timedelta(seconds=min(float(text), 86_400.0))
    moment = _http_date(text)
    return max(moment - (now or datetime.now(UTC)), timedelta(0)) if moment else None


def _http_date(text: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _soon(error: BaseException) -> bool:
    return isinstance(error, Retryable) and (error.after is None or error.after.total_seconds() <= PATIENCE)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    wish = error.after.total_seconds() if isinstance(error, Retryable) and error.after else 0.0
    return max(wish, _backoff(state))


def _unreached(base: str, error: Exception) -> StoreError:
    """No answer came. Only kinds and codes are told: the texts of these exceptions quote the whole request."""
    causes = list(_causes(error))
    if any(isinstance(cause, Inside) for cause in causes):
        return Misconfigured(
            f"{base} leads to an address inside our own network, where no store is looked for. If it is meant, write "
            "allow_private_addresses: true into the settings."
        )
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            what = cause.verify_message.rstrip(".")
            return Untrusted(f"The TLS certificate of {base} is not valid: {what}.", cause.verify_code)
    if any(isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError) for cause in causes):
        return Untrusted(f"{base} does not speak TLS as it should; is https the right way to it?")
    if isinstance(error, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return Misconfigured(f"{base!r} is not an address.")
    names = {type(cause).__name__ for cause in causes}
    if "NameResolutionError" in names:
        return Retryable(f"The name of {base} cannot be resolved: the address is wrong or DNS is down.")
    if names & {"ConnectTimeout", "ConnectTimeoutError"}:
        return Retryable(f"{base} did not answer the door in time.")
    if names & {"ReadTimeout", "ReadTimeoutError", "TimeoutError"}:
        return Retryable(f"{base} did not answer in time.")
    if "ConnectionRefusedError" in names:
        return Retryable(f"{base} refuses connections.")
    return Retryable(f"The connection to {base} broke before the answer was whole.")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything inside it: requests wraps urllib3 wraps the socket, in args, causes and contexts."""
    seen: set[int] = set()
    waiting: list[Any] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [*one.args, one.__cause__, one.__context__, getattr(one, "reason", None)]


class _QueryHidden(logging.Filter):
    """urllib3 logs each path with its query at DEBUG, and the query holds the signature."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args)
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_QueryHidden())
