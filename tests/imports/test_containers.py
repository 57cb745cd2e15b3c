"""Every entry of a container comes out, read or refused in words; none is dropped, and nothing fills the memory."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.extraction.command import SUFFIXES
from portal.imports.containers import Source, open_pasted, open_paths, open_uploads, shown
from portal.imports.containers.source import READABLE


def archive(entries: dict[str, bytes] | list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, data in dict(entries).items():
            file.writestr(name, data)
    return buffer.getvalue()


def upload(data: bytes, name: str = "articles.zip") -> list[Source]:
    return list(open_uploads([SimpleUploadedFile(name, data)]))


def only(sources: list[Source]) -> Source:
    assert len(sources) == 1
    return sources[0]


def test_what_is_searched_for_is_what_the_extraction_reads() -> None:
    assert set(READABLE) == SUFFIXES


# --- single files, names


def test_a_file_is_one_document() -> None:
    source = only(upload(b"Some words", "news.txt"))
    assert (source.name, source.data, str(source.message)) == ("news.txt", b"Some words", "")


def test_an_empty_file_is_handed_on_to_be_reported() -> None:
    assert only(upload(b"", "empty.txt")).data == b""


def test_a_document_over_the_limit_is_refused_with_the_limit(settings) -> None:
    settings.IMPORT_MAX_DOCUMENT_BYTES = 20 * 1024
    source = only(upload(b"a" * 20_481, "long.txt"))
    assert source.data is None
    assert "20 kB" in str(source.message)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("a\u202etxt.exe", r"a\u202etxt.exe"),
        ("zero\u200bwidth.txt", r"zero\u200bwidth.txt"),
        ("nul\0.txt", r"nul\u0000.txt"),
        ("half\ud800.txt", r"half\ud800.txt"),
        ("", "—"),
        ("x" * 400 + ".txt", "x" * 249 + "…"),
    ],
    ids=["bidi", "zero-width", "nul", "surrogate", "empty", "long"],
)
def test_names_hide_nothing(name: str, seen: str) -> None:
    assert shown(name) == seen


# --- pasted text


def test_pasted_text_is_named_by_its_first_words() -> None:
    source = open_pasted("\n  Tartu and Sapporo sign \nText")
    assert source.name == "Tartu and Sapporo sign"
    assert source.data == b"\n  Tartu and Sapporo sign \nText"


def test_a_lone_surrogate_is_removed_and_said() -> None:
    source = open_pasted("Tartu \ud800 signs")
    assert source.data == b"Tartu  signs"
    assert str(source.message) == "1 broken character was removed."


def test_a_nul_is_left_for_the_reader_to_remove_and_report() -> None:
    assert open_pasted("a\0b").data == b"a\0b"


# --- folders


def test_a_folder_is_read_in_order_and_its_gold_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("b.txt", "a.html", "a.gold.json", ".hidden", "inner/c.txt"):
        (tmp_path / name).write_text("words")
    sources = list(open_paths([tmp_path]))
    assert [source.name for source in sources] == ["a.html", "b.txt", "inner/c.txt"]


def test_what_no_reader_reads_is_named_and_skipped(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    source = only(list(open_paths([tmp_path])))
    assert source.skipped
    assert str(source.message) == "Files of this kind are not read."


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [source.data for source in open_paths([tmp_path])] == [None, None]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert str(only(list(open_paths([tmp_path]))).message) == "The folder has no files."


# --- archives


def test_an_archive_gives_its_entries_and_names_what_is_no_article() -> None:
    sources = upload(archive({"a.txt": b"one", "b/c.html": b"<p>two", "b/logo.png": b"png", "__MACOSX/a.txt": b""}))
    assert [(s.name, s.data) for s in sources] == [("a.txt", b"one"), ("b/c.html", b"<p>two"), ("b/logo.png", None)]
    assert {s.origin for s in sources} == {"articles.zip"}


def test_an_archive_in_an_archive_is_opened_once() -> None:
    inner = archive({"c.txt": b"three", "deep.zip": archive({"d.txt": b"four"})})
    sources = upload(archive({"inner.zip": inner}))
    assert [(s.name, s.data) for s in sources] == [("c.txt", b"three"), ("deep.zip", None)]
    assert "inside" in str(sources[1].message)


@pytest.mark.parametrize("name", ["../up.txt", "/etc/x.txt", "C:\\x.txt", "a/../../x.txt"])
def test_a_name_that_points_outside_is_refused_and_the_rest_goes_on(name: str) -> None:
    sources = upload(archive({name: b"evil", "good.txt": b"good"}))
    assert [s.data for s in sources] == [None, b"good"]
    assert "outside" in str(sources[0].message)


def test_an_encrypted_entry_is_refused_and_the_rest_goes_on() -> None:
    data = bytearray(archive({"secret.txt": b"xx", "good.txt": b"good"}))
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 1)
    sources = upload(bytes(data))
    assert "encrypted" in str(sources[0].message)
    assert sources[1].data == b"good"


def test_a_damaged_entry_is_refused_and_the_rest_goes_on() -> None:
    data = archive({"bad.txt": b"abcdef", "good.txt": b"good"}, zipfile.ZIP_STORED).replace(b"abcdef", b"abcdeX")
    sources = upload(data)
    assert "damaged" in str(sources[0].message)
    assert sources[1].data == b"good"


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 nothing", archive({"a.txt": b"words" * 99})[:-30]], ids=["empty", "rubbish", "cut"]
)
def test_a_broken_archive_says_so(data: bytes) -> None:
    assert "damaged" in str(only(upload(data)).message)


def test_an_empty_archive_says_so() -> None:
    assert "empty" in str(only(upload(archive({}))).message)


def test_too_many_entries_are_refused_with_both_numbers(settings) -> None:
    settings.IMPORT_MAX_ARCHIVE_ENTRIES = 10
    source = only(upload(archive({f"{n}.txt": b"" for n in range(11)})))
    assert "11" in str(source.message)
    assert "10" in str(source.message)


def test_a_bomb_of_zeros_is_stopped_at_its_ratio() -> None:
    source = upload(archive({"bomb.txt": b"\0" * 9_000_000}))[-1]
    assert source.data is None
    assert "bomb" in str(source.message)


def test_the_total_is_counted_while_reading(settings) -> None:
    settings.IMPORT_MAX_UNPACKED_BYTES = 300_000
    sources = upload(archive({f"{n}.txt": os.urandom(100_000) for n in range(5)}))
    assert sum(source.data is not None for source in sources) == 3
    assert "unpacks to more than" in str(sources[-1].message)


def test_a_lying_size_is_no_way_around_the_limit(settings) -> None:
    settings.IMPORT_MAX_DOCUMENT_BYTES = 1000
    data = bytearray(archive({"liar.txt": os.urandom(5000)}, zipfile.ZIP_STORED))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 500)
    assert only(upload(bytes(data))).data is None


def test_overlapping_entries_are_refused_before_reading() -> None:
    data = bytearray(archive({f"{n}.txt": b"x" * 1000 for n in range(3)}, zipfile.ZIP_STORED))
    position = data.index(b"PK\x01\x02")
    for _entry in range(3):
        struct.pack_into("<I", data, position + 42, 0)
        position = data.find(b"PK\x01\x02", position + 4)
    assert "overlap" in str(only(upload(bytes(data))).message)


def test_an_archive_over_the_limit_is_refused(settings) -> None:
    settings.IMPORT_MAX_ARCHIVE_BYTES = 100
    assert "the most that is taken is 100 bytes" in str(only(upload(archive({"a.txt": os.urandom(300)}))).message)
