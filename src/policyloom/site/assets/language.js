/* Chooses the language before anything is drawn: the address, then what was chosen before. */
(function () {
  "use strict";
  var asked = /[?&]lang=(ko|en)\b/.exec(location.search);
  var kept = null;
  try { kept = localStorage.getItem("policyloom.language"); } catch (ignored) { kept = null; }
  var language = asked ? asked[1] : kept === "en" ? "en" : "ko";
  document.documentElement.lang = language;
  document.documentElement.classList.add("scripted");
  window.policyloom = {
    root: document.currentScript.getAttribute("data-root"),
    language: language,
  };
})();
