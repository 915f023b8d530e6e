// Measures the search for a counterexample: a claim that holds, so that every
// case is covered, and how long the page is kept from answering meanwhile.

import { beenHere, launch } from "../test/harness.mjs";
import { serve } from "../test/server.mjs";
import { siteDir } from "./sizes.mjs";

const cases = 5000;

// covered searches in the page and returns { cases, ms, blocked }: the longest
// time without a turn for anything else.
async function covered(page) {
  await page.getByRole("tab", { name: /^Search/ }).click();
  const form = page.getByRole("form", { name: "Find a counterexample" });
  await form.getByText(/^What varies/).click();
  await form.getByRole("checkbox", { name: "Application" }).uncheck();
  return page.evaluate(async () => {
    const button = [...document.querySelectorAll(".claim-form button")].find((b) => b.textContent === "Find a counterexample");
    let blocked = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      const now = performance.now();
      blocked = Math.max(blocked, now - last);
      last = now;
    }, 1);
    const start = performance.now();
    button.click();
    while (!document.querySelector(".found")) await new Promise((resolve) => setTimeout(resolve, 20));
    clearInterval(beat);
    const n = Number(/among (\d+) cases/.exec(document.querySelector(".found h3").textContent)[1]);
    return { cases: n, ms: performance.now() - start, blocked };
  });
}

// search returns rows for the table.
export async function search() {
  const server = await serve(siteDir, { prefix: "/bench/" });
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.addInitScript(beenHere);
    await page.goto(server.root + "lessons/remember-this-device/");
    await page.waitForFunction(() => performance.getEntriesByName("interactive").length > 0, null, { timeout: 60_000 });
    await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
    const found = await covered(page);
    return [
      { name: `search: ${cases} cases (of ${found.cases} covered)`, value: (found.ms * cases) / found.cases, budget: 5000, unit: "ms", digits: 0 },
      { name: "search: longest time without an answer", value: found.blocked, budget: 100, unit: "ms", digits: 0 },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
