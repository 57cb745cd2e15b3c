"""Where in a sentence a party must stand: beside another one, after "with", at the head, in a list."""

from __future__ import annotations

import re

from portal.extraction.lexicon.grammar import leading

CAPITAL = r"[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w’'&.-]*[\w’']"
_SMALL = r"(?:[a-zß-ÿа-яё-]+[\s’'])"
_NAME = rf"(?:[«„“\"]([A-ZÀ-ÞА-ЯЁ][^«»„“”\"]{{1,50}})[»“”\"]|({CAPITAL}(?:\s(?:(?:of|for|de|da|do|del|della|di|du|des|la|van|für|der|and|&)\s){{0,2}}{CAPITAL}){{0,5}}))"
_THE = rf"{leading('the', 'a', 'its')}?"
_AND, _WITH, _JOINED = leading("and"), leading("with"), leading("and", "with")
AFTER = re.compile(
    rf"[»”\"]?(?:\s{leading('in', 'of', 'from', 'at')}{CAPITAL}(?:\s{CAPITAL})?)?"
    rf"[,\s]*{leading('together')}?(?<!\w){_JOINED}{_THE}{_SMALL}{{0,3}}{_NAME}"
)
"""After a party: "and the Norwegian yard Sund Mek"."""
BEFORE = re.compile(
    rf"{_NAME}(?:,\s{leading('of', 'from', 'in', 'at')}[^,.;:]{{2,30}},)?\s{_JOINED}(?:[a-zß-ÿа-яё’'-]+\s?){{0,3}}"
    rf"(?:{CAPITAL}(?<=['’]s)\s|{CAPITAL}\s[a-zß-ÿа-яё-]+\s|[A-ZÄÖÜ][a-zäöüß-]+\s)?$"
)
"""Before a party: "Innovation Norway and ", "Norsk Tare and Chile's "."""
WITH = re.compile(rf"\b(?i:{_WITH}){_THE}{_SMALL}{{0,3}}{_NAME}")
"""Anywhere: "the company that it had with Vitidata"."""
LIST = re.compile(rf"{_NAME},\s{_THE}{_NAME},?\s{_AND}{_THE}{_NAME}")
"""Three in a list: "Wien Wasser, Apa Nova and Budapest Waterworks"."""
AWARDED = re.compile(rf"\b(?:awarded|given|sold|granted|handed|leased|let)\sto\s{_THE}{_NAME}\sby\s")
"""Who gets a contract: "was awarded to Škoda by"."""
FIRST_OF_TWO = re.compile(
    rf"(?:^|\b{leading('of', 'between', 'by')}){_THE}{_NAME}(?:,\s{leading('a', 'the')}[^,.;:]{{2,50}},)?\s{_AND}(?:[a-zß-ÿа-яё’'-]+\s){{0,3}}"
    rf"(?:{CAPITAL}(?<=['’]s)\s|{CAPITAL}\s(?:[a-zß-ÿа-яё-]+\s){{1,2}})?$"
)
"""Before a party, at the head of a sentence or after "of": "Solaria Maroc and the German manufacturer "."""
FOUNDED = re.compile(rf"\b{leading('that')}{_THE}{_NAME}\s{_JOINED}{_THE}{_SMALL}{{0,2}}{_NAME}")
"""The company "that Sementes Douro and Granja Sur had founded"."""
BETWEEN = re.compile(rf"\b{leading('between')}{_THE}{_SMALL}{{0,3}}{_NAME}\s{_AND}{_THE}{_SMALL}{{0,3}}{_NAME}")
JOINED = re.compile(rf"\b{leading('of')}{_THE}{_SMALL}{{0,2}}{_NAME}\s{_JOINED}{_THE}{_SMALL}{{0,3}}{_NAME}")
"""The laboratory "of Tractebel and Eskom"."""
HEAD = re.compile(rf"{_THE}{_SMALL}{{0,2}}{_NAME}\s(?:{_JOINED}|[a-zß-ÿ][^.;:,]{{2,60}}?\s{_WITH}){_THE}{_SMALL}{{0,3}}{_NAME}")
"""At the head of a sentence: "UGent en Eskom …", "Atlanpole a mis fin à l'échange qu'il menait avec le CTIC Dakar"."""
SUBJECT = re.compile(
    rf"{_NAME}\s(?!{leading('of', 'with', 'in', 'for', 'at', 'between', 'about')})[a-zß-ÿ][^.;:,]{{2,110}}?"
    rf"\s{leading('with', 'in')}{_THE}{_SMALL}{{0,3}}$"
)
"""The subject before the one that is named: "Voka onderhandelt met de …"."""
RELATIVE_SUBJECT = re.compile(
    rf"\b{leading('that')}{_THE}{_NAME}\s(?:[a-zß-ÿ'’-]+\s){{1,6}}{leading('with', 'from')}{_THE}{_SMALL}{{0,2}}$"
)
"""The same within: "the agreement that Georgian Railway concluded with the …"."""
SHARE_OF = re.compile(rf"{_NAME}\s[a-zß-ÿ][^.;:]{{2,80}}?\s(?:in|of|into)\s{_THE}{_SMALL}{{0,2}}{_NAME}")
"""At the head of a sentence about a share: "Hapag is in talks to take a stake in Adani"."""
SHARED_HOUSE = re.compile(rf"\b(?:{leading('of', 'in', 'at')}|an\s){_THE}{_SMALL}{{0,3}}{_NAME}")
"""Behind a share: "übernimmt ein Drittel der Anteile an der türkischen Anatolia Valf"."""
SHARE_SUBJECT = re.compile(
    rf"{_NAME}\s(?!{leading('of', 'with', 'in', 'for', 'at', 'about')})[a-zß-ÿ][^.;:,]{{2,110}}?\s(?:in|of|into)\s{_THE}{_SMALL}{{0,3}}$"
)
"""The same before the one that is named."""
LONG = re.compile(rf"(?<![\w’'-]){CAPITAL}(?:\s(?:(?:of|for|de|da|do|del|della|di|du|des|la|van)\s){{0,2}}{CAPITAL}){{1,4}}")
"""A name of several words."""
AT = re.compile(rf"\b(?:at|on)\s{_THE}{_NAME}")
"""Where one tries something out: "has been testing its sensors at Usina Verde"."""
HEADS = "社|大学|市|公社|協会|研究所|港|院|校|会|庁|局|センター|銀行|工場|組合|団"
JAPANESE_AFTER = re.compile(
    rf"(?:と|は、?|が|の)(?:[一-龯ぁ-ん]{{0,6}}の)?([一-龯]{{0,6}}[ァ-ヶー・]{{3,}}[一-龯ァ-ヶー・]{{0,12}}|[一-龯]{{3,9}}(?:{HEADS})|[A-Z][\w.&-]+)"
    r"(?=[とがはのに、])"
)
JAPANESE_WITH = re.compile(
    r"(?<![ァ-ヶー・一-龯])([一-龯]{0,4}[ァ-ヶー・]{5,}[一-龯]{0,6})と(?:の間で)?(?=[^、。]{0,18}(?:を締結|を結|に調印|に署名|合意|提携|契約|協定|覚書|共同))"
)
"""Anywhere: サイゴンハイテクパークと了解覚書を締結."""
JAPANESE_PAIR = re.compile(
    rf"([一-龯ァ-ヶー]{{0,10}}(?:{HEADS}|[一-龯](?:学|船|鉄|石油|工業|製作所|電機|電気|食品|製薬|化成|重工|商事|物産|建設|運輸|航空|海運)|[ァ-ヶー]{{3}}))(?:と|は、?)"
    r"([一-龯]{0,4}[ァ-ヶー・]{3,16}[一-龯]{0,6})(?:は|が|の|と)"
)
"""At the head of a sentence: 神戸港とリエパーヤ港の協力協定."""
JAPANESE_BEFORE = re.compile(
    rf"(?:^|[、。はがの）])([一-龯]{{0,6}}[ァ-ヶー・]{{3,}}[一-龯ァ-ヶー・]{{0,12}}|[一-龯]{{3,9}}(?:{HEADS})|[A-Z][\w.&-]+)と(?:[一-龯ァ-ヶ]{{2,8}}の)?$"
)
CHINESE_AFTER = re.compile(
    r"(?:与|與|和|同|跟|及)([\u4e00-\u9fff·]{4,14}?|[A-Z][\w.&-]+(?: [A-Z][\w.&-]+)*)"
    r"(?=[在已将將日昨今前于於共联聯签簽合达達的，、（双雙正拟擬计計宣举舉开開就自从從成设設建研去上本近\d])"
)
CHINESE_BEFORE = re.compile(
    r"(?:^|[，。、；：）)由讯訊])(?:[\u4e00-\u9fff]{1,6}(?:企业|企業|公司))?"
    r"([^，。、；：（）()\s在的了是将將为於于把被由]{4,14}?)(?:正在?|已|现|現|拟|擬)?(?:与|與|和|同|跟|及)(?:[^，。、\s与與和]{2,6}?的?)?$"
)
KOREAN_AFTER = re.compile(
    r"(?:은|는|이|가|와|과|의)?,?\s(?:[가-힣]{2,5}\s)?([가-힣A-Z][가-힣\w·]{2,14}?)(?:과|와|은|는|이|가|의)(?=\s)"
)
KOREAN_BEFORE = re.compile(
    r"(?:^|\s)([가-힣A-Z][가-힣\w·]{2,14})(?:(?:와|과)\s(?:[가-힣]{2,5}\s)?|(?:은|는|이|가)\s(?:[가-힣\d]{2,8}\s){0,3})$"
)
BESIDE = {
    "ja": (JAPANESE_AFTER, JAPANESE_BEFORE),
    "zh": (CHINESE_AFTER, CHINESE_BEFORE),
    "ko": (KOREAN_AFTER, KOREAN_BEFORE),
}
"""After and before a party, in the languages without small words between."""
