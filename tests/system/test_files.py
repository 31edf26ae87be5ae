"""Files that are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from attribcheck.core.errors import AttribcheckError
from attribcheck.system.files import read_text, write_whole

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_what_was_written_is_read_back_with_its_line_ends(tmp_path: Path):
    write_whole(tmp_path / "NOTICE", "Haneul\r\n하늘\n")
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
    write_whole(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_any_new_file_has(tmp_path: Path):
    (tmp_path / "other").touch()
    write_whole(tmp_path / "NOTICE", "new")
    assert (tmp_path / "NOTICE").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "NOTICE").write_text("old")
    (tmp_path / "NOTICE").symlink_to("real/NOTICE")
    write_whole(tmp_path / "NOTICE", "new")
    assert (tmp_path / "NOTICE").is_symlink()
    assert (tmp_path / "real" / "NOTICE").read_text() == "new"


def test_a_loop_of_links_is_an_error_and_not_a_traceback(tmp_path: Path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(AttribcheckError, match=r"can't write .*a: "):
        write_whole(tmp_path / "a", "new")


@pytest.mark.skipif(AS_ROOT, reason="root may write in any folder")
def test_a_folder_that_can_not_be_written_is_refused_and_the_file_stays(tmp_path: Path):
    path = tmp_path / "NOTICE"
    path.write_text("old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE: Permission denied"):
            write_whole(path, "new")
        assert path.read_text() == "old"
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "docs").write_text("a file")
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE: Not a directory"):
        write_whole(tmp_path / "docs" / "NOTICE", "new")


def test_nothing_is_left_behind_when_the_target_can_not_be_replaced(tmp_path: Path):
    (tmp_path / "NOTICE").mkdir()
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE"):
        write_whole(tmp_path / "NOTICE", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["NOTICE"]


def test_a_text_that_is_no_utf_8_leaves_the_file_as_it_was(tmp_path: Path):
    path = tmp_path / "NOTICE"
    path.write_text("old")
    with pytest.raises(AttribcheckError, match=r"can't write .*NOTICE"):
        write_whole(path, "half\ud800")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["NOTICE"]
