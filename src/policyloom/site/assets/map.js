/* The map of regions: fills with the years; grey where nothing was found, and a sentence says so. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var STEPS = [1, 2, 4, 7];
  var WHAT = { p: ["정책 문서", "policy documents"], l: ["시범사업", "pilots"], c: ["사례", "cases"] };

  function step(count) {
    var found = 0;
    STEPS.forEach(function (least, i) { if (count >= least) { found = i + 1; } });
    return found;
  }

  function range(i) {
    var last = STEPS[i + 1];
    return last === undefined ? STEPS[i] + "+" : last - STEPS[i] > 1 ? STEPS[i] + "–" + (last - 1) : String(STEPS[i]);
  }

  /* Counts by region up to a year; what has no date is counted apart and not drawn. */
  function tally(data, what, sector, year) {
    var counts = {}, undated = 0, later = 0;
    data[what].forEach(function (entry) {
      if (sector && entry[2].indexOf(sector) < 0) { return; }
      if (!entry[1]) { undated += 1; } else if (entry[1] > year) { later += 1; }
      else { counts[entry[0]] = (counts[entry[0]] || 0) + 1; }
    });
    return { counts: counts, undated: undated, later: later };
  }

  function Explorer(element, data) {
    this.element = element;
    this.data = data;
    this.form = "map";
    this.timer = null;
    ["what", "sector", "year", "form"].forEach(function (name) {
      var control = this.part(name);
      if (control) { control.addEventListener("input", this.move.bind(this)); }
    }, this);
    this.part("play").addEventListener("click", this.play.bind(this));
    this.draw();
  }

  Explorer.prototype.part = function (name) { return this.element.querySelector("[data-map-" + name + "]"); };
  Explorer.prototype.choice = function (name) { var part = this.part(name); return part ? part.value : ""; };

  /* Colours fade only when someone moves a control, never while the page opens. */
  Explorer.prototype.move = function () { this.element.classList.add("moving"); this.draw(); };

  Explorer.prototype.draw = function () {
    var year = Number(this.choice("year"));
    var what = this.choice("what");
    var found = tally(this.data, what, this.choice("sector"), year);
    this.part("year-shown").textContent = year;
    this.part("year").setAttribute("aria-valuetext", String(year));
    this.fill(found.counts, what);
    this.tell(found, what, year);
    this.legend();
    var form = this.choice("form") || "map";
    this.element.querySelectorAll("[data-map-drawing]").forEach(function (svg) {
      svg.toggleAttribute("hidden", svg.getAttribute("data-map-drawing") !== form);
    });
    this.element.dispatchEvent(new CustomEvent("drawn", { detail: found }));
  };

  Explorer.prototype.fill = function (counts, what) {
    var regions = this.data.regions;
    this.element.querySelectorAll("[data-region]").forEach(function (link) {
      var id = link.getAttribute("data-region");
      var count = counts[id] || 0;
      link.setAttribute("class", "step-" + step(count));
      link.setAttribute("aria-label", loom.say(regions[id]) + ": " + loom.say(WHAT[what]) + " " + count);
      var title = link.querySelector("title") || link.insertBefore(make("title", {}), link.firstChild);
      title.textContent = loom.say(regions[id]) + " · " + (count || loom.say(["찾지 못함", "nothing found"]));
    });
    this.element.querySelectorAll("[data-label], [data-count]").forEach(function (label) {
      var id = label.getAttribute("data-label") || label.getAttribute("data-count");
      var dark = label.hasAttribute("data-aside") ? " aside" : step(counts[id] || 0) >= 3 ? " dark" : "";
      label.setAttribute("class", (label.hasAttribute("data-count") ? "tile-count" : "") + dark);
      if (label.hasAttribute("data-count")) { label.textContent = counts[id] || "–"; }
    });
  };

  Explorer.prototype.tell = function (found, what, year) {
    var all = Object.keys(this.data.regions).length;
    var filled = Object.keys(found.counts).filter(function (id) { return id in this.data.regions; }, this).length;
    var total = Object.values(found.counts).reduce(function (sum, n) { return sum + n; }, 0);
    var korean = year + "년까지 " + WHAT[what][0] + " " + total + "건을 지역 " + filled + "곳에서 찾았고, " +
      (all - filled) + "곳(회색)에서는 찾지 못하였다. 찾지 못하였다는 것이 없다는 뜻은 아니다.";
    var english = "Up to " + year + ", " + total + " " + WHAT[what][1] + " were found in " + filled + " regions and none in " +
      (all - filled) + " (grey). Not found does not mean that there is none.";
    if (found.undated) {
      korean += " 날짜를 보지 못한 " + found.undated + "건은 그리지 않았다.";
      english += " " + found.undated + " without a date are not drawn.";
    }
    this.part("sentence").textContent = loom.say([korean, english]);
  };

  Explorer.prototype.legend = function () {
    var legend = this.part("legend");
    legend.textContent = "";
    legend.appendChild(make("span", {}, make("i", { class: "swatch step-0" }), loom.say(["찾지 못함", "nothing found"])));
    STEPS.forEach(function (least, i) {
      legend.appendChild(make("span", {}, make("i", { class: "swatch step-" + (i + 1) }), range(i) + loom.say(["건", ""])));
    });
    legend.appendChild(make("span", {}, make("i", { class: "swatch outside" }), loom.say(["연구 범위 밖", "outside the study"])));
  };

  Explorer.prototype.play = function () {
    var slider = this.part("year"), button = this.part("play"), self = this;
    function stop() { clearInterval(self.timer); self.timer = null; button.setAttribute("aria-pressed", "false"); }
    if (this.timer) { stop(); return; }
    if (Number(slider.value) >= Number(slider.max)) { slider.value = slider.min; }
    button.setAttribute("aria-pressed", "true");
    this.move();
    this.timer = setInterval(function () {
      if (Number(slider.value) >= Number(slider.max)) { stop(); return; }
      slider.value = Number(slider.value) + 1;
      self.draw();
    }, 900);
  };

  /* The table beside the map: the same counts, by region. */
  function fillTable(table, regions) {
    return function (event) {
      var counts = event.detail.counts;
      table.querySelectorAll("[data-row]").forEach(function (row) {
        var count = counts[row.getAttribute("data-row")] || 0;
        row.querySelector("[data-cell]").textContent = count || "–";
      });
      var body = table.tBodies[0];
      Array.from(body.rows).sort(function (a, b) {
        var x = a.getAttribute("data-row"), y = b.getAttribute("data-row");
        return (counts[y] || 0) - (counts[x] || 0) || (x < y ? -1 : 1);
      }).forEach(function (row) { body.appendChild(row); });
      return regions;
    };
  }

  document.addEventListener("DOMContentLoaded", function () {
    var element = document.querySelector("[data-map]");
    if (!element) { return; }
    loom.load("map").then(function (data) {
      if (!data) { return; }
      var table = document.querySelector("[data-map-table]");
      if (table) { element.addEventListener("drawn", fillTable(table, data.regions)); }
      var explorer = new Explorer(element, data);
      loom.onLanguage(function () { explorer.draw(); });
    });
  });
})();
