/* Lists that can be narrowed and sorted: any element with data-list="id" and its filters. */
(function () {
  "use strict";
  var loom = window.policyloom;

  function fold(text) { return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " "); }

  function matches(item, filters) {
    return filters.every(function (filter) {
      var wanted = filter.value;
      if (!wanted) { return true; }
      var name = filter.getAttribute("data-filter");
      if (name === "text") {
        item.folded = item.folded || fold(item.textContent + " " + (item.getAttribute("data-more") || ""));
        return fold(wanted).trim().split(" ").every(function (word) { return item.folded.indexOf(word) >= 0; });
      }
      return (item.getAttribute("data-" + name) || "").split(" ").indexOf(wanted) >= 0;
    });
  }

  function narrow(form) {
    var list = document.getElementById(form.getAttribute("data-for"));
    var filters = Array.from(form.querySelectorAll("[data-filter]"));
    var items = Array.from(list.querySelectorAll("[data-item]"));
    var kept = 0;
    items.forEach(function (item) {
      var shows = matches(item, filters);
      item.hidden = !shows;
      kept += shows ? 1 : 0;
    });
    list.querySelectorAll("[data-group]").forEach(function (group) {
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    });
    var count = form.querySelector(".count");
    if (count) { count.textContent = loom.say([kept + " / " + items.length + "건", kept + " of " + items.length]); }
  }

  function keyOf(row, column) {
    var cell = row.cells[column];
    var key = cell.getAttribute("data-sort");
    return key === null ? cell.textContent.trim() : key;
  }

  function compare(a, b) {
    if (a === "" || b === "") { return a === b ? 0 : a === "" ? 1 : -1; }
    var x = Number(a.replace(/,/g, "")), y = Number(b.replace(/,/g, ""));
    return isNaN(x) || isNaN(y) ? a.localeCompare(b, loom.language) : x - y;
  }

  function sort(header) {
    var table = header.closest("table");
    var column = Array.from(header.parentNode.cells).indexOf(header);
    var down = header.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(table.tBodies).forEach(function (body) {
      var rows = Array.from(body.rows).map(function (row, i) { return { row: row, key: keyOf(row, column), i: i }; });
      rows.sort(function (a, b) { return (down ? -1 : 1) * compare(a.key, b.key) || a.i - b.i; });
      rows.forEach(function (entry) { body.appendChild(entry.row); });
    });
  }

  function makeSortable(header) {
    var button = loom.make("button", { type: "button", class: "sort" });
    while (header.firstChild) { button.appendChild(header.firstChild); }
    header.appendChild(button);
    button.addEventListener("click", function () { sort(header); });
  }

  /* Opens whatever closed piece an address leads into. */
  function reveal() {
    var name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (ignored) { /* as it stands */ }
    var target = name ? document.getElementById(name) : null;
    var closed = target ? target.closest("details:not([open])") : null;
    if (!closed) { return; }
    for (; closed; closed = closed.parentElement.closest("details:not([open])")) { closed.open = true; }
    target.scrollIntoView();
  }

  window.addEventListener("hashchange", reveal);
  document.addEventListener("DOMContentLoaded", function () {
    reveal();
    document.querySelectorAll("table.sortable thead th").forEach(makeSortable);
    document.querySelectorAll("[data-for]").forEach(function (form) {
      form.addEventListener("input", function () { narrow(form); });
      narrow(form);
    });
  });
  loom.onLanguage(function () { document.querySelectorAll("[data-for]").forEach(narrow); });
})();
