"""Names that a copyright statement can hold: AI labs, companies, and family names of ten languages.

Engines know names by their shape and by lists of words: they end too soon at a name with a digit, a
dot or an unusual capital, or at one that is also a common word. Every list is written out: a
failing test shows its name. Given names are not here: tests invent them.
"""

from __future__ import annotations

_LABS = (
    # Digits, dots, signs.
    "01.AI, Z.ai, Character.AI, Voicelab.AI, H2O.ai, fast.ai, Lightricks, AI21 Labs,"
    " 4Paradigm, 360 AI Research, SCB 10X, G42, Core42, Ai2, AI4Bharat, M-A-P, DeepSeek-AI,"
    " BSC-LT, SEA-LION, T-Tech, ai-forever, CLARIN-PL, d-Matrix, AT&T Labs,"
    # Capitals inside, small letters first.
    " xAI, pfnet, iFLYTEK, rinna, deepset, allenai, spaCy, vLLM, ZhipuAI, OpenAI, EleutherAI,"
    " HuggingFace, DeepSeek, DeepMind, DeepPavlov, DeepL, MiniMax, ModelBest, ModelScope,"
    " MosaicML, CarperAI, BlinkDL, BigCode, BigScience, InternLM, OpenGVLab, OpenBMB,"
    " OpenAssistant, SkyworkAI, StepFun, SenseTime, ByteDance, FuriosaAI, LightOn, PleIAs,"
    " VinAI, TurkuNLP, SberDevices, SpeakLeash, CyberAgent, NovelAI, CompVis, LangChain,"
    # Capitals only.
    " THUDM, BAAI, LMSYS, RWKV, LAION, ELYZA, NAVER, NCSOFT, NVIDIA, DFKI, KAUST, TII,"
    # Several words.
    " Moonshot AI, Mistral AI, Stability AI, Sakana AI, Jina AI, Nomic AI, Nota AI, Sarvam AI,"
    " Liquid AI, Reka AI, Aleph Alpha, Black Forest Labs, LG AI Research, Kakao Brain, Preferred"
    " Networks, SB Intuitions, Nous Research, Baichuan Intelligence, Shanghai AI Laboratory,"
    " Tsinghua University KEG Lab, Technology Innovation Institute"
)
AI_LABS = tuple(_LABS.split(", "))
"""100 AI labs, companies and projects, as they write themselves.

Source: the names under which they publish code and models (organisations on model hubs and code
hosts, headers of their published files). The choice is ours: shapes that differ.
"""

DROPPED_FAMILY_NAMES = (
    "Weber", "Webb", "Wu", "Hu", "Ma", "He", "Page", "Law", "May", "Read", "Free",
)  # fmt: skip
"""Family names that scancode 32.5 leaves out of a holder."""

FAMILY_NAMES = {
    # Source: Statistics Korea, census of 2015, family names by bearers; usual romanisation.
    "Korean": (
        "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Ryu"
        " Jeon Hong Ko Moon Yang Son Bae Baek Heo Nam Sim"
    ),
    # Source: Ministry of Public Security of China, report on names of 2020; pinyin without tones.
    "Chinese": (
        "Wang Li Zhang Liu Chen Huang Zhao Zhou Xu Sun Zhu Guo Lin Luo Gao Zheng Liang Xie Tang"
        " Deng Feng Xiao Cheng Cao Zeng Peng Pan Yuan Jiang Cai"
    ),
    # Source: Meiji Yasuda Life Insurance, survey of family names of 2018; Hepburn without macrons.
    "Japanese": (
        "Sato Suzuki Takahashi Tanaka Ito Watanabe Yamamoto Nakamura Kobayashi Kato Yoshida"
        " Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura Hayashi Saito Shimizu Yamazaki Mori Abe"
        " Ikeda Hashimoto Ishikawa Ogawa Maeda Fujita Okada"
    ),
    # Source: A. F. Zhuravlev, "K statistike russkikh familiy" (2005); romanised.
    "Russian": (
        "Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov"
        " Volkov Alekseev Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev"
        " Makarov Nikitin Zakharov Zaitsev Solovyov Borisov Yakovlev Grigoriev"
    ),
    # Source: INSEE, file of family names in France.
    "French": (
        "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel"
        " Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine"
        " Rousseau Lefèvre Mercier Guérin André Clément"
    ),
    # Source: Digitales Familiennamenwörterbuch Deutschlands, by number of bearers.
    "German": (
        "Müller Schmidt Schneider Fischer Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer"
        " Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann"
        " Lange Schmitt Werner Krause Lehmann Köhler Weiß"
    ),
    # Source: Ministry of Digital Affairs of Poland, family names in the register PESEL.
    "Polish": (
        "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Woźniak"
        " Szymański Dąbrowski Kozłowski Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk"
        " Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński Wróbel"
        " Nowakowski Majewski Olszewski"
    ),
    # Source: Lê Trung Hoa, "Họ và tên người Việt Nam" (2005).
    "Vietnamese": (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn"
        " Trương Lâm Mai Đào Quách Hà Phùng Tạ Vương Lương Tô"
    ),
    # Source: Instituto Nacional de Estadística, family names in Spain by number of bearers.
    "Spanish": (
        "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez"
        " Hernández Ruiz Díaz Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres"
        " Domínguez Ramos Vázquez Ramírez Gil Serrano Molina Ibáñez"
    ),
    # Source: United States Census Bureau, family names of the census of 2010.
    "English": (
        "Smith Johnson Williams Brown Jones Davis Miller Wilson Anderson Taylor Moore Jackson"
        " White Harris Thompson Robinson Walker Young Allen King Wright Scott Hill Green Adams"
        " Baker Hall Campbell Mitchell Carter"
    ),
}
"""30 common family names of each of ten languages, 300 in all and no two alike, in Latin letters.

The choice within a source is ours: a name that two languages share stands with one of them.
"""

FAMILY_NAMES_IN_OWN_SCRIPT = {
    "Korean": (
        "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 남 심"
    ),
    "Chinese": (
        "王 李 张 刘 陈 黄 赵 周 徐 孙 朱 郭 林 罗 高 郑 梁 谢 唐 邓 冯 肖 程 曹 曾 彭 潘 袁 蒋 蔡"
    ),
    "Japanese": (
        "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口"
        " 松本 井上 木村 林 斎藤 清水 山崎 森 阿部 池田 橋本 石川 小川 前田 藤田"
        " 岡田"
    ),
    "Russian": (
        "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов"
        " Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев"
        " Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев"
    ),
}
"""The same names, in the same order, as they are written where they come from."""


def family_names() -> list[str]:
    """Return the 300 family names, in the order of the lists."""
    return [name for names in FAMILY_NAMES.values() for name in names.split()]
