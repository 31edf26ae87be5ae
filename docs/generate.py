"""``make docs``: writes what the code itself says, in docstrings and tables."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

from attribcheck.containers import base
from attribcheck.containers.registry import KINDS
from attribcheck.documents import inventory
from attribcheck.policy.json_schema import json_schema
from attribcheck.rules.base import Rule
from attribcheck.rules.registry import every
from attribcheck.scan.scripts.words import ENCODINGS, WORDS, Kind

HERE = Path(__file__).resolve().parent
RULES_TOP = """\
# Rules

Written by `make docs` from the docstrings in `attribcheck/rules/`; `attribcheck explain RULE`
prints the same. A rule's severity can be changed in the policy (`[rules]`), never silently: an
`error` fails a run, a `warning` or a `note` does only when `--fail-on` says so.

"""
TEMPLATES_TOP = """\
# Templates of your own

Written by `make docs` from the docstrings in `attribcheck/documents/inventory.py`.

`attribcheck notice --template CREDITS.md.j2` writes `CREDITS.md`: the name of the template without
`.j2`, at the top of the repository or in `--output DIR`. `--check` compares, as for every document;
with `--staged` the template is the one that is staged. `--template` stands instead of `--format`.

The language is that of [Jinja](https://jinja.palletsprojects.com/en/stable/templates/), with all of
its filters. Tags that stand alone in a line leave no empty line behind. In a template whose name
ends in `.html.j2` values are escaped, and shown without what a terminal or a browser could act on.

```jinja
{% for item in items %}
{{ item.title }}: {{ item.concluded_license }}
{% for statement in item.statements %}
    {{ statement.text }}
{% endfor %}
{% endfor %}
```

A document that quotes the notices of others is best put between REUSE-Ignore tags, as
[THIRD-PARTY-NOTICES](../templates/THIRD-PARTY-NOTICES.j2) does it: else the next check takes them
for notices of your own.

## What a template can't do

It may come from anybody's fork, so it runs in Jinja's sandbox: it sees the names below and nothing
of Python, the environment or any file, and changes nothing. A name that does not exist is an error,
not an empty text. It can't include, import or extend other templates. It is rendered in a process
of its own, within 30 seconds and 512 MiB; the bound on memory holds on Linux alone, and on Windows
a template that takes too long is stopped without the line at which it stood. Every error names the
template and the line, writes nothing and ends with exit code 2.

"""
SCRIPTS_TOP = """\
# What is read, in which script and in which file

Written by `make docs` from the tables in `attribcheck/scan/scripts/words.py` and `european.py`, and
in `attribcheck/containers/registry.py`.

## Scripts

scancode, the engine, reads statements in English, and names in any script behind "Copyright" or
"(c)" and a year. It reads them in Latin letters; [what a person sees](notices.md) are the letters
of the file. Beside it, a detector of our own (`other-scripts` in the JSON report) reads what is not
in the engine's grammar:

- statements that begin with a word of the table or with ⓒ, Ⓒ or ℗, also with full-width brackets,
  digits and commas, and with the digits of Arabic, Persian, Hindi and Thai;
- holders in front of "all rights reserved", and in sentences such as "版权归 … 所有" and "Das
  Urheberrecht liegt bei …";
- licences by their name beside a word for "licence": an SPDX id, a common short name, or a name
  that scancode has for a licence; the Mulan licences by their Chinese titles.

A statement that both find is one notice: the JSON report has the engine's holders in
`files[].holders`, unchanged, and everybody else the name as it is written.

It reads UTF-8, UTF-16 and UTF-32 with a byte order mark, and the encodings before Unicode in which
a word of the language is found in the bytes. A file of plain ASCII is read when a part of a word of
a European language is in its bytes ("urheberrecht", "derechos").

A postal address behind a name is no part of it, and no holder: a street with a number, or a postal
code with a town, in the forms of Germany, Austria, Switzerland, France, Spain, Portugal, Italy,
Poland, Czechia, Russia, Korea, Japan, China, Britain and the United States. A town without either
("Foo Corp., Tokyo, Japan") can't be told from a second holder, and stays.

What it takes for noise, and does not report:

- a line in which nothing is beyond ASCII, and no European word of the table: the engine's answer
  stands;
- a word that a letter follows, as in 저작권법 (copyright law) and Urheberrechtsvermerk;
- a European word without a year, a sign or an organisation, unless a colon and names alone follow;
- a word without a year, a sign, or a colon and a name; ⓒ alone, as in a list of ⓐ ⓑ ⓒ;
- a holder that names nobody in particular (the author, each company, this software), or that is a
  place for a value (`{name}`);
- a licence in a sentence that says "compatible" or "is not"; a name that is no licence's.

Not read: a statement over several lines in these languages, a holder in front of a word that does
not reserve rights, and languages that are not in the table. UTF-16 without a byte order mark is
named by a warning.

In a line of more than 1,000 bytes a statement with a year is read by the detector `long-lines`,
because the engine breaks such a line into pieces and loses what a break divides. The detector
`docbook` reads the `holder` elements of a `copyright` element.

"""
FILES_TOP = """
## Files that hold others

An archive is opened, and each file in it is checked as any file, under the name
`vendor/foo.jar!/META-INF/LICENSE`. A component whose `paths` cover the archive covers what is in
it; a pattern with `!/` covers a part. The fix of a finding declares the archive. An update that
takes a notice out of an archive is a `removed-notice`. The metadata of fonts and images, and the
text of documents, are lines of files such as `logo.png!/XMP`, `foo.woff2!/name` and
`guide.docx!/word/document.xml`: the line is that of the extracted text, one for each paragraph or
field.

scancode reads the strings of a TrueType or OpenType font as one text, and joins a holder with the
names of the font. Where its name table is read, the engine's notices of the font itself are listed
as false positives.

Nothing is written to a disk, and no pixel is decoded. `[scan] archives` and `[scan] media` in the
[policy](policy.md) say `"read"` (the default), `"list"` (a finding says what is seen) or
`"ignore"`. What is not read is an [unscanned-file](rules.md#unscanned-file) warning.

"""
FILES_END = """
`pip install "attribcheck[media]"` installs fontTools, Brotli and Pillow. Without them a finding at
a web font, or at an image that has EXIF, names the extra; an image without metadata asks for
nothing.

A name decides the kind. An archive, a compressed file or a web font under another name is named by
a warning, but for the zip files of tensors (`.pt`, `.npz` and the like). PDF and SVG
are read by the engine itself. A text that libmagic takes for an image or a
sound (a pixmap in C, a drawing in SVG under another name, a list of tracks) is read as text:
scancode 32.5 finds no notice in it (`typecode.contenttype.Type.contains_text`).

Bounds, for one archive with all in it: {members:,} files, {total} MiB unpacked, {one} MiB a file,
{deep} archives within each other. Files that are packed by more than 1,000 to 1, encrypted or
damaged ones are left out. A finding says which bound was met.
"""

LANGUAGES = {
    "": "signs",
    "ko": "Korean",
    "zh-Hans": "Chinese, simplified",
    "zh-Hant": "Chinese, traditional",
    "ja": "Japanese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "el": "Greek",
    "ar": "Arabic",
    "he": "Hebrew",
    "th": "Thai",
    "hi": "Hindi",
    "vi": "Vietnamese",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ca": "Catalan",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "sk": "Slovak",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "sv": "Swedish",
    "da": "Danish",
    "nb": "Norwegian",
    "fi": "Finnish",
}


def pages() -> dict[Path, str]:
    """Return the text of every generated page by its path."""
    return {
        HERE / "rules.md": RULES_TOP + _index() + "".join(map(_rule, every())),
        HERE / "templates.md": TEMPLATES_TOP + _types(),
        HERE / "scripts-and-files.md": SCRIPTS_TOP + _words() + FILES_TOP + _kinds() + _bounds(),
        HERE / "attribcheck.schema.json": json.dumps(json_schema(), indent=2) + "\n",
    }


def _words() -> str:
    """Return a table of the words for each language."""
    kinds = (Kind.SIGN, Kind.COPYRIGHT, Kind.RIGHTS, Kind.OWNED, Kind.LICENSE)
    parts = []
    for code, name in LANGUAGES.items():
        rows = [word for word in WORDS if word.language == code and word.kind in kinds]
        western = any(word.is_european for word in rows)
        legacy = ("cp1252", "cp1250") if western else ENCODINGS.get(code, ())
        encodings = ", ".join(legacy) or "UTF-8 alone"
        head = f"### {name[0].upper()}{name[1:]}\n\n"
        note = f"Encodings before Unicode: {encodings}.\n\n" if code else ""
        table = ["| word | what it is | source |", "| --- | --- | --- |"]
        table += [
            f"| {word.text.replace('{}', '…')} | {word.kind.value} | {word.source} |"
            for word in rows
        ]
        parts.append(head + note + "\n".join(table) + "\n")
    return "\n".join(parts)


def _kinds() -> str:
    """Return a table of the kinds of containers."""
    table = ["| kind | names | policy key | what is read |", "| --- | --- | --- | --- |"]
    for kind in KINDS:
        names = " ".join(f"`.{ending}`" for ending in kind.endings)
        read = kind.read or "nothing: named by a finding"
        needs = f" (extra `{kind.needs}` for a part)" if kind.needs else ""
        table.append(f"| {kind.label} | {names} | `{kind.group.value}` | {read}{needs} |")
    return "\n".join(table) + "\n"


def _bounds() -> str:
    return FILES_END.format(
        members=base.MOST_MEMBERS,
        total=base.MOST_BYTES // base.MIB,
        one=base.MOST_OF_ONE // base.MIB,
        deep=base.DEEPEST,
    )


def _index() -> str:
    rows = [f"| [{r.name}](#{r.name}) | {r.severity.label} | {r.summary()} |" for r in every()]
    return "\n".join(["| rule | severity | what it reports |", "| --- | --- | --- |", *rows]) + "\n"


def _rule(rule: type[Rule]) -> str:
    body = rule.documentation().replace("\n## ", "\n### ")
    return f"\n## {rule.name}\n\n{body}\n"


def _types() -> str:
    """Return what every type of the inventory says of itself, the inventory first."""
    found = [one for one in vars(inventory).values() if inspect.isclass(one)]
    own = [one for one in found if one.__module__ == inventory.__name__]
    return "\n".join(map(_type, reversed(own)))


def _type(one: type) -> str:
    summary, _, attributes = (inspect.getdoc(one) or "").partition("\n\nAttributes:\n")
    title = "What a template can name" if one is inventory.Inventory else one.__name__
    rows = [
        "| name | type | what it is |",
        "| --- | --- | --- |",
        *(
            _row(match[1], one.__annotations__[match[1]].__forward_arg__, match[2])
            for match in re.finditer(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
        ),
        *(
            _row(name, value.fget.__annotations__["return"], value.fget.__doc__ or "")
            for name, value in vars(one).items()
            if isinstance(value, property)
        ),
    ]
    return "\n".join([f"## {title}", "", " ".join(summary.split()), "", *rows]) + "\n"


def _row(name: str, type_: str, text: str) -> str:
    shown = type_.replace("|", "\\|")
    words = " ".join(text.replace("``", "`").split()).replace("|", "\\|")
    return f"| `{name}` | `{shown}` | {words} |"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
