/* Places for the nodes of a small network: springs and repulsion, the same on every run. */
(function () {
  "use strict";
  var loom = window.policyloom;

  /* Nodes begin on a spiral by degree, so the result depends on the data only. */
  function begin(count, degree) {
    var order = Array.from({ length: count }, function (_, i) { return i; });
    order.sort(function (a, b) { return degree[b] - degree[a] || a - b; });
    var places = [];
    order.forEach(function (node, i) {
      var r = 14 * Math.sqrt(i + 0.5), angle = i * 2.39996;
      places[node] = { x: r * Math.cos(angle), y: r * Math.sin(angle) };
    });
    return places;
  }

  function repel(places, moves, strength) {
    for (var i = 0; i < places.length; i += 1) {
      for (var j = i + 1; j < places.length; j += 1) {
        var dx = places[i].x - places[j].x, dy = places[i].y - places[j].y;
        var push = strength / Math.max(dx * dx + dy * dy, 25);
        moves[i].x += dx * push; moves[i].y += dy * push;
        moves[j].x -= dx * push; moves[j].y -= dy * push;
      }
    }
  }

  function attract(places, moves, edges, degree, length) {
    edges.forEach(function (edge) {
      var a = places[edge.a], b = places[edge.b];
      var dx = b.x - a.x, dy = b.y - a.y, d = Math.sqrt(dx * dx + dy * dy) || 1;
      var pull = (d - length) / d * 0.5 / Math.max(1, Math.sqrt(Math.min(degree[edge.a], degree[edge.b])));
      moves[edge.a].x += dx * pull; moves[edge.a].y += dy * pull;
      moves[edge.b].x -= dx * pull; moves[edge.b].y -= dy * pull;
    });
  }

  /* Returns {x, y} for each node; `edges` are {a, b, count}. */
  loom.layout = function (count, edges) {
    var degree = new Array(count).fill(0);
    edges.forEach(function (edge) { degree[edge.a] += 1; degree[edge.b] += 1; });
    var places = begin(count, degree);
    for (var round = 0; round < 320; round += 1) {
      var heat = 26 * (1 - round / 320) + 0.5;
      var moves = places.map(function (p) { return { x: -p.x * 0.012, y: -p.y * 0.022 }; });
      repel(places, moves, 2600);
      attract(places, moves, edges, degree, 75);
      places.forEach(function (p, i) {
        var size = Math.sqrt(moves[i].x * moves[i].x + moves[i].y * moves[i].y) || 1;
        var step = Math.min(size, heat) / size;
        p.x += moves[i].x * step; p.y += moves[i].y * step;
      });
    }
    return places;
  };
})();
