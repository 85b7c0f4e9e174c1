/** The learner's first page stays light, and the console's code stays out of it. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 350;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist)));

/** What a browser loads before an entry runs: itself and all it imports, not what it loads later. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const imported of manifest[name].imports ?? []) closure(imported, seen);
  return seen;
}

const size = (file) => gzipSync(readFileSync(new URL(file, dist))).length / 1000;
const first = [...closure("index.html")];
const scripts = first.map((name) => manifest[name].file);
const total = scripts.map(size).reduce((sum, part) => sum + part, 0);
const styles = [...new Set(first.flatMap((name) => manifest[name].css ?? []))];
const CONSOLE = /^src\/(app\/Console|shared\/staff\/|features\/(queue|workbench|learners|setup|changes)\/)/;
const staff = first.filter((name) => CONSOLE.test(manifest[name].src ?? name));

console.log(
  `first page: ${total.toFixed(1)} kB of compressed script in ${scripts.length} files (limit ${LIMIT_KB} kB)`,
);
console.log(
  `first page: ${styles
    .map(size)
    .reduce((sum, part) => sum + part, 0)
    .toFixed(1)} kB of compressed styles`,
);
const problems = [];
if (total > LIMIT_KB) problems.push(`over the limit of ${LIMIT_KB} kB`);
if (staff.length) problems.push(`the console's code is on it: ${staff.join(", ")}`);
// A module that is bundled into another chunk leaves no entry of its own; a text only it has does.
for (const file of scripts) {
  if (readFileSync(new URL(file, dist), "utf8").includes("AWS4-HMAC-SHA256"))
    problems.push(`the request signer is in ${file}`);
}
for (const problem of problems) console.error(`first page: ${problem}`);
process.exit(problems.length ? 1 : 0);
