"""Files that are written whole or not at all, and never through somebody else's link."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from attribcheck.core.errors import AttribcheckError
from attribcheck.system import files
from attribcheck.system.files import make_folder, read_text, write_atomic

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_what_was_written_is_read_back_with_its_line_ends(tmp_path: Path):
    write_atomic(tmp_path / "NOTICE", "Haneul\r\n하늘\n")
    assert read_text(tmp_path / "NOTICE") == "Haneul\r\n하늘\n"
    assert (tmp_path / "NOTICE").read_bytes() == "Haneul\r\n하늘\n".encode()


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path):
    assert read_text(tmp_path / "NOTICE") is None


def test_a_file_that_is_not_utf_8_is_refused_with_the_byte(tmp_path: Path):
    (tmp_path / "NOTICE").write_bytes(b"ab\xff")
    with pytest.raises(AttribcheckError, match=r"NOTICE is not UTF-8 \(byte 3\)"):
        read_text(tmp_path / "NOTICE")


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path):
    with pytest.raises(AttribcheckError, match=r"can't read .*: Is a directory"):
        read_text(tmp_path)


def test_the_name_in_a_message_is_safe_to_show(tmp_path: Path):
    (tmp_path / "\x1b[2J").write_bytes(b"\xff")
    with pytest.raises(AttribcheckError, match=r"\\x1b\[2J is not UTF-8"):
        read_text(tmp_path / "\x1b[2J")


def test_the_mode_of_the_file_that_was_there_is_kept(tmp_path: Path):
    path = tmp_path / "NOTICE"
    path.write_text("old")
    path.chmod(0o640)
    write_atomic(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path: Path):
    (tmp_path / "other").touch()
    write_atomic(tmp_path / "NOTICE", "new")
    assert (tmp_path / "NOTICE").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "NOTICE").write_text("old")
    (tmp_path / "NOTICE").symlink_to("real/NOTICE")
    write_atomic(tmp_path / "NOTICE", "new")
    assert (tmp_path / "NOTICE").is_symlink()
    assert (tmp_path / "real" / "NOTICE").read_text() == "new"


def test_a_loop_of_links_is_an_error_and_not_a_traceback(tmp_path: Path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(AttribcheckError, match=r"can't write .*a: "):
        write_atomic(tmp_path / "a", "new")


@pytest.mark.skipif(AS_ROOT, reason="root may write in any folder")
def test_a_folder_that_can_not_be_written_is_refused_and_the_file_stays(tmp_path: Path):
    path = tmp_path / "NOTICE"
    path.write_text("old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE: Permission denied"):
            write_atomic(path, "new")
        assert path.read_text() == "old"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "docs").write_text("a file")
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE: Not a directory"):
        write_atomic(tmp_path / "docs" / "NOTICE", "new")


def test_nothing_is_left_behind_when_the_target_can_not_be_replaced(tmp_path: Path):
    (tmp_path / "NOTICE").mkdir()
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE"):
        write_atomic(tmp_path / "NOTICE", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["NOTICE"]


def test_a_text_that_is_no_utf_8_leaves_the_file_as_it_was(tmp_path: Path):
    path = tmp_path / "NOTICE"
    path.write_text("old")
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE"):
        write_atomic(path, "half\ud800")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["NOTICE"]


class TestInside:
    """Below a folder that others fill, no link is followed."""

    @pytest.fixture
    def outside(self, tmp_path: Path) -> Path:
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside" / "NOTICE").write_text("private")
        return tmp_path / "outside"

    @pytest.fixture
    def top(self, tmp_path: Path) -> Path:
        (tmp_path / "top" / "docs").mkdir(parents=True)
        return tmp_path / "top"

    def test_a_regular_file_is_written_and_read(self, top: Path):
        write_atomic(top / "docs" / "NOTICE", "new", inside=top)
        assert read_text(top / "docs" / "NOTICE", inside=top) == "new"
        write_atomic(top / "docs" / "NOTICE", "newer", inside=top)
        assert read_text(top / "docs" / "NOTICE", inside=top) == "newer"
        assert [path.name for path in (top / "docs").iterdir()] == ["NOTICE"]

    @pytest.mark.parametrize("path", ["NOTICE", "linked/NOTICE", "linked/deeper/NOTICE"])
    def test_a_link_on_the_way_is_refused_and_its_target_kept(
        self, top: Path, outside: Path, path: str
    ):
        (outside / "deeper").mkdir()
        (top / "NOTICE").symlink_to(outside / "NOTICE")
        (top / "linked").symlink_to(outside)
        before = sorted(outside.rglob("*"))
        with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE: .*is a symbolic link"):
            write_atomic(top / path, "new", inside=top, named=True)
        assert (outside / "NOTICE").read_text() == "private"
        assert sorted(outside.rglob("*")) == before

    def test_a_link_to_another_place_inside_is_refused_too(self, top: Path):
        (top / "NOTICE").symlink_to("docs/NOTICE")
        with pytest.raises(AttribcheckError, match="symbolic link") as caught:
            write_atomic(top / "NOTICE", "new", inside=top)
        assert caught.value.hint == "replace it with a regular file, or remove it"
        assert not (top / "docs" / "NOTICE").exists()

    @pytest.mark.parametrize("path", ["NOTICE", "linked/NOTICE"])
    def test_what_a_link_leads_to_is_not_read(self, top: Path, outside: Path, path: str):
        (top / "NOTICE").symlink_to(outside / "NOTICE")
        (top / "linked").symlink_to(outside)
        with pytest.raises(AttribcheckError, match=r"can't read .*NOTICE: .*is a symbolic link"):
            read_text(top / path, inside=top)

    def test_a_folder_is_made_but_not_through_a_link(self, top: Path, outside: Path):
        make_folder(top / "a" / "b", inside=top)
        assert (top / "a" / "b").is_dir()
        (top / "linked").symlink_to(outside)
        with pytest.raises(AttribcheckError, match=r"its parent linked is a symbolic link"):
            make_folder(top / "linked" / "b", inside=top)
        assert not (outside / "b").exists()

    def test_the_folder_itself_may_be_reached_by_a_link(self, top: Path, tmp_path: Path):
        (tmp_path / "shortcut").symlink_to(top)
        write_atomic(tmp_path / "shortcut" / "NOTICE", "new", inside=top)
        assert (top / "NOTICE").read_text() == "new"
        (top / "LINK").symlink_to(tmp_path / "outside")
        with pytest.raises(AttribcheckError, match="symbolic link"):
            write_atomic(tmp_path / "shortcut" / "LINK", "new", inside=top)

    def test_a_path_that_leads_elsewhere_is_the_users_own(self, top: Path, outside: Path):
        (outside / "link").symlink_to("NOTICE")
        write_atomic(outside / "link", "new", inside=top, named=True)
        assert (outside / "NOTICE").read_text() == "new"
        write_atomic(top / ".." / "outside" / "NOTICE", "newer", inside=top)
        assert (outside / "NOTICE").read_text() == "newer"

    def test_a_relative_path_is_one_below_the_folder_that_it_leads_to(
        self, top: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
    ):
        (top / "NOTICE").symlink_to(outside / "NOTICE")
        monkeypatch.chdir(top / "docs")
        with pytest.raises(AttribcheckError, match="symbolic link"):
            write_atomic(Path("../NOTICE"), "new", inside=top)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there is no FIFO on Windows")
class TestPipesAndDevices:
    @pytest.fixture
    def pipe(self, tmp_path: Path) -> Path:
        os.mkfifo(tmp_path / "pipe")
        return tmp_path / "pipe"

    def test_a_pipe_is_not_read(self, pipe: Path):
        with pytest.raises(AttribcheckError, match="it is a pipe or a device"):
            read_text(pipe)

    def test_a_pipe_that_nobody_asked_for_is_refused(self, pipe: Path):
        with pytest.raises(AttribcheckError, match="it is a pipe or a device"):
            write_atomic(pipe, "new")

    @pytest.mark.parametrize("size", [0, 3, 1 << 20])
    def test_a_pipe_that_was_asked_for_is_written_in_place(self, pipe: Path, size: int):
        read: list[bytes] = []
        reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
        reader.start()
        write_atomic(pipe, b"x" * size, named=True)
        reader.join()
        assert read == [b"x" * size]
        assert stat.S_ISFIFO(pipe.stat().st_mode)

    def test_who_reads_may_come_late(self, pipe: Path):
        read: list[bytes] = []
        reader = threading.Timer(0.3, lambda: read.append(pipe.read_bytes()))
        reader.start()
        write_atomic(pipe, "new", named=True)
        reader.join()
        assert read == [b"new"]

    def test_a_pipe_from_which_nobody_reads_is_an_error(
        self, pipe: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(files, "_OPEN_SECONDS", 0.2)
        with pytest.raises(AttribcheckError, match="no process reads from this pipe"):
            write_atomic(pipe, "new", named=True)

    def test_a_reader_that_stops_is_an_error(self, pipe: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(files, "_READ_SECONDS", 0.2)
        reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            with pytest.raises(AttribcheckError, match="its reader has stopped reading"):
                write_atomic(pipe, b"x" * (1 << 20), named=True)
        finally:
            os.close(reading)

    def test_a_reader_that_leaves_is_an_error(self, pipe: Path):
        with (
            subprocess.Popen(["head", "-c", "1", pipe], stdout=subprocess.DEVNULL),
            pytest.raises(AttribcheckError, match="Broken pipe"),
        ):
            write_atomic(pipe, b"x" * (1 << 22), named=True)

    def test_a_device_stays_a_device(self, tmp_path: Path):
        write_atomic(Path("/dev/null"), "new", named=True)
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
        (tmp_path / "link").symlink_to("/dev/null")
        write_atomic(tmp_path / "link", "new", named=True)
        assert (tmp_path / "link").is_symlink()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
    def test_a_device_that_takes_nothing_is_an_error(self):
        with pytest.raises(AttribcheckError, match="No space left"):
            write_atomic(Path("/dev/full"), "new", named=True)

    def test_standard_output_is_written_where_it_leads_to(self, tmp_path: Path):
        code = (
            "import sys; from pathlib import Path\n"
            "from attribcheck.system.files import write_atomic\n"
            "print('before', flush=True)\n"
            "write_atomic(Path('/dev/stdout'), 'report\\n', named=True)\n"
            "print('after')\n"
        )
        with (tmp_path / "output").open("wb") as stream:
            subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)
        assert (tmp_path / "output").read_text() == "before\nreport\nafter\n"
