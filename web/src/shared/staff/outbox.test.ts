import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Verdict } from "../../api/types";
import { type Answer, type Decided, type Entry, MOST_WAITING, Outbox, type Refusal, UNDO_MS } from "./outbox";
import type { Form } from "./verdict";

const OWNER = { user: "reviewer", academy: "demo" };
const FORM: Form = {
  reason: "",
  comment: "",
  awarded: {},
  labels: {},
  yes: {},
  corrections: { title: "", issuer: "", earned_on: "", expires_on: "" },
};
const approve: Verdict = { action: "approve", awarded: [], answers: [], corrections: { labels: [] } };

beforeEach(() => void vi.useFakeTimers({ now: Date.parse("2026-11-25T12:00Z") }));
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const settle = () => pass(0);

/** How the line is: whether requests arrive, and whether answers come back. */
type Line = "good" | "silent" | "dead";

/** A server with some certificates, and a browser in front of it: one storage, one set of locks. */
class World {
  line: Line = "good";
  online = true;
  user: string | undefined = OWNER.user;
  readonly versions = new Map<string, number>();
  /** What was decided, in the order in which it arrived: the entry, and on which version. */
  readonly applied: Entry[] = [];
  requests = 0;
  /** Whether tabs hear nothing of each other. */
  deaf = false;
  readonly stored = new Map<string, string>();
  private readonly queues = new Map<string, { grant: () => void; gone: boolean }[]>();
  private readonly listeners = new Set<() => void>();

  readonly storage = {
    read: this.stored,
    get length() {
      return this.read.size;
    },
    key: (at: number) => [...this.stored.keys()][at] ?? null,
    getItem: (key: string) => this.stored.get(key) ?? null,
    setItem: (key: string, value: string) => {
      this.stored.set(key, value);
      this.tell();
    },
    removeItem: (key: string) => {
      if (this.stored.delete(key)) this.tell();
    },
  };

  /** The other tabs hear of it, a moment later. */
  private tell() {
    if (!this.deaf) queueMicrotask(() => this.listeners.forEach((hear) => hear()));
  }

  tab(owner = OWNER): Tab {
    const ways: (() => void)[] = [];
    const request = (name: string, _: LockOptions, held: () => Promise<void>) => {
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      const next = () => {
        while (queue[0]?.gone) queue.shift();
        queue[0]?.grant();
      };
      let granted = false;
      const place = {
        gone: false,
        grant: () => {
          if (granted) return;
          granted = true;
          void held();
        },
      };
      const leave = () => {
        place.gone = true;
        queueMicrotask(next);
      };
      ways.push(leave);
      queue.push(place);
      queueMicrotask(next);
      return new Promise<void>(() => undefined);
    };
    const state = { dead: false };
    const box = new Outbox(owner, {
      storage: this.storage,
      locks: { request } as unknown as LockManager,
      send: (entry) => (state.dead ? new Promise<Answer>(() => undefined) : this.receive(entry)),
      sign: (entry) => Promise.resolve(() => void this.receive(entry)),
      isOpen: () => this.online && this.user === owner.user,
    });
    const hear = () => box.look();
    this.listeners.add(hear);
    const vanish = () => {
      state.dead = true;
      this.listeners.delete(hear);
      // Nothing that it hears of any more is written down.
      box.close();
      ways.forEach((leave) => leave());
    };
    return {
      box,
      crash: vanish,
      leave: () => {
        box.leave();
        vanish();
      },
    };
  }

  async receive(entry: Entry): Promise<Answer> {
    this.requests += 1;
    const { line } = this;
    await Promise.resolve();
    if (line === "dead") return { kind: "unanswered" };
    const answer = this.decide(entry);
    return line === "silent" ? { kind: "unanswered" } : answer;
  }

  private decide(entry: Entry): Answer {
    const now = this.versions.get(entry.certificate_id) ?? 1;
    if (now === entry.version) {
      this.versions.set(entry.certificate_id, now + 1);
      this.applied.push(entry);
      return { kind: "sent" };
    }
    // Decided already, and exactly so.
    const isSame = this.applied.some(({ id }) => id === entry.id);
    return isSame ? { kind: "sent" } : { kind: "refused", why: CONFLICT };
  }

  /** Somebody else changes it. */
  change(certificate_id: string) {
    this.versions.set(certificate_id, (this.versions.get(certificate_id) ?? 1) + 1);
  }
}

interface Tab {
  box: Outbox;
  crash: () => void;
  leave: () => void;
}

const CONFLICT: Refusal = { status: 412, problem: { type: "urn:certfolio:problem:stale-version" } };

const decision = (certificate_id: string, change: Partial<Decided> = {}): Decided => ({
  learner_id: "learner",
  certificate_id,
  version: 1,
  title: `Course ${certificate_id}`,
  verdict: approve,
  form: FORM,
  ...change,
});

const stages = ({ box }: Tab) => box.entries().map(({ stage }) => stage.kind);
const ids = (world: World) => world.applied.map(({ certificate_id }) => certificate_id);

describe("a decision in the outbox", () => {
  it("is sent when its ten seconds are over, and not before", async () => {
    const world = new World();
    const tab = world.tab();
    tab.box.put(decision("1"));
    await pass(UNDO_MS - 1);
    expect([stages(tab), world.requests]).toEqual([["waiting"], 0]);
    await pass(1);
    expect([stages(tab), ids(world)]).toEqual([["sent"], ["1"]]);
  });

  it("is never sent once it was undone, and gives back what was filled in", async () => {
    const world = new World();
    const { box } = world.tab();
    box.put(decision("1", { form: { ...FORM, comment: "As stated." } }));
    await pass(UNDO_MS - 1);
    const [entry] = box.entries();
    expect(box.undo(entry!.id)?.form.comment).toBe("As stated.");
    await pass(UNDO_MS * 2);
    expect([box.entries(), world.requests, world.stored.size]).toEqual([[], 0, 0]);
  });

  it("cannot be undone once it was sent", async () => {
    const world = new World();
    const { box } = world.tab();
    box.put(decision("1"));
    await pass(UNDO_MS);
    expect(box.undo(box.entries()[0]!.id)).toBeUndefined();
  });

  it("is sent early by the eleventh", async () => {
    const world = new World();
    const tab = world.tab();
    for (let at = 1; at <= MOST_WAITING; at += 1) {
      tab.box.put(decision(`${at}`));
      await pass(1);
    }
    expect(world.requests).toBe(0);
    tab.box.put(decision("11"));
    await settle();
    expect(ids(world)).toEqual(["1"]);
    expect(stages(tab).filter((stage) => stage === "waiting")).toHaveLength(MOST_WAITING);
  });

  it("is sent early where more waits than a page that closes may send", async () => {
    const world = new World();
    const { box } = world.tab();
    const comment = "€".repeat(2000);
    for (let at = 1; at <= 10; at += 1) {
      box.put(decision(`${at}`, { verdict: { ...approve, comment } }));
      await pass(1);
    }
    expect(ids(world)).toEqual(["1"]);
    const waiting = box.entries().filter(({ stage }) => stage.kind === "waiting");
    const bytes = waiting.map(({ verdict }) => new TextEncoder().encode(JSON.stringify(verdict)).length);
    expect(bytes.reduce((one, other) => one + other)).toBeLessThan(64 * 1024);
  });

  it("is sent without waiting for the answer when the page is left, and known to be sent afterwards", async () => {
    const world = new World();
    const before = world.tab();
    before.box.put(decision("1"));
    await settle();
    before.leave();
    await settle();
    expect(ids(world)).toEqual(["1"]);
    const after = world.tab();
    await settle();
    expect([stages(after), world.applied.length]).toEqual([["sent"], 1]);
  });

  it("survives a crash, and keeps its time", async () => {
    const world = new World();
    const before = world.tab();
    before.box.put(decision("1"));
    await pass(4000);
    before.crash();
    const after = world.tab();
    await pass(UNDO_MS - 4001);
    expect([stages(after), world.requests]).toEqual([["waiting"], 0]);
    await pass(1);
    expect(ids(world)).toEqual(["1"]);
  });

  it("is kept without a network, can be undone meanwhile, and is sent when there is one", async () => {
    const world = new World();
    const tab = world.tab();
    world.online = false;
    tab.box.put(decision("1"));
    tab.box.put(decision("2"));
    await pass(10 * UNDO_MS);
    expect(stages(tab)).toEqual(["waiting", "waiting"]);
    tab.box.undo(tab.box.entries().find(({ certificate_id }) => certificate_id === "1")!.id);
    world.online = true;
    tab.box.go();
    await settle();
    expect(ids(world)).toEqual(["2"]);
  });

  it("is tried again where no answer came, and taken once where it had arrived", async () => {
    const world = new World();
    const tab = world.tab();
    world.line = "silent";
    tab.box.put(decision("1"));
    await pass(UNDO_MS);
    expect(stages(tab)).toEqual(["unanswered"]);
    // It may have arrived.
    expect(tab.box.undo(tab.box.entries()[0]!.id)).toBeUndefined();
    world.line = "good";
    await pass(2000);
    expect([stages(tab), ids(world)]).toEqual([["sent"], ["1"]]);
  });

  it("comes back with what was written where it was refused, until it was seen", async () => {
    const world = new World();
    const tab = world.tab();
    world.change("1");
    tab.box.put(decision("1", { form: { ...FORM, comment: "Mine." } }));
    await pass(UNDO_MS);
    const [entry] = tab.box.entries();
    expect(entry).toMatchObject({ stage: { kind: "refused", why: CONFLICT }, form: { comment: "Mine." } });
    // Decided anew, on what is there now.
    tab.box.put(decision("1", { version: 2 }));
    expect(stages(tab)).toEqual(["waiting"]);
    await pass(UNDO_MS);
    expect(stages(tab)).toEqual(["sent"]);
    tab.box.dismiss(tab.box.entries()[0]!.id);
    expect([stages(tab), world.stored.size]).toEqual([[], 0]);
  });

  it("is sent at once on signing out, and another user neither sees nor sends it", async () => {
    const world = new World();
    const tab = world.tab();
    tab.box.put(decision("1"));
    await tab.box.flush();
    expect(ids(world)).toEqual(["1"]);
    // The session ended by itself: it stays for whose it is.
    tab.box.put(decision("2"));
    world.user = "another";
    await pass(UNDO_MS);
    tab.crash();
    const other = world.tab({ ...OWNER, user: "another" });
    await pass(UNDO_MS);
    expect([other.box.entries(), ids(world)]).toEqual([[], ["1"]]);
    other.crash();
    world.user = OWNER.user;
    world.tab();
    await settle();
    expect(ids(world)).toEqual(["1", "2"]);
  });

  it("keeps the last ten that were sent in sight", async () => {
    const world = new World();
    const { box } = world.tab();
    for (let at = 1; at <= 12; at += 1) {
      box.put(decision(`${at}`));
      await pass(UNDO_MS);
    }
    expect(box.entries().map(({ certificate_id }) => certificate_id)).toEqual(
      Array.from({ length: 10 }, (_, at) => `${at + 3}`),
    );
  });
});

describe("two tabs", () => {
  it("show what waits in either, and send it once", async () => {
    const world = new World();
    const [one, other] = [world.tab(), world.tab()];
    await settle();
    one.box.put(decision("1"));
    await settle();
    expect(stages(other)).toEqual(["waiting"]);
    await pass(UNDO_MS);
    expect([stages(one), stages(other), world.requests]).toEqual([["sent"], ["sent"], 1]);
  });

  it("undo what was decided in the other", async () => {
    const world = new World();
    const [one, other] = [world.tab(), world.tab()];
    await settle();
    one.box.put(decision("1"));
    await settle();
    expect(other.box.undo(other.box.entries()[0]!.id)).toBeDefined();
    await pass(2 * UNDO_MS);
    expect([stages(one), stages(other), world.requests, world.stored.size]).toEqual([[], [], 0, 0]);
  });

  it("undo it though the other has not heard of that when it is due", async () => {
    const world = new World();
    const [one, other] = [world.tab(), world.tab()];
    await settle();
    one.box.put(decision("1"));
    await settle();
    world.deaf = true;
    other.box.undo(other.box.entries()[0]!.id);
    await pass(2 * UNDO_MS);
    expect([stages(one), world.requests]).toEqual([[], 0]);
  });

  it("take over from each other when one is gone", async () => {
    const world = new World();
    const [one, other] = [world.tab(), world.tab()];
    await settle();
    one.box.put(decision("1"));
    await settle();
    one.crash();
    await pass(UNDO_MS);
    expect([stages(other), ids(world)]).toEqual([["sent"], ["1"]]);
  });
});

type Step =
  | { kind: "put"; tab: number; certificate: number }
  | { kind: "undo"; tab: number; which: number }
  | { kind: "pass"; ms: number }
  | { kind: "reload" | "crash"; tab: number }
  | { kind: "line"; line: Line }
  | { kind: "network" }
  | { kind: "change"; certificate: number };

const tab = fc.nat(1);
const certificate = fc.nat(13);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("put" as const), tab, certificate }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("undo" as const), tab, which: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(0, 1, 900, 5000, 9999, 10_000),
    }),
  },
  fc.record({ kind: fc.constantFrom("reload" as const, "crash" as const), tab }),
  fc.record({
    kind: fc.constant("line" as const),
    line: fc.constantFrom<Line>("good", "silent", "dead"),
  }),
  fc.record({ kind: fc.constant("network" as const) }),
  fc.record({ kind: fc.constant("change" as const), certificate }),
);

describe("in any order of deciding, undoing, waiting, failing and reloading", () => {
  it("each decision is taken once at most, never after it was undone, and none is lost", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: "max" }), async (steps) => {
        const world = new World();
        const tabs = [world.tab(), world.tab()];
        const made = new Map<string, Entry>();
        const undone = new Set<string>();
        await settle();
        for (const one of steps) {
          switch (one.kind) {
            case "put": {
              const { box } = tabs[one.tab]!;
              const certificate_id = `${one.certificate}`;
              const version = world.versions.get(certificate_id) ?? 1;
              // As the page offers it: nothing that is decided here already.
              const isOpen = box
                .entries()
                .some((entry) => entry.certificate_id === certificate_id && entry.stage.kind !== "refused");
              if (isOpen) break;
              box.put(decision(certificate_id, { version }));
              break;
            }
            case "undo": {
              const { box } = tabs[one.tab]!;
              const entry = box.entries()[one.which];
              const taken = entry && box.undo(entry.id);
              await settle();
              // What waits in another tab is undone if that tab agrees.
              if (taken && !tabs.some(({ box }) => box.entries().some(({ id }) => id === taken.id)))
                undone.add(taken.id);
              break;
            }
            case "pass":
              await pass(one.ms);
              break;
            case "reload":
            case "crash":
              tabs[one.tab]![one.kind === "crash" ? "crash" : "leave"]();
              tabs[one.tab] = world.tab();
              break;
            case "line":
              world.line = one.line;
              break;
            case "network":
              world.online = !world.online;
              break;
            case "change":
              world.change(`${one.certificate}`);
              break;
          }
          await settle();
          for (const { box } of tabs) for (const entry of box.entries()) made.set(entry.id, entry);
        }
        world.line = "good";
        world.online = true;
        for (const { box } of tabs) box.go();
        await pass(120_000);

        const taken = world.applied.map(({ id }) => id);
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.filter((id) => undone.has(id))).toEqual([]);
        for (const { box } of tabs)
          expect(
            box.entries().filter(({ stage }) => stage.kind !== "sent" && stage.kind !== "refused"),
          ).toEqual([]);
        const refused = new Set(
          tabs[0]!.box.entries().flatMap(({ id, stage }) => (stage.kind === "refused" ? [id] : [])),
        );
        const all = [...made.values()];
        for (const entry of all) {
          const { id } = entry;
          // What was refused is let go of where the same was decided anew. Ids of one millisecond are
          // in no order; in `made` they stand as they were made.
          const isReplaced = all
            .slice(all.indexOf(entry) + 1)
            .some((later) => later.certificate_id === entry.certificate_id);
          expect([undone.has(id), taken.includes(id), refused.has(id) || isReplaced].some(Boolean)).toBe(
            true,
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});
