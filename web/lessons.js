// lessons.js makes the list of lessons searchable and shows what was solved.
// The list is there without it.
"use strict";

(() => {
  // The program keeps the same under the same key (app/root_progress.go).
  const key = "mfa-playground.lessons";
  const $ = (id) => document.getElementById(id);
  const items = [...document.querySelectorAll("[data-slug]")];

  // A framed or private page may be refused its storage: then nothing is kept.
  function read() {
    try {
      const held = JSON.parse(localStorage.getItem(key));
      return Array.isArray(held?.solved) ? held.solved.filter((slug) => typeof slug === "string") : [];
    } catch {
      return [];
    }
  }

  function keep(solved) {
    try {
      if (solved.length) localStorage.setItem(key, JSON.stringify({ version: 1, solved }));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }

  function say(text) {
    $("lesson-count").textContent = text;
  }

  function show() {
    const solved = read();
    for (const item of items) {
      item.querySelector(".lesson-mark").textContent = solved.includes(item.dataset.slug) ? "solved" : "";
    }
    const n = items.filter((item) => solved.includes(item.dataset.slug)).length;
    $("lesson-solved").textContent = `${n} of ${items.length} solved in this browser.`;
    $("progress-export").disabled = $("progress-reset").disabled = n === 0;
  }

  // search shows the lessons that have every word, in the question or the answer.
  function search() {
    const words = $("lesson-search").value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) n++;
    }
    for (const level of document.querySelectorAll(".lesson-level")) {
      level.hidden = !level.querySelector("li:not([hidden])");
    }
    say(words.length ? (n === 1 ? "1 lesson found" : `${n} lessons found`) : "");
  }

  $("lesson-search").addEventListener("input", search);

  $("progress-export").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ version: 1, solved: read() }, null, 2) + "\n"], { type: "application/json" }));
    link.download = "mfa-playground-lessons.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  $("progress-import").addEventListener("click", () => $("progress-file").click());
  $("progress-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      const { version, solved } = JSON.parse(await file.text());
      if (version !== 1 || !Array.isArray(solved)) throw new Error("it is no exported progress");
      const known = solved.filter((slug) => items.some((item) => item.dataset.slug === slug));
      if (!keep([...new Set([...read(), ...known])])) throw new Error("this browser keeps nothing for this page");
      show();
      say(`${known.length === 1 ? "1 solved lesson was" : `${known.length} solved lessons were`} read from ${file.name}`);
    } catch (error) {
      say(`${file.name} was not taken over: ${error.message}. Expected a file that was exported here.`);
    }
  });

  $("progress-reset").addEventListener("click", () => {
    if (!confirm("Forget which lessons were solved in this browser?")) return;
    keep([]);
    show();
    say("Forgotten: no lesson counts as solved");
  });

  addEventListener("storage", show); // another tab solved one
  addEventListener("pageshow", show);
  $("lesson-tools").hidden = false;
  show();
})();
