import { vi } from "vitest";

/** Locks as browsers have them: one holder of a name at a time, the next in line when it lets go. */
export function makeLocks(): LockManager {
  const held = new Map<string, Promise<unknown>>();
  const request = async (name: string, ...rest: unknown[]) => {
    const then = rest.at(-1) as (lock: object | null) => unknown;
    if (rest.length > 1 && held.has(name)) return then(null);
    const before = held.get(name) ?? Promise.resolve();
    const holding = before.then(() => then({}));
    held.set(name, holding);
    await holding;
    if (held.get(name) === holding) held.delete(name);
  };
  const query = () => Promise.resolve({ held: [...held.keys()].map((name) => ({ name })) });
  return { request, query };
}

/** The same, where a page looks for them. */
export function giveLocks(): void {
  vi.spyOn(navigator, "locks", "get").mockReturnValue(makeLocks());
}
