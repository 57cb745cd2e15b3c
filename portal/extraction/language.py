"""Which language a document is written in."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from portal.extraction.types import Document

KNOWN = (
    "ar az be bg bs ca cs cy da de el en eo es et eu fa fi fr ga gl he hi hr hu hy id is it ka kk ky lt lv mk mn ms mt nb nl nn no pl pt ro ru sk sl"
    " sq sr sv sw th tl tr uk ur uz vi zh ja ko"
).split()
SAMPLE = 6000
KANA = re.compile(r"[\u3041-\u30fa\u30fd-\u30ff]")
HAN = re.compile(r"[\u3400-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
HEBREW = re.compile(r"[\u05d0-\u05ea]")
LETTER = re.compile(r"[^\W\d_]")
TRADITIONAL = frozenset(
    "們個來時國學會發為這對開關長東車門問間電話語說請讓讀書寫經濟產業務員場報導總統區縣廠與從後應該當點麼還實現軟體網際無線與協議雙邊據衛聯辦處資訊創設備機構參訪團簽署備忘錄歐盟灣臺"
)
SIMPLIFIED = (
    frozenset(
        "们个来时国学会发为这对开关长东车门问间电话语说请让读书写经济产业务员场报导总统区县厂与从后应该当点么还实现软体网际无线协议双边据卫联办处资讯创设备机构参访团签署备忘录欧盟湾台"
    )
    - TRADITIONAL
)


@cache
def identifier() -> LanguageIdentifier:
    """The language model, loaded once."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in KNOWN if code in identifier.nb_classes])
    return identifier


def find_language(document: Document) -> str | None:
    """ISO 639-1 code of the text, `zh-hans` or `zh-hant` for Chinese; None for a text without letters.

    What the markup declares only decides when the text is too short to tell.
    """
    sample = _sample(document.text)
    letters = len(LETTER.findall(sample))
    if not letters:
        return None
    if script := _by_script(sample, letters):
        return script
    code, sure = identifier().classify(sample.lower() if sample.isupper() else sample)
    declared = (document.markup.language or "").split("-")[0]
    if (letters < 40 or sure < 0.7) and len(declared) == 2 and declared.isalpha():
        return declared
    return {"nb": "no", "nn": "no"}.get(code, code)


def _by_script(sample: str, letters: int) -> str | None:
    kana, han = len(KANA.findall(sample)), len(HAN.findall(sample))
    if len(HANGUL.findall(sample)) > letters * 0.3:
        return "ko"
    if kana + han > letters * 0.3:
        if kana > (kana + han) * 0.08:
            return "ja"
        traditional = sum(c in TRADITIONAL for c in sample)
        return "zh-hant" if traditional > sum(c in SIMPLIFIED for c in sample) else "zh-hans"
    return "he" if len(HEBREW.findall(sample)) > letters * 0.4 else None


def _sample(text: str) -> str:
    """The long lines, where the article is; all of the text when it has none."""
    lines = [line.strip() for line in text[:400_000].split("\n")]
    long = [line for line in lines if len(line) > 60 or (len(line) > 25 and HAN.search(line))]
    chosen = "\n".join(long) if sum(map(len, long)) > 200 else "\n".join(lines)
    return chosen[:SAMPLE]
