"""What a name is beyond its words: where it begins and ends, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.extraction.test_names import names


@pytest.mark.parametrize(
    ("language", "sentence", "organisations", "people"),
    [
        # where a name ends
        ("en", "The Wroclaw University of Science and Technology and National Tsing Hua University signed.", {"Wroclaw University of Science and Technology", "National Tsing Hua University"}, set()),
        ("en", "It is the Faculty of Marine Biology at the University of Gdynia.", {"Faculty of Marine Biology", "University of Gdynia"}, set()),
        ("en", "Nurses spend a year at St James's Hospital, Dublin.", {"St James's Hospital"}, set()),
        ("de", "Ein Vorhaben der Hochschule Emden endet.", {"Hochschule Emden"}, set()),
        ("fr", "La Compagnie des îles du Ponant et la Caisse mutualiste d'Aunis signent.", {"Compagnie des îles du Ponant", "Caisse mutualiste d'Aunis"}, set()),
        ("ru", "Администрация Мурманской области и норвежская коммуна Вадсё обсудили порт.", {"Администрация Мурманской области", "коммуна Вадсё"}, set()),
        ("ja", "始まった長崎造船所の事業に、老舗酒蔵の朝日鶴酒造が加わる。", {"長崎造船所", "朝日鶴酒造"}, set()),
        ("zh", "云南省农业科学院与老挝国家农林研究院将共建示范园。", {"云南省农业科学院", "老挝国家农林研究院"}, set()),
        ("he", "משרד החקלאות של אזרבייג'ן ומינהל המחקר החקלאי הסכימו.", {"משרד החקלאות של אזרבייג'ן", "מינהל המחקר החקלאי"}, set()),
        # English names say at their end what they are
        ("en", "The Coastal Erosion Act and the Harbour Heat Project begin in May; bids are opened at Tern House, Third Floor, Beacon Avenue.", set(), set()),
        ("en", "Marta Lind holds a Master of Fine Arts and leads the Field Office.", set(), {"Marta Lind"}),
        ("en", "The Government Cloud and the Solar Furnace were shown by Delta Robotics at the Lagos Mining and Metals Summit.", {"Delta Robotics"}, set()),
        ("en", "The Donor Coordination Group and the Delta Group met.", {"Delta Group"}, set()),
        ("en", "Its software, TideSense, was tested under the Free Trade Agreement (ZEBFTA); the power comes from GRES-7 and Hall B12.", set(), set()),
        ("en", "We met at Kista Campus and hiked in the Isel Valley.", set(), set()),
        ("en", "Hyun-woo Park (Facilities) and Petra Lind (Grants Desk) read Process Engineering; Best Baker gets a prize in Phase II.", set(), {"Hyun-woo Park", "Petra Lind"}),
        ("en", "Solution: DampBag 2. In her Vote of Thanks Ms Ines Holder quoted a song.", set(), {"Ines Holder"}),
        # the joints of English names
        ("en", "The Faculty of Geodesy and Spatial Planning signed an agreement with Lindqvist Marine.", {"Faculty of Geodesy and Spatial Planning", "Lindqvist Marine"}, set()),
        ("en", "Officials of the Ministry of Home Affairs and Maritime and Port Authority of Belize met.", {"Ministry of Home Affairs", "Maritime and Port Authority of Belize"}, set()),
        ("en", "The Lesotho Standards, Metrology and Quality Organization signed.", {"Lesotho Standards, Metrology and Quality Organization"}, set()),
        ("en", "Members of Parliament Ms Tan Bee Ling and Mr Arif Osman visited the EU Delegation to Botswana.", {"EU Delegation to Botswana"}, {"Tan Bee Ling", "Arif Osman"}),
        ("en", "The mill sells its cloth to Bodega de la Torre Vieja and was advised by Silver Mine Finance.", {"Bodega de la Torre Vieja", "Silver Mine Finance"}, set()),
        ("en", "The Ministry of Agriculture, Land Reform and Rural Development met the Department of Trade, Industry and Competition.", {"Ministry of Agriculture, Land Reform and Rural Development", "Department of Trade, Industry and Competition"}, set()),
        ("en", "The Association of Producers and Exporters of Honey and the National Archives of Estonia signed.", {"Association of Producers and Exporters of Honey", "National Archives of Estonia"}, set()),
        ("en", "The Office for Standards in Education visited the Welding Academy at the Harbour Fair.", {"Office for Standards in Education", "Welding Academy"}, set()),
        ("en", "Pupils of Gymnasium Nr. 12 and School No. 5 met the law firm Villanueva, Reyes & Partners. Insurance: Gard and Skuld.", {"Gymnasium Nr. 12", "School No. 5", "Villanueva, Reyes & Partners", "Gard", "Skuld"}, set()),
        ("en", "They asked Giorgi Kldiashvili of Galt & Taggart.", {"Galt & Taggart"}, {"Giorgi Kldiashvili"}),
        ("en", "Sustainable Wool Alliance checks the herds; Royal Samoa buys the Coastguard of Gozo a boat.", {"Sustainable Wool Alliance", "Royal Samoa", "Coastguard of Gozo"}, set()),
        ("en", "The BRINEFLOW project starts in May; BRINEFLOW employs nine people and a robot called Bruno, and Bruno employs nobody.", set(), set()),
        ("de", "Das Bundesamt für Wirtschaft und Ausfuhrkontrolle und das Ministerium für Umwelt und Klimaschutz unterschrieben.", {"Bundesamt für Wirtschaft und Ausfuhrkontrolle", "Ministerium für Umwelt und Klimaschutz"}, set()),
        # names that no head noun tells
        ("en", "The mill, run by Lakeland Woollens, has found a distributor: Marufuji Shoji.", {"Lakeland Woollens", "Marufuji Shoji"}, set()),
        ("en", "Vestas and the government of Mauritius talk; Latvia's Mintos waits.", {"Vestas", "Government of Mauritius", "Mintos"}, set()),
        ("de", "Die Terminalbetreiberin Istra Terminali und die Estnische Handelskammer unterschrieben.", {"Istra Terminali", "Estnische Handelskammer"}, set()),
        ("fr", "Le groupement des piroguiers de Guet Ndar, Mbaal Gi, fabrique une pirogue.", {"Mbaal Gi"}, set()),
        ("nl", "Studenten van de Erasmushogeschool bezoeken regio Noord-Karelië.", {"Erasmushogeschool", "Regio Noord-Karelië"}, set()),
        ("ko", "로봇기업 ㈜뉴로메카와 독일 쿠카가 공동 개발에 나선다.", {"㈜뉴로메카", "쿠카"}, set()),
        ("ja", "新興企業ソラリスと現地NGOのグリーンハンズが組んだ。", {"ソラリス", "グリーンハンズ"}, set()),
        ("ru", "По данным Минпромторга, «Уралхиммаш» и алжирская Sonatrach ведут переговоры.", {"Минпромторг", "Уралхиммаш", "Sonatrach"}, set()),
        # towns and lands that act
        ("fr", "Les maires de Nantes et de Durham ont paraphé le document.", {"Nantes", "Durham"}, set()),
        ("es", "El gobierno de Cusco y la región italiana del Piamonte acordaron un fondo.", {"Gobierno de Cusco", "Región italiana del Piamonte"}, set()),
        # what has a name and is no body
        ("en", "Green Harbour, a project of two towns, and the ferry Aurora Baltica were shown.", set(), set()),
        ("fr", "Le navire Belle Étoile dessert l'île.", set(), set()),
        ("de", "Im neuen Ausbildungszentrum am Hafen liegt die Werksfähre der Werft.", set(), set()),
        ("zh", "双方共同开办的木材交易中心已关闭，他们想找一家人工智能公司。", set(), set()),
        ("he", "במרכז יעבדו שמונה חוקרים.", set(), set()),
        # people
        ("en", "Siti Nurhaliza binti Rahman thanked Vice-Rector for Research Prof. Dr. Mehmet Yüce of Erciyes University.", {"Erciyes University"}, {"Siti Nurhaliza binti Rahman", "Mehmet Yüce"}),
        ("en", "Jean-Luc Etienne of Airbus and Nkem Obi from Arik Air spoke.", {"Airbus", "Arik Air"}, {"Jean-Luc Etienne", "Nkem Obi"}),
        ("de", "Eine Sprecherin der Senatskanzlei lobte Stadträtin Dr. Ilse Prantl.", {"Senatskanzlei"}, {"Ilse Prantl"}),
        ("nl", "Wethouder Fatima el Idrissi van Utrecht en CTL-directeur Radjesh Bhikhari tekenden.", set(), {"Fatima el Idrissi", "Radjesh Bhikhari"}),
        ("ru", "Мэр Вильнюса Валдас Бенкунскас и Ильдар Рашитович Галимов встретились.", set(), {"Валдас Бенкунскас", "Ильдар Рашитович Галимов"}),
        ("ja", "ポートランド市のテッド・ウィーラー市長と中央県のムンフバータル知事が会談した。", set(), {"テッド・ウィーラー", "ムンフバータル"}),
    ],
)  # fmt: skip
def test_names_that_were_never_seen(language: str, sentence: str, organisations: set[str], people: set[str]) -> None:
    assert names(sentence, language=language) == (organisations, people)
