// Finds the Chromium that the browser tests drive, and installs one when there
// is none and it may. Run by itself it prints which one that is.

import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const places = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
  return found ?? places.find(executable);
}

// install gets Debian's or Ubuntu's package when this is root's machine, such
// as a container.
function install() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { stdio: ["ignore", 2, 2], env };
  console.error("No Chromium here; installing it with apt-get.");
  spawnSync("apt-get", ["update"], options);
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], options);
}

// findChromium returns the path of an executable, or throws with what to do.
// The browser tests need one: without it they fail, they are not skipped.
export function findChromium() {
  const wanted = process.env.CHROME;
  if (wanted) {
    if (executable(wanted)) return wanted;
    throw new Error(`CHROME is ${JSON.stringify(wanted)}, which cannot be executed; expected the path of a Chromium`);
  }
  const found = installed();
  if (found) return found;
  install();
  const now = installed();
  if (now) return now;
  throw new Error(
    "There is no Chromium for the browser tests. Install one (Debian and Ubuntu: apt-get install chromium; " +
      "macOS: brew install --cask chromium) or name one: CHROME=/path/to/chromium make test",
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(findChromium());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
