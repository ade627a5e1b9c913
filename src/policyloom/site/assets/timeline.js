/* The timeline of policies: a lane a level, a dot a day, a band where only month or year is known. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var WIDTH = 1240, LEFT = 120, RIGHT = 20, TOP = 30, DOT = 5, BAND = 6, GAP = 2;
  var KO = 0, EN = 1, ADDRESS = 2, LEVEL = 3, FIRST = 4, LAST = 5, SHOWN = 6, KIND = 7, SECTORS = 8, STATUS = 9;

  function days(text) { return Date.parse(text + "T00:00:00Z") / 864e5; }

  function Timeline(stage, data) {
    this.stage = stage;
    this.data = data;
    this.levels = stage.getAttribute("data-levels").split(";").filter(Boolean).map(function (level) { return level.split("|"); });
    this.tip = make("div", { class: "tip", role: "tooltip", hidden: "" });
    document.body.appendChild(this.tip);
    document.querySelector("[data-timeline-filters]").addEventListener("input", this.draw.bind(this));
    this.draw();
  }

  Timeline.prototype.wanted = function () {
    var level = document.querySelector('[data-filter="level"]').value;
    var sector = document.querySelector('[data-filter="sector"]').value;
    return this.data.filter(function (entry) {
      return (!level || entry[LEVEL] === level) && (!sector || entry[SECTORS].indexOf(sector) >= 0);
    });
  };

  Timeline.prototype.draw = function () {
    var entries = this.wanted();
    document.querySelector("[data-timeline-count]").textContent =
      loom.say([entries.length + " / " + this.data.length + "건", entries.length + " of " + this.data.length]);
    this.stage.textContent = "";
    if (!entries.length) { this.stage.appendChild(make("p", { class: "gap" }, loom.say(["이 조건의 문서를 찾지 못하였다.", "No such document was found."]))); return; }
    var scale = this.scale(entries);
    var svg = make("svg", { role: "group", "aria-label": loom.say(["정책 연표", "Timeline of policies"]) });
    var y = TOP;
    this.levels.forEach(function (level) {
      var own = entries.filter(function (entry) { return entry[LEVEL] === level[0]; });
      if (own.length) { y = this.lane(svg, scale, level, own, y); }
    }, this);
    this.axis(svg, scale, y);
    svg.setAttribute("viewBox", "0 0 " + WIDTH + " " + (y + 24));
    this.stage.appendChild(svg);
  };

  Timeline.prototype.scale = function (entries) {
    var first = Math.min.apply(null, entries.map(function (e) { return Number(e[FIRST].slice(0, 4)); }));
    var last = Math.max.apply(null, entries.map(function (e) { return Number(e[LAST].slice(0, 4)); })) + 1;
    var start = days(first + "-01-01"), span = days(last + "-01-01") - start;
    return { first: first, last: last, x: function (day) { return LEFT + (WIDTH - LEFT - RIGHT) * (day - start) / span; } };
  };

  /* Dots are stacked by place, bands by the first free row; returns where the lane ends. */
  Timeline.prototype.lane = function (svg, scale, level, entries, top) {
    var exact = entries.filter(function (e) { return e[FIRST] === e[LAST]; });
    var loose = entries.filter(function (e) { return e[FIRST] !== e[LAST]; });
    var stacks = [], rows = [], self = this, marks = [];
    exact.forEach(function (entry) {
      var x = scale.x(days(entry[FIRST]));
      var row = 0;
      while (stacks[row] !== undefined && x - stacks[row] < 2 * DOT + 1) { row += 1; }
      stacks[row] = x;
      marks.push([entry, x, row]);
    });
    var height = stacks.length * (2 * DOT + GAP);
    var base = top + 14 + height;
    loose.forEach(function (entry) {
      var x0 = scale.x(days(entry[FIRST])), x1 = scale.x(days(entry[LAST]) + 1);
      var row = 0;
      while (rows[row] !== undefined && x0 < rows[row] - 1) { row += 1; }
      rows[row] = x1;
      self.mark(svg, entry, make("rect", {
        class: "mark-shape span" + (entry[STATUS] === "draft" ? " draft" : ""),
        x: x0, width: Math.max(x1 - x0 - 2, 3), y: base + 8 + row * (BAND + GAP), height: BAND, rx: 3,
      }));
    });
    marks.forEach(function (mark) {
      var bound = mark[0][KIND] !== "issued";
      self.mark(svg, mark[0], make("circle", {
        class: "mark-shape doc" + (bound ? " bound" : "") + (mark[0][STATUS] === "draft" ? " draft" : ""),
        cx: mark[1], cy: base - DOT - mark[2] * (2 * DOT + GAP), r: DOT,
      }));
    });
    var bottom = base + 16 + rows.length * (BAND + GAP);
    svg.appendChild(make("text", { class: "lane", x: 0, y: base }, level[loom.language === "en" ? 2 : 1].replace(/\(.*\)/, "")));
    svg.appendChild(make("text", { class: "axis", x: 0, y: base + 16 }, entries.length + loom.say(["건", ""])));
    svg.appendChild(make("line", { class: "grid", x1: 0, x2: WIDTH - RIGHT, y1: bottom, y2: bottom }));
    return bottom + 10;
  };

  Timeline.prototype.axis = function (svg, scale, bottom) {
    for (var year = scale.first; year <= scale.last; year += 1) {
      var x = scale.x(days(year + "-01-01"));
      svg.insertBefore(make("line", { class: "grid", x1: x, x2: x, y1: 18, y2: bottom - 8 }), svg.firstChild);
      if (year < scale.last) { svg.appendChild(make("text", { class: "axis", x: x + 4, y: 14 }, year)); }
    }
  };

  Timeline.prototype.mark = function (svg, entry, shape) {
    var name = loom.say([entry[KO], entry[EN]]);
    var link = make("svg:a", { href: loom.href(entry[ADDRESS]), "aria-label": entry[SHOWN] + " " + name }, shape);
    var tip = this.tip;
    function show() {
      var box = shape.getBoundingClientRect();
      var when = { issued: ["", ""], published: [" 공개", " published"], "upper-bound": [" 이전(늦어도)", " at the latest"] }[entry[KIND]];
      tip.textContent = "";
      tip.appendChild(document.createTextNode(name));
      tip.appendChild(make("span", { class: "minor" }, entry[SHOWN] + loom.say(when || ["", ""]) + (entry[STATUS] === "draft" ? loom.say([" · 초안", " · draft"]) : "")));
      tip.hidden = false;
      tip.style.left = Math.max(8, Math.min(box.left, window.innerWidth - 430)) + "px";
      tip.style.top = (box.bottom + 8) + "px";
    }
    function hide() { tip.hidden = true; }
    link.addEventListener("mouseenter", show);
    link.addEventListener("focus", show);
    link.addEventListener("mouseleave", hide);
    link.addEventListener("blur", hide);
    svg.appendChild(link);
  };

  document.addEventListener("DOMContentLoaded", function () {
    var stage = document.querySelector("[data-timeline]");
    if (!stage) { return; }
    loom.load("timeline").then(function (data) {
      if (!data) { return; }
      var timeline = new Timeline(stage, data);
      loom.onLanguage(function () { timeline.draw(); });
    });
  });
})();
