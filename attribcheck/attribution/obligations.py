"""What licences ask of who distributes: one readable table, keyed by licence and version.

The ids are SPDX's, and scancode's ``LicenseRef-scancode-...`` for the licences of models. Every
string stands word for word in the licence that it is listed under, and a test compares each with
the text that scancode-toolkit ships; sections are those of that text.
"""

from __future__ import annotations

from dataclasses import dataclass

from attribcheck import licenses

_MODEL = "LicenseRef-scancode-"


@dataclass(frozen=True, slots=True)
class Obligations:
    """What one licence asks for.

    Attributes:
        keys: The SPDX ids that it stands under.
        section: Where the licence says so.
        upstream_notice: Whether the NOTICE that came with the code has to be carried.
        notice_lines: Lines that have to stand in a NOTICE, word for word.
    """

    keys: tuple[str, ...]
    section: str
    upstream_notice: bool = False
    notice_lines: tuple[str, ...] = ()


def _line(text: str) -> tuple[str, ...]:
    return (text,)


def _llama(version: str, key: str, section: str, sign: str = "\u00a9") -> Obligations:
    title = "LLAMA 2" if version == "2" else f"Llama {version}"
    return Obligations(
        keys=(_MODEL + key,),
        section=section,
        notice_lines=_line(
            f"Llama {version} is licensed under the {title} Community License, "
            f"Copyright {sign} Meta Platforms, Inc. All Rights Reserved."
        ),
    )


TABLE: tuple[Obligations, ...] = (
    Obligations(("Apache-2.0",), "4(d)", upstream_notice=True),
    Obligations(
        (_MODEL + "llama-license-2023",),
        "2",
        notice_lines=_line(
            "LLaMA is licensed under the LLaMA License, "
            "Copyright (c) Meta Platforms, Inc. All Rights Reserved."
        ),
    ),
    _llama("2", "llama-2-license-2023", "1.b.iii", sign="(c)"),
    _llama("3.1", "llama-3.1-license-2024", "1.b.iii"),
    _llama("3.2", "llama-3.2-license-2024", "1.b.iii"),
    _llama("3.3", "llama-3.3-license-2024", "1.b.iii"),
    _llama("4", "llama-4-cla-2025", "1.b.iii"),
    Obligations(
        (_MODEL + "qwen-2024",),
        "3.c",
        notice_lines=_line(
            "Qwen is licensed under the Qwen LICENSE AGREEMENT, "
            "Copyright (c) Alibaba Cloud. All Rights Reserved."
        ),
    ),
    Obligations(
        (_MODEL + "tongyi-qianwen-2023",),
        "3.c",
        notice_lines=_line(
            "Tongyi Qianwen is licensed under the Tongyi Qianwen LICENSE AGREEMENT, "
            "Copyright (c) Alibaba Cloud. All Rights Reserved."
        ),
    ),
    Obligations(
        (_MODEL + "gemma-tou-2024-04-01", _MODEL + "gemma-tou-2025-03-24"),
        "3.1",
        notice_lines=_line(
            "Gemma is provided under and subject to the Gemma Terms of Use found at "
            "ai.google.dev/gemma/terms"
        ),
    ),
    Obligations(
        (_MODEL + "hyperclova-x-seed-2025",),
        "3.1(iv)",
        notice_lines=_line(
            "HyperCLOVA X SEED Model is licensed under the HyperCLOVA X SEED Model License "
            "Agreement, Copyright \u00a9 NAVER Corp. All Rights Reserved."
        ),
    ),
    Obligations(
        (_MODEL + "nvidia-open-model-2025-04-28",),
        "Redistribution",
        notice_lines=_line("Licensed by NVIDIA Corporation under the NVIDIA Open Model License"),
    ),
)

BY_KEY: dict[str, Obligations] = {key: entry for entry in TABLE for key in entry.keys}


def of(expression: str) -> tuple[Obligations, ...]:
    """Return what the licences of an SPDX expression ask for, each entry once, in order.

    All alternatives of a choice count: a document that meets each of them leaves the choice open.
    """
    entries = (BY_KEY.get(key) for key in licenses.single_ids(expression))
    return tuple(dict.fromkeys(entry for entry in entries if entry))


def notice_lines(expression: str) -> tuple[str, ...]:
    """Return the lines that the licences of ``expression`` want to see in a NOTICE."""
    return tuple(line for entry in of(expression) for line in entry.notice_lines)


def asks_for_upstream_notice(expression: str) -> bool:
    """Whether a licence of ``expression`` asks to carry the NOTICE that came with the code."""
    return any(entry.upstream_notice for entry in of(expression))
