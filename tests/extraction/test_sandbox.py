"""Reading in child processes: limits, replacement, known names, use from several threads and from a daemonic process."""

import multiprocessing
import os
import signal
import sys
import threading
import time

import psutil
import pytest

from portal.extraction.sandbox import ReaderUnavailable, Sandbox, _Child
from portal.extraction.types import ExtractionError, KnownName

TEXT = (
    b"Two cities sign a water pact\n\nTampere and Lund have signed a memorandum of understanding with Zorgblatt, the mayors said on 4 May.\n\n"
    b"The agreement runs for three years and foresees an exchange of engineers and students.\n"
)
KNOWN = (KnownName("Zorgblatt", "organisation", "ref-1", "company"),)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as pool:
        yield pool


def child(pool):
    """The one child of a pool that is not at work."""
    found = pool._idle.get()
    pool._idle.put(found)
    return found


def test_a_document_is_read_in_a_process_that_is_used_again(sandbox):
    assert sandbox.read(TEXT).title == "Two cities sign a water pact"
    first = child(sandbox).process.pid
    assert first != os.getpid()
    sandbox.read(TEXT)
    assert child(sandbox).process.pid == first


def test_what_cannot_be_read_is_an_error_in_words_and_costs_no_process(sandbox):
    sandbox.read(TEXT)
    first = child(sandbox).process.pid
    with pytest.raises(ExtractionError, match="empty"):
        sandbox.read(b"")
    assert child(sandbox).process.pid == first


def test_a_dead_child_is_replaced(sandbox):
    sandbox.read(TEXT)
    os.kill(child(sandbox).process.pid, signal.SIGKILL)
    child(sandbox).process.wait()
    assert sandbox.read(TEXT).title == "Two cities sign a water pact"


def test_a_child_that_dies_at_work_is_that_documents_error_alone(sandbox):
    sandbox.read(TEXT)
    pid = child(sandbox).process.pid
    stop(pid)
    os.kill(pid, signal.SIGABRT)
    threading.Timer(0.3, os.kill, (pid, signal.SIGCONT)).start()
    with pytest.raises(ExtractionError, match="stopped the reader"):
        sandbox.read(TEXT)
    assert sandbox.read(TEXT).title == "Two cities sign a water pact"


def stop(pid):
    """Until it stands still: a signal that comes before that is not kept for later."""
    os.kill(pid, signal.SIGSTOP)
    while psutil.Process(pid).status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)


def kill_later(pid):
    stop(pid)
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()


def test_a_child_that_is_killed_from_without_is_no_error_of_the_document(sandbox):
    sandbox.read(TEXT)
    kill_later(child(sandbox).process.pid)
    assert sandbox.read(TEXT).title == "Two cities sign a water pact"


def test_a_document_whose_children_are_killed_again_and_again_is_given_up(sandbox, monkeypatch):
    sandbox.read(TEXT)
    ask, asked = _Child.ask, []

    def killed(self, *arguments):
        asked.append(self.process.pid)
        kill_later(self.process.pid)
        return ask(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(_Child, "ask", killed)
        with pytest.raises(ExtractionError, match="stopped the reader"):
            sandbox.read(TEXT)
    assert len(set(asked)) == 2
    assert sandbox.read(TEXT).title == "Two cities sign a water pact"


def test_a_document_that_takes_too_long_is_given_up():
    with Sandbox(seconds=20) as pool:
        pool.read(TEXT)
        pool._idle.queue[0].seconds = 0.5
        os.kill(child(pool).process.pid, signal.SIGSTOP)
        with pytest.raises(ExtractionError, match="longer than"):
            pool.read(TEXT)
        assert pool.read(TEXT).title == "Two cities sign a water pact"


def test_a_document_that_needs_too_much_memory_is_given_up():
    with Sandbox(memory=64 * 1024 * 1024) as pool, pytest.raises(ExtractionError, match="too much memory"):
        pool.read(TEXT * 2000)


def test_known_names_are_sent_once_and_used(sandbox):
    names = sandbox.read(TEXT, "a.txt", KNOWN).organisations
    assert [(n.name, n.reference) for n in names if n.reference] == [("Zorgblatt", "ref-1")]
    assert child(sandbox).known == KNOWN
    assert not [n for n in sandbox.read(TEXT, "a.txt", ()).organisations if n.reference]


def test_threads_share_the_pool():
    with Sandbox(processes=2) as pool:
        titles = []
        threads = [threading.Thread(target=lambda: titles.append(pool.read(TEXT).title)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert titles == ["Two cities sign a water pact"] * 5


def _in_daemon(queue):
    with Sandbox() as pool:
        queue.put(pool.read(TEXT).title)


def test_a_daemonic_process_may_use_it():
    queue = multiprocessing.get_context("fork").Queue()
    process = multiprocessing.get_context("fork").Process(target=_in_daemon, args=(queue,), daemon=True)
    process.start()
    assert queue.get(timeout=60) == "Two cities sign a water pact"
    process.join()


def test_nothing_is_left_running():
    with Sandbox() as pool:
        pool.read(TEXT)
        pid = child(pool).process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_reader_that_cannot_start_says_so_and_blames_no_document(monkeypatch, tmp_path):
    wrong = tmp_path / "python"
    wrong.write_text("#!/bin/sh\nexit 3\n")
    wrong.chmod(0o755)
    with Sandbox() as pool:
        monkeypatch.setattr("sys.executable", str(wrong))
        with pytest.raises(ReaderUnavailable, match="exit code 3"):
            pool.read(TEXT)
        monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
        with pytest.raises(ReaderUnavailable, match="No such file"):
            pool.read(TEXT)
        monkeypatch.undo()
        assert pool.read(TEXT).title == "Two cities sign a water pact"


def test_a_package_that_is_missing_is_named(monkeypatch, tmp_path):
    broken = tmp_path / "python"
    code = "import runpy, sys; sys.modules['portal.extraction.extract'] = None; sys.argv = sys.argv[2:]; runpy._run_module_as_main(sys.argv[0])"
    broken.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n')
    broken.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(broken))
    with Sandbox() as pool, pytest.raises(ReaderUnavailable, match=r"ModuleNotFoundError: .*portal.extraction.extract"):
        pool.read(TEXT)
