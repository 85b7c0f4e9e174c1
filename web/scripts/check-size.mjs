/** What people load before they see anything stays light: the learner's first page, and the console's. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SOURCES = new URL("../src/", import.meta.url);
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist)));

/** The modules that the first page of each side is made of, where they are loaded on their own. */
const PAGES = {
  learner: ["features/portfolio/Home.tsx"],
  console: ["app/Console.tsx", "features/queue/Queue.tsx"],
};
/** In kB, compressed. Nothing holds the console's: it is told beside the learner's. */
const LIMITS = { script: 200, style: 40 };
const CONSOLE = /^src\/(app\/Console|shared\/staff\/|features\/(queue|workbench|learners|setup|changes)\/)/;

/** What a browser loads before a module runs: itself and all it imports, not what it loads later. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const imported of manifest[name].imports ?? []) closure(imported, seen);
  return seen;
}

const problems = [];
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length / 1000);
  return sizes.get(file);
};
const sum = (files) => files.reduce((total, file) => total + size(file), 0);

/** Whoever speaks the language with the most words has the most to load. */
const [messages] = readdirSync(new URL("text/", SOURCES))
  .filter((name) => name.endsWith(".json"))
  .map((name) => `src/text/${name}`)
  .sort((one, other) => size(manifest[other].file) - size(manifest[one].file));

function load(page) {
  const loaded = new Set();
  for (const name of ["index.html", "src/text/language.ts", messages]) closure(name, loaded);
  for (const path of PAGES[page]) {
    if (!existsSync(new URL(path, SOURCES))) problems.push(`${page}: there is no ${path}`);
    // What is imported at once is in what is loaded already.
    else if (manifest[`src/${path}`]) closure(`src/${path}`, loaded);
  }
  const names = [...loaded];
  const scripts = [...new Set(names.map((name) => manifest[name].file))];
  const styles = [...new Set(names.flatMap((name) => manifest[name].css ?? []))];
  return { names, scripts, styles };
}

for (const page of Object.keys(PAGES)) {
  const { names, scripts, styles } = load(page);
  const total = { script: sum(scripts), style: sum(styles) };
  const limits = page === "learner" ? LIMITS : {};
  for (const [kind, files] of [
    ["script", scripts],
    ["style", styles],
  ]) {
    const limit = limits[kind] ? ` (limit ${limits[kind]} kB)` : "";
    console.log(
      `${page}: ${total[kind].toFixed(1)} kB of compressed ${kind} in ${files.length} files${limit}`,
    );
    if (total[kind] > limits[kind]) problems.push(`${page}: over the limit of ${limits[kind]} kB of ${kind}`);
    if (!process.argv.includes("--files")) continue;
    for (const file of files.sort((one, other) => size(other) - size(one)))
      console.log(`${size(file).toFixed(1).padStart(9)} ${file}`);
  }
  if (page !== "learner") continue;
  const staff = names.filter((name) => CONSOLE.test(manifest[name].src ?? name));
  if (staff.length) problems.push(`${page}: the console's code is on it: ${staff.join(", ")}`);
  // A module that is bundled into another chunk leaves no entry of its own; a text only it has does.
  for (const file of scripts) {
    if (readFileSync(new URL(file, dist), "utf8").includes("AWS4-HMAC-SHA256"))
      problems.push(`${page}: the request signer is in ${file}`);
  }
}
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
