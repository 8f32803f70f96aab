// What makes the page quicker to use. All of it can be read without.
(() => {
  "use strict";
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const cards = find(".change");
  const words = byId("words");
  const kinds = find("input[name=kind]");

  // Light and dark: as the system has it, until the button says otherwise.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = byId("theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    name();
  });
  dark.addEventListener("change", name);
  name();

  // One change can be reached with Tab; the others from it.
  let current = null;
  const visible = () => cards.filter((card) => !card.hidden);
  const choose = (card) => {
    if (current) current.tabIndex = -1;
    current = card;
    if (card) card.tabIndex = 0;
  };
  const unfold = (element) => {
    for (let up = element; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") up.open = true;
    }
  };
  const go = (card) => {
    choose(card);
    unfold(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = visible();
    if (list.length === 0) return;
    const at = list.indexOf(current);
    const started = document.activeElement && document.activeElement.closest(".change");
    const to = started ? at + by : Math.max(at, 0);
    go(list[Math.min(Math.max(to, 0), list.length - 1)]);
  };
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".change");
    if (card && card !== current) choose(card);
  });

  // The filter hides changes, and what is empty without them.
  const texts = cards.map((card) => `${card.id} ${card.textContent}`.toLowerCase());
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = new Set(kinds.filter((kind) => kind.checked).map((kind) => kind.value));
    let count = 0;
    cards.forEach((card, index) => {
      const fits = card.dataset.kinds.split(" ").some((kind) => chosen.has(kind));
      card.hidden = !(fits && wanted.every((word) => texts[index].includes(word)));
      if (!card.hidden) count += 1;
    });
    for (const part of find(".item, .changes")) {
      part.hidden = !part.querySelector(".change:not([hidden])");
    }
    if (wanted.length > 0) {
      for (const details of find(".changes:not([hidden]) > details")) details.open = true;
    }
    byId("shown").textContent = `${count} of ${cards.length} shown`;
    if (!current || current.hidden) choose(visible()[0] || null);
  };
  words.addEventListener("input", filter);
  for (const kind of kinds) kind.addEventListener("change", filter);
  byId("filter").querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    step(0);
  });
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));

  // The lines that a change is about, beside it: they are further down on the page already.
  const around = (cell) => {
    const row = cell.closest("tr");
    const rows = [...row.closest("tbody").rows];
    const at = rows.indexOf(row);
    const table = row.closest("table").cloneNode(true);
    [...table.tBodies[0].rows].forEach((copy, index) => {
      if (index < at - 6 || index > at + 12) copy.remove();
      else if (index === at) copy.cells[cell.cellIndex].classList.add("here");
    });
    for (const copy of [table, ...find("[id]", table)]) copy.removeAttribute("id");
    return table;
  };
  const peek = (card) => {
    const open = card.querySelector(".peek");
    const button = card.querySelector(".lines");
    if (!button) return;
    button.setAttribute("aria-expanded", String(!open));
    button.textContent = open ? "Show lines" : "Hide lines";
    card.classList.toggle("peeked", !open);
    if (open) {
      open.remove();
      return;
    }
    const box = document.createElement("div");
    box.className = "peek";
    const seen = new Set();
    for (const link of find(".links a[href^='#']", card)) {
      const cell = byId(link.getAttribute("href").slice(1));
      const row = cell && cell.closest("tr");
      if (!row || seen.has(row)) continue;
      seen.add(row);
      const title = document.createElement("p");
      title.className = "gap";
      title.textContent = row.closest(".file").querySelector("h4").textContent;
      box.append(title, around(cell));
    }
    card.append(box);
  };
  for (const card of cards) {
    if (!card.querySelector(".links a[href^='#']")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lines";
    button.textContent = "Show lines";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-describedby", `${card.id}-t`);
    button.addEventListener("click", () => peek(card));
    card.querySelector(".links").prepend(button);
  }

  // A link to a change opens what it is folded in, and shows it whatever the filter says.
  const follow = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const hidden = target.closest("[hidden]");
    if (hidden && hidden.closest("main")) {
      words.value = "";
      for (const kind of kinds) kind.checked = true;
      filter();
    }
    unfold(target);
    if (target.matches(".change")) choose(target);
    target.scrollIntoView({ block: target.tagName === "TD" ? "center" : "start" });
    if (target.tabIndex >= -1 && target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && document.activeElement === words) {
      words.value = "";
      filter();
      if (current) go(current);
      return;
    }
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (!byId("keys").checked) return;
    const actions = {
      j: () => step(1),
      k: () => step(-1),
      o: () => current && peek(current),
      "/": () => words.focus(),
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });

  // Paper cannot be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = find(".changes > details:not([open]), details.ops:not([open])");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  byId("filter").hidden = false;
  byId("to-filter").hidden = false;
  theme.hidden = false;
  filter();
  follow();
})();
