/* What every page shares: language, data files loaded by script tag, making elements. */
(function () {
  "use strict";
  var loom = window.policyloom;
  var waiting = {};
  var received = {};
  var listeners = [];

  /* Data files call this; fetch() does not work on pages opened from a folder. */
  loom.receive = function (name, value) {
    received[name] = value;
    (waiting[name] || []).forEach(function (promise) { promise.resolve(value); });
    delete waiting[name];
  };

  /* Returns a promise of a data file's value; a missing file gives null. */
  loom.load = function (name) {
    if (name in received) { return Promise.resolve(received[name]); }
    return new Promise(function (resolve) {
      if (waiting[name]) { waiting[name].push({ resolve: resolve }); return; }
      waiting[name] = [{ resolve: resolve }];
      var script = document.createElement("script");
      script.src = loom.root + "data/" + name + ".js";
      script.onerror = function () { loom.receive(name, null); };
      document.head.appendChild(script);
    });
  };

  /* Picks the language from "text", [ko, en, …] or {ko, en}. */
  loom.say = function (text) {
    if (text === null || text === undefined) { return ""; }
    if (Array.isArray(text)) { return text[loom.language === "en" ? 1 : 0]; }
    return typeof text === "object" ? text[loom.language] : String(text);
  };

  loom.onLanguage = function (listener) { listeners.push(listener); };

  loom.setLanguage = function (language) {
    loom.language = language;
    document.documentElement.lang = language;
    try { localStorage.setItem("policyloom.language", language); } catch (ignored) { /* private */ }
    var search = language === "en" ? "?lang=en" : location.search ? "?lang=ko" : "";
    try { history.replaceState(null, "", location.pathname + search + location.hash); } catch (ignored) { /* none */ }
    dress(document);
    listeners.forEach(function (listener) { listener(language); });
  };

  /* Attributes and options cannot hold two languages side by side; their elements carry both. */
  function dress(within) {
    within.querySelectorAll("[data-both]").forEach(function (element) {
      var text = element.getAttribute("data-" + loom.language);
      var name = element.getAttribute("data-both");
      if (name === "text") { element.textContent = text; } else { element.setAttribute(name, text); }
    });
  }
  loom.dress = dress;

  /* Makes an element: make("a", {href: …, class: …}, child, "text", …). Text is never markup;
     a link inside a drawing is "svg:a". */
  loom.make = function (name, attributes) {
    var svg = /^(svg|svg:a|g|path|rect|circle|line|text|title|polyline)$/.test(name);
    var made = svg
      ? document.createElementNS("http://www.w3.org/2000/svg", name.replace("svg:", ""))
      : document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      var value = attributes[key];
      if (value !== null && value !== undefined && value !== false) { made.setAttribute(key, value); }
    });
    for (var i = 2; i < arguments.length; i += 1) {
      var child = arguments[i];
      if (child === null || child === undefined || child === false) { continue; }
      made.appendChild(typeof child === "object" ? child : document.createTextNode(child));
    }
    return made;
  };

  /* Only web addresses become links out of the site. */
  loom.outward = function (address) {
    if (!/^https?:\/\/[^\s]+$/i.test(address)) { return loom.make("span", { class: "address" }, address); }
    return loom.make(
      "a", { class: "out", href: address, target: "_blank", rel: "noopener noreferrer" }, address
    );
  };

  loom.href = function (address) { return loom.root + address; };

  /* Where the browser keeps nothing between local files, links carry the language. */
  function carry(event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || loom.language !== "en") { return; }
    var href = link.getAttribute("href");
    if (!/\.html($|#)/.test(href) || /^[a-z]+:/i.test(href)) { return; }
    link.setAttribute("href", href.replace(/\.html(?=$|#)/, ".html?lang=en"));
  }

  function leaveEnglish(event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || loom.language !== "ko") { return; }
    var href = link.getAttribute("href");
    if (href.indexOf(".html?lang=en") >= 0) { link.setAttribute("href", href.replace("?lang=en", "")); }
  }

  document.addEventListener("click", carry, true);
  document.addEventListener("click", leaveEnglish, true);
  document.addEventListener("DOMContentLoaded", function () {
    dress(document);
    document.querySelector(".switch").addEventListener("click", function () {
      loom.setLanguage(loom.language === "en" ? "ko" : "en");
    });
  });
})();
