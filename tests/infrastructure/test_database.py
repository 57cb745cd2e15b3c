"""What the database must be able to do, whoever provides it."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def ask(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_letters_of_other_scripts_have_case() -> None:
    assert ask("SELECT lower('МОСКВА Ñ')") == "москва ñ"
    assert ask("SELECT 'Технопарк' ILIKE '%ТЕХНО%'") is True


def test_trigrams_know_other_scripts() -> None:
    assert ask("SELECT similarity('Сколково', 'Сколкова')") > 0.5
    assert ask("SELECT word_similarity('科技园', '清华科技园')") > 0


def test_russian_words_have_stems() -> None:
    assert ask("SELECT to_tsvector('russian', 'соглашения') @@ to_tsquery('russian', 'соглашение')") is True


def test_accents_can_be_left_out() -> None:
    assert ask("SELECT unaccent('Orléans')") == "Orleans"
