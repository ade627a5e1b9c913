"""A server on loopback that shows the built study and rebuilds it when a file changes.

It serves only what lies under derived/, only to this machine, and only by names that mean it.
"""

from __future__ import annotations

import html
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from policyloom.build import build
from policyloom.core.problem import Language, errors
from policyloom.files.inputs import input_digests
from policyloom.terminal import Built, Steps, problem_lines

HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names by which a page of this server may be asked for; others are an attack by renamed host."""

_WATCH_SECONDS = 0.5
_RELOAD = b"""<script>
(() => {
  let seen = null;
  const look = async () => {
    try {
      const now = await (await fetch("/-/state", {cache: "no-store"})).text();
      if (seen !== null && now !== seen) location.reload();
      seen = now;
    } catch { /* the server is away; ask again */ }
    setTimeout(look, 700);
  };
  look();
})();
</script>"""


@dataclass
class Watched:
    """The study being watched: how its last build went, and how often it was built."""

    folder: Path
    language: Language
    announce: Callable[[str], None]
    built: Built | None = None
    round: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def rebuild(self) -> None:
        """Build once and say in a line how it went."""
        started = time.monotonic()
        self.built = build(self.folder, Steps(self.language, shown=False))
        self.round += 1
        wrong = len(errors(self.built.problems))
        seconds = time.monotonic() - started
        went = (f"오류 {wrong}건", f"{wrong} errors") if wrong else ("이상 없음", "fine")
        ko = f"{self.round}번째 빌드, {seconds:.1f}초: {went[0]}"
        en = f"build {self.round}, {seconds:.1f} s: {went[1]}"
        self.announce(ko if self.language == "ko" else en)
        for line in problem_lines(self.built.problems, self.language):
            self.announce(line)

    def watch(self) -> None:
        """Rebuild whenever a file of the study changes, until told to stop."""
        known = input_digests(self.folder)
        while not self._stop.wait(_WATCH_SECONDS):
            try:
                now = input_digests(self.folder)
            except OSError:  # a file went away between listing and reading: look again
                continue
            if now != known:
                known = now
                self.rebuild()

    def stop(self) -> None:
        """End `watch`."""
        self._stop.set()


def serve(
    folder: Path,
    port: int,
    language: Language,
    *,
    open_browser: bool,
    announce: Callable[[str], None],
) -> int:
    """Build, serve on 127.0.0.1 and rebuild on change until interrupted; return 0."""
    watched = Watched(folder, language, announce)
    watched.rebuild()
    server = make_server(watched, port)
    address = f"http://127.0.0.1:{server.server_port}/"
    ending = {"ko": "그만두려면 Ctrl+C", "en": "Ctrl+C ends"}[language]
    announce(f"{address}  ({ending})")
    threading.Thread(target=watched.watch, daemon=True).start()
    if open_browser:
        import webbrowser  # noqa: PLC0415 - only here

        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        watched.stop()
        server.server_close()
    return 0


def make_server(watched: Watched, port: int) -> ThreadingHTTPServer:
    """Return a server bound to 127.0.0.1 (port 0 picks a free one), not yet running."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, watched))


class Handler(SimpleHTTPRequestHandler):
    """Serve derived/site at /, the report at /report/, the state of the build at /-/state."""

    def __init__(self, watched: Watched, *args: object) -> None:
        self.watched = watched
        super().__init__(*args, directory=str(watched.folder / "derived"))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request."""
        host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if host not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        if path == "/-/state":
            self._send(str(self.watched.round).encode(), "text/plain")
        elif path == "/":
            self._redirect("/-/problems" if self._failed_at_once() else "/site/index.html")
        elif path == "/-/problems":
            self._send(self._problem_page(), "text/html; charset=utf-8")
        elif not unquote(path).startswith(("/site/", "/report/")):
            self.send_error(HTTPStatus.NOT_FOUND)
        elif path.endswith(".html"):
            self._send_page(path)
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet; the terminal shows builds, not requests."""

    def end_headers(self) -> None:
        """Let the browser ask again each time, and keep other pages from reading answers."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def _send_page(self, path: str) -> None:
        file = Path(self.translate_path(path))
        inside = (self.watched.folder / "derived").resolve()
        if not file.is_file() or not file.resolve().is_relative_to(inside):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        page = file.read_bytes()
        banner = self._banner().encode()
        body, end, tail = page.rpartition(b"</body>")
        shown = body + banner + _RELOAD + end + tail if end else page
        self._send(shown, "text/html; charset=utf-8")

    def _banner(self) -> str:
        built = self.watched.built
        wrong = len(errors(built.problems)) if built else 0
        if not wrong:
            return ""
        ko = f"지금 폴더에는 오류가 {wrong}건 있어 앞서 만든 보고서를 보이고 있다."
        en = f"The folder has {wrong} errors now; this is the report built before."
        text = ko if self.watched.language == "ko" else en
        style = "position:fixed;inset:auto 0 0 0;z-index:99;background:#8a1c1c;color:#fff;"
        link = '<a style="color:#fff" href="/-/problems">'
        return f'<div style="{style}padding:.7em 1em" role="alert">{link}{text}</a></div>'

    def _failed_at_once(self) -> bool:
        return not (self.watched.folder / "derived" / "site" / "index.html").is_file()

    def _problem_page(self) -> bytes:
        built = self.watched.built
        lines = problem_lines(built.problems if built else (), self.watched.language)
        listing = html.escape("\n".join(lines)) or "—"
        style = "font:15px/1.6 sans-serif;max-width:60em;margin:3em auto;white-space:pre-wrap"
        page = '<!doctype html><meta charset="utf-8"><title>policyloom</title>'
        return (page + f'<body style="{style}">{listing}</body>').encode() + _RELOAD

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()
