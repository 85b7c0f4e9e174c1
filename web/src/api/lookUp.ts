/** What a map says of a kind; undefined of one that is newer than this portal. */
export function lookUp<Kind extends string, Value>(map: Record<Kind, Value>, kind: Kind): Value | undefined {
  return Object.hasOwn(map, kind) ? map[kind] : undefined;
}
