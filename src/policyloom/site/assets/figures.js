/* Draws the figures of results with Vega when they come into view, in the language chosen. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var engine = null;
  var drawn = [];

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

  function watch(canvas) {
    if (!("IntersectionObserver" in window)) { draw(canvas); drawn.push(canvas); return; }
    var observer = new IntersectionObserver(function (entries) {
      if (!entries.some(function (entry) { return entry.isIntersecting; })) { return; }
      observer.disconnect();
      drawn.push(canvas);
      draw(canvas);
    }, { rootMargin: "600px" });
    observer.observe(canvas);
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-figure]").forEach(watch);
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("[data-figure]:not([data-drawn])").forEach(draw);
  });
  loom.onLanguage(function () { drawn.forEach(draw); });
})();
