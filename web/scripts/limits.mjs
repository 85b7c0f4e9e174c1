/**
 * Writes what the API takes in each field of each request body, out of its description; with --check it
 * says whether that is old. The portal says before sending what the server would say.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

const SOURCE = new URL("../../docs/openapi.json", import.meta.url);
const TARGET = new URL("../src/api/limits.ts", import.meta.url);
const { paths, components } = JSON.parse(readFileSync(SOURCE, "utf8"));
const KEPT = ["minLength", "maxLength", "pattern", "minimum", "maximum", "minItems", "maxItems", "enum"];

const nameOf = (ref) => ref.split("/").at(-1);
const isNull = ({ type }) => type === "null";

/** A schema itself, without what leads to it and without null. */
function plain(schema) {
  if (schema.$ref) return plain({ ...components.schemas[nameOf(schema.$ref)], ...schema, $ref: undefined });
  const kinds = schema.anyOf?.filter((kind) => !isNull(kind));
  if (kinds?.length === 1) return plain({ ...schema, anyOf: undefined, ...kinds[0] });
  return schema;
}

/** The limits of a field and of all below it; `*` is any position in a list. */
function collect(schema, at, required, found) {
  const { type, properties = {}, items, ...rest } = plain(schema);
  if (at) {
    const kept = KEPT.filter((name) => rest[name] !== undefined).map((name) => [name, rest[name]]);
    found[at] = { ...(type && { type }), ...(required && { required }), ...Object.fromEntries(kept) };
  }
  for (const [name, property] of Object.entries(properties)) {
    collect(property, at ? `${at}.${name}` : name, (rest.required ?? []).includes(name), found);
  }
  if (items) collect(items, `${at}.*`, false, found);
  return found;
}

const bodies = Object.values(paths)
  .flatMap((operations) => Object.values(operations))
  .flatMap(({ requestBody }) => Object.values(requestBody?.content ?? {}))
  .map(({ schema }) => nameOf(schema.$ref));
const limits = Object.fromEntries(
  [...new Set(bodies)].sort().map((name) => [name, collect(components.schemas[name], "", false, {})]),
);
const text = await format(
  `/** Made of docs/openapi.json by \`npm run limits\`: what the API takes in each field of a body. */

export interface Limit {
  type?: string;
  required?: boolean;
  /** Counted in code points, as the API does. */
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  enum?: readonly string[];
}

export const limits = ${JSON.stringify(limits)} as const satisfies Record<string, Record<string, Limit>>;

/** Fields by their dotted names; \`*\` is any position in a list. */
export type Limits = Readonly<Record<string, Limit>>;
export type BodyName = keyof typeof limits;
`,
  { ...(await resolveConfig(TARGET)), parser: "typescript" },
);

if (!process.argv.includes("--check")) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, "utf8") !== text) {
  console.error("src/api/limits.ts is old. Run: npm run limits");
  process.exit(1);
}
