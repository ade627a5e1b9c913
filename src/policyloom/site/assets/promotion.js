/* Who promotes the strategy: bodies counted by sector and period, each with its documents and clauses. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var NAMES = { first: 0, joint: 1, lead: 2, support: 3 };
  var YEAR = 2, SECTORS = 3, ISSUERS = 4, LEADS = 4, SUPPORTS = 5;
  var NATIONAL = 4;
  var COLOURS = ["#12355b", "#6fa3b8", "#d1603d", "#e8b64a"];
  var PARTS = [
    ["첫째로 낸 문서", "First issuer"], ["함께 낸 문서", "Co-issued"],
    ["주관 과제", "Led"], ["협조 과제", "Supported"],
  ];

  function Promotion(stage, data) {
    this.data = data;
    this.rows = stage.querySelector("[data-promotion-rows]");
    this.detail = stage.querySelector("[data-promotion-detail]");
    this.controls = Array.from(document.querySelectorAll("[data-promotion-by]"));
    this.controls.forEach(function (control) { control.addEventListener("input", this.draw.bind(this)); }, this);
    this.chosen = null;
    this.draw();
  }

  Promotion.prototype.choice = function (name) {
    return this.controls.find(function (control) { return control.getAttribute("data-promotion-by") === name; }).value;
  };

  /* Keeps entries of the chosen sector and period; without a period, those without a date as well. */
  Promotion.prototype.wanted = function (entries) {
    var sector = this.choice("sector"), from = Number(this.choice("from")), to = Number(this.choice("to"));
    return entries.filter(function (entry) {
      var year = entry[YEAR];
      var dated = (!from || year >= from) && (!to || (year > 0 && year <= to));
      return dated && (!sector || entry[SECTORS].indexOf(sector) >= 0);
    });
  };

  /* What each body does: lists of documents and tasks in the order of PARTS. */
  Promotion.prototype.work = function () {
    var found = this.data.bodies.map(function () { return [[], [], [], []]; });
    this.wanted(this.data.documents).forEach(function (entry) {
      entry[ISSUERS].forEach(function (body, i) { found[body][i ? NAMES.joint : NAMES.first].push(entry); });
    });
    this.wanted(this.data.tasks).forEach(function (entry) {
      entry[LEADS].forEach(function (body) { found[body][NAMES.lead].push(entry); });
      entry[SUPPORTS].forEach(function (body) { found[body][NAMES.support].push(entry); });
    });
    return found;
  };

  Promotion.prototype.draw = function () {
    var self = this, work = this.work(), national = this.choice("side") === "national", bodies = this.data.bodies;
    function size(body) { return work[body].reduce(function (sum, list) { return sum + list.length; }, 0); }
    var shown = bodies.map(function (_, i) { return i; }).filter(function (i) {
      return size(i) && (!national || bodies[i][NATIONAL]);
    });
    shown.sort(function (a, b) { return size(b) - size(a) || work[b][2].length - work[a][2].length || a - b; });
    var most = shown.length ? size(shown[0]) : 1;
    this.rows.textContent = "";
    shown.forEach(function (body) { self.rows.appendChild(self.row(body, work[body], most)); });
    if (!shown.length) {
      this.rows.appendChild(make("tr", {}, make("td", { colspan: 6, class: "none" }, loom.say(["이 조건에 드는 기관이 없다.", "No body under these conditions."]))));
    }
    document.querySelector("[data-promotion-count]").textContent = loom.say([
      "기관 " + shown.length + "곳 · 문서 " + this.wanted(this.data.documents).length + "건 · 과제 " + this.wanted(this.data.tasks).length + "건",
      shown.length + " bodies · " + this.wanted(this.data.documents).length + " documents · " + this.wanted(this.data.tasks).length + " tasks"]);
    if (this.chosen !== null) { this.show(this.chosen, work[this.chosen]); }
  };

  Promotion.prototype.row = function (body, lists, most) {
    var self = this, entry = this.data.bodies[body];
    var button = make("button", { type: "button", class: "plain-button", "aria-pressed": String(this.chosen === body) }, loom.say(entry));
    button.addEventListener("click", function () {
      self.chosen = body;
      self.rows.querySelectorAll("button").forEach(function (other) { other.setAttribute("aria-pressed", String(other === button)); });
      self.show(body, self.work()[body]);
    });
    var row = make("tr", {}, make("th", { scope: "row" }, button));
    lists.forEach(function (list) { row.appendChild(make("td", { class: "number" }, list.length || "–")); });
    row.appendChild(make("td", { class: "bars" }, bar(lists, most)));
    return row;
  };

  function bar(lists, most) {
    var svg = make("svg", { viewBox: "0 0 120 12", width: 120, height: 12, "aria-hidden": "true" }), x = 0;
    lists.forEach(function (list, i) {
      var width = 120 * list.length / most;
      if (width) { svg.appendChild(make("rect", { x: x, y: 1, width: width, height: 10, fill: COLOURS[i] })); }
      x += width;
    });
    return svg;
  }

  Promotion.prototype.show = function (body, lists) {
    var entry = this.data.bodies[body], detail = this.detail;
    detail.textContent = "";
    var name = entry[2] ? make("a", { href: loom.href(entry[2]) }, loom.say(entry)) : loom.say(entry);
    detail.appendChild(make("h2", {}, name));
    detail.appendChild(make("p", { class: "note" }, loom.say(entry[3])));
    lists.forEach(function (list, i) {
      if (!list.length) { return; }
      var heading = make("h3", {}, loom.say(PARTS[i]) + " ", make("span", { class: "none" }, list.length));
      heading.style.borderLeft = ".35rem solid " + COLOURS[i];
      heading.style.paddingLeft = ".5rem";
      var items = make("ul", { class: "plain" });
      list.forEach(function (one) { items.appendChild(i < NAMES.lead ? written(one) : task(one)); });
      detail.appendChild(heading);
      detail.appendChild(items);
    });
    if (!lists.some(function (list) { return list.length; })) {
      detail.appendChild(make("p", { class: "gap" }, loom.say(["이 조건에서는 없다.", "Nothing under these conditions."])));
    }
  };

  function trace(reference, text) {
    return make("a", { class: "ev", href: "#ref=" + reference.replace(/%/g, "%25").replace(/#/g, "%23") }, text);
  }

  function when(year) {
    return make("span", { class: year ? "when" : "none" }, year ? String(year) : loom.say(["날짜 미상", "no date seen"]));
  }

  function written(entry) {
    return make("li", {}, when(entry[YEAR]), " ", make("a", { href: loom.href(entry[5]) }, loom.say(entry)), " ", trace(entry[6], loom.say(["근거", "evidence"])));
  }

  function task(entry) {
    var policy = entry[8] ? make("a", { href: loom.href(entry[8]) }, loom.say(entry[7])) : loom.say(entry[7]);
    var clause = entry[9] ? make("q", { lang: "zh", class: "minor" }, entry[9]) : null;
    return make("li", {}, trace(entry[6], loom.say(entry)), clause, make("span", { class: "minor" }, when(entry[YEAR]), " ", policy));
  }

  document.addEventListener("DOMContentLoaded", function () {
    var stage = document.querySelector("[data-promotion]");
    if (!stage) { return; }
    loom.load("promotion").then(function (data) {
      if (!data) { return; }
      var promotion = new Promotion(stage, data);
      loom.onLanguage(function () { promotion.draw(); });
    });
  });
})();
