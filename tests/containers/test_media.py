"""The notices in fonts, images and office documents."""

from __future__ import annotations

import sys

import pytest
from support.containers import PNG, chunk, collection, font, image, zipped

from attribcheck.containers.opening import opened

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmpRights:WebStatement='
    b'"https://foo.example/terms"><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">Copyright 2020'
    b" B&#xE4;r GmbH</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def texts(content: bytes, name: str) -> dict[str, list[str]]:
    found = opened(content, name)
    assert found.unread == ()
    return {member.path: member.content.decode().splitlines() for member in found.members}


@pytest.mark.parametrize("flavor", ["woff", "woff2"])
def test_a_web_font_yields_its_names_and_its_metadata(flavor: str) -> None:
    assert texts(font(flavor), f"a.{flavor}") == {
        "name": ["Copyright 2024 Foo Foundry", "SPDX-License-Identifier: OFL-1.1"],
        "metadata.xml": ["Copyright 2023 Bar Foundry"],
    }


@pytest.mark.parametrize("start", [b"\0\1\0\0", b"OTTO", b"true"])
def test_a_truetype_or_opentype_font_yields_its_names(start: bytes) -> None:
    assert texts(start + font(None)[4:], "a.ttf") == {
        "name": ["Copyright 2024 Foo Foundry", "SPDX-License-Identifier: OFL-1.1"]
    }


def test_a_collection_yields_the_names_of_its_fonts() -> None:
    content = collection(font(None), font(None, "Bar Foundry"), font(None))
    assert texts(content, "a.ttc") == {
        "name": [
            "Copyright 2024 Foo Foundry",
            "Copyright 2024 Bar Foundry",
            "SPDX-License-Identifier: OFL-1.1",
        ]
    }


def test_a_collection_of_too_many_fonts_is_named() -> None:
    content = b"ttcf\0\1\0\0" + (101).to_bytes(4, "big") + bytes(404)
    (unread,) = opened(content, "a.ttc").unread
    assert unread.reason == "font: can't be read (it has more than 100 fonts)"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_the_copyright_of_exif_is_read(kind: str) -> None:
    assert texts(image(kind), f"a.{kind.lower()}")["EXIF"] == ["Copyright 2022 Foo Photos"]


def test_the_comments_of_jpeg_and_gif_are_read() -> None:
    assert texts(image("JPEG", comment=b"(c) 2021 Bar Ltd."), "a.jpg")["comment"] == [
        "(c) 2021 Bar Ltd."
    ]
    assert texts(image("GIF", comment=b"(c) 2021 Bar Ltd."), "a.gif")["comment"] == [
        "(c) 2021 Bar Ltd."
    ]


@pytest.mark.parametrize("name", ["a.jpg", "a.psd", "a.heic"])
def test_xmp_is_found_in_any_image(name: str) -> None:
    assert texts(b"\xff\xd8" + XMP, name) == {
        "XMP": ["https://foo.example/terms", "Copyright 2020 Bär GmbH"]
    }


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        (b"tEXt", b"Foo Photos 2023"),
        (b"zTXt", b"\0" + __import__("zlib").compress(b"Foo Photos 2023")),
        (b"iTXt", b"\0\0en\0\0Foo Photos 2023"),
        (b"iTXt", b"\1\0en\0\0" + __import__("zlib").compress(b"Foo Photos 2023")),
    ],
)
def test_a_text_of_rights_without_a_sign_is_read_with_its_name(kind: bytes, rest: bytes) -> None:
    content = PNG + chunk(b"IDAT", b"") + chunk(kind, b"Copyright\0" + rest) + chunk(b"IEND", b"")
    assert texts(content, "a.png") == {"text": ["Copyright: Foo Photos 2023"]}


def test_an_image_without_metadata_yields_nothing_and_asks_for_no_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    content = PNG + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    assert opened(content, "a.png") == ((), ())
    assert opened(b"BM" + b"\0" * 50, "a.bmp") == ((), ())


@pytest.mark.parametrize(
    ("content", "name", "module"),
    [
        (image("JPEG"), "a.jpg", "PIL"),
        (image("WEBP"), "a.webp", "PIL"),
        (font("woff2"), "a.woff2", "brotli"),
        (font("woff"), "a.woff", "fontTools.ttLib"),
    ],
)
def test_without_the_extra_the_finding_names_it(
    content: bytes, name: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (unread,) = opened(content, name).unread
    assert "which is not installed" in unread.reason
    assert unread.hint == 'pip install "attribcheck[media]"'


def test_without_the_extra_the_engine_alone_reads_a_truetype_font(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = font(None)
    monkeypatch.setitem(sys.modules, "fontTools.ttLib", None)
    assert opened(content, "a.ttf") == ((), ())


def test_the_paragraphs_of_a_word_document_are_lines() -> None:
    run = "<w:r><w:t>Copyright 2024</w:t></w:r><w:r><w:t> Foo &amp; Bar</w:t></w:r>"
    body = f"<w:p><w:pPr/>{run}</w:p><w:p><w:r><w:t>MIT</w:t><w:br/><w:t>License</w:t></w:r></w:p>"
    core = "<cp:coreProperties><dc:creator>Ann</dc:creator><dc:rights>(c) Foo</dc:rights>"
    content = zipped({"word/document.xml": body.encode(), "docProps/core.xml": core.encode()})
    assert texts(content, "a.docx") == {
        "word/document.xml": ["Copyright 2024 Foo & Bar", "MIT", "License"],
        "docProps/core.xml": ["Ann", "(c) Foo"],
    }


def test_the_paragraphs_of_an_open_document_are_lines() -> None:
    text = "<text:h>Foo</text:h><text:p>Copyright <text:span>2024</text:span> Foo</text:p>"
    assert texts(zipped({"content.xml": text.encode()}), "a.odt") == {
        "content.xml": ["Foo", "Copyright 2024 Foo"]
    }


def test_an_entity_of_the_document_itself_has_no_effect() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "(c) Foo"><!ENTITY c "&b;&b;">]><text:p>&c;</text:p>'
    found = texts(zipped({"content.xml": bomb.encode()}), "a.odt")
    assert not any("(c) Foo(c) Foo" in line for line in found["content.xml"])
