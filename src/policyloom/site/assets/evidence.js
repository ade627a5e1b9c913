/* Finds the record of a reference: which data file holds it, its name and its page. */
(function () {
  "use strict";
  var loom = window.policyloom;

  /* 32-bit FNV-1a over UTF-8 bytes; evidence.py computes the same. */
  function fnv(text) {
    var bytes = new TextEncoder().encode(text);
    var value = 0x811c9dc5;
    for (var i = 0; i < bytes.length; i += 1) {
      value = Math.imul(value ^ bytes[i], 0x01000193) >>> 0;
    }
    return value;
  }

  /* Splits "policies:C001#number@3" into record, cell and table row. */
  function parse(reference) {
    var at = /@(\d+)$/.exec(reference);
    var whole = at ? reference.slice(0, at.index) : reference;
    var mark = whole.indexOf("#");
    return {
      record: mark < 0 ? whole : whole.slice(0, mark),
      column: mark < 0 ? "" : whole.slice(mark + 1),
      row: at ? Number(at[1]) : null,
    };
  }

  function groupOf(record, index) {
    var colon = record.indexOf(":");
    var head = colon < 0 ? "" : record.slice(0, colon);
    return head in index.tables && head in index.files ? head : "results";
  }

  /* Gives {index, record} for a reference; the record is null where there is none. */
  function find(reference) {
    var asked = parse(reference).record;
    return loom.load("evidence/index").then(function (index) {
      if (!index) { return { index: null, record: null }; }
      var group = groupOf(asked, index);
      var name = "evidence/" + group + "-" + (fnv(asked) % index.files[group]);
      return loom.load(name).then(function (records) {
        return { index: index, record: (records && records[asked]) || null };
      });
    });
  }

  /* Gives [Korean, English, address] for a reference. */
  function name(reference) {
    return loom.load("evidence/index").then(function (index) {
      if (index && index.names[reference]) { return index.names[reference]; }
      return find(reference).then(function (found) {
        var record = found.record;
        return record ? [record.n[0], record.n[1], record.a || ""] : [reference, reference, ""];
      });
    });
  }

  loom.evidence = { find: find, name: name, parse: parse, hash: fnv };
})();
