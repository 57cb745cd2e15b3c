"""Whatever the code says to people is there in every language of the interface."""

import gettext
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

from portal.catalogues import Message, messages_of_code, placeholders, update_catalogues
from portal.messages import LOCALE, compile_messages

LANGUAGES = [to_locale(code) for code in dict(settings.LANGUAGES) if code != "en"]
CODE = messages_of_code()
HEADER = (
    '# Words.\nmsgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


@pytest.fixture(scope="module")
def catalogues() -> dict[str, polib.POFile]:
    return {language: polib.pofile(str(path(language))) for language in LANGUAGES}


def path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def told(faults: list[str], language: str) -> str:
    name = path(language).relative_to(LOCALE.parent)
    return f"{name}, {len(faults)} texts (`make messages` brings the file up to the code):\n" + "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_of_the_code_is_translated(catalogues: dict[str, polib.POFile], language: str) -> None:
    done = {(entry.msgctxt, entry.msgid): entry for entry in catalogues[language] if entry.translated() and not entry.fuzzy}
    faults = [f"not translated: {message.text!r} ({message.files[0]})" for key, message in CODE.items() if key not in done]
    faults += [f"without a plural: {CODE[key].text!r}" for key in done if key in CODE and is_plural(CODE[key], done[key])]
    assert not faults, told(faults, language)


def is_plural(message: Message, entry: polib.POEntry) -> bool:
    return bool(message.plural) and not entry.msgstr_plural


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_has_the_placeholders_of_its_text(catalogues: dict[str, polib.POFile], language: str) -> None:
    catalogue = catalogues[language]
    count, rule = re.search(r"nplurals=(\d+); *plural=(.+);", catalogue.metadata["Plural-Forms"]).groups()
    form_of = gettext.c2py(rule)
    forms = [form_of(number) for number in range(200)]
    # "One partner" may do without its number; a form that stands for 1, 21 and 31 may not.
    of_one_number = {form for form in range(int(count)) if forms.count(form) == 1}
    faults = []
    for entry in catalogue:
        wanted = placeholders(entry.msgid_plural or entry.msgid)
        shown = {**(entry.msgstr_plural or {0: entry.msgstr})}
        for form, text in shown.items():
            found = placeholders(text)
            free = entry.msgid_plural and form in of_one_number
            if text and not (found <= wanted if free else found == wanted):
                faults.append(f"{entry.msgid!r} → {text!r}: {sorted(found ^ wanted)}")
        if entry.msgid_plural and len(shown) != int(count):
            faults.append(f"{entry.msgid!r}: {len(shown)} plural forms of {count}")
    assert not faults, told(faults, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_can_read_each_translation(catalogues: dict[str, polib.POFile], language: str) -> None:
    """A lone % would be a fault at the moment when somebody is to read the text."""
    faults = []
    for entry in catalogues[language]:
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if "python-format" in entry.flags and re.search(r"%(?!%|s|d|f|\(\w+\)[sdf])", text.replace("%%", "")):
                faults.append(f"{entry.msgid!r} → {text!r}")
    assert not faults, told(faults, language)


def test_new_texts_are_added_and_old_ones_leave(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "portal").mkdir()
    page = tmp_path / "templates/page.html"
    page.write_text(
        '{% load i18n %}\n  <p title="{% translate "Kept" %}">\n{% blocktranslate count n=n trimmed %}\n  {{ n }} port\n'
        "{% plural %}\n  {{ n }} ports\n{% endblocktranslate %}"
        '{{ x|default:_("100% sure") }}{% translate "May" context "month" %}'
    )
    (tmp_path / "portal/code.py").write_text('_("New") + _("joined "\n"of two")\nngettext("{n} act", "{n} acts", n)\n')
    folder = tmp_path / "locale/xx/LC_MESSAGES"
    folder.mkdir(parents=True)
    kept = '\nmsgid "Kept"\nmsgstr "Gehouden"\n\nmsgid "Gone"\nmsgstr "Weg"\n\nmsgctxt "month"\nmsgid "May"\nmsgstr "mei"\n'
    (folder / "django.po").write_text(HEADER.format("xx") + kept)
    ((language, missing),) = update_catalogues(tmp_path)
    assert language == "xx"
    assert missing == ["New", "joined of two", "{n} act", "%(n)s port", "100% sure"]
    catalogue = polib.pofile(str(folder / "django.po"))
    assert catalogue.header == "Words."
    assert {entry.msgid: entry.msgstr for entry in catalogue if entry.msgstr} == {"Kept": "Gehouden", "May": "mei"}
    ports = catalogue.find("%(n)s port")
    assert (ports.msgid_plural, ports.flags, ports.occurrences) == (
        "%(n)s ports",
        ["python-format"],
        [("templates/page.html", "")],
    )
    before = (folder / "django.po").read_text()
    assert list(update_catalogues(tmp_path)) == [(language, missing)]
    assert (folder / "django.po").read_text() == before


def test_catalogues_are_compiled_when_they_have_changed(tmp_path: Path) -> None:
    folder = tmp_path / "xx/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER.format("xx") + '\nmsgid "Port"\nmsgstr "Haven"\n')
    assert compile_messages(tmp_path) == [folder / "django.po"]
    with (folder / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Port") == "Haven"
    assert compile_messages(tmp_path) == []
