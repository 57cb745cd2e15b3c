"""Ordinary ways in which newsrooms say what two parties do, how far it has come, and that they do nothing together."""

from __future__ import annotations

import pytest

from tests.extraction.test_relations import relations

SAID = [
    ("de", "joint-venture", "proposed", 'Die Nordlicht AG liebäugelt mit einem Anteil an der Lumina Vigo S.L.'),
    ("de", "project", "active", 'Seit anderthalb Jahren zählen die Universität Rostock und die Universität Kapstadt gemeinsam Quallen.'),
    ("de", "programme", "active", 'Jeden Herbst schickt die Universität Rostock sechs Pflegekräfte an die Universität Kapstadt und nimmt sechs auf.'),
    ("de", "joint-fund", "proposed", 'Die Turia Capital GmbH und die Pharos Angels AG erwägen einen Fonds für junge Fischereibetriebe.'),
    ("de", "memorandum", "expired", 'Das Memorandum zwischen der Universität Rostock und der Universität Kapstadt lief zu Ostern aus; niemand fragte nach einem neuen.'),
    ("de", "agreement", "ended", 'Die Hafenbehörde Bremen hat den Vertrag mit der Maputo Dredging Ltd gekündigt.'),
    ("de", "twinning", "proposed", 'Die Stadt Bremen und die Stadt Haifa wollen Partnerstädte werden.'),
    ("de", "joint-centre", "proposed", 'Weniger glatt läuft es mit dem Plan für ein gemeinsames Ausbildungszentrum. Die Handwerkskammer Lübeck und die Universität Accra reden darüber seit 2022.'),
    ("en", "joint-venture", "proposed", 'Nordlys Pension is looking at a minority stake in Turkana Grid Ltd.'),
    ("en", "joint-venture", "expired or ended", 'The company that Arctic Kelp AS and Bantry Seaweed Ltd had founded in 2016 was wound up last spring.'),
    ("en", "project", "active", 'For the past eighteen months the University of Bergen and Cape Town Polytechnic have been counting jellyfish together.'),
    ("en", "project", "suspended", 'Work on the tidal turbine of Orkney Marine Institute and Busan Maritime University has been put on ice until the cable is repaired.'),
    ("en", "programme", "proposed", 'From next autumn, if the ministry pays, twelve apprentices a year are to go from Aalborg Technical College to Accra Polytechnic.'),
    ("en", "joint-fund", "suspended", 'The fund of Turia Capital and Pharos Angels is frozen until an auditor has been found.'),
    ("en", "memorandum", "proposed", 'A memorandum between Dalhousie University and Klaipeda University lies in the drawer of the rector, unsigned.'),
    ("en", "agreement", "suspended", 'The contract between Oslo Port Authority and Maputo Dredging Ltd has been suspended pending an inquiry.'),
    ("en", "joint-centre", "ended", 'The laboratory that Ghent University and Makerere University shared in Kampala closed its doors in June.'),
    ("en", "twinning", "ended", 'Haifa Municipality has cancelled its twinning with the City of Bremen.'),
    ("en", "letter-of-intent", "signed", 'Baltic Hull Oy and Tallinn Marine Works exchanged letters of intent on two ferries.'),
    ("en", "memorandum", "signed", 'The rectors of Ghent University and Makerere University shook hands on Tuesday. They put their names under a memorandum of four pages.'),
    ("es", "joint-venture", "proposed", 'Nordluz S.A. estudia entrar en el capital de Turkana Grid Ltd.'),
    ("es", "joint-venture", "ended", 'Nordluz S.A. ha salido de la fábrica que tenía a medias con Turkana Grid Ltd.'),
    ("es", "project", "ended", 'La prueba que Voltaro S.L. y la Universidad de Cuenca iniciaron en 2021 concluyó en mayo.'),
    ("es", "programme", "active", 'Cada otoño la Universidad de Vigo envía seis enfermeras a la Universidad de Cuenca y recibe otras seis.'),
    ("es", "joint-fund", "suspended", 'El fondo conjunto de Turia Capital S.L. y Pharos Angels S.A. está congelado.'),
    ("es", "memorandum", "proposed", 'Un memorando entre la Universidad de Vigo y la Universidad de Cuenca espera la firma en un cajón.'),
    ("es", "agreement", "proposed", 'La Autoridad Portuaria de Vigo y Maputo Dredging Ltd aún negocian el precio del contrato.'),
    ("es", "joint-centre", "ended", 'El laboratorio que compartían la Universidad de Vigo y la Universidad de Cuenca cerró sus puertas en junio.'),
    ("es", "letter-of-intent", "signed", 'Nordluz S.A. y Turkana Grid Ltd intercambiaron cartas de intención sobre dos ferris.'),
    ("fr", "joint-venture", "proposed", 'La société Nordlux SA lorgne une participation dans Turkana Grid Ltd.'),
    ("fr", "joint-venture", "ended", "Nordlux SA s'est retirée de l'usine qu'elle exploitait avec Turkana Grid Ltd."),
    ("fr", "project", "ended", "L'essai lancé en 2021 par Voltaro SAS et l'Université de Thiès s'est achevé en mai."),
    ("fr", "programme", "active", "Chaque automne, l'Université de Brest envoie six infirmières à l'Université de Thiès et en reçoit autant."),
    ("fr", "joint-fund", "proposed", 'Turia Capital SA et Pharos Angels SAS songent à un fonds commun pour de jeunes entreprises de pêche.'),
    ("fr", "memorandum", "expired", "Le mémorandum entre l'Université de Brest et l'Université de Thiès est arrivé à échéance à Pâques sans être reconduit."),
    ("fr", "agreement", "ended", 'Le Port autonome de Nantes a résilié le contrat qui le liait à Maputo Dredging Ltd.'),
    ("fr", "joint-centre", "signed", "L'Université de Gand et l'Université Makerere vont créer un laboratoire commun à Kampala."),
    ("fr", "twinning", "active or signed", 'La Ville de Brest et la Ville de Thiès sont jumelées depuis trente ans.'),
    ("he", "joint-venture", "proposed", 'חברת נורדלוקס שוקלת לרכוש שליש מחברת טורקנה גריד.'),
    ("he", "project", "active", 'כבר שנה וחצי סופרות אוניברסיטת חיפה ואוניברסיטת ברגן יחד מדוזות.'),
    ("he", "project", "proposed", 'אוניברסיטת חיפה ואוניברסיטת ברגן משתעשעות ברעיון של מחקר משותף.'),
    ("he", "joint-fund", "proposed", 'חברת טוריה קפיטל וחברת פארוס בוחנות הקמת קרן משותפת לדייגים.'),
    ("he", "memorandum", "expired", 'מזכר ההבנות בין אוניברסיטת חיפה לאוניברסיטת ברגן פקע בפסח ולא חודש.'),
    ("he", "agreement", "ended", 'נמל חיפה ביטל את החוזה עם חברת מפוטו.'),
    ("he", "joint-centre", "ended", 'המעבדה המשותפת של אוניברסיטת חיפה ואוניברסיטת ברגן נסגרה ביוני.'),
    ("ja", "joint-venture", "proposed", '株式会社北光水産は、ケララ海老株式会社の株式の3割を取得する方向で調整している。'),
    ("ja", "project", "active", '函館海洋大学とケープタウン大学は1年半前から、共同でクラゲの数を数えている。'),
    ("ja", "project", "proposed", '函館海洋大学とケープタウン大学は、潮力発電の共同研究ができないか話し合っている。'),
    ("ja", "joint-fund", "proposed", '株式会社深青キャピタルとファロス投資株式会社は、漁業ベンチャー向けの共同ファンドを構想している。'),
    ("ja", "memorandum", "expired", '函館海洋大学とケープタウン大学の覚書は春に失効し、更新されなかった。'),
    ("ja", "joint-centre", "proposed", '函館海洋大学とケープタウン大学が共同研究所を開くかどうかは、来春決まる。'),
    ("ko", "joint-venture", "proposed", '북광수산 주식회사는 케랄라새우 주식회사의 지분 인수를 저울질하고 있다.'),
    ("ko", "joint-venture", "suspended", '북광수산 주식회사와 케랄라새우 주식회사의 합작 공장은 주문이 없어 가동을 멈췄다.'),
    ("ko", "project", "suspended", '포항해양대학교와 케이프타운대학교의 조력 발전 공동 연구는 보류된 상태다.'),
    ("ko", "programme", "ended", '포항해양대학교와 케이프타운대학교의 교환학생 프로그램은 2020년 흐지부지됐다.'),
    ("ko", "memorandum", "signed", '포항해양대학교와 케이프타운대학교는 빙하 연구 양해각서에 서명했다.'),
    ("ko", "agreement", "signed", '포항시와 마푸투준설 주식회사는 5년 계약을 맺었다.'),
    ("ko", "joint-centre", "signed", '포항해양대학교와 케이프타운대학교는 공동 연구소를 세우기로 했다.'),
    ("ko", "letter-of-intent", "signed", '북광수산 주식회사와 케랄라새우 주식회사는 여객선 두 척에 관한 의향서를 교환했다.'),
    ("nl", "joint-venture", "proposed", 'Noordlicht NV heeft haar oog laten vallen op een belang in Turkana Grid Ltd.'),
    ("nl", "joint-venture", "ended", 'Noordlicht NV is uit de gezamenlijke fabriek met Turkana Grid Ltd gestapt.'),
    ("nl", "project", "suspended", 'Het project van de Universiteit Gent en de Universiteit van Suriname ligt stil.'),
    ("nl", "programme", "ended", 'De uitwisseling tussen de Universiteit Gent en de Universiteit van Suriname bloedde in 2020 dood.'),
    ("nl", "memorandum", "signed", 'De Universiteit Gent en de Universiteit van Suriname parafeerden een memorandum over ijs.'),
    ("nl", "agreement", "ended", 'Het Havenbedrijf Antwerpen heeft het contract met Maputo Dredging Ltd opgezegd.'),
    ("nl", "joint-centre", "signed", 'De Universiteit Gent en de Universiteit van Suriname gaan in Lelydorp een gezamenlijk laboratorium opzetten.'),
    ("nl", "letter-of-intent", "signed", 'Noordlicht NV en Turkana Grid Ltd wisselden intentieverklaringen uit over twee veerboten.'),
    ("ru", "joint-venture", "proposed", 'Компания «Северный свет» присматривается к доле в компании «Туркана Грид».'),
    ("ru", "joint-venture", "ended", 'Компания «Северный свет» вышла из совместного завода с компанией «Туркана Грид».'),
    ("ru", "project", "ended", 'Испытания, которые компания «Вольтаро» и Университет Бергена начали в 2021 году, завершились в мае.'),
    ("ru", "programme", "ended", 'Обмен студентами между Мурманским университетом и Университетом Бергена сошёл на нет в 2020 году.'),
    ("ru", "memorandum", "expired", 'Срок меморандума между Мурманским университетом и Университетом Бергена истёк на Пасху.'),
    ("ru", "agreement", "proposed", 'Компания «Северный свет» и компания «Мапуту Дреджинг» пока торгуются о цене контракта.'),
    ("ru", "joint-centre", "ended", 'Лаборатория, которую делили Мурманский университет и Университет Бергена, закрылась в июне.'),
    ("ru", "joint-venture", "active or signed", 'У компании «Северный свет» и компании «Туркана Грид» общие владельцы завода в Тромсё: каждой принадлежит половина.'),
    ("zh", "project", "active", '一年半来，厦门海洋大学与开普敦大学一直在联合统计水母。'),
    ("zh", "project", "proposed", '厦门海洋大学与开普敦大学正酝酿一个潮汐发电联合项目。'),
    ("zh", "joint-fund", "proposed", '深蓝资本公司与法罗斯投资公司考虑设立一只面向渔业初创企业的联合基金。'),
    ("zh", "memorandum", "expired", '厦门海洋大学与开普敦大学的谅解备忘录于春节期间到期，未再续签。'),
    ("zh", "joint-centre", "proposed", '厦门海洋大学与开普敦大学是否共建实验室，要到明年春天才能决定。'),
    ("zh", "twinning", "active or signed", '厦门市政府与海法市政府结为友好城市已有三十年。'),
    ("en", "project", "active", "Voltaro Robotics Ltd has been testing its planner at Delta Institute since February."),
    ("nl", "project", "active", "De Agro Campus Hasselt (ACH) en het Centrum voor Tropenfruit Lelydorp (CTL) testen in de haven een koelkast."),
    ("ru", "project", "active", "Завод «Камтурбо» с мая испытывает на подстанции компании «Зарафшон Энерго» две турбины."),
    ("fr", "twinning", "signed or active", "La Ville de Brest et la Ville de Thiès ont reconduit leur pacte d’amitié."),
    ("en", "programme", "suspended", "Placements of Nova University nursing students at Siloam Hospital have been paused since November."),
    ("en", "joint-venture", "proposed", "Also on the agenda: a yard for ramps which Vulkan Works Ltd would own half-half with local firm Elgin Engineering Ltd."),
    ("en", "programme", "signed", "Nova University and Delta Institute settled a twelve-month programme for nurses."),
]  # fmt: skip
NOTHING = [
    ("de", 'Die Nordlicht AG lehnte ein Angebot der Lumina Vigo S.L. ab.'),
    ("de", 'Der Dekan der Universität Gent besuchte die Makerere-Universität und lobte deren Bibliothek.'),
    ("de", 'Die Nordlicht AG und die Lumina Vigo S.L. wetteifern um den Auftrag der Marine.'),
    ("en", 'Baltic Hull Oy turned down an offer by Tallinn Marine Works.'),
    ("en", 'Baltic Hull Oy and Tallinn Marine Works compete for the contract of the navy.'),
    ("en", 'Baltic Hull Oy sued Tallinn Marine Works over a contract from 1998.'),
    ("en", 'The dean of Ghent University visited Makerere University and praised its library.'),
    ("en", 'The loan for Ghent University came from Nordic Investment Bank.'),
    ("es", 'Nordluz S.A. rechazó una oferta de Turkana Grid Ltd.'),
    ("es", 'El decano de la Universidad de Vigo visitó la Universidad de Cuenca y elogió su biblioteca.'),
    ("fr", 'Nordlux SA a décliné une offre de Turkana Grid Ltd.'),
    ("fr", "Le doyen de l'Université de Gand a visité l'Université Makerere et loué sa bibliothèque."),
    ("he", 'חברת נורדלוקס דחתה הצעה של חברת טורקנה גריד.'),
    ("he", 'נשיא אוניברסיטת חיפה ביקר באוניברסיטת ברגן ושיבח את הספרייה.'),
    ("ja", '株式会社北光水産は、ケララ海老株式会社の提案を断った。'),
    ("ja", '函館海洋大学の学長はケープタウン大学を訪れ、図書館を称賛した。'),
    ("ko", '북광수산 주식회사는 케랄라새우 주식회사의 제안을 거절했다.'),
    ("ko", '포항해양대학교 총장은 케이프타운대학교를 방문해 도서관을 칭찬했다.'),
    ("nl", 'Noordlicht NV wees een bod van Turkana Grid Ltd af.'),
    ("ru", 'Компания «Северный свет» отклонила предложение компании «Туркана Грид».'),
    ("ru", 'Декан Мурманского университета посетил Университет Бергена и похвалил его библиотеку.'),
    ("zh", '北辰渔业公司谢绝了喀拉拉对虾公司的报价。'),
    ("zh", '厦门海洋大学校长参观了开普敦大学，称赞其图书馆。'),
    ("zh", '签约仪式后，北辰渔业公司表示有意参股巴生港的一家冷库。'),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "status", "text"), SAID)
def test_kind_and_status_of_what_two_parties_do(language: str, kind: str, status: str, text: str) -> None:
    (fact,) = relations(text, language=language).partnerships
    assert fact.kind == kind
    assert fact.status in status.split(" or ")
    assert len(fact.parties) == 2


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_rivals_refusals_and_visits_are_no_partnerships(language: str, text: str) -> None:
    assert relations(text, language=language).partnerships == ()


def test_an_item_of_a_digest_takes_no_party_from_another_item() -> None:
    facts = relations(
        "Turin. Nova University and Delta Institute signed an agreement.",
        "Bandung. The cooperation agreement ran out in 2015 and was not renewed.",
    )
    assert [fact.status for fact in facts.partnerships] == ["signed"]


@pytest.mark.parametrize(
    "text",
    [
        "A research station for mosquitoes has opened near Turin. It is run jointly by Nova University and Delta Institute.",
        "A laboratory for seeds was opened on Monday by its two owners, Nova University and Delta Institute.",
    ],
)
def test_what_two_houses_run_or_open_is_theirs(text: str) -> None:
    (fact,) = relations(text).partnerships
    assert (fact.kind, fact.status) == ("joint-centre", "active")


def test_a_contract_of_running_work_leaves_it_a_project() -> None:
    text = "Nova University and Delta Institute have frozen work on a rail ferry. The contract stays in force."
    (fact,) = relations(text).partnerships
    assert (fact.kind, fact.status) == ("project", "suspended")


def test_the_state_that_the_sentence_before_tells() -> None:
    text = "The ferry line is suspended. This was said by its joint owners, Nova Lines Ltd and Delta Shipping Ltd."
    (fact,) = relations(text).partnerships
    assert (fact.kind, fact.status) == ("joint-venture", "suspended")


def test_two_who_cannot_agree_on_the_plan_before() -> None:
    text = "The plan of a training centre is still open. Nova University and Delta Institute have talks about the site."
    (fact,) = relations(text).partnerships
    assert (fact.kind, fact.status) == ("joint-centre", "proposed")
