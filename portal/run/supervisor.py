"""Runs the lines of the Procfile side by side until one of them ends or somebody asks for the end."""

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import honcho.manager
import honcho.process
from honcho.environ import parse_procfile

# A worker may be in the middle of a document; what it cannot finish in this time is done again at the next start.
honcho.manager.KILL_WAIT = 15
PR_SET_PDEATHSIG = 1


class Program(honcho.process.Process):
    """honcho's helper process, which reads the output of one program; on Linux both end when the supervisor is killed."""

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        _end_with_parent(signal.SIGKILL)
        self._child_ctor = partial(honcho.process.Popen, preexec_fn=partial(_end_with_parent, signal.SIGTERM))
        super().run(events, ignore_signals)


class Supervisor(honcho.manager.Manager):
    """honcho's manager, stopped with more care.

    SIGTERM goes to each program and not to its children as well: Celery and gunicorn let them finish what they are doing.
    A request to stop that comes while the programs are starting waits until there is something to stop. A closed terminal
    (SIGHUP) is such a request too.
    """

    _stop_asked = False
    _terminating: bool

    def __init__(self) -> None:
        super().__init__()
        self._process_ctor = Program

    def terminate(self) -> None:
        self._stop_asked = True
        if self._terminating or not self._all_started():
            return  # the loop comes back here once all have started
        self._terminating = True
        for process in self._processes.values():
            if process.get("returncode") is None:
                _signal(process["pid"], signal.SIGTERM)

    def _any_stopped(self) -> bool:
        return self._stop_asked or super()._any_stopped()

    def _start(self) -> None:
        # honcho's helpers that read the output must outlive the terminal, to see their programs end.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        super()._start()
        signal.signal(signal.SIGHUP, self._terminal_closed)

    def end(self) -> None:
        """Ends whatever still runs, without a word: after the loop has failed there may be nobody to read it."""
        running = [process for process in self._processes.values() if process["process"].is_alive()]
        for process in running:
            _signal(process.get("pid"), signal.SIGTERM)
        until = time.monotonic() + honcho.manager.KILL_WAIT
        for process in running:
            process["process"].join(max(0, until - time.monotonic()))
        for process in running:
            if process["process"].is_alive():
                if pid := process.get("pid"):
                    self._procmgr.kill(pid)
                process["process"].kill()

    def _terminal_closed(self, number: int, frame: FrameType | None) -> None:
        _silence()
        self.returncode = 128 + number
        self.terminate()


def supervise(procfile: Path, environment: dict[str, str]) -> int:
    """Runs all lines of `procfile`; returns when the last has ended: 0 after a request to stop, else the first exit code."""
    supervisor = Supervisor()
    for name, command in parse_procfile(procfile.read_text()).processes.items():
        supervisor.add_process(name, command, env=environment, cwd=str(procfile.parent))
    try:
        supervisor.loop()
    except OSError:
        # Nobody reads the output any more, as with `make run | head`.
        _silence()
        supervisor.returncode = 1
    finally:
        supervisor.end()
    stopped_on_request = supervisor.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGHUP}
    return 0 if stopped_on_request else supervisor.returncode or 1


def _end_with_parent(number: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def _signal(pid: int | None, number: signal.Signals) -> None:
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
