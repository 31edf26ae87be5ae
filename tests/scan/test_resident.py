"""An engine that stays in memory answers as a check's own, and its absence changes nothing."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from attribcheck.core.errors import EngineError
from attribcheck.core.model import Blob, FileScan, Scan, ScanFailure
from attribcheck.scan.base import Limits, Request
from attribcheck.scan.codec import encode
from attribcheck.scan.engine import ScancodeEngine
from attribcheck.scan.resident import client, wire
from attribcheck.scan.resident.client import ResidentEngine
from attribcheck.system.private_dirs import UntrustedError

pytestmark = pytest.mark.skipif(not wire.SUPPORTED, reason="Linux only")

OWN, RESIDENT = FileScan("MIT"), FileScan("Apache-2.0")


def request(path: str, content: bytes = b"x\n") -> Request:
    return Request(Blob(path, "0" * 40), content)


class Own:
    """Stands for the engine of the check."""

    identity = "toy 1"

    def __init__(self) -> None:
        self.scanned: list[str] = []

    def scan_here(self, requests: Iterable[Request]) -> Iterator[tuple[Request, Scan]]:
        for one in requests:
            self.scanned.append(one.path)
            yield one, OWN

    def data_file(self) -> Path | None:
        return Path("data")


Answer = Callable[[socket.socket], None]


@pytest.fixture
def own() -> Own:
    return Own()


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path, which has the name of the test: the address of a socket must be short.
    with tempfile.TemporaryDirectory() as private:
        yield Path(private)


@pytest.fixture
def listening(folder: Path) -> Iterator[Callable[[Answer], None]]:
    """Return what lets a toy engine listen, each connection answered by a function."""
    path = wire.address(folder, Own.identity)
    assert path is not None
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen()

        def start(answer: Answer) -> None:
            def loop() -> None:
                with contextlib.suppress(OSError, ValueError):
                    while True:
                        connection, _ = listener.accept()
                        with connection, contextlib.suppress(OSError):
                            answer(connection)

            threading.Thread(target=loop, daemon=True).start()

        yield start
        listener.shutdown(socket.SHUT_RDWR)


def received(connection: socket.socket) -> list[str]:
    """Greet, and return the paths of all requests."""
    wire.send(connection, wire.READY)
    wire.receive(connection)
    paths = []
    while header := wire.receive(connection):
        paths.append(json.loads(header)[0])
        wire.receive(connection)
    return paths


def scanned(own: Own, folder: Path, *paths: str, **options: object) -> dict[str, Scan]:
    engine = ResidentEngine(own, folder, Limits(), **options)  # type: ignore[arg-type] # a toy
    return {one.path: scan for one, scan in engine.scan(map(request, paths))}


def test_without_a_resident_engine_the_check_scans(own: Own, folder: Path) -> None:
    assert scanned(own, folder, "a.c", "b.c") == {"a.c": OWN, "b.c": OWN}


def test_a_resident_engine_answers(own: Own, folder: Path, listening: Callable) -> None:
    def answer(connection: socket.socket) -> None:
        for number in reversed(range(len(received(connection)))):
            wire.send(connection, number.to_bytes(4, "big"), wire.SCANNED, encode(RESIDENT))

    listening(answer)
    assert scanned(own, folder, "a.c", "b.c") == {"a.c": RESIDENT, "b.c": RESIDENT}
    assert own.scanned == []


def test_what_it_does_not_answer_is_scanned_by_the_check(
    own: Own, folder: Path, listening: Callable
) -> None:
    def answer(connection: socket.socket) -> None:
        received(connection)
        wire.send(connection, (1).to_bytes(4, "big"), wire.SCANNED, encode(RESIDENT))

    listening(answer)
    assert scanned(own, folder, "a.c", "b.c") == {"a.c": OWN, "b.c": RESIDENT}


@pytest.mark.parametrize(
    "message",
    [b"", b"\0\0\0\7S", b"\0\0\0\0S{", b"\0\0\0\0S[1, 2]", b"\0\0\0\0F3", b"\0\0\0\0F{}"],
    ids=["empty", "of no request", "cut", "of another format", "no failure", "no pair"],
)
def test_an_answer_that_is_none_is_scanned_by_the_check(
    own: Own, folder: Path, listening: Callable, message: bytes
) -> None:
    def answer(connection: socket.socket) -> None:
        received(connection)
        wire.send(connection, message)

    listening(answer)
    assert scanned(own, folder, "a.c") == {"a.c": OWN}


def test_a_failed_scan_is_told_with_its_fix(own: Own, folder: Path, listening: Callable) -> None:
    failure = ScanFailure("it took too long", "raise timeout")

    def answer(connection: socket.socket) -> None:
        received(connection)
        wire.send(connection, bytes(4), wire.FAILED, json.dumps([*failure]).encode())

    listening(answer)
    assert scanned(own, folder, "a.c") == {"a.c": failure}


def test_an_error_of_the_engine_ends_the_check(own: Own, folder: Path, listening: Callable) -> None:
    def answer(connection: socket.socket) -> None:
        received(connection)
        wire.send(connection, bytes(4), wire.BROKEN, json.dumps(["it broke", None]).encode())

    listening(answer)
    with pytest.raises(EngineError, match="it broke"):
        scanned(own, folder, "a.c")


def test_a_busy_one_is_not_waited_for(
    own: Own, folder: Path, listening: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_GREETING", 0.2)
    listening(lambda connection: time.sleep(5))
    begin = time.monotonic()
    assert scanned(own, folder, "a.c") == {"a.c": OWN}
    assert time.monotonic() - begin < 4


def test_many_files_are_scanned_by_the_check(own: Own, folder: Path, listening: Callable) -> None:
    listening(lambda connection: pytest.fail("it was asked"))
    paths = [f"{number}.c" for number in range(client.MOST + 1)]
    assert scanned(own, folder, *paths) == dict.fromkeys(paths, OWN)


def test_long_files_are_read_one_after_the_other(own: Own, folder: Path) -> None:
    read = []

    def requests() -> Iterator[Request]:
        for path in ("a.c", "b.c", "c.c"):
            read.append(path)
            yield request(path, bytes(40 << 20))

    engine = ResidentEngine(own, folder, Limits())  # type: ignore[arg-type] # a toy
    results = engine.scan(requests())
    next(results)
    assert read == ["a.c"]


def test_a_socket_that_others_could_write_is_not_asked(
    own: Own, folder: Path, listening: Callable
) -> None:
    listening(lambda connection: pytest.fail("it was asked"))
    folder.chmod(0o777)
    assert scanned(own, folder, "a.c") == {"a.c": OWN}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_a_process_of_another_user_is_refused() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,  # pytest's are closed to others
        socket.socket(socket.AF_UNIX) as listener,
    ):
        place = Path(folder, "s")
        listener.bind(str(place))
        listener.listen()
        listener.settimeout(60)
        place.chmod(0o777)
        place.parent.chmod(0o755)
        code = (
            "import os, socket, sys; os.setuid(65534); s = socket.socket(socket.AF_UNIX);"
            " s.connect(sys.argv[1]); s.recv(1)"
        )
        with subprocess.Popen([sys.executable, "-c", code, str(place)]):
            connection, _ = listener.accept()
            with connection, pytest.raises(UntrustedError, match="another user"):
                wire.require_same_user(connection)


def test_one_is_left_behind_for_those_who_ask(
    own: Own, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(
        "attribcheck.system.programs.leave_behind",
        lambda module, arguments: started.append([module, *arguments]),
    )
    scanned(own, folder, "a.c")
    scanned(own, folder, "a.c", keeping=lambda: 100_000)
    assert started == []
    scanned(own, folder, "a.c", keeping=lambda: 15)
    path = wire.address(folder, own.identity)
    assert started == [["attribcheck.scan.resident", str(path), "data", "15"]]


def test_a_folder_with_a_long_name_has_none(tmp_path: Path) -> None:
    assert wire.address(tmp_path / ("x" * 100), "toy 1") is None


def test_another_version_of_the_engine_has_another_address(tmp_path: Path) -> None:
    assert wire.address(Path("/c"), "toy 1") != wire.address(Path("/c"), "toy 2")


@pytest.mark.engine
class TestRealEngine:
    """The process that a check leaves behind."""

    FILES = (
        request("a.c", b"/* Copyright 2020 Foo Corp.\n * SPDX-License-Identifier: MIT */\n"),
        request("b.py", "# Copyright (c) 2024 네이버 주식회사\nimport os\n".encode()),
        request("c.bin", bytes(range(256)) * 9),
        request("empty.c", b""),
    )

    @pytest.fixture
    def path(self, engine: ScancodeEngine, tmp_path: Path) -> Iterator[Path]:
        """Return the socket of a process that listens."""
        tmp_path.chmod(0o700)
        path = wire.address(tmp_path, engine.identity)
        data = engine.prepare()
        assert path is not None
        assert data is not None
        command = [sys.executable, "-m", "attribcheck.scan.resident", str(path), str(data), "1"]
        with subprocess.Popen(command) as process:
            try:
                end = time.monotonic() + 60
                while not path.exists() and time.monotonic() < end:
                    time.sleep(0.05)
                yield path
                path.unlink(missing_ok=True)
                assert process.wait(timeout=60) == 0
            finally:
                process.kill()

    def scanned(self, path: Path, timeout: float = 60) -> list[Scan]:
        engine = ResidentEngine(Own(), path.parent, Limits(timeout))  # type: ignore[arg-type] # a toy
        found = dict(engine._asked(path, list(self.FILES)))
        return [found[number] for number in range(len(self.FILES))]

    def test_it_answers_as_the_engine_of_a_check(self, engine: ScancodeEngine, path: Path) -> None:
        expected = {one.path: scan for one, scan in engine.scan(self.FILES)}
        assert self.scanned(path) == [expected[one.path] for one in self.FILES]
        assert self.scanned(path) == [expected[one.path] for one in self.FILES]

    def test_the_limits_of_the_check_apply(self, path: Path) -> None:
        assert any("took more than" in str(one) for one in self.scanned(path, 0.0001))

    def test_a_client_that_sends_nonsense_is_forgotten(self, path: Path) -> None:
        for message in (b"", b"\0", b"\xff\xff\xff\xff", b"\0\0\0\1{", b"\0\0\0\2[]\0\0\0\1x"):
            with wire.connected(path, 10) as connection:
                connection.sendall(message)
        assert len(self.scanned(path)) == len(self.FILES)

    def test_a_second_one_ends_at_once(self, engine: ScancodeEngine, path: Path) -> None:
        command = [sys.executable, "-m", "attribcheck.scan.resident", str(path), "data", "1"]
        assert subprocess.run(command, timeout=30, check=True).returncode == 0
        assert len(self.scanned(path)) == len(self.FILES)

    def test_it_ends_with_its_socket(self, path: Path) -> None:
        """The fixture waits for it."""
        assert path.exists()
