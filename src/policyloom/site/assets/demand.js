/* Cells of demand: while "without a source" is open, its cell shows what would be left. */
(function () {
  "use strict";

  function shown(cell) {
    return Array.from(cell.querySelectorAll("details.without[open]"));
  }

  function show(cell) {
    var open = shown(cell)[0];
    var lost = open ? open.getAttribute("data-lost").split(" ") : [];
    cell.querySelectorAll("[data-piece]").forEach(function (piece) {
      piece.classList.toggle("gone", lost.indexOf(piece.getAttribute("data-piece")) >= 0);
    });
    var then = cell.querySelector("[data-then]");
    var now = cell.querySelector("[data-now]");
    var after = open ? open.querySelector("[data-after]") : null;
    then.textContent = "";
    if (after) { Array.from(after.childNodes).forEach(function (node) { then.appendChild(node.cloneNode(true)); }); }
    then.hidden = !after;
    now.classList.toggle("gone", Boolean(after) && after.textContent !== now.textContent);
  }

  function toggled(event) {
    var item = event.target;
    if (!item.matches || !item.matches("details.without")) { return; }
    var cell = item.closest(".cell");
    if (item.open) {
      shown(cell).forEach(function (other) { if (other !== item) { other.open = false; } });
    }
    show(cell);
  }

  /* The toggle event does not bubble, so it is caught on its way down. */
  document.addEventListener("toggle", toggled, true);
})();
