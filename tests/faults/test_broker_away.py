"""The broker is dead or frozen: what is brought is taken within two seconds, kept, and done later, and visitors notice nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from portal.embedded import Valkey
from portal.imports.models import Batch
from tests.faults.world import ROOT, Workers, process_of, wait_until

MOST_SECONDS = 2.0
# A process of the web server without its socket: the form, the interface for programs, and a page for visitors.
ASK = """
import django, json, time
django.setup()
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from portal.imports.models import ImportToken
user = User.objects.create_superuser("pia")
token = ImportToken(name="program", user=user)
key = token.renew()
token.save()
client = Client()
client.force_login(user)
article = "Tartu and Sapporo sign\\n\\n12 March 2021\\n\\nThe city of Tartu and the city of Sapporo signed an agreement on 10 March 2021.\\n"
def document(number):
    return {"documents": SimpleUploadedFile("a.txt", f"{article}\\nNumber {number}\\n".encode())}
asks = {
    "form": lambda n: client.post("/admin/imports/new/", {"title": "Form", **document(n)}),
    "program": lambda n: client.post("/api/v1/imports", document(-n), headers={"Authorization": f"Bearer {key}"}),
    "front page": lambda n: client.get("/"),
    "news": lambda n: client.get("/news/"),
}
answers = {}
# The first of each loads what every later one has.
for number in (1, 2):
    for name, ask in asks.items():
        began = time.monotonic()
        answers[name] = [ask(number).status_code, time.monotonic() - began]
print(json.dumps(answers))
"""


@pytest.fixture(params=["dead", "frozen"])
def away(request: pytest.FixtureRequest, broker: Valkey) -> Iterator[None]:
    process = process_of(broker)
    if request.param == "dead":
        process.kill()
        process.wait(10)
        yield
        broker.ensure()
    else:
        process.suspend()
        yield
        process.resume()


def test_what_is_brought_is_kept_and_visitors_notice_nothing(environment: dict[str, str], away: None) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    answers = json.loads(answer.stdout.splitlines()[-1])
    assert {name: status for name, (status, _seconds) in answers.items()} == {
        "form": 302, "program": 202, "front page": 200, "news": 200,
    }  # fmt: skip
    assert max(seconds for _status, seconds in answers.values()) < MOST_SECONDS, answers
    assert Batch.objects.filter(state=Batch.State.RUNNING).count() == 4


def test_it_is_done_once_the_broker_is_back(worker: Workers, broker: Valkey) -> None:
    process = process_of(broker)
    process.suspend()
    worker.start()
    subprocess.run([sys.executable, "-c", ASK], env=worker.environment, cwd=ROOT, capture_output=True, check=True, timeout=120)
    process.resume()
    worker.wait_until_ready()
    wait_until(lambda: Batch.objects.filter(state=Batch.State.FINISHED).count() == 4, 60)
