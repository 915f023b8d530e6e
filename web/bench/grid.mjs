// Measures the grid: 200 cells, of 20 people and 10 applications, so that no two
// of them ask the scripts the same. Each measured edit changes the rule, so that
// nothing is known from before. From the replay's end to the table on the page.

import { pathToFileURL } from "node:url";
import { launch } from "../test/harness.mjs";
import { linkTo } from "../test/link.mjs";
import { serve } from "../test/server.mjs";
import { median } from "./page.mjs";
import { siteDir } from "./sizes.mjs";

const edits = 20;
const count = (n, line) => Array.from({ length: n }, (_, i) => line(i + 1)).join("\n");

const crowd = `A crowd

-- tenant --
start 2026-11-02T08:00:00Z
policy always
${count(20, (i) => `person p${i} email=p${i}@example.com`)}
${count(10, (i) => `app app${i} type=spa metadata.mfa=${i % 2 ? "on" : "off"}`)}
rule mfa
browser p1 person=p1

-- rules/mfa.js --
function mfa(user, context, callback) {
  if (context.clientMetadata.mfa === 'on') context.multifactor = { provider: 'any', allowRememberBrowser: false };
  callback(null, user, context);
}

-- steps --
p1: visit app1
p1: sign-in
`;

// measure types into the rule and returns the milliseconds of each grid.
async function measure(page) {
  await page.locator("mfa-grid td").last().waitFor({ timeout: 30_000 });
  await page.waitForFunction(() => document.querySelector("code-editor")?.shadowRoot);
  const cells = await page.locator("mfa-grid td").count();
  if (cells !== 200) throw new Error(`the grid has ${cells} cells; expected 200`);
  await page.getByRole("textbox", { name: "Rule code" }).focus();
  await page.keyboard.press("Control+End");
  const times = [];
  for (let i = 0; i < edits + 5; i++) {
    await page.evaluate(() => performance.clearMarks());
    await page.keyboard.press(i < 2 ? "/" : "abcdefghij"[i % 10]);
    await page.waitForFunction(() => performance.getEntriesByName("gridded").length > 0, null, { polling: 20, timeout: 30_000 });
    const ms = await page.evaluate(() => performance.getEntriesByName("gridded").at(-1).startTime - performance.getEntriesByName("grid").at(-1).startTime);
    if (i >= 5) times.push(ms);
  }
  return times;
}

// grid returns the row of the table.
export async function grid() {
  const server = await serve(siteDir, { prefix: "/bench/" });
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${server.root}${linkTo(crowd, 2)}&tab=grid&rows=person&cols=application`);
    return [{ name: "grid of 200 cells: median", value: median(await measure(page)), budget: 100, unit: "ms", digits: 0 }];
  } finally {
    await browser.close();
    await server.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await grid());
