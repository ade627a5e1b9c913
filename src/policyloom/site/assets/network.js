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

  /* Connected parts, the largest first. */
  function parts(size, edges) {
    var of = Array.from({ length: size }, function (_, i) { return i; });
    function root(i) { while (of[i] !== i) { i = of[i]; } return i; }
    edges.forEach(function (edge) { of[root(edge.a)] = root(edge.b); });
    var found = {};
    of.forEach(function (_, i) { var r = root(i); (found[r] = found[r] || []).push(i); });
    return Object.values(found).sort(function (a, b) { return b.length - a.length || a[0] - b[0]; });
  }

  /* Places one part inside a box, keeping its proportions. */
  function settle(places, nodes, edges, box) {
    var index = {};
    nodes.forEach(function (node, i) { index[node] = i; });
    var own = edges.filter(function (edge) { return edge.a in index; })
      .map(function (edge) { return { a: index[edge.a], b: index[edge.b], count: edge.count }; });
    var local = loom.layout(nodes.length, own);
    var xs = local.map(function (p) { return p.x; }), ys = local.map(function (p) { return p.y; });
    var left = Math.min.apply(null, xs), top = Math.min.apply(null, ys);
    var w = Math.max.apply(null, xs) - left || 1, h = Math.max.apply(null, ys) - top || 1;
    var sx = Math.min(box.w / w, 4), sy = Math.min(box.h / h, 4);
    nodes.forEach(function (node, i) {
      places[node] = { x: box.x + box.w / 2 + (local[i].x - left - w / 2) * sx, y: box.y + box.h / 2 + (local[i].y - top - h / 2) * sy };
    });
  }

  /* The largest part takes the left, the small ones stand in a column at the right. */
  function arrange(size, edges) {
    var places = [], groups = parts(size, edges);
    var aside = groups.length > 1 ? 330 : 0;
    if (!groups.length) { return places; }
    settle(places, groups[0], edges, { x: MARGIN, y: MARGIN, w: WIDTH - aside - 2 * MARGIN, h: HEIGHT - 2 * MARGIN });
    var rest = groups.slice(1), step = (HEIGHT - 60) / Math.max(rest.length, 1);
    rest.forEach(function (nodes, i) {
      settle(places, nodes, edges, { x: WIDTH - 230, y: 40 + i * step + 12, w: 130, h: Math.min(step - 44, 60) });
    });
    return places;
  }

  function Network(stage, data) {
    this.stage = stage;
    this.data = data;
    this.places = arrange(data.nodes.length, count(data.documents).edges);
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
      .map(function (node) { return self.dot(group, node, found.nodes[node]); });
    this.name();
    this.group = group;
    this.stage.appendChild(svg);
  };

  Network.prototype.line = function (group, edge) {
    var a = this.places[edge.a], b = this.places[edge.b];
    var line = make("line", { class: "edge", x1: a.x, y1: a.y, x2: b.x, y2: b.y, "stroke-width": 0.6 + 0.9 * edge.count });
    group.appendChild(line);
    return { edge: edge, line: line };
  };

  Network.prototype.dot = function (group, node, documents) {
    var place = this.places[node], entry = this.data.nodes[node];
    var radius = 4 + 2.6 * Math.sqrt(documents);
    var name = loom.say(entry), label = make("text", { x: place.x, y: place.y - radius - 4 }, name);
    var link = make("svg:a", {
      class: "node", href: loom.href(entry[2]),
      "aria-label": name + ", " + documents + loom.say(["건", " documents"]),
    },
    make("title", {}, name + " · " + documents + loom.say(["건", " documents"])),
    make("circle", { cx: place.x, cy: place.y, r: radius }),
    label);
    var light = this.light.bind(this, node), dim = this.dim.bind(this);
    link.addEventListener("mouseenter", light);
    link.addEventListener("focus", light);
    link.addEventListener("mouseleave", dim);
    link.addEventListener("blur", dim);
    group.appendChild(link);
    return { node: node, link: link, label: label, name: name, radius: radius };
  };

  /* Gives each name the first free place above, below or beside its body; large bodies choose
     first, and a name without room appears only when its body is lit. */
  Network.prototype.name = function () {
    var taken = [], places = this.places;
    function meets(a) { return taken.some(function (b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }); }
    this.dots.forEach(function (dot) {
      var p = places[dot.node], r = dot.radius;
      taken.push([p.x - r, p.y - r, p.x + r, p.y + r]);
    });
    this.dots.slice().reverse().forEach(function (dot) {
      var p = places[dot.node], r = dot.radius, w = dot.name.length * (/[\uac00-\ud7a3]/.test(dot.name) ? 10.5 : 5.8);
      var spots = [[0, -r - 4], [0, r + 12], [r + 4 + w / 2, 4], [-r - 4 - w / 2, 4]];
      var spot = spots.find(function (s) { var x = p.x + s[0], y = p.y + s[1]; return x - w / 2 > 0 && x + w / 2 < WIDTH && !meets([x - w / 2, y - 10, x + w / 2, y + 2]); });
      dot.label.classList.toggle("unplaced", !spot);
      spot = spot || spots[0];
      dot.label.setAttribute("x", p.x + spot[0]);
      dot.label.setAttribute("y", p.y + spot[1]);
      if (!dot.label.classList.contains("unplaced")) { taken.push([p.x + spot[0] - w / 2, p.y + spot[1] - 10, p.x + spot[0] + w / 2, p.y + spot[1] + 2]); }
    });
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
