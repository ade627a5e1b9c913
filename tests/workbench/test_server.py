"""The server on loopback: what it serves, what it refuses, and rebuilding on change."""

import http.client
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policyloom.workbench.server import Watched, make_server

TINY = Path(__file__).parent.parent / "studies" / "tiny"
pytestmark = pytest.mark.slow


class Running:
    def __init__(self, watched: Watched, port: int) -> None:
        self.watched, self.port = watched, port

    def get(self, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", f"{host}:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("serve") / "study"))
    watched = Watched(folder, "en", lambda _: None)
    watched.rebuild()
    server = make_server(watched, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watcher = threading.Thread(target=watched.watch, daemon=True)
    watcher.start()
    yield Running(watched, server.server_port)
    watched.stop()
    server.shutdown()
    server.server_close()


def test_pages_come_with_the_script_that_reloads_them(running: Running) -> None:
    status, page = running.get("/site/index.html")
    assert status == 200
    assert "/-/state" in page
    assert running.get("/report/report.html")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/study.yaml",
        "/../study.yaml",
        "/site/../../study.yaml",
        "/site/%2e%2e/%2e%2e/study.yaml",
        "/state/study.json",
        "/site/..%5c..%5cstudy.yaml",
        "/nothing",
    ],
)
def test_nothing_outside_site_and_report_is_served(running: Running, path: str) -> None:
    status, body = running.get(path)
    assert status in (403, 404)
    assert "format: 1" not in body


def test_another_host_name_is_refused(running: Running) -> None:
    assert running.get("/site/index.html", host="evil.example")[0] == 403


def test_a_changed_file_is_built_and_the_page_told(running: Running) -> None:
    before = running.get("/-/state")[1]
    register = running.watched.folder / "registers" / "figures.csv"
    register.write_text(register.read_text("utf-8").replace("9600", "9800"), "utf-8")
    for _ in range(100):
        if running.get("/-/state")[1] != before:
            break
        time.sleep(0.2)
    assert "9,800" in running.get("/report/report.html")[1]


def test_errors_are_shown_over_the_last_good_report(running: Running) -> None:
    before = running.get("/-/state")[1]
    chapter = running.watched.folder / "report" / "01.md"
    chapter.write_text(chapter.read_text("utf-8") + "\n12<b>bold</b>\n", "utf-8")
    for _ in range(100):
        if running.get("/-/state")[1] != before:
            break
        time.sleep(0.2)
    status, page = running.get("/site/index.html")
    assert status == 200
    assert "/-/problems" in page
    listing = running.get("/-/problems")[1]
    assert "report/01.md" in listing
    assert "<b>bold" not in listing
