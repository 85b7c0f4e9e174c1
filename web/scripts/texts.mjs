/**
 * Writes the keys of all texts, and what each is told, as types; with --check it also says which texts
 * are missing, left over, unlike each other in two languages, or used by nothing.
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { format, resolveConfig } from "prettier";
import ts from "typescript";

const SOURCE = new URL("../src/", import.meta.url);
const TEXTS = new URL("text/", SOURCE);
const KEYS = new URL("keys.d.ts", TEXTS);
const FIRST = "en";
const TAG = "Tag";

const languages = readdirSync(TEXTS)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length));
/** Where texts stand: those of the first page, and beside them those that come with other pages. */
const FOLDERS = [
  "./",
  ...readdirSync(TEXTS, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`./${entry.name}/`] : [],
  ),
];
const problems = [];

/** What a message is told, by name: the type of each argument and tag. */
function argumentsOf(parts, found = new Map()) {
  const add = (name, type) => found.set(name, (found.get(name) ?? new Set()).add(type));
  for (const part of parts) {
    switch (part.type) {
      case TYPE.literal:
      case TYPE.pound:
        break;
      case TYPE.argument:
        add(part.value, "string");
        break;
      case TYPE.number:
        add(part.value, "number");
        break;
      case TYPE.date:
      case TYPE.time:
        add(part.value, "Date");
        break;
      case TYPE.plural:
        add(part.value, "number");
        break;
      case TYPE.select: {
        const names = Object.keys(part.options);
        const yesOrNo = names.every((name) => ["true", "false", "other"].includes(name));
        add(part.value, yesOrNo ? "boolean" : names.map((name) => JSON.stringify(name)).join(" | "));
        break;
      }
      case TYPE.tag:
        add(part.value, TAG);
        argumentsOf(part.children, found);
        break;
      default:
        throw new Error(`no such part: ${part.type}`);
    }
    for (const option of Object.values(part.options ?? {})) argumentsOf(option.value, found);
  }
  return found;
}

/** One type for each argument; what is a number somewhere may stand elsewhere as it is. */
function typesOf(language, key, message) {
  try {
    const told = argumentsOf(parse(message, { shouldParseSkeletons: true }));
    const types = [...told].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [name, kinds] of types) {
      if (kinds.size > 1)
        problems.push(`${language} ${key}: ${name} is ${[...kinds].join(" here and there ")}`);
    }
    return types.map(([name, kinds]) => [name, [...kinds][0]]);
  } catch (error) {
    problems.push(`${language} ${key}: ${error.message}`);
    return [];
  }
}

function described(language) {
  const found = new Map();
  for (const folder of FOLDERS) {
    const file = readFileSync(new URL(`${folder}${language}.json`, TEXTS), "utf8");
    const texts = JSON.parse(file);
    if (file !== `${JSON.stringify(texts, null, 2)}\n`)
      problems.push(
        `${folder}${language}: a key stands there twice, or it is not laid out as one key a line`,
      );
    for (const [key, text] of Object.entries(texts)) {
      if (found.has(key)) problems.push(`${language} ${key}: stands in two files`);
      found.set(key, typesOf(language, key, text));
    }
  }
  return found;
}

const shapes = new Map(languages.map((language) => [language, described(language)]));
const first = shapes.get(FIRST);

for (const [language, shape] of shapes) {
  for (const [key, types] of first) {
    if (!shape.has(key)) problems.push(`${language} ${key}: missing`);
    else if (JSON.stringify(types) !== JSON.stringify(shape.get(key))) {
      const [here, there] = [shape.get(key), types].map((told) =>
        told.map((one) => one.join(": ")).join(", "),
      );
      problems.push(`${language} ${key}: is told (${here}), but in ${FIRST} (${there})`);
    }
  }
  for (const key of shape.keys()) if (!first.has(key)) problems.push(`${language} ${key}: not in ${FIRST}`);
}

/** Every text that a source names: keys as they stand, and how those begin that are put together. */
function used() {
  const keys = new Set();
  const starts = [];
  const files = readdirSync(SOURCE, { recursive: true }).filter(
    (name) => /\.tsx?$/.test(name) && !/(\.test\.tsx?|\.d\.ts)$/.test(name),
  );
  for (const name of files) {
    const file = ts.createSourceFile(
      name,
      readFileSync(new URL(name, SOURCE), "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === "textsOf") {
        const [area] = node.arguments;
        starts.push(ts.isTemplateExpression(area) ? area.head.text : `${area.text}.`);
      }
      if (ts.isStringLiteralLike(node)) keys.add(node.text);
      // A text in which nothing is fixed but the area is one of all there.
      if (ts.isTemplateExpression(node) && /^[a-zA-Z]+\./.test(node.head.text)) {
        const rest = node.templateSpans.map(({ literal }) => literal.text.replaceAll(".", "\\."));
        starts.push(new RegExp(`^${node.head.text.replaceAll(".", "\\.")}.+${rest.join(".+")}$`));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return (key) =>
    keys.has(key) ||
    starts.some((start) => (typeof start === "string" ? key.startsWith(start) : start.test(key)));
}

const isUsed = used();
for (const key of first.keys()) if (!isUsed(key)) problems.push(`${FIRST} ${key}: used by nothing`);

function declared(name, about, entries) {
  const lines = entries.map(
    ([key, types]) =>
      `${JSON.stringify(key)}: ${types.length ? `{ ${types.map((one) => one.join(": ")).join("; ")} }` : "undefined"};`,
  );
  return `/** ${about} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;
}

const hasTags = ([, types]) => types.some(([, type]) => type === TAG);
const written = await format(
  `/** Made of ${FIRST}.json by \`npm run texts\`. */\n\nimport type { Tag } from "./rich";\n\n` +
    declared(
      "Messages",
      "What each text is told.",
      [...first].filter((entry) => !hasTags(entry)),
    ) +
    "\n" +
    declared("RichMessages", "The same of texts with tags.", [...first].filter(hasTags)),
  { ...(await resolveConfig(KEYS)), parser: "typescript" },
);

if (!process.argv.includes("--check")) writeFileSync(KEYS, written);
else if (readFileSync(KEYS, "utf8") !== written) problems.push("keys.d.ts is out of date: npm run texts");
for (const problem of problems) console.error(`texts: ${problem}`);
process.exit(problems.length ? 1 : 0);
