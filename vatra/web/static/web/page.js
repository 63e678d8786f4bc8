// Small acts of the page; every one of them has a way without script.
(() => {
  "use strict";
  const IDLE = 2 * 60 * 1000;
  let timer;
  // Names are shown on tap; when nobody touches the screen for two minutes they go back behind initials.
  const hideNames = () => {
    document.querySelectorAll("details[data-names][open]").forEach((shown) => { shown.open = false; });
    document.querySelectorAll("[data-found-names]").forEach((found) => { found.replaceChildren(); });
  };
  const wake = () => { clearTimeout(timer); timer = setTimeout(hideNames, IDLE); };
  ["pointerdown", "keydown", "scroll"].forEach((act) => addEventListener(act, wake, { passive: true }));
  wake();

  // A page taken from the back-forward memory may show what was signed out of: ask for it anew.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // The parts of a long page stand open where there is room for them beside what is to be done.
  document.addEventListener("DOMContentLoaded", () => {
    if (matchMedia("(min-width: 62rem)").matches) document.querySelectorAll("[data-fold]").forEach((part) => { part.open = true; });
    const errors = document.getElementById("errors");
    if (errors) { errors.focus(); document.title = `${errors.dataset.prefix} ${document.title}`; }
  });

  // A mistake in a group of choices leads to the first of them: a group itself takes no focus.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#errors a");
    const group = link && document.getElementById(link.hash.slice(1));
    if (!group?.matches("fieldset")) return;
    event.preventDefault();
    group.scrollIntoView();
    group.querySelector("input")?.focus({ preventScroll: true });
  });

  // What is read as one word stays on one line: "s-a", "30 noiembrie 2026", "art. 104", "72 de ore", "11–14 ani",
  // "0234 000 111". Only how it is shown changes: search and copy find the plain words.
  const MONTHS = "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie|"
    + "January|February|March|April|May|June|July|August|September|October|November|December";
  const WHOLE = new RegExp(`(${[
    /(?<![\p{L}\d-])\p{L}{1,10}-\p{L}{1,4}(?![\p{L}\d-])/u.source,
    `(?<![\\p{L}\\d])(?:\\d{1,2} )?(?:${MONTHS}) \\d{4}(?!\\d)`,
    /(?<!\d)\d{4}-\d{2}(?!\d)/u.source,
    /(?<![\d:–-])\d{1,3}[–-]\d{1,3}(?![\d:–-]|\.\d)(?: (?:ani|luni|years|months)(?!\p{L}))?/u.source,
    /\d[\d.,]* (?:de |mil\. )?(?:lei|ore|ani|luni|săptămâni|zile|minute|grame|hours|years|months|days|minutes|km)(?!\p{L})/u.source,
    /nu se arată|\d[\d.,]* %|(?<!\d)0\d{2,3}(?: \d{3}){2}(?!\d)/u.source,
    /(?:nr|art|alin|lit|No)\. ?(?:\(?\d+(?:\/\d+)?\)?|\p{Ll}\))/u.source,
  ].join("|")})`, "u");
  const APART = "script, style, textarea, select, title, svg, time, .nowrap";
  const keepWhole = (within) => {
    const texts = [];
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (WHOLE.test(walker.currentNode.data) && !walker.currentNode.parentElement.closest(APART)) texts.push(walker.currentNode);
    texts.forEach((text) => {
      const line = document.createElement("span");
      text.data.split(WHOLE).forEach((part, place) => {
        const word = document.createElement("span");
        word.className = "nowrap";
        word.textContent = part;
        line.append(place % 2 ? word : part);
      });
      text.replaceWith(line);
    });
  };
  document.addEventListener("DOMContentLoaded", () => keepWhole(document.body));
  document.addEventListener("htmx:load", (event) => keepWhole(event.target));

  // One press, one entry: the same uuid makes a second press harmless, this only spares the worker the wait.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });

  // Minutes are written while people speak: Ctrl and Enter keep them without leaving the keyboard.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || !event.target.matches("[data-quick]")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // The menu of more pages closes by Escape, and when something else is meant; without script it closes by its word.
  const menu = document.querySelector("details[data-menu]");
  const away = (event) => { if (menu && !menu.contains(event.target)) menu.open = false; };
  document.addEventListener("focusin", away);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu?.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("click", (event) => {
    away(event);
    if (event.target.closest("[data-print]")) window.print();
  });
})();
