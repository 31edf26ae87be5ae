"""What each kind of container yields, and that hostile ones end within the bounds."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import struct
import sys
import time
import tracemalloc
import zipfile
import zlib
from importlib import import_module

import pytest
from support.containers import LICENSE, PNG, chunk, font, gzipped, image, tarred, zipped

from attribcheck.check.scope import HOLD_MORE
from attribcheck.containers import base
from attribcheck.containers.opening import opened
from attribcheck.containers.registry import BY_ENDING, KINDS, kind_of

JAR = zipped({"META-INF/LICENSE": LICENSE, "a.class": b"\xca\xfe"})


def paths(content: bytes, name: str) -> list[str]:
    return [member.path for member in opened(content, name).members]


def reasons(content: bytes, name: str, *, read: bool = True) -> list[str]:
    return [one.reason for one in opened(content, name, read=read).unread]


def test_the_pipeline_knows_the_last_part_of_every_ending() -> None:
    assert {ending.rpartition(".")[2] for ending in BY_ENDING} == HOLD_MORE


def test_no_ending_is_of_two_kinds() -> None:
    assert len(BY_ENDING) == sum(len(kind.endings) for kind in KINDS)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a/b.JAR", "zip archive"),
        ("b.tar.gz", "tar archive"),
        ("b.txt.gz", "compressed file"),
        ("b.min.7z", "7z archive"),
        ("gz", None),
        ("a.zip/b.c", None),
    ],
)
def test_the_longest_ending_of_a_name_counts(name: str, label: str | None) -> None:
    kind = kind_of(name)
    assert (kind.label if kind else None) == label


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zipped({"d/LICENSE": LICENSE}), "a.whl"),
        (tarred({"d/LICENSE": LICENSE}), "a.tar.gz"),
        (tarred({"d/LICENSE": LICENSE}, bz2.compress), "a.tbz2"),
        (tarred({"d/LICENSE": LICENSE}, lzma.compress), "a.tar.xz"),
        (tarred({"d/LICENSE": LICENSE}, bytes), "a.tar"),
    ],
)
def test_an_archive_yields_its_files(content: bytes, name: str) -> None:
    assert opened(content, name) == ((base.Member("d/LICENSE", LICENSE),), ())


@pytest.mark.parametrize(
    ("content", "name", "path"),
    [
        (gzipped(LICENSE), "d/LICENSE.gz", "LICENSE"),
        (gzipped(LICENSE[:9]) + gzipped(LICENSE[9:]), "LICENSE.gz", "LICENSE"),
        (bz2.compress(LICENSE), "a.txt.bz2", "a.txt"),
        (lzma.compress(LICENSE), "a.txt.xz", "a.txt"),
        (gzipped(LICENSE), "a.svgz", "a.svg"),
    ],
)
def test_a_compressed_file_yields_itself(content: bytes, name: str, path: str) -> None:
    assert opened(content, name) == ((base.Member(path, LICENSE),), ())


def test_a_container_in_a_container_yields_its_files_in_its_place() -> None:
    outer = zipped({"lib/foo.jar": JAR, "README": b"x"})
    assert paths(outer, "a.zip") == [
        "lib/foo.jar!/META-INF/LICENSE",
        "lib/foo.jar!/a.class",
        "README",
    ]


def test_what_no_reader_opens_is_named() -> None:
    assert reasons(b"7z", "a.7z") == ["7z archive, which is not read"]
    assert reasons(zipped({"a.rar": b"x"}), "a.zip") == [
        "zip archive: RAR archives in it were not read"
    ]


@pytest.mark.parametrize(
    "name", ["a.zip", "a.tar.gz", "a.gz", "a.woff", "a.woff2", "a.ttf", "a.docx"]
)
@pytest.mark.parametrize("content", [b"", b"nonsense" * 100, JAR[:40], gzipped(LICENSE)[:20]])
def test_a_damaged_container_is_named(content: bytes, name: str) -> None:
    (reason,) = reasons(content, name)
    assert "can't be read" in reason


def test_an_archive_in_front_of_another_is_named() -> None:
    both = zipped({"a.c": b"int a;\n"}) + zipped({"b.c": b"int b;\n"})
    assert paths(both, "a.zip") == ["b.c"]
    assert reasons(both, "a.zip") == [
        "zip archive: another archive in front of its files was not read"
    ]


def test_a_script_in_front_of_an_archive_is_ordinary() -> None:
    assert reasons(b"#!/usr/bin/env python3\n" + zipped({"a.py": b"a = 1\n"}), "a.pyz") == []


def test_an_archive_with_the_name_of_a_document_is_named() -> None:
    assert reasons(zipped({"a.c": b"int a;\n"}), "a.docx") == [
        "office document: no part of a document was found in it, and other files were not read"
    ]


def test_an_archive_that_is_listed_says_how_many_files_and_licences_it_holds() -> None:
    content = zipped({f"{n}.c": b"" for n in range(213)} | {"d/LICENSE": LICENSE})
    assert reasons(content, "a.zip", read=False) == [
        "zip archive of 214 files, with 1 licence file (d/LICENSE)"
    ]
    assert opened(content, "a.zip", read=False).members == ()
    assert reasons(tarred({"a.c": b""}), "a.tgz", read=False) == [
        "tar archive of 1 file, without licence file"
    ]


def test_media_that_are_listed_say_what_they_hold() -> None:
    assert reasons(PNG + chunk(b"tEXt", b"Comment\0(c) 2024"), "a.png", read=False) == [
        "PNG image with text"
    ]
    assert reasons(PNG, "a.png", read=False) == []


class TestNames:
    def test_no_path_leads_out_of_the_archive(self) -> None:
        names = ["../../a", "/b", "c/./d", "e\\f", "C:\\g", "h\n"]
        content = zipped(dict.fromkeys(names, b"x"))
        assert paths(content, "a.zip") == ["a", "b", "c/d", "e/f", "C:/g", "h?"]

    def test_two_files_of_one_path_are_two(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("LICENSE", b"one")
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("LICENSE", b"two")
        found = opened(file.getvalue(), "a.zip").members
        assert found == (base.Member("LICENSE", b"one"), base.Member("LICENSE~2", b"two"))

    def test_folders_and_links_are_no_files(self) -> None:
        import tarfile

        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w") as archive:
            for kind in (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
                entry = tarfile.TarInfo("d")
                entry.type, entry.linkname = kind, "/etc/passwd"
                archive.addfile(entry)
        assert paths(file.getvalue(), "a.tar") == []


class TestBounds:
    """Each hostile file ends soon, in little memory, with a reason."""

    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make the bounds small, so that the tests are."""
        for kind in KINDS:  # a module that is first imported now would keep the small ones
            if kind.module:
                import_module(f"attribcheck.containers.{kind.module}")
        for module in [
            m for n, m in sys.modules.items() if n.startswith("attribcheck.containers.")
        ]:
            for name, value in (
                ("MOST_MEMBERS", 50),
                ("MOST_BYTES", 8 << 20),
                ("MOST_OF_ONE", 2 << 20),
            ):
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, value)

    BOMB = b"\0" * (64 << 20)

    @pytest.mark.parametrize("pack", [gzipped, bz2.compress, lzma.compress])
    def test_a_compressed_bomb(self, pack: object) -> None:
        content = pack(self.BOMB)  # type: ignore[operator] # a function
        name = {gzipped: "a.gz", bz2.compress: "a.bz2", lzma.compress: "a.xz"}[pack]  # type: ignore[index]
        tracemalloc.start()
        found = opened(content, name)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found.members == ()
        assert [one.reason for one in found.unread] == [
            "compressed file: files of more than 2 MiB were not read"
        ]
        assert peak < 16 << 20

    def test_a_bomb_of_many_files(self) -> None:
        content = zipped({str(n): b"\0" * (1 << 20) for n in range(40)} | {"LICENSE": LICENSE})
        found = opened(content, "a.zip")
        assert sum(len(member.content) for member in found.members) <= 8 << 20
        assert [one.reason for one in found.unread] == [
            "zip archive: only the first 8 MiB were read"
        ]

    def test_a_file_that_is_larger_than_its_header_says(self) -> None:
        content = zipped({"a": b"\0" * (16 << 20), "LICENSE": LICENSE})
        lie = content.replace(struct.pack("<L", 16 << 20), struct.pack("<L", 1000))
        assert paths(lie, "a.zip") == ["LICENSE"]

    def test_a_file_that_is_packed_too_well(self) -> None:
        base_ = zlib.compressobj(9)
        packed = base_.compress(b"\0" * (2 << 20)) + base_.flush()
        assert (2 << 20) / len(packed) > 1000
        assert reasons(zipped({"a": b"\0" * (2 << 20)}), "a.zip") == [
            "zip archive: files that are packed by more than 1,000 to 1 were not read"
        ]

    def test_more_files_than_the_bound(self) -> None:
        content = zipped({str(n): b"x" for n in range(60)})
        found = opened(content, "a.zip")
        assert len(found.members) == 50
        assert [one.reason for one in found.unread] == [
            "zip archive: only the first 50 files were read"
        ]

    def test_a_tar_archive_behind_a_bomb(self) -> None:
        content = tarred({"LICENSE": LICENSE, "zeros": self.BOMB})
        found = opened(content, "a.tar.gz")
        assert [member.path for member in found.members] == ["LICENSE"]
        assert found.unread

    def test_containers_within_containers(self) -> None:
        content = JAR
        for _ in range(50):
            content = zipped({"a.zip": content})
        assert reasons(content, "a.zip") == [
            "zip archive: more than 3 containers within each other were not read"
        ]

    def test_containers_share_one_budget(self) -> None:
        inner = zipped({str(n): b"x" for n in range(40)})
        content = zipped({f"{n}.zip": inner for n in range(40)})
        assert len(opened(content, "a.zip").members) <= 50

    def test_a_directory_of_a_million_entries_is_not_read(self) -> None:
        assert reasons(b"PK\x01\x02" * 1_000_000, "a.zip") == [
            "zip archive: can't be read (it has more than 100,000 files)"
        ]

    def test_encrypted_files_are_told(self) -> None:
        content = bytearray(zipped({"a": b"secret", "LICENSE": LICENSE}))
        entry = content.index(b"PK\x01\x02")
        content[entry + 8] |= 1
        assert paths(bytes(content), "a.zip") == ["LICENSE"]
        assert reasons(bytes(content), "a.zip") == ["zip archive: encrypted files were not read"]

    def test_a_web_font_whose_data_is_a_bomb(self) -> None:
        import brotli

        content = bytearray(font("woff2"))
        packed = struct.unpack_from(">L", content, 20)[0]
        bomb = brotli.compress(self.BOMB)
        start = len(content) - packed  # about: the metadata stands behind it
        struct.pack_into(">L", content, 20, len(bomb))
        assert reasons(bytes(content[:start]) + bomb * 2, "a.woff2")

    def test_text_of_an_image_is_bounded(self) -> None:
        content = PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(self.BOMB))
        assert all(len(m.content) <= (1 << 20) + 1 for m in opened(content, "a.png").members)

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"\xff\xd8" + b"\xff\xe1\0\0" * 100_000, "a.jpg"),
            (b"\xff\xd8" + b"<x:xmpmeta" * 500_000, "a.jpg"),
            (b"\xff\xd8<x:xmpmeta>" + b"<" * 5_000_000 + b"</x:xmpmeta>", "a.jpg"),
            (b"\xff\xd8<rdf:RDF>" + b'rights="' * 500_000 + b"</rdf:RDF>", "a.jpg"),
            (PNG + b"\xff\xff\xff\xfftEXt", "a.png"),
            (PNG + chunk(b"tEXt", b"") * 50_000, "a.png"),
            (zipped({"word/document.xml": b"<" * 1_000_000}), "a.docx"),
            (zipped({"content.xml": b"<text:p>" * 200_000}), "a.odt"),
        ],
    )
    def test_hostile_markup_takes_no_longer_than_its_length(
        self, content: bytes, name: str
    ) -> None:
        before = time.perf_counter()
        opened(content, name)
        assert time.perf_counter() - before < 10

    def test_any_bytes_are_opened_without_an_error(self) -> None:
        chance = random.Random(0)
        starts = [
            JAR,
            tarred({"a": LICENSE}),
            font("woff"),
            font("woff2"),
            font(None),
            image("JPEG"),
            image("PNG"),
        ]
        starts += [image("TIFF"), image("WEBP"), zipped({"content.xml": b"<a>"})]
        names = "a.zip a.tgz a.woff a.woff2 a.ttf a.jpg a.png a.tif a.webp a.odt".split()
        for content, name in zip(starts, names, strict=True):
            for _ in range(40):
                damaged = bytearray(content)
                for _ in range(chance.randrange(1, 9)):
                    damaged[chance.randrange(len(damaged))] = chance.randrange(256)
                opened(bytes(damaged[: chance.randrange(1, len(damaged) + 1)]), name)
