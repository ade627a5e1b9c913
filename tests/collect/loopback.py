"""A loopback server that plays what collecting meets, and a clock that runs at will."""

import gzip
import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

from policyloom.collect.clock import Clock
from policyloom.collect.connection import Limits

START = datetime(2018, 5, 2, 9, 0, tzinfo=UTC)
QUICK = Limits(connect_seconds=2, wait_seconds=1.0, total_seconds=4.0, most_bytes=200_000)


class FakeClock(Clock):
    """A clock that stands still until someone sleeps."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.slept: list[float] = []
        self._guard = threading.Lock()

    def now(self) -> datetime:
        return START + timedelta(seconds=round(self.passed))

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        with self._guard:
            self.passed += seconds
            self.slept.append(seconds)


@dataclass
class Reply:
    """What the server answers. `declared` overrides Content-Length, `drip` sends byte by byte."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    declared: int | None = None
    drip: float = 0.0
    wait: float = 0.0


@dataclass
class Site:
    """The server's pages by path (without query), and the requests that it saw."""

    pages: dict[str, object] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    server: object = None

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes | str = b"", status: int = 200, **more: object) -> str:
        self.pages[path] = Reply(body, status, **more)
        return self.url(path)

    def asked(self, path: str) -> list[dict[str, str]]:
        return [headers for _, target, headers in self.seen if target.partition("?")[0] == path]


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.site.seen.append((headers.get("host", ""), self.path, headers))
        made = self.site.pages.get(self.path.partition("?")[0], Reply("없음", 404))
        if isinstance(made, list):
            made = made.pop(0) if len(made) > 1 else made[0]
        reply = made(self.path, headers) if callable(made) else made
        time.sleep(reply.wait)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        for name, value in {"Content-Type": "text/html", **reply.headers}.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in reply.headers:
            length = len(body) if reply.declared is None else reply.declared
            self.send_header("Content-Length", str(length))
        self.end_headers()
        pieces = [body[i : i + 1] for i in range(len(body))] if reply.drip else [body]
        try:
            for piece in pieces:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(reply.drip)
        except OSError:
            pass

    def log_message(self, *args: object) -> None:
        pass


def govcn_page(title: str, body: str, number: str = "测办函〔2030〕1号", extra: str = "") -> str:
    """A page in the structure of gov.cn; the words are ours."""
    rows = "".join(
        f'<tr><td width="70"><b>{k}</b></td><td width="260">{v}</td></tr>'
        for k, v in {
            "索 引 号：": "000000000/2030-00001",
            "发文机关：": "测试办公厅",
            "成文日期：": "2030年01月02日",
            "标　　题：": title,
            "发文字号：": number,
            "发布日期：": "2030年02月03日",
        }.items()
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{title}_政府信息公开专栏</title></head><body>"
        f'<div class="wrap"><table class="bd1"><tbody>{rows}</tbody></table>'
        '<table><tbody><tr><td class="b12c" id="UCAP-CONTENT">'
        f'<p style="text-align: center;"><span>{title}</span></p><p>{body}</p>'
        f"<table><tr><td>内表</td></tr></table></td></tr></tbody></table>{extra}</div></body></html>"
    )


def library_answer(**categories: list[dict[str, object]]) -> str:
    """An answer of the policy library in its real shape."""
    lists = {
        name: {"totalCount": len(items), "catName": name, "currentNum": 5, "listVO": items}
        for name, items in categories.items()
    }
    answer = {"code": 200, "msg": "操作成功", "data": None}
    return json.dumps(answer | {"searchVO": {"listVO": None, "catMap": lists}})


def library_entry(title: str, number: str, url: str) -> dict[str, object]:
    marked = title.replace("连接", "<em>连接</em>")
    return {
        "id": "1", "pcode": number, "title": marked, "summary": "", "puborg": "测试部",
        "pubtimeStr": "2030.02.03", "ptime": 1896278400000, "url": url, "childtype": "其他",
    }  # fmt: skip


def bomb(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1_000_000))
