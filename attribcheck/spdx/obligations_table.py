"""Distribution obligations by SPDX licence id (attribution text, licence copy, change notices).

Licences of models have scancode's ids, ``LicenseRef-scancode-...``. Every string is a quotation; a
test compares each with the licence text in scancode-toolkit, whose section numbers are used.

Obligations that no check of files can verify are left out: passing on limits of use, offering the
source, statements on web sites, a file that documents all changes (MPL-1.1, section 3.3).
"""

from __future__ import annotations

from typing import NamedTuple

_MODEL = "LicenseRef-scancode-"


class Requirement(NamedTuple):
    """One requirement of a licence.

    Attributes:
        section: The section of the licence.
        text: The text that must be written, word for word; for other requirements the licence's own
            words for them.
    """

    section: str
    text: str


class DisplayText(NamedTuple):
    """A sentence that must be displayed with the product, such as on its web site.

    Attributes:
        section: The section of the licence.
        texts: The allowed sentences; one of them is required.
        derived_only: Whether it is required only of models made with the licensed one.
    """

    section: str
    texts: tuple[str, ...]
    derived_only: bool = False


class Obligations(NamedTuple):
    """The obligations of one licence; None where it has no such requirement.

    Attributes:
        keys: Its SPDX ids.
        copy: A copy of the licence must be distributed.
        upstream_notice: The NOTICE of the code must be distributed.
        notice_lines: Lines required in a NOTICE, word for word.
        change_notice: Changed files must carry a change notice.
        dated: Whether a change notice must have a date.
        of_work: Whether one change notice anywhere in the work suffices.
        displayed: A sentence must be displayed, such as "Built with ...".
        name_prefix: The names of models made with the licensed one must begin with this.
    """

    keys: tuple[str, ...]
    copy: Requirement | None = None
    upstream_notice: Requirement | None = None
    notice_lines: tuple[Requirement, ...] = ()
    change_notice: Requirement | None = None
    dated: bool = False
    of_work: bool = False
    displayed: DisplayText | None = None
    name_prefix: Requirement | None = None

    @property
    def model(self) -> bool:
        """Whether it is a licence for models."""
        return self.keys[0].startswith("LicenseRef-")


_YOU_CHANGED = "prominent notices stating that You changed the files"
_YOU_MODIFIED = "prominent notices stating that you modified the files"
_CHANGED_AND_DATE = (
    "prominent notices stating that you changed the files and the date of any change"
)
_COPY = "a copy of this License"
_COPY_OF_AGREEMENT = "a copy of this Agreement"


def _llama(version: str, key: str, sign: str = "\u00a9") -> Obligations:
    title = "LLAMA 2" if version == "2" else f"Llama {version}"
    line = (
        f"Llama {version} is licensed under the {title} Community License, "
        f"Copyright {sign} Meta Platforms, Inc. All Rights Reserved."
    )
    later = version != "2"  # version 2 requires neither
    return Obligations(
        keys=(_MODEL + key,),
        copy=Requirement("1.b.i", _COPY_OF_AGREEMENT),
        notice_lines=(Requirement("1.b.iii", line),),
        displayed=DisplayText("1.b.i", ("Built with Llama",)) if later else None,
        name_prefix=Requirement("1.b.i", "Llama") if later else None,
    )


TABLE: tuple[Obligations, ...] = (
    Obligations(
        ("Apache-2.0",),
        copy=Requirement("4(a)", _COPY),
        upstream_notice=Requirement("4(d)", 'a "NOTICE" text file'),
        change_notice=Requirement("4(b)", _YOU_CHANGED),
    ),
    Obligations(
        ("ECL-2.0",), copy=Requirement("4", _COPY), change_notice=Requirement("4", _YOU_CHANGED)
    ),
    Obligations(
        ("MIT",), copy=Requirement("its one condition", "this permission notice shall be included")
    ),
    Obligations(
        ("ISC",), copy=Requirement("its one condition", "this permission notice appear in all")
    ),
    Obligations(
        ("BSD-2-Clause", "BSD-3-Clause"),
        copy=Requirement("1 and 2", "this list of conditions and the following disclaimer"),
    ),
    Obligations(
        ("BSL-1.0",), copy=Requirement("its one condition", "must be included in all copies")
    ),
    Obligations(("Zlib",), change_notice=Requirement("2", "must be plainly marked as such")),
    Obligations(
        ("GPL-2.0-only", "GPL-2.0-or-later"),
        copy=Requirement("1", "a copy of this License along with the Program"),
        change_notice=Requirement("2(a)", _CHANGED_AND_DATE),
        dated=True,
    ),
    Obligations(
        ("LGPL-2.1-only", "LGPL-2.1-or-later"),
        copy=Requirement("1", "distribute a copy of this License along with the Library"),
        change_notice=Requirement("2(b)", _CHANGED_AND_DATE),
        dated=True,
    ),
    Obligations(
        ("GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"),
        copy=Requirement("4", "a copy of this License along with the Program"),
        change_notice=Requirement(
            "5(a)", "prominent notices stating that you modified it, and giving a relevant date"
        ),
        dated=True,
        of_work=True,
    ),
    Obligations(
        ("EUPL-1.2",),
        copy=Requirement("5", "a copy of the Licence with every copy of the Work"),
        change_notice=Requirement(
            "5", "prominent notices stating that the Work has been modified and the date"
        ),
        dated=True,
        of_work=True,
    ),
    Obligations(("MPL-2.0",), copy=Requirement("3.1", _COPY)),
    Obligations(
        ("CC-BY-4.0", "CC-BY-SA-4.0"),
        copy=Requirement("3(a)(1)(C)", "include the text of, or the URI or hyperlink to"),
        change_notice=Requirement("3(a)(1)(B)", "indicate if You modified the Licensed Material"),
        of_work=True,
    ),
    Obligations(
        (_MODEL + "llama-license-2023",),
        copy=Requirement("3", _COPY),
        notice_lines=(
            Requirement(
                "3",
                "LLaMA is licensed under the LLaMA License, "
                "Copyright (c) Meta Platforms, Inc. All Rights Reserved.",
            ),
        ),
    ),
    _llama("2", "llama-2-license-2023", sign="(c)"),
    _llama("3.1", "llama-3.1-license-2024"),
    _llama("3.2", "llama-3.2-license-2024"),
    _llama("3.3", "llama-3.3-license-2024"),
    _llama("4", "llama-4-cla-2025"),
    Obligations(
        (_MODEL + "qwen-2024",),
        copy=Requirement("3.a", _COPY_OF_AGREEMENT),
        change_notice=Requirement("3.b", _YOU_CHANGED),
        notice_lines=(
            Requirement(
                "3.c",
                "Qwen is licensed under the Qwen LICENSE AGREEMENT, "
                "Copyright (c) Alibaba Cloud. All Rights Reserved.",
            ),
        ),
        displayed=DisplayText("5.b", ("Built with Qwen", "Improved using Qwen"), derived_only=True),
    ),
    Obligations(
        (_MODEL + "tongyi-qianwen-2023",),
        copy=Requirement("3.a", _COPY_OF_AGREEMENT),
        change_notice=Requirement("3.b", _YOU_CHANGED),
        notice_lines=(
            Requirement(
                "3.c",
                "Tongyi Qianwen is licensed under the Tongyi Qianwen LICENSE AGREEMENT, "
                "Copyright (c) Alibaba Cloud. All Rights Reserved.",
            ),
        ),
    ),
    Obligations(
        (_MODEL + "gemma-tou-2024-04-01", _MODEL + "gemma-tou-2025-03-24"),
        copy=Requirement("3.1", _COPY_OF_AGREEMENT),
        change_notice=Requirement("3.1", _YOU_MODIFIED),
        notice_lines=(
            Requirement(
                "3.1",
                "Gemma is provided under and subject to the Gemma Terms of Use found at "
                "ai.google.dev/gemma/terms",
            ),
        ),
    ),
    Obligations(
        (_MODEL + "hyperclova-x-seed-2025",),
        copy=Requirement("3.1(ii)", _COPY_OF_AGREEMENT),
        change_notice=Requirement("3.1(iii)", _YOU_MODIFIED),
        notice_lines=(
            Requirement(
                "3.1(iv)",
                "HyperCLOVA X SEED Model is licensed under the HyperCLOVA X SEED Model License "
                "Agreement, Copyright \u00a9 NAVER Corp. All Rights Reserved.",
            ),
        ),
        displayed=DisplayText("3.1(v)", ("Powered by HyperCLOVA X",)),
        name_prefix=Requirement("3.1", "HyperCLOVA X"),
    ),
    Obligations(
        (_MODEL + "exaone-ai-model-1.1-nc",),
        copy=Requirement("2.1.d", _COPY_OF_AGREEMENT),
        name_prefix=Requirement("2.1.c", "EXAONE"),
    ),
    Obligations(
        (_MODEL + "nvidia-open-model-2025-04-28",),
        copy=Requirement("Redistribution", _COPY_OF_AGREEMENT),
        notice_lines=(
            Requirement(
                "Redistribution",
                "Licensed by NVIDIA Corporation under the NVIDIA Open Model License",
            ),
        ),
    ),
    Obligations(
        (_MODEL + "stability-ai-community-2024",),
        copy=Requirement("IV(a)(i)", _COPY_OF_AGREEMENT),
        notice_lines=(
            Requirement(
                "IV(a)(ii)",
                "This Stability AI Model is licensed under the Stability AI Community License, "
                "Copyright \u00a9 Stability AI Ltd. All Rights Reserved",
            ),
        ),
        displayed=DisplayText("IV(a)(iii)", ("Powered by Stability AI",)),
    ),
    Obligations(
        (_MODEL + "tencent-hunyuan-3d-2.0-cla",),
        copy=Requirement("3.a", _COPY_OF_AGREEMENT),
        change_notice=Requirement("3.b", _YOU_CHANGED),
        notice_lines=(
            Requirement(
                "3.d",
                "Tencent Hunyuan 3D 2.0 is licensed under the Tencent Hunyuan 3D 2.0 Community "
                "License Agreement, Copyright \u00a9 2025 Tencent. All Rights Reserved.",
            ),
        ),
    ),
    Obligations(
        (_MODEL + "falcon-2-11b-1.0",),
        copy=Requirement("Redistribution", _COPY),
        upstream_notice=Requirement("Redistribution", 'a "NOTICE" text file'),
        change_notice=Requirement("Redistribution", _YOU_CHANGED),
    ),
    Obligations(
        (_MODEL + "deepseek-la-1.0", _MODEL + "bigscience-open-rail-m"),
        copy=Requirement("4.b", _COPY),
        change_notice=Requirement("4.c", _YOU_CHANGED),
    ),
    Obligations(
        (_MODEL + "bigcode-open-rail-m-v1",),
        copy=Requirement("5.2.a", "a copy of this License Agreement"),
    ),
    Obligations(
        (_MODEL + "openmdw-1.0", "OpenMDW-1.0"),
        copy=Requirement("2nd paragraph", "a copy of this agreement"),
    ),
)

BY_KEY: dict[str, Obligations] = {key: entry for entry in TABLE for key in entry.keys}

NO_COPY = frozenset({"0BSD", "MIT-0", "Zlib"})
"""Licences, besides public domain dedications, that do not require a copy of themselves."""
