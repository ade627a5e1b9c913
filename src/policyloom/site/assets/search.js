/* Search over everything that has a page: Korean, Chinese or English, any part of a word. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var MOST = 60;
  var box = null;
  var before = null;
  var entries = null;

  var WORDS = {
    ask: ["정책, 사례, 출처, 지역, 지표, 기관 찾기", "Find policies, cases, sources, regions, indicators, actors"],
    none: ["찾은 것이 없다. 이 연구의 등록부에 없다는 뜻이다.", "Nothing found: not in this study's registers."],
    found: ["건", " found"],
    start: ["찾을 말을 적는다. 낱말의 일부도 찾는다. Esc로 닫는다.", "Type any part of a word. Esc closes."],
  };
  function say(key) { return loom.say(WORDS[key]); }

  function fold(text) { return text.normalize("NFKC").toLowerCase().replace(/[\s“”"'‘’「」]/g, ""); }

  function prepare(data) {
    return (data || { entries: [] }).entries.map(function (entry) {
      return { kind: data.kinds[entry[0]], text: entry.slice(1, 3), extra: entry[3], address: entry[4],
        folded: [entry[1], entry[2], entry[3]].map(fold) };
    });
  }

  /* Beginnings come before middles, short names before long ones. */
  function rank(entry, wanted) {
    var best = 9;
    entry.folded.forEach(function (text) {
      var at = text.indexOf(wanted);
      if (at >= 0) { best = Math.min(best, at === 0 ? (text.length === wanted.length ? 0 : 1) : 2); }
    });
    return best;
  }

  function search(words) {
    var wanted = words.map(fold).filter(Boolean);
    if (!wanted.length) { return []; }
    return entries.map(function (entry, i) { return { entry: entry, rank: Math.max.apply(null, wanted.map(function (w) { return rank(entry, w); })), i: i }; })
      .filter(function (hit) { return hit.rank < 9; })
      .sort(function (a, b) { return a.rank - b.rank || a.i - b.i; })
      .map(function (hit) { return hit.entry; });
  }

  function show() {
    var input = box.querySelector("input");
    var list = box.querySelector("ul");
    var status = box.querySelector(".status");
    list.textContent = "";
    if (!entries || fold(input.value).length < 1) { status.textContent = say("start"); return; }
    var hits = search(input.value.trim().split(/\s+/));
    hits.slice(0, MOST).forEach(function (hit) {
      var name = make("span", {}, loom.say(hit.text));
      if (hit.extra && hit.extra !== loom.say(hit.text)) { name.appendChild(make("span", { class: "minor" }, hit.extra)); }
      list.appendChild(make("li", {}, make("a", { href: loom.href(hit.address) }, make("span", { class: "kind" }, loom.say(hit.kind)), name)));
    });
    status.textContent = hits.length ? hits.length + say("found") : say("none");
  }

  function move(event) {
    var links = Array.from(box.querySelectorAll("li a"));
    var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter" && event.target.tagName === "INPUT" && links.length) { links[0].click(); }
    if (!step || !links.length) { return; }
    event.preventDefault();
    var next = links.indexOf(document.activeElement) + step;
    if (next < 0) { box.querySelector("input").focus(); } else { links[Math.min(next, links.length - 1)].focus(); }
  }

  function keep(event) {
    if (event.key !== "Tab") { return; }
    var stops = box.querySelectorAll("input, a[href]");
    var edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement === edge) { event.preventDefault(); stops[event.shiftKey ? stops.length - 1 : 0].focus(); }
  }

  function build() {
    var input = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    box = make("div", { class: "search-box", role: "dialog", "aria-modal": "true", hidden: "" },
      make("div", {}, input, make("ul", {}), make("p", { class: "status", role: "status" })));
    input.addEventListener("input", show);
    box.addEventListener("keydown", move);
    box.addEventListener("keydown", keep);
    box.addEventListener("click", function (event) { if (event.target === box) { close(); } });
    document.body.appendChild(box);
  }

  function open() {
    if (!box) { build(); }
    if (box.hidden) { before = document.activeElement; }
    var input = box.querySelector("input");
    input.placeholder = say("ask");
    input.setAttribute("aria-label", say("ask"));
    box.hidden = false;
    input.focus();
    input.select();
    loom.load("search").then(function (data) { entries = entries || prepare(data); show(); });
  }

  function close() {
    if (!box || box.hidden) { return false; }
    box.hidden = true;
    if (before) { before.focus(); }
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && close()) { event.stopImmediatePropagation(); return; }
    var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || "");
    var quick = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (quick || ((event.ctrlKey || event.metaKey) && event.key === "k")) { event.preventDefault(); open(); }
  }, true);
  loom.onLanguage(function () { if (box && !box.hidden) { open(); } });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector(".search-open").addEventListener("click", open);
  });
})();
