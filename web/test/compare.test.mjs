// What an edit changed: the bar, a step before and after, and the baseline.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { assertClean, interactive, start } from "./harness.mjs";

const patience = { timeout: 15_000 };

let site;
before(async () => {
  site = await start();
});
after(() => site?.close());

const bar = (page) => page.locator(".difference");
const beside = (page) => page.getByRole("region", { name: "Before and after" });
const policy = async (page, name) => {
  await page.getByRole("tab", { name: "Policy & sessions" }).click();
  await page.getByRole("radio", { name }).check();
};

describe("the comparison", () => {
  it("opens a changed step before and after, with keys alone", async () => {
    const page = await site.openPage();
    await interactive(page);
    await policy(page, /^Always/);
    const change = bar(page).getByRole("button", { name: /^Step \d+/ }).first();
    await change.press("Enter");
    await beside(page).waitFor();
    assert.match(await beside(page).innerText(), /Before[\s\S]*No second factor was asked for[\s\S]*Now[\s\S]*A second factor was asked for/i);
    await beside(page).getByRole("button", { name: "Next difference" }).click();
    await beside(page).getByRole("button", { name: "Close before and after" }).click();
    await beside(page).waitFor({ state: "detached" });
    await assertClean(page);
  });

  it("keeps a baseline through several edits and lets it go", async () => {
    const page = await site.openPage();
    await interactive(page);
    await policy(page, /^Always/);
    await bar(page).getByRole("button", { name: "Keep as baseline" }).click();
    await bar(page).getByText("as in the baseline").waitFor();
    await policy(page, /^Never/);
    await bar(page).getByText(/end differently than in the baseline/).waitFor();
    await page.getByRole("button", { name: "+1h" }).click();
    await bar(page).getByText(/end differently than in the baseline/).waitFor();
    await bar(page).getByRole("button", { name: "Let the baseline go" }).click();
    await bar(page).waitFor({ state: "hidden" });
    await assertClean(page);
  });

  it("goes from difference to difference, past those that the bar names, and is dismissed", async () => {
    const page = await site.openPage();
    await interactive(page);
    await policy(page, /^Always/);
    const heading = () => beside(page).getByRole("heading", { level: 2 });
    const first = bar(page).getByRole("button", { name: /^Step \d+/ }).first();
    const step = (await first.innerText()).match(/Step \d+/)[0];
    await first.click();
    await heading().filter({ hasText: `${step}:` }).waitFor(patience);
    await beside(page).getByRole("button", { name: "Next difference" }).click();
    await heading().filter({ hasNotText: `${step}:` }).waitFor(patience);
    await beside(page).getByRole("button", { name: "Previous difference" }).click();
    await heading().filter({ hasText: `${step}:` }).waitFor(patience);
    await bar(page).getByRole("button", { name: /^and \d+ more$/ }).click();
    await heading().filter({ hasNotText: `${step}:` }).waitFor(patience);
    await bar(page).getByRole("button", { name: "Dismiss the comparison" }).click();
    await bar(page).waitFor({ ...patience, state: "hidden" });
    await assertClean(page);
  });
});
