/* The evidence panel: opens at #ref=…, shows what a number is and what it rests on. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var FEW = 8;
  var opener = null;
  var shown = "";

  var WORDS = {
    evidence: ["근거", "Evidence"],
    lost: ["이 근거를 찾을 수 없다: ", "No such evidence: "],
    value: ["값", "Value"],
    cells: ["등록부의 행", "Register row"],
    sources: ["출처", "Sources"],
    rests: ["계산에 쓰인 것", "Computed from"],
    support: ["뒷받침", "Support"],
    against: ["반대 근거", "Counter-evidence"],
    users: ["이것에 기대는 것", "Also rests on this"],
    nobody: ["이것에 기대는 주장이나 문장은 없다.", "No claim or sentence rests on this."],
    all: ["모두 보기", "Show all"],
    page: ["이 근거가 있는 화면으로", "Go to its page"],
    confidence: ["신뢰도", "Confidence"],
    place: ["적힌 곳", "Place"],
    line: ["행", "line"],
    analysis: ["분석", "Analysis"],
    notes: ["주", "Notes"],
    accessed: ["검색일", "accessed"],
    cellown: ["이 칸의 출처", "Source of this cell"],
    ref: ["참조", "Reference"],
    unseen: ["보지 못함 (n.a.)", "not seen (n.a.)"],
    high: ["높음", "high"], medium: ["중간", "medium"], low: ["낮음", "low"],
  };
  function say(key) { return loom.say(WORDS[key] || [key, key]); }

  function piece(part) {
    if (typeof part === "string") { return /^https?:\/\//i.test(part) ? loom.outward(part) : document.createTextNode(part); }
    var text = loom.say(part);
    return part[2] ? make("a", { href: loom.href(part[2]) }, text) : document.createTextNode(text);
  }

  function pieces(parts) {
    var made = make("span", {});
    parts.forEach(function (part, i) {
      if (i) { made.appendChild(document.createTextNode(" · ")); }
      made.appendChild(piece(part));
    });
    return made;
  }

  function pair(list, term, detail, asked) {
    list.appendChild(make("dt", { class: asked ? "asked" : null }, term));
    list.appendChild(make("dd", { class: asked ? "asked" : null }, detail));
  }

  function section(body, title, content) {
    body.appendChild(make("h3", {}, title));
    body.appendChild(content);
  }

  /* A list that shows a few and opens on demand; `draw` fills one item. */
  function some(items, draw) {
    var list = make("ul", { class: "plain" });
    function add(item) { var li = make("li", {}); draw(li, item); list.appendChild(li); }
    items.slice(0, FEW).forEach(add);
    if (items.length <= FEW) { return list; }
    var more = make("button", { type: "button", class: "more" }, say("all") + " (" + items.length + ")");
    more.addEventListener("click", function () { items.slice(FEW).forEach(add); more.remove(); });
    return make("div", {}, list, more);
  }

  function drawReference(li, reference) {
    loom.evidence.name(reference).then(function (name) {
      if (reference.indexOf("document:") === 0) { li.appendChild(make("a", { href: loom.href(name[2]) }, loom.say(name))); return; }
      li.appendChild(make("a", { class: "ev", href: "#ref=" + encode(reference) }, loom.say(name)));
      if (name[2]) { li.appendChild(make("span", {}, " ", make("a", { class: "chip", href: loom.href(name[2]), title: say("page") }, "→"))); }
    });
  }

  function drawSource(li, id) {
    loom.evidence.find("sources:" + id).then(function (found) {
      var record = found.record;
      if (!record) { li.appendChild(document.createTextNode(id)); return; }
      var cells = Object.fromEntries(record.c || []);
      li.appendChild(make("a", { href: loom.href(record.a) }, loom.say(record.n)));
      var facts = make("span", { class: "minor" }, id);
      ["kind", "publisher", "date", "licence"].forEach(function (column) {
        if (cells[column]) { facts.appendChild(document.createTextNode(" · ")); facts.appendChild(pieces(cells[column])); }
      });
      if (cells.accessed) { facts.appendChild(document.createTextNode(" · " + say("accessed") + " " + cells.accessed[0])); }
      li.appendChild(facts);
      if (cells.address) { li.appendChild(make("span", { class: "minor" }, pieces(cells.address))); }
    });
  }

  function drawValue(body, record, index, asked) {
    if (record.v !== undefined || record.why) {
      var unit = record.un ? make("small", {}, " " + loom.say(record.un)) : null;
      body.appendChild(make("p", { class: "value" }, record.v === undefined ? say("unseen") : record.v, unit));
      if (record.why) { body.appendChild(make("p", { class: "note" }, loom.say(record.why))); }
      return;
    }
    var column = asked.column || index.main[asked.record.split(":")[0]];
    var cell = (record.c || []).find(function (entry) { return entry[0] === column; });
    if (!column || (!cell && !asked.column)) { return; }
    var unitCell = column === "value" ? (record.c || []).find(function (entry) { return entry[0] === "unit"; }) : null;
    var shownUnit = unitCell ? make("small", {}, " ", pieces(unitCell[1])) : null;
    body.appendChild(make("p", { class: "value" }, cell ? pieces(cell[1]) : say("unseen"), shownUnit));
  }

  function drawRow(body, record, index, asked) {
    var table = index.tables[asked.record.split(":")[0]];
    if (!table || !record.c) { return; }
    var list = make("dl", { class: "facts" });
    record.c.forEach(function (entry) {
      pair(list, loom.say(table.c[entry[0]] || entry[0]), pieces(entry[1]), entry[0] === asked.column);
    });
    pair(list, say("place"), table.f + ", " + (loom.language === "en" ? "line " + record.ln : record.ln + "행"));
    section(body, loom.say(table.n) + " · " + say("cells"), list);
  }

  function drawOwn(body, record, asked) {
    var own = record.own && record.own[asked.column];
    if (!own) { return false; }
    section(body, say("cellown"), some([own[0]], drawSource));
    body.appendChild(make("p", { class: "note" }, say("confidence") + ": " + say(own[1]) + (own[2] ? " · " + own[2] : "")));
    return true;
  }

  function drawTrust(body, record) {
    if (!record.tr) { return; }
    var text = ["high", "medium", "low"].filter(function (level) { return record.tr[level]; })
      .map(function (level) { return say(level) + " " + record.tr[level]; }).join(" · ");
    body.appendChild(make("p", { class: "note" }, say("confidence") + ": " + text));
  }

  function draw(body, reference, found) {
    var asked = loom.evidence.parse(reference);
    var record = found.record;
    if (!record) { body.appendChild(make("p", { class: "notice" }, say("lost") + reference)); return; }
    drawValue(body, record, found.index, asked);
    if (record.an) { body.appendChild(make("p", { class: "note" }, say("analysis") + ": ", piece(record.an))); }
    drawTrust(body, record);
    drawRow(body, record, found.index, asked);
    var own = drawOwn(body, record, asked);
    var origins = asked.row !== null && record.ro ? record.ro[asked.row] || [] : record.o;
    if (origins && origins.length) { section(body, say(asked.record.indexOf("claim:") === 0 ? "support" : "rests"), some(origins, drawReference)); }
    if (record.ag) { section(body, say("against"), some(record.ag, drawReference)); }
    if (record.s && !own && asked.row === null) { section(body, say("sources") + " (" + record.s.length + ")", some(record.s, drawSource)); }
    if (record.no) { section(body, say("notes"), some(record.no, function (li, note) { li.appendChild(piece(note)); })); }
    if (record.u) {
      section(body, say("users") + " (" + record.uc + ")", some(record.u, drawReference));
    } else if (asked.record.indexOf("document:") !== 0) {
      section(body, say("users"), make("p", { class: "note" }, say("nobody")));
    }
    if (record.a) { body.appendChild(make("p", {}, make("a", { href: loom.href(record.a) }, say("page") + " →"))); }
    body.appendChild(make("p", { class: "note" }, say("ref") + ": ", make("code", {}, reference)));
  }

  function encode(reference) { return reference.replace(/%/g, "%25").replace(/#/g, "%23"); }

  function open(reference) {
    var panel = document.getElementById("panel");
    var title = document.getElementById("panel-title");
    var body = panel.querySelector(".panel-body");
    shown = reference;
    panel.hidden = false;
    loom.evidence.find(reference).then(function (found) {
      if (shown !== reference) { return; }
      body.textContent = "";
      body.scrollTop = 0;
      title.textContent = found.record ? loom.say(found.record.n) : say("evidence");
      draw(body, reference, found);
      title.focus({ preventScroll: true });
    });
  }

  function close() {
    var panel = document.getElementById("panel");
    if (panel.hidden) { return; }
    panel.hidden = true;
    shown = "";
    if (/^#ref=/.test(location.hash)) { history.replaceState(null, "", location.pathname + location.search); }
    if (opener && document.contains(opener)) { opener.focus({ preventScroll: true }); }
    opener = null;
  }

  function follow() {
    var match = /^#ref=(.+)$/.exec(location.hash);
    if (!match) { return; }
    var reference = match[1];
    try { reference = decodeURIComponent(reference); } catch (ignored) { /* as it stands */ }
    open(reference);
  }

  function clicked(event) {
    var link = event.target.closest ? event.target.closest('[href^="#ref="]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    if (!link.closest("#panel")) { opener = link; }
    var hash = link.getAttribute("href");
    if (location.hash === hash) { follow(); } else { location.hash = hash; }
  }

  loom.panel = { open: open, close: close };
  loom.onLanguage(function () { if (shown) { open(shown); } });
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(); } });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector(".panel-close").addEventListener("click", close);
    follow();
  });
})();
