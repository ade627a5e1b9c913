/* The network of bodies that issued documents together, by period and sector. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var make = loom.make;
  var WIDTH = 1240, HEIGHT = 780, MARGIN = 60;
  var YEAR = 2, SECTORS = 3, ISSUERS = 4;
  var NATIONAL = ["party", "legislature", "state-council", "ministry", "national-body"];

  /* Counts shared documents of every pair, and documents of every node. */
  function count(documents) {
    var pairs = {}, nodes = {};
    documents.forEach(function (entry) {
      var own = entry[ISSUERS];
      own.forEach(function (a, i) {
        nodes[a] = (nodes[a] || 0) + 1;
        own.slice(i + 1).forEach(function (b) {
          var key = Math.min(a, b) + "-" + Math.max(a, b);
          pairs[key] = pairs[key] || { a: Math.min(a, b), b: Math.max(a, b), count: 0 };
          pairs[key].count += 1;
        });
      });
    });
    return { nodes: nodes, edges: Object.keys(pairs).sort().map(function (key) { return pairs[key]; }) };
  }

  function fit(places) {
    var xs = places.map(function (p) { return p.x; }), ys = places.map(function (p) { return p.y; });
    var left = Math.min.apply(null, xs), top = Math.min.apply(null, ys);
    var sx = (WIDTH - 2 * MARGIN) / (Math.max.apply(null, xs) - left || 1);
    var sy = (HEIGHT - 2 * MARGIN) / (Math.max.apply(null, ys) - top || 1);
    return places.map(function (p) { return { x: MARGIN + (p.x - left) * sx, y: MARGIN + (p.y - top) * sy }; });
  }

  function Network(stage, data) {
    this.stage = stage;
    this.data = data;
    this.places = data.nodes.length ? fit(loom.layout(data.nodes.length, count(data.documents).edges)) : [];
    this.controls = Array.from(document.querySelectorAll("[data-net]"));
    this.controls.forEach(function (control) { control.addEventListener("input", this.draw.bind(this)); }, this);
    this.draw();
  }

  Network.prototype.choice = function (name) {
    return this.controls.find(function (control) { return control.getAttribute("data-net") === name; }).value;
  };

  Network.prototype.wanted = function () {
    var from = Number(this.choice("from")), to = Number(this.choice("to"));
    var sector = this.choice("sector"), national = this.choice("kind") === "national", nodes = this.data.nodes;
    return this.data.documents.filter(function (entry) {
      var dated = entry[YEAR] >= from && entry[YEAR] <= to;
      return dated && (!sector || entry[SECTORS].indexOf(sector) >= 0);
    }).map(function (entry) {
      if (!national) { return entry; }
      var copy = entry.slice();
      copy[ISSUERS] = entry[ISSUERS].filter(function (i) { return NATIONAL.indexOf(nodes[i][3]) >= 0; });
      return copy;
    }).filter(function (entry) { return entry[ISSUERS].length > 1; });
  };

  Network.prototype.draw = function () {
    var documents = this.wanted(), found = count(documents), self = this;
    var many = Object.keys(found.nodes).length;
    document.querySelector("[data-network-count]").textContent = loom.say([
      "문서 " + documents.length + "건 · 기관 " + many + "곳 · 연결 " + found.edges.length + "개",
      documents.length + " documents · " + many + " bodies · " + found.edges.length + " ties"]);
    this.stage.textContent = "";
    if (!many) { this.stage.appendChild(make("p", { class: "gap" }, loom.say(["이 조건에서 함께 낸 문서를 찾지 못하였다.", "No joint document was found under these conditions."]))); return; }
    var svg = make("svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT, role: "group", "aria-label": loom.say(["발령 기관 네트워크", "Network of issuers"]) });
    var group = make("g", {});
    svg.appendChild(group);
    this.lines = found.edges.map(function (edge) { return self.line(group, edge); });
    this.dots = Object.keys(found.nodes).map(Number).sort(function (a, b) { return found.nodes[a] - found.nodes[b] || a - b; })
      .map(function (node) { return self.dot(group, node, found.nodes[node], many); });
    this.group = group;
    this.stage.appendChild(svg);
  };

  Network.prototype.line = function (group, edge) {
    var a = this.places[edge.a], b = this.places[edge.b];
    var line = make("line", { class: "edge", x1: a.x, y1: a.y, x2: b.x, y2: b.y, "stroke-width": 0.6 + 0.9 * edge.count });
    group.appendChild(line);
    return { edge: edge, line: line };
  };

  Network.prototype.dot = function (group, node, documents, many) {
    var place = this.places[node], entry = this.data.nodes[node];
    var radius = 4 + 2.6 * Math.sqrt(documents);
    var small = documents < 3 && many > 30;
    var name = loom.say(entry);
    var link = make("a", {
      class: "node" + (small ? " minor-node" : ""), href: loom.href(entry[2]),
      "aria-label": name + ", " + documents + loom.say(["건", " documents"]),
    },
    make("title", {}, name + " · " + documents + loom.say(["건", " documents"])),
    make("circle", { cx: place.x, cy: place.y, r: radius }),
    make("text", { x: place.x, y: place.y - radius - 4 }, name));
    var light = this.light.bind(this, node), dim = this.dim.bind(this);
    link.addEventListener("mouseenter", light);
    link.addEventListener("focus", light);
    link.addEventListener("mouseleave", dim);
    link.addEventListener("blur", dim);
    group.appendChild(link);
    return { node: node, link: link };
  };

  /* Shows a body with its partners and dims the rest. */
  Network.prototype.light = function (node) {
    var near = {};
    near[node] = true;
    this.lines.forEach(function (entry) {
      var on = entry.edge.a === node || entry.edge.b === node;
      entry.line.classList.toggle("on", on);
      if (on) { near[entry.edge.a] = near[entry.edge.b] = true; }
    });
    this.dots.forEach(function (entry) {
      entry.link.classList.toggle("on", Boolean(near[entry.node]));
      entry.link.classList.toggle("centre", entry.node === node);
    });
    this.group.classList.add("lit");
  };

  Network.prototype.dim = function () {
    this.group.classList.remove("lit");
    this.dots.forEach(function (entry) { entry.link.classList.remove("centre"); });
  };

  document.addEventListener("DOMContentLoaded", function () {
    var stage = document.querySelector("[data-network]");
    if (!stage) { return; }
    loom.load("network").then(function (data) {
      if (!data) { return; }
      var network = new Network(stage, data);
      loom.onLanguage(function () { network.draw(); });
    });
  });
})();
