"""Slow bodies (A24): who sends a byte now and then holds no thread, and is sent away; others are served meanwhile."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.machine import free_port
from vatra.config import asgi

SLOW = (b"POST /intrare/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 500000\r\n\r\na=")


@pytest.fixture
def served(tmp_path):
    port = free_port()
    env = {**os.environ, "VATRA_HOME": str(tmp_path), "DATABASE_URL": ""}
    command = [str(Path(sys.executable).parent / "vatra"), "serve", "--port", str(port), "--threads", "2"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                asked(port)
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def asked(port: int, timeout: float = 10) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", "/intrare/")
    status = connection.getresponse().status
    connection.close()
    return status


def test_fifty_slow_bodies_keep_nobody_waiting(served):
    slow = [socket.create_connection(("127.0.0.1", served)) for _ in range(50)]
    for one in slow:
        one.sendall(SLOW)
    try:
        for _ in range(5):
            begun = time.monotonic()
            assert asked(served) == 200
            assert time.monotonic() - begun < 5
            for one in slow:
                one.sendall(b"b")
    finally:
        for one in slow:
            one.close()


def run(chunks: list[bytes], pause: float = 0.0, headers: tuple = ()) -> tuple[int, bytes]:
    """What BodyFirst answers to a body that comes in chunks; the application says how much it read."""
    def wsgi(environ, start_response):
        read = environ["wsgi.input"].read()
        start_response("200 OK", [("X-Length", environ["CONTENT_LENGTH"])])
        return [str(len(read)).encode(), b" ", environ["PATH_INFO"].encode("latin-1"), b" ",
                environ.get("HTTP_X_FORWARDED_FOR", "-").encode()]

    app, sent = asgi.BodyFirst(wsgi, threads=1), []
    waiting = iter(chunks)

    async def receive():
        await asyncio.sleep(pause)
        chunk = next(waiting, None)
        if chunk is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": chunk, "more_body": chunk != b"last"}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/ș/", "raw_path": b"/%C8%99/%ff", "headers": headers}
    asyncio.run(app(scope, receive, send))
    assert app.waiting == 0
    return sent[0]["status"], sent[1]["body"]


def test_a_body_is_whole_before_the_application_is_asked():
    assert run([b"x" * 10, b"y" * 10, b"last"]) == (200, "24 /ș/".encode() + b"\xff -")


@pytest.mark.parametrize("chunks", [[], [b"x"] * 3])
def test_silence_ends_a_request(monkeypatch, chunks):
    monkeypatch.setattr(asgi, "SILENCE", 0.05)
    assert run(chunks)[0] == 408


def test_a_byte_now_and_then_is_not_enough(monkeypatch):
    monkeypatch.setattr(asgi, "PATIENCE", 0.1)
    assert run([b"x"] * 1_000, pause=0.01)[0] == 408


def test_a_body_too_long_or_too_many_at_once_are_refused_before_anything_is_read(monkeypatch):
    assert run([b"x" * 1_000_000] * 7)[0] == 413
    monkeypatch.setattr(asgi, "MOST_WAITING", 100)
    assert run([b"x" * 101])[0] == 503


def test_a_header_with_an_underscore_passes_for_no_other():
    assert run([b"last"], headers=((b"x_forwarded_for", b"10.0.0.1"),))[1].endswith(b" -")
    assert run([b"last"], headers=((b"x-forwarded-for", b"1.1.1.1"), (b"x-forwarded-for", b"2.2.2.2")))[1].endswith(
        b" 1.1.1.1,2.2.2.2")
