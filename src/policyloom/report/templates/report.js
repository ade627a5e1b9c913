"use strict";
(() => {
  const evidence = JSON.parse(document.getElementById("evidence-data").textContent);
  const figures = JSON.parse(document.getElementById("figure-data").textContent);
  const panel = document.getElementById("evidence");
  const page = document.querySelector(".page");
  const words = {
    ko: { close: "닫기", back: "‹ 뒤로", cells: "등록부의 행", origins: "무엇에서 나왔나", sources: "출처", users: "이것에 기대는 것",
      places: "보고서에서 쓰인 곳", confidence: "신뢰도", read: "검색일", published: "발행일", tests: "검증한 조건", remarks: "유의", notes: "주",
      analysis: "분석", file: "파일", reason: "값이 없는 까닭", held: "원문 보유", unheld: "원문 미보유", more: "더 있음", missing: "이 근거의 기록이 없다.",
      high: "높음", medium: "중간", low: "낮음", row: "이 행의 근거", sentence: "이 문장이 기대는 것", view: "글쓴이의 해석",
      viewed: "아래를 딛고 글쓴이가 읽은 것이다.", whole: "이 문장의 근거 모두", goto: "보고서의 그 자리로", shown: "그 자리에 놓인 근거" },
    en: { close: "Close", back: "‹ Back", cells: "Row of the register", origins: "What it comes from", sources: "Sources", users: "What rests on it",
      places: "Where the report uses it", confidence: "Confidence", read: "accessed", published: "published", tests: "Conditions tested", remarks: "Mind", notes: "Notes",
      analysis: "Analysis", file: "File", reason: "Why there is no value", held: "text held", unheld: "text not held", more: "more", missing: "No record of this evidence.",
      high: "high", medium: "medium", low: "low", row: "Evidence of this row", sentence: "What this sentence rests on", view: "The author's reading",
      viewed: "The author reads what stands below.", whole: "All evidence of this sentence", goto: "Go to that place of the report", shown: "Evidence that stands there" },
  };
  let language = "ko";
  let trail = [];
  let opener = null;
  const say = (key) => words[language][key];
  const pick = (pair) => (Array.isArray(pair) ? (language === "en" && pair[1]) || pair[0] : pair) || "";

  const make = (tag, text, name) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const button = (text, name, act) => {
    const node = make("button", text, name);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  };
  const group = (key, nodes) => {
    if (!nodes.length) return;
    if (key) panel.append(make("h3", say(key)));
    const list = make("ul");
    nodes.forEach((node) => { const item = make("li"); item.append(node); list.append(item); });
    panel.append(list);
  };
  const nameOf = (reference) => {
    const record = evidence[reference];
    if (!record) return reference;
    const name = pick(record.name) || reference;
    if (record.says) return `${name} ${pick(record.says)}`;
    return record.value ? `${name}: ${record.value}${record.unit ? " " + pick(record.unit) : ""}` : name;
  };
  const jump = (reference) => button(nameOf(reference), "jump", () => show({ references: [reference] }, true));
  const references = (node) => JSON.parse(node.dataset.refs);

  const sourceNode = (id) => {
    const record = evidence["sources:" + id];
    const box = make("span");
    if (!record) { box.append(make("span", id)); return box; }
    box.append(button(pick(record.name), "jump", () => show({ references: ["sources:" + id] }, true)));
    const tail = [record.publisher, record.date, record.accessed && `${say("read")} ${record.accessed}`];
    box.append(make("span", " " + tail.filter(Boolean).join(" · "), "sub"));
    return box;
  };
  const places = (named) => {
    const wanted = new Set(named);
    named.forEach((r) => (evidence[r]?.users || []).forEach((u) => wanted.add(u)));
    const marks = [...document.querySelectorAll("main [data-ref], main .st")]
      .filter((m) => (m.dataset.ref ? wanted.has(m.dataset.ref) : references(m).some((r) => wanted.has(r))));
    const seen = new Set();
    return marks.map((mark) => mark.closest("p, li, figure, section, td, h1, h2, h3") || mark)
      .filter((block) => !seen.has(block) && seen.add(block));
  };
  const placeNode = (block) => {
    const part = block.closest(".part");
    const label = part ? part.querySelector("header").textContent.trim().slice(0, 24) : "";
    const text = block.textContent.trim().replace(/\s+/g, " ").slice(0, 60);
    return button(`${label} — ${text}…`, "jump", () => {
      block.scrollIntoView({ block: "center" });
      const first = block.querySelector("a") || block;
      first.focus({ preventScroll: true });
    });
  };

  const details = (reference) => {
    const record = evidence[reference];
    if (!record) { panel.append(make("p", `${reference} — ${say("missing")}`)); return; }
    panel.append(make("h2", pick(record.name)));
    panel.append(make("p", reference, "sub"));
    if (record.says) panel.append(make("p", pick(record.says)));
    if (record.value) panel.append(make("p", `${record.value} ${pick(record.unit)}`.trim(), "value"));
    if (record.strength) panel.append(make("p", pick(record.strength), "value"));
    if (record.reason) panel.append(make("p", `${say("reason")}: ${pick(record.reason)}`));
    if (record.confidence) panel.append(make("p", `${say("confidence")}: ${say(record.confidence)}`));
    if (record.analysis) panel.append(make("p", `${say("analysis")}: ${pick(record.analysis)}`));
    if (record.kind === "source") sourceDetails(record);
    group("remarks", (record.remarks || []).map((r) => make("span", pick(r))));
    group("tests", (record.tests || []).map((t) => make("span", t)));
    group("notes", (record.notes || []).map((n) => make("span", pick(n))));
    if (record.cells) {
      panel.append(make("h3", `${say("cells")}: ${pick(record.table)}`));
      const list = make("dl");
      record.cells.forEach((c) => { list.append(make("dt", language === "en" ? c[1] : c[0]), make("dd", language === "en" ? c[3] || c[2] : c[2])); });
      panel.append(list, make("p", `${say("file")}: ${record.file}`, "sub"));
    }
    if (record.place) {
      const link = make("a", say("goto"));
      link.href = "#" + record.place;
      panel.append(make("p")); panel.lastChild.append(link);
    }
    many(record.place ? "shown" : "origins", record.origins || [], jump);
    many("sources", record.sources || [], sourceNode);
    many("users", record.users || [], jump);
    group("places", places([reference]).slice(0, 20).map(placeNode));
  };
  const many = (key, items, node) => {
    group(key, items.slice(0, 60).map(node));
    if (items.length > 60) {
      const rest = button(`+ ${items.length - 60} ${say("more")}`, "jump", () => {
        const list = rest.previousElementSibling;
        items.slice(60).forEach((i) => { const li = make("li"); li.append(node(i)); list.append(li); });
        rest.remove();
      });
      panel.append(rest);
    }
  };
  const sourceDetails = (record) => {
    const facts = [record.publisher, record.date && `${say("published")} ${record.date}`,
      record.accessed && `${say("read")} ${record.accessed}`, say(record.held ? "held" : "unheld")];
    panel.append(make("p", facts.filter(Boolean).join(" · ")));
    if (record.address) {
      const link = make("a", record.address, "address");
      link.href = record.address;
      link.rel = "noreferrer noopener";
      panel.append(link);
    }
    if (record.note) panel.append(make("p", record.note, "sub"));
  };

  const show = (step, deeper) => {
    if (!deeper) trail = [];
    trail.push(step);
    draw();
    panel.hidden = false;
    page.classList.add("open");
    panel.scrollTop = 0;
    panel.focus();
  };
  const draw = () => {
    const { references: named, sentence, within } = trail[trail.length - 1];
    panel.replaceChildren(button("×", "close", close));
    panel.firstChild.setAttribute("aria-label", say("close"));
    if (trail.length > 1) panel.append(button(say("back"), "back", () => { trail.pop(); draw(); }));
    if (within) {
      const all = button(`${say("whole")} (${references(within).length})`, "back", () => show(ofSentence(within), true));
      panel.append(make("p")); panel.lastChild.append(all);
    }
    if (sentence) panel.append(...aboutSentence(sentence));
    if (named.length === 1) { details(named[0]); return; }
    if (!sentence) panel.append(make("h2", say("row")));
    many(sentence ? "" : "origins", named, jump);
  };
  const ofSentence = (sentence) => ({ references: references(sentence), sentence });
  const aboutSentence = (sentence) => {
    const view = sentence.classList.contains("view");
    const copy = sentence.cloneNode(true);
    copy.querySelectorAll("sup, small, .f").forEach((node) => node.remove());
    const words = copy.textContent.trim().replace(/\s+/g, " ");
    const about = [make("h2", say(view ? "view" : "sentence")), make("p", words, "sub")];
    return view ? [...about, make("p", say("viewed"))] : about;
  };
  // Opening and closing narrow and widen the text: what was read must stay where it was.
  const still = (node, change) => {
    const before = node ? node.getBoundingClientRect().top : 0;
    change();
    if (node) window.scrollBy({ top: node.getBoundingClientRect().top - before, behavior: "instant" });
  };
  const close = () => {
    still(opener, () => { panel.hidden = true; page.classList.remove("open"); });
    document.querySelectorAll(".on").forEach((n) => n.classList.remove("on"));
    opener?.focus({ preventScroll: true });
  };
  const open = (mark) => {
    document.querySelectorAll(".on").forEach((n) => n.classList.remove("on"));
    const whole = mark.dataset.ref ? null : mark.closest("[data-refs]");
    (whole || mark).classList.add("on");
    opener = mark.matches("a") ? mark : mark.querySelector("a");
    let step = { references: [mark.dataset.ref], within: mark.closest(".st") };
    if (whole) step = whole.matches(".st") ? ofSentence(whole) : { references: references(whole) };
    still(mark, () => show(step, false));
  };
  const sentenceAt = (event) => {
    const selecting = !window.getSelection().isCollapsed;
    return selecting || event.target.closest("a, button") ? null : event.target.closest(".st");
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.m") || sentenceAt(event);
    if (!mark) return;
    event.preventDefault();
    open(mark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) close();
    if (event.key === " " && event.target.matches?.("a.m")) { event.preventDefault(); open(event.target); }
  });
  document.querySelectorAll("[data-language]").forEach((choice) => choice.addEventListener("click", () => {
    language = choice.dataset.language;
    document.documentElement.dataset.ui = language;
    document.querySelectorAll("[data-language]").forEach((b) => b.setAttribute("aria-pressed", String(b === choice)));
    if (!panel.hidden) draw();
  }));
  const menu = document.getElementById("menu");
  const contents = document.getElementById("contents");
  menu.addEventListener("click", () => menu.setAttribute("aria-expanded", String(contents.classList.toggle("open"))));
  contents.addEventListener("click", () => contents.classList.remove("open"));

  const drawChart = (chart) => {
    const spec = figures[chart.dataset.spec];
    if (!spec || chart.dataset.begun || !window.vegaEmbed) return;
    chart.dataset.begun = "1";
    const live = make("div", "", "live");
    chart.append(live);
    window.vegaEmbed(live, spec, { ast: true, actions: false, renderer: "svg" })
      .then(() => chart.classList.add("drawn"))
      .catch(() => live.remove());
  };
  const watch = new IntersectionObserver((seen) => seen.forEach((s) => {
    if (s.isIntersecting) { watch.unobserve(s.target); drawChart(s.target); }
  }), { rootMargin: "400px" });
  document.querySelectorAll(".chart").forEach((chart) => watch.observe(chart));

  const links = new Map([...document.querySelectorAll("nav .toc a")].map((a) => [a.hash.slice(1), a]));
  const spy = new IntersectionObserver((seen) => seen.forEach((s) => {
    const link = links.get(s.target.id);
    if (!link || !s.isIntersecting) return;
    document.querySelectorAll(".toc .here").forEach((n) => n.classList.remove("here"));
    link.classList.add("here");
  }), { rootMargin: "-10% 0px -75% 0px" });
  document.querySelectorAll("main h2[id], main h3[id], .part[id]").forEach((h) => spy.observe(h));
})();
