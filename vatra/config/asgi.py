"""The body first: a request takes one of the few threads only when all of it is here.

Under WSGI a thread reads the body itself, and granian gives it no way to stop: eight people on a bad line, or one
with bad intent, would hold every thread. Here bodies are gathered by the event loop, with a limit of size and of
patience; then Django's WSGI handler runs in a pool of threads that live on with their database connections.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]

MOST_BYTES = 6_000_000  # the doors for programs and tablets take 5 MB
MOST_WAITING = 60_000_000  # of all bodies that one process gathers at a time
SILENCE = 15.0  # seconds without a byte
WARM = 50  # answers: by then the method, its words and the templates are read
PATIENCE, PER_BYTE = 30.0, 1 / 1_000  # seconds for any body, and for each byte of it: 8 kbit/s is slow, not hostile


class BodyFirst:
    """An ASGI application (without lifespan) around a WSGI one."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], *, threads: int) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self.waiting = 0
        self.answered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Gather, answer, send."""
        if scope["type"] != "http":
            return
        body = bytearray()
        try:
            refused = await self._gather(body, receive)
            if refused is None:
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self.pool, self._answer, environ_of(scope, bytes(body)))
            else:
                answer = refused, [(b"retry-after", b"30"), (b"content-length", b"0")], b""
        finally:
            self.waiting -= len(body)
        status, headers, content = answer
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _gather(self, body: bytearray, receive: Receive) -> int | None:
        """Fill the body; the status of a refusal when it is too long or too slow, or there are too many."""
        loop = asyncio.get_running_loop()
        begun, more = loop.time(), True
        while more:
            left = begun + PATIENCE + len(body) * PER_BYTE - loop.time()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, min(SILENCE, left)))
            except TimeoutError:
                return 408
            if message["type"] == "http.disconnect":
                return 400
            chunk = message.get("body", b"")
            body += chunk
            self.waiting += len(chunk)
            if len(body) > MOST_BYTES:
                return 413
            if self.waiting > MOST_WAITING:
                return 503
            more = message.get("more_body", False)
        return None

    def _answer(self, environ: dict[str, Any]) -> Answer:
        """Run the WSGI application in this thread."""
        self.answered += 1
        if self.answered == WARM:
            keep_what_lives()
        began: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            began[:] = [int(status.split(" ", 1)[0]), headers]

        parts = self.wsgi(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in began[1]]
        return began[0], headers, content


def keep_what_lives() -> None:
    """What is here now stays as long as the process: the search for cycles need not walk over it again and again, with
    a request waiting (100 ms for 190,000 objects).
    """
    gc.collect()
    gc.freeze()


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """What WSGI (PEP 3333) wants to know of a request; the length is that of the body which came."""
    host, port = (scope.get("server") or ("localhost", 80))[:2]
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"], "SCRIPT_NAME": "", "PATH_INFO": _path(scope),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"), "SERVER_NAME": str(host),
        "SERVER_PORT": str(port), "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": str((scope.get("client") or ("",))[0]), "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope.get("scheme", "http"), "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }
    said_length = False
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if b"_" in raw_name or name == "CONTENT_LENGTH":
            said_length |= name == "CONTENT_LENGTH"
            continue  # with an underscore it could pass for another header
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        joined = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{joined}{value}" if key in environ else value
    if not said_length and not body:
        environ["CONTENT_LENGTH"] = ""
    return environ


def _path(scope: Scope) -> str:
    """The path as the bytes that were sent, which need not be UTF-8, in the clothes WSGI wants."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    return unquote_to_bytes(raw.split(b"?", 1)[0]).decode("latin-1")


def application_made() -> BodyFirst:
    """The application, with the threads that `vatra serve` asked for."""
    from vatra.config.wsgi import application as wsgi

    return BodyFirst(wsgi, threads=int(os.environ.get("VATRA_THREADS", "4")))


application = application_made()
