"""Licences of models as they are met: in model cards, in the metadata of weights, as titles.

``CARD_VALUES`` are the values of ``license`` in a model card. Source:
https://huggingface.co/docs/hub/repositories-licenses. A value that names a family of licences
("cc", "openrail") stands for no id. ``TABLE`` are the licences of models, each version by itself.
Those whose text scancode-toolkit has carry its id, and their obligations are in
``obligations_table``. The others have an id of their own, ``LicenseRef-`` and the value or the
name by which cards call them, and quote their obligations here from the licence at ``source``. A
row that says "text not read" has none: nobody who wrote this table has seen its complete text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from attribcheck.spdx.obligations_table import DisplayText, Obligations, Requirement

_SCANCODE = "LicenseRef-scancode-"
_HUB = "https://huggingface.co/"


class ModelLicense(NamedTuple):
    """One version of a licence of models.

    Attributes:
        id: Its SPDX id.
        title: Its title, for people.
        source: The URL of its text, or of the page that names it.
        names: How cards call it (``license`` or ``license_name``), in lower case.
        heading: A regular expression of the title of its text; "" when a title says too little.
        models: A regular expression of the names of models that are published under it, in lower
            case; "" when it is not known.
        obligations: What it requires, where scancode-toolkit lacks its text; None when that is in
            ``obligations_table``, or was not read.
    """

    id: str
    title: str
    source: str
    names: tuple[str, ...] = ()
    heading: str = ""
    models: str = ""
    obligations: Obligations | None = None


def _own(
    key: str,
    *,
    line: str = "",
    section: str = "",
    displayed: DisplayText | None = None,
    prefix: str = "",
    copy: Requirement | None = None,
) -> Obligations:
    return Obligations(
        (key,),
        copy=copy,
        notice_lines=(Requirement(section, line),) if line else (),
        displayed=displayed,
        name_prefix=Requirement(displayed.section if displayed else section, prefix)
        if prefix
        else None,
    )


def _llama(version: str, key: str, models: str) -> ModelLicense:
    tree = f"llama{version.replace('.', '_')}"
    return ModelLicense(
        key,
        f"Llama {version} Community License Agreement",
        f"https://github.com/meta-llama/llama-models/blob/main/models/{tree}/LICENSE",
        (f"llama{version}", f"llama-{version}"),
        rf"(?:META )?LLAMA {re.escape(version)} COMMUNITY LICENSE AGREEMENT",
        models,
    )


_LLAMA_3 = ModelLicense(
    "LicenseRef-llama3",
    "Meta Llama 3 Community License Agreement",
    "https://github.com/meta-llama/llama3/blob/main/LICENSE",
    ("llama3", "llama-3", "meta-llama-3"),
    "META LLAMA 3 COMMUNITY LICENSE AGREEMENT",
    r"meta-llama/meta-llama-3-\w+(?:-instruct)?",
    _own(
        "LicenseRef-llama3",
        copy=Requirement("1.b.i", "a copy of this Agreement"),
        line="Meta Llama 3 is licensed under the Meta Llama 3 Community License, "
        "Copyright \u00a9 Meta Platforms, Inc. All Rights Reserved.",
        section="1.b.iii",
        displayed=DisplayText("1.b.i", ("Built with Meta Llama 3",)),
        prefix="Llama 3",
    ),
)
_QWEN_RESEARCH = ModelLicense(
    "LicenseRef-qwen-research",
    "Qwen Research License Agreement",
    _HUB + "Qwen/Qwen2.5-3B-Instruct/blob/main/LICENSE",
    ("qwen-research", "qwen-research-license"),
    "Qwen RESEARCH LICENSE AGREEMENT",
    r"qwen/qwen2\.5-(?:coder-|vl-)?3b(?:-.*)?",
    _own(
        "LicenseRef-qwen-research",
        copy=Requirement("3.a", "a copy of this Agreement"),
        line="Qwen is licensed under the Qwen RESEARCH LICENSE AGREEMENT, "
        "Copyright (c) Alibaba Cloud. All Rights Reserved.",
        section="3.c",
        displayed=DisplayText("4.b", ("Built with Qwen", "Improved using Qwen"), derived_only=True),
    ),
)


def _hunyuan(year: str) -> ModelLicense:
    key = f"LicenseRef-tencent-hunyuan-community-{year}"
    return ModelLicense(
        key,
        f"Tencent Hunyuan Community License Agreement ({year})",
        "https://github.com/Tencent/HunyuanDiT/blob/main/LICENSE.txt",
        (f"tencent-hunyuan-community-{year}",),
        obligations=_own(
            key,
            line="Tencent Hunyuan is licensed under the Tencent Hunyuan Community License"
            f" Agreement, Copyright \u00a9 {year} Tencent. All Rights Reserved. The trademark"
            " rights of \u201cTencent Hunyuan\u201d are owned by Tencent or its affiliate.",
            section="3.d",
        ),
    )


TABLE: tuple[ModelLicense, ...] = (
    ModelLicense(
        _SCANCODE + "llama-license-2023",
        "LLaMA License (2023)",
        "https://github.com/facebookresearch/llama/blob/llama_v1/README.md",
        ("llama",),
    ),
    ModelLicense(
        _SCANCODE + "llama-2-license-2023",
        "Llama 2 Community License Agreement",
        "https://github.com/meta-llama/llama/blob/main/LICENSE",
        ("llama2", "llama-2"),
        "LLAMA 2 COMMUNITY LICENSE AGREEMENT",
        r"meta-llama/llama-2-.+",
    ),
    _LLAMA_3,
    _llama("3.1", _SCANCODE + "llama-3.1-license-2024", r"meta-llama/(?:meta-)?llama-3\.1-.+"),
    _llama("3.2", _SCANCODE + "llama-3.2-license-2024", r"meta-llama/llama-3\.2-.+"),
    _llama("3.3", _SCANCODE + "llama-3.3-license-2024", r"meta-llama/llama-3\.3-.+"),
    _llama("4", _SCANCODE + "llama-4-cla-2025", r"meta-llama/llama-4-.+"),
    ModelLicense(
        _SCANCODE + "qwen-2024",
        "Qwen License Agreement (2024)",
        _HUB + "Qwen/Qwen2.5-72B-Instruct/blob/main/LICENSE",
        ("qwen",),
        "Qwen LICENSE AGREEMENT",
        r"qwen/qwen2(?:\.5)?-(?:math-|vl-)?72b(?:-.*)?",
    ),
    _QWEN_RESEARCH,
    ModelLicense(
        _SCANCODE + "tongyi-qianwen-2023",
        "Tongyi Qianwen License Agreement",
        "https://github.com/QwenLM/Qwen/blob/main/Tongyi%20Qianwen%20LICENSE%20AGREEMENT",
        ("tongyi-qianwen", "tongyi-qianwen-license-agreement"),
        "Tongyi Qianwen (?:RESEARCH )?LICENSE AGREEMENT",
    ),
    ModelLicense(
        _SCANCODE + "gemma-tou-2025-03-24",
        "Gemma Terms of Use",
        "https://ai.google.dev/gemma/terms",
        ("gemma", "gemma-terms-of-use"),
        "Gemma Terms of Use",
        r"google/gemma-(?:2|3|3n|7b|2b|1\.1)(?:-.*|b.*)?",
    ),
    ModelLicense(
        _SCANCODE + "deepseek-la-1.0",
        "DeepSeek License Agreement 1.0",
        "https://github.com/deepseek-ai/DeepSeek-V3/blob/main/LICENSE-MODEL",
        ("deepseek", "deepseek-license", "deepseek-license-agreement"),
        "DEEPSEEK LICENSE AGREEMENT",
    ),
    ModelLicense(
        "LicenseRef-yi-1.0",
        "Yi Series Models License Agreement 1.0",
        "https://github.com/01-ai/Yi/blob/03c9c1b35f76c54a6467ac7783ec997c01e857c0"
        "/MODEL_LICENSE_AGREEMENT.txt",
        heading="Yi Series Models License Agreement",
        obligations=_own(
            "LicenseRef-yi-1.0",
            copy=Requirement("2.4", "provide a copy of this Agreement to any Third-Party users"),
        ),
    ),
    ModelLicense(  # text not read: the file at its source has another version by now
        "LicenseRef-yi-community-2.1",
        "Yi Series Models Community License Agreement 2.1",
        "https://github.com/01-ai/Yi/blob/main/MODEL_LICENSE_AGREEMENT.txt",
        ("yi-license", "yi-community-license-agreement"),
        "Yi Series Models Community License Agreement",
    ),
    ModelLicense(
        _SCANCODE + "exaone-ai-model-1.1-nc",
        "EXAONE AI Model License Agreement 1.1 - NC",
        _HUB + "LGAI-EXAONE/EXAONE-Deep-32B/blob/main/LICENSE",
        ("exaone-1.1-nc",),
        r"EXAONE AI Model License Agreement 1\.1 - NC",
        r"lgai-exaone/exaone-(?:3\.5|deep)-.+",
    ),
    ModelLicense(  # text not read
        "LicenseRef-exaone-1.2-nc",
        "EXAONE AI Model License Agreement 1.2 - NC",
        _HUB + "LGAI-EXAONE/EXAONE-4.0-32B/blob/main/LICENSE",
        ("exaone", "exaone-1.2-nc"),
        r"EXAONE AI Model License Agreement 1\.2 - NC",
        r"lgai-exaone/exaone-4\..+",
    ),
    ModelLicense(
        _SCANCODE + "hyperclova-x-seed-2025",
        "HyperCLOVA X SEED Model License Agreement",
        _HUB + "naver-hyperclovax/HyperCLOVAX-SEED-Vision-Instruct-3B/blob/main/LICENSE",
        ("hyperclovax-seed", "hyperclovax"),
        "HyperCLOVA X SEED Model License Agreement",
        r"naver-hyperclovax/hyperclovax-seed-.+",
    ),
    ModelLicense(
        "LicenseRef-glm-4",
        "The glm-4-9b License",
        _HUB + "THUDM/glm-4-9b/blob/main/LICENSE",
        ("glm-4", "glm-4-9b", "glm-4-voice"),
        "The (?:glm-4|glm-4-9b) License",
        r"(?:thudm|zai-org)/glm-4(?:v)?-9b(?:-chat.*)?",
        _own(
            "LicenseRef-glm-4",
            displayed=DisplayText("2", ("Built with glm-4",)),
            prefix="glm-4",
        ),
    ),
    ModelLicense(
        "LicenseRef-minimax-model",
        "MiniMax Model License (2025-01-15)",
        "https://github.com/MiniMax-AI/MiniMax-01/blob/main/LICENSE-MODEL",
        ("minimax-model-license", "minimax-model"),
        "MINIMAX MODEL LICENSE(?: AGREEMENT)?",
        r"minimaxai/minimax-(?:text|vl)-01(?:-hf)?",
        _own(
            "LicenseRef-minimax-model",
            copy=Requirement("2.b.i", "a copy of this Agreement"),
            line="MiniMax AI model is licensed under the MiniMax Model License, "
            "Copyright \u00a9 MiniMax. All Rights Reserved.",
            section="2.b.ii",
        ),
    ),
    ModelLicense(  # text not read
        "LicenseRef-minimax-community",
        "MiniMax Community License",
        _HUB + "MiniMaxAI/MiniMax-M3/blob/main/LICENSE",
        ("minimax-community",),
        "MiniMax Community License.*",
    ),
    ModelLicense(
        _SCANCODE + "tencent-hunyuan-3d-2.0-cla",
        "Tencent Hunyuan 3D 2.0 Community License Agreement",
        "https://github.com/Tencent/Hunyuan3D-2/blob/main/LICENSE",
        ("tencent-hunyuan-3d-2.0-community",),
        r"TENCENT HUNYUAN 3D 2\.0 COMMUNITY LICENSE AGREEMENT",
        r"tencent/hunyuan3d-2(?:mini|mv)?",
    ),
    _hunyuan("2024"),
    _hunyuan("2025"),
    ModelLicense(
        _SCANCODE + "nvidia-open-model-2025-04-28",
        "NVIDIA Open Model License Agreement",
        "https://www.nvidia.com/en-us/agreements/enterprise-software/nvidia-open-model-license/",
        ("nvidia-open-model-license", "nvidia-open-model"),
        "NVIDIA Open Model License(?: Agreement)?",
    ),
    ModelLicense(
        _SCANCODE + "falcon-2-11b-1.0",
        "Falcon 2 11B TII License 1.0",
        "https://falconllm-staging.tii.ae/falcon-2-terms-and-conditions.html",
        ("falcon-2-11b",),
        "Falcon 2 11B TII License.*",
        "tiiuae/falcon-11b",
    ),
    ModelLicense(  # text not read
        "LicenseRef-falcon-180b",
        "Falcon 180B TII License",
        _HUB + "tiiuae/falcon-180B",
        ("falcon-180b-license", "falcon-180b-tii-license"),
        "Falcon 180B TII License.*",
        "tiiuae/falcon-180b(?:-chat)?",
    ),
    ModelLicense(
        _SCANCODE + "stability-ai-community-2024",
        "Stability AI Community License Agreement",
        "https://stability.ai/community-license-agreement",
        ("stabilityai-ai-community", "stability-ai-community", "stability-community"),
        "STABILITY AI COMMUNITY LICENSE AGREEMENT",
        r"stabilityai/(?:stable-diffusion-3|stable-audio-open).*",
    ),
    ModelLicense(
        "LicenseRef-mistral-research-0.1",
        "Mistral AI Research License 0.1",
        "https://mistral.ai/licenses/MRL-0.1.md",
        ("mrl", "mistral-research", "mistral-ai-research-licence"),
        "#* ?Mistral AI Research License",
        r"mistralai/(?:mistral-large-instruct-24|ministral-8b-instruct-24|pixtral-large-).*",
        _own(
            "LicenseRef-mistral-research-0.1",
            copy=Requirement("2.2", "make available a copy of this Agreement"),
            line="Licensed by Mistral AI under the Mistral AI Research License",
            section="2.2",
        ),
    ),
    ModelLicense(  # text not read
        "LicenseRef-ai2-impact-lr",
        "AI2 ImpACT License, Low Risk Artifacts",
        "https://allenai.org/licenses/impact-lr",
        ("impact-license-low-risk", "ai2-impact-license-low-risk"),
        "AI2 ImpACT License.*Low Risk.*",
    ),
    ModelLicense(  # text not read
        "LicenseRef-ai2-impact-mr",
        "AI2 ImpACT License, Medium Risk Artifacts",
        "https://allenai.org/licenses/impact-mr",
        ("impact-license-medium-risk", "ai2-impact-license-medium-risk"),
        "AI2 ImpACT License.*Medium Risk.*",
    ),
    ModelLicense(  # text not read
        "LicenseRef-jamba-open-model",
        "Jamba Open Model License Agreement",
        "https://www.ai21.com/licenses/jamba-open-model-license",
        ("jamba-open-model-license", "jamba"),
        "Jamba Open Model License Agreement.*",
        r"ai21labs/ai21-jamba-.+-1\..+",
    ),
    ModelLicense(
        _SCANCODE + "moonshot-ai-modified-mit-2025",
        "Moonshot AI Modified MIT License",
        _HUB + "moonshotai/Kimi-K2-Instruct/raw/main/LICENSE",
        ("modified-mit",),
        "Modified MIT License",
        r"moonshotai/kimi-k2-.+",
    ),
    ModelLicense(
        _SCANCODE + "bigscience-open-rail-m",
        "BigScience OpenRAIL-M",
        _HUB + "spaces/bigscience/license",
        ("bigscience-openrail-m",),
    ),
    ModelLicense(
        _SCANCODE + "bigscience-rail-1.0",
        "BigScience BLOOM RAIL 1.0",
        _HUB + "spaces/bigscience/license",
        ("bigscience-bloom-rail-1.0",),
        r"BigScience RAIL License v1\.0",
        r"bigscience/bloom(?:-.*)?",
    ),
    ModelLicense(
        _SCANCODE + "bigcode-open-rail-m-v1",
        "BigCode OpenRAIL-M v1",
        _HUB + "spaces/bigcode/bigcode-model-license-agreement",
        ("bigcode-openrail-m",),
        "BigCode Open RAIL-M v1 License Agreement",
        "bigcode/starcoder.*",
    ),
    ModelLicense(
        _SCANCODE + "stable-diffusion-2022-08-22",
        "CreativeML OpenRAIL-M (2022-08-22)",
        "https://github.com/CompVis/stable-diffusion/blob/main/LICENSE",
        ("creativeml-openrail-m",),
        models=r"(?:compvis|runwayml)/stable-diffusion-v?1-?.*",
    ),
    ModelLicense(
        "LicenseRef-creativeml-openrail-plus-plus-m",
        "CreativeML Open RAIL++-M License (2023-07-26)",
        _HUB + "stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md",
        ("openrail++",),
        r"(?:Copyright \(c\) \d+ Stability AI )?CreativeML Open RAIL\+\+-M License.*",
        r"stabilityai/(?:stable-diffusion-xl-|stable-diffusion-2).*",
        _own(
            "LicenseRef-creativeml-openrail-plus-plus-m",
            copy=Requirement("III", "a copy of this License"),
        ),
    ),
    ModelLicense(
        "OpenMDW-1.0",
        "OpenMDW License Agreement 1.0",
        "https://github.com/OpenMDW/OpenMDW/blob/main/1.0/LICENSE.openmdw",
        ("openmdw-1.0", "open-mdw"),
        r"OpenMDW License Agreement, version 1\.0.*",
    ),
    *(
        ModelLicense(f"LicenseRef-{name}", title, f"{_HUB}docs/hub/repositories-licenses", (name,))
        for name, title in (
            ("deepfloyd-if-license", "DeepFloyd IF Research License Agreement"),
            ("fair-noncommercial-research-license", "FAIR Noncommercial Research License"),
            ("grok2-community", "Grok 2 Community License Agreement"),
            ("h-research", "H Research License"),
            ("intel-research", "Intel Research Use License Agreement"),
            ("apple-ascl", "Apple Sample Code license"),
            ("apple-amlr", "Apple Model License for Research"),
        )
    ),
)

CARD_VALUES: dict[str, str] = {
    **{name: one.id for one in TABLE for name in one.names},
    **{
        key.lower(): key
        for key in (
            "0BSD AFL-3.0 Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear"
            " BSL-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0"
            " CC-BY-NC-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0"
            " CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-1.0"
            " CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 ISC"
            " LPPL-1.3c MIT MPL-2.0 MS-PL NCSA OFL-1.1 OSL-3.0 PostgreSQL Unlicense WTFPL Zlib"
        ).split()
    },
    "agpl-3.0": "AGPL-3.0-only",
    "c-uda": "C-UDA-1.0",
    "etalab-2.0": "etalab-2.0",
    "gpl-2.0": "GPL-2.0-only",
    "gpl-3.0": "GPL-3.0-only",
    "lgpl-2.1": "LGPL-2.1-only",
    "lgpl-3.0": "LGPL-3.0-only",
    "lgpl-lr": "LGPLLR",
    "odbl": "ODbL-1.0",
    "odc-by": "ODC-By-1.0",
    "pddl": "PDDL-1.0",
}
NO_VALUES = frozenset({"other", "unknown", "openrail", "bsd", "cc", "gfdl", "gpl", "lgpl"})
"""Values that name no licence, or a family of them."""
