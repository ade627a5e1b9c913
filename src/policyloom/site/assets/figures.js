/* Draws the figures of results with Vega when they come into view, in the language chosen. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var engine = null;

  /* The script is large, so it is loaded only when a figure is to be drawn. */
  function vega() {
    if (!engine) {
      engine = new Promise(function (resolve) {
        var script = document.createElement("script");
        script.src = loom.root + "assets/vega.js";
        script.onload = function () { resolve(window.vegaEmbed); };
        script.onerror = function () { resolve(null); };
        document.head.appendChild(script);
      });
    }
    return engine;
  }

  /* Picks one language wherever a specification holds both, as result.localise does. */
  function localise(node) {
    if (Array.isArray(node)) { return node.map(localise); }
    if (!node || typeof node !== "object") { return node; }
    var keys = Object.keys(node);
    if (keys.length === 2 && "ko" in node && "en" in node) { return node[loom.language]; }
    var made = {};
    keys.forEach(function (key) { made[key] = localise(node[key]); });
    return made;
  }

  function draw(canvas) {
    var name = canvas.getAttribute("data-figure");
    return Promise.all([vega(), loom.load("figures/" + name)]).then(function (both) {
      var embed = both[0], spec = both[1];
      if (!embed || !spec) { canvas.textContent = canvas.getAttribute("aria-label"); return null; }
      return embed(canvas, localise(spec), {
        renderer: "svg", actions: false, ast: true, hover: true, tooltip: true, logLevel: 1,
        loader: { http: { credentials: "omit" } },
      }).then(function () { canvas.setAttribute("data-drawn", ""); });
    }).catch(function (error) {
      canvas.textContent = canvas.getAttribute("aria-label") + " (" + error.message + ")";
    });
  }

  /* Figures in view are drawn first; the rest follow one by one, so that a print has them all. */
  function drawInTurn(waiting) {
    var next = waiting.shift();
    if (!next) { return; }
    draw(next).then(function () { setTimeout(drawInTurn, 30, waiting); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var all = Array.from(document.querySelectorAll("[data-figure]"));
    function near(canvas) { return canvas.getBoundingClientRect().top < window.innerHeight * 2; }
    setTimeout(drawInTurn, 30, all.filter(near).concat(all.filter(function (c) { return !near(c); })));
  });
  loom.onLanguage(function () { drawInTurn(Array.from(document.querySelectorAll("[data-drawn]"))); });
})();
