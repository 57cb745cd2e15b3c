"""A model on the loopback that answers as a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], question))  # type: ignore[attr-defined]
        try:
            self.server.answer(self, question)  # type: ignore[attr-defined]
        except (BrokenPipeError, ConnectionResetError):
            return  # who asked has gone away

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        return


def says(facts: object, tokens: int | None = 700) -> Answer:
    """Answers with this JSON (or text) as the model's words."""
    words = facts if isinstance(facts, str) else json.dumps(facts)

    def answer(handler: Handler, _question: dict[str, Any]) -> None:
        usage = {} if tokens is None else {"usage": {"prompt_tokens": tokens, "completion_tokens": 0, "total_tokens": tokens}}
        choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "stub", "choices": [choice], **usage}
        handler.send(json.dumps(body).encode())

    return answer


@contextmanager
def chat_server(answer: Answer) -> Iterator[ThreadingHTTPServer]:
    """The server; `asked` has (path, Authorization, JSON) of each question, `url` is what an operator would set."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    server.answer, server.asked = answer, []  # type: ignore[attr-defined]
    server.url = f"http://127.0.0.1:{server.server_port}/v1"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
