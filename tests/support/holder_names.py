"""Names for the tests: laboratories as they spell themselves, and family names of ten languages."""

from __future__ import annotations

LABS = """
ZhipuAI OpenAI xAI 01.AI EleutherAI THUDM DeepSeek-AI Anthropic MiniMax StepFun BAAI iFlytek
SenseTime Upstage NAVER HuggingFace AI21 Cohere Baichuan InternLM OpenBMB ModelBest Perplexity
DeepMind NousResearch LAION Reka Adept Inflection Character.AI 4Paradigm Qwen Z.ai H2O.ai C3.ai
d.AI.ly KAIST-AI ETRI NCSOFT LGAI-EXPLORE Kakao KakaoBrain SKTelecom KT-AI VARCO-NC 42dot
Preferred-Networks rinna ELYZA Stockmark CyberAgent LINE SakanaAI Turing PFN AIST ABEJA
TencentARC ByteDance Kuaishou Moonshot OPPO vivo Xiaomi Huawei OpenGVLab OpenNLPLab IDEA-CCNL
FlagAI FlagOpen BELLE-2 FudanNLP PKU-YuanGroup LinkSoul YuLan Skywork XVERSE TeleAI
Aleph-Alpha LightOn Mistral Nomic-AI PleIAs Kyutai Poolside H-company black-forest-labs
StabilityAI RunwayML Midjourney CompVis LMSYS vLLM-Project togethercomputer MosaicML Databricks
NVIDIA AMD Cerebras Groq SambaNova 3M-AI 7shifts
""".split()
"""100 names in mixed case, with digits, dots and hyphens, and some in lower case."""

SURNAMES = {
    "left by the engine": """Weber Webb Wu Hu Ma He Page Law May Read Free Case Day Good Home
        Lines Mark Means More Park Place Rule Table Test Time""",
    "English": """Smith Johnson Brown Taylor Wilson Davies Evans Thomas Roberts Walker Wright
        Robinson Thompson White Hughes Edwards Green Hall Wood Harris Clarke Jackson Turner Hill
        Cooper Ward Moore Clark Lee King""",
    "German": """Müller Schmidt Schneider Fischer Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
        Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann
        Lange Werner Krause Lehmann Köhler Maier Groß""",
    "French": """Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon
        Laurent Lefèvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André
        Mercier Dupont Lambert Bonnet François Martinez Legrand""",
    "Spanish": """García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín
        Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres
        Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina""",
    "Polish": """Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński
        Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski
        Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski
        Olszewski Stępień Malinowski""",
    "Russian": """Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров
        Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов
        Андреев Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев""",
    "Chinese": """王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯
        于 董 萧""",
    "Chinese in Latin letters": """Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Xu Sun Zhu Gao Lin
        Guo Luo Liang Song Zheng Xie Han Tang Feng Yu Dong Xiao Cheng Cao Yuan Deng""",
    "Korean": """김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백
        허 남 심""",
    "Japanese": """佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本
        井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川""",
}
"""Common family names."""

GIVEN = {
    "Russian": "Дана",
    "Chinese": "丹娜",
    "Korean": "다나",
    "Japanese": "だな",
}
"""An invented given name in the script of the others; "Dana" elsewhere."""
