/**
 * Decisions that can be undone for ten seconds before they are sent.
 *
 * Each tab has a box of its own in the browser's storage, and a lock that says it is there. Only the
 * holder of that lock sends what is in the box or takes something out of it; other tabs ask for an
 * undoing by a mark. When a tab is gone, however that came, the browser frees its lock, and one of the
 * others takes its box over. What is sent twice all the same, as nobody knows whether it arrived, the
 * API takes once: a decision names the version it was made on.
 */

import type { Verdict } from "../../api/types";
import type { Told } from "../../errors";
import { ulid } from "../ulid";
import type { Form } from "./verdict";

/** How long a decision can be undone. */
export const UNDO_MS = 10_000;
/** So many wait side by side; one more sends the oldest. */
export const MOST_WAITING = 10;
/** So much may wait: a page that closes may send 64 KiB in all, headers not counted. */
const MOST_BYTES = 60_000;
/** So many that were sent stay in sight. */
const MOST_SENT = 10;
/** A signature is good for five minutes. */
const SIGNED_MS = 4 * 60_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/** A decision as it was made. */
export interface Decided {
  learner_id: string;
  certificate_id: string;
  /** The version it was made on. */
  version: number;
  title: string;
  verdict: Verdict;
  /** What was filled in, to be given back where it is undone or refused. */
  form: Form;
}

export interface Refusal {
  status: number;
  problem: Told;
}

export type Stage =
  | { kind: "waiting" }
  | { kind: "sending" }
  /** It was sent, and no answer came: it may have arrived. */
  | { kind: "unanswered"; tries: number }
  | { kind: "sent" }
  | { kind: "refused"; why: Refusal };

export interface Entry extends Decided {
  id: string;
  /** When it is sent next, in milliseconds since 1970. */
  due: number;
  stage: Stage;
}

/** What became of a decision that was sent. */
export type Answer = { kind: "sent" } | { kind: "unanswered" } | { kind: "refused"; why: Refusal };

export interface Ports {
  storage: Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;
  locks: Pick<LockManager, "request">;
  send: (entry: Entry) => Promise<Answer>;
  /** Sign ahead; what is returned sends at once, be the page there to hear the answer or not. */
  sign: (entry: Entry) => Promise<() => void>;
  /** Whether whose decisions these are is signed in, and there is a network. */
  isOpen: () => boolean;
}

// What happens to a box: each of these takes one and returns another.

export type Box = readonly Entry[];

/** Whether it has not been sent yet, and so can be undone. */
export const isUndoable = ({ stage }: Entry): boolean => stage.kind === "waiting";

/** Whether it is on its way: it counts as decided, and its outcome is not known. */
export const isOpen = ({ stage }: Entry): boolean => stage.kind !== "sent" && stage.kind !== "refused";

/** Whether somebody, as far as this browser knows, has decided on that version. */
export const isDecided = ({ stage }: Entry): boolean => stage.kind !== "refused";

const isToSend = ({ stage }: Entry): boolean => stage.kind === "waiting" || stage.kind === "unanswered";

const isAbout = (one: Entry, other: Pick<Decided, "learner_id" | "certificate_id">): boolean =>
  one.learner_id === other.learner_id && one.certificate_id === other.certificate_id;

/** Put a decision in; where that makes too many, the oldest are due at once. */
export function put(box: Box, decided: Decided, id: string, now: number): Box {
  const entry: Entry = { ...decided, id, due: now + UNDO_MS, stage: { kind: "waiting" } };
  // Who decides anew has seen why the decision before was refused.
  const others = box.filter((one) => one.stage.kind !== "refused" || !isAbout(one, decided));
  return crowd([...others, entry], now);
}

function crowd(box: Box, now: number): Box {
  let room = MOST_WAITING;
  let bytes = MOST_BYTES;
  return box
    .toReversed()
    .map((entry) => {
      if (!isUndoable(entry)) return entry;
      room -= 1;
      bytes -= sizeOf(entry.verdict);
      return room < 0 || bytes < 0 ? { ...entry, due: Math.min(entry.due, now) } : entry;
    })
    .toReversed();
}

const sizeOf = (verdict: Verdict): number => new TextEncoder().encode(JSON.stringify(verdict)).length;

/** Take out what can still be undone. */
export const undo = (box: Box, id: string): Box =>
  box.filter((entry) => entry.id !== id || !isUndoable(entry));

/** Take out what was refused, or has been sent, and was seen. */
export const dismiss = (box: Box, id: string): Box => box.filter((entry) => entry.id !== id || isOpen(entry));

export const dueOf = (box: Box, now: number): Entry[] =>
  box.filter((entry) => isToSend(entry) && entry.due <= now);

const staged = (box: Box, id: string, change: (entry: Entry) => Partial<Entry>): Box =>
  box.map((entry) => (entry.id === id ? { ...entry, ...change(entry) } : entry));

const sending = (box: Box, id: string): Box => staged(box, id, () => ({ stage: { kind: "sending" } }));

/** What an answer makes of what was sent. */
export function answered(box: Box, id: string, answer: Answer, tries: number, now: number): Box {
  if (answer.kind !== "unanswered") return latest(staged(box, id, () => ({ stage: answer, due: now })));
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
  return staged(box, id, () => ({
    stage: { kind: "unanswered", tries: tries + 1 },
    due: now + pause,
  }));
}

/** Of those that were sent, the last few. */
function latest(box: Box): Box {
  const sent = box.filter(({ stage }) => stage.kind === "sent");
  const gone = new Set(sent.slice(0, Math.max(0, sent.length - MOST_SENT)));
  return box.filter((entry) => !gone.has(entry));
}

/** What another tab, or this one before it was loaded anew, has left. */
const leftBehind = (box: Box, now: number): Box =>
  box.map((entry) =>
    entry.stage.kind === "sending" ? { ...entry, stage: { kind: "unanswered", tries: 0 }, due: now } : entry,
  );

const triesOf = ({ stage }: Entry): number => (stage.kind === "unanswered" ? stage.tries : 0);

interface Signed {
  send: () => void;
  at: number;
}

/** The decisions of one person at one academy, in one tab. */
export class Outbox {
  private readonly prefix: string;
  private readonly tab = ulid();
  private box: Box = [];
  /** Tabs whose boxes are this one's: its own, and those of tabs that are gone. */
  private readonly mine = new Set([this.tab]);
  private readonly asked = new Set<string>();
  private readonly signed = new Map<string, Signed>();
  private readonly onWay = new Map<string, Promise<void>>();
  private readonly listeners = new Set<() => void>();
  private readonly closed = new AbortController();
  private readonly over = new Promise<void>((resolve) =>
    this.closed.signal.addEventListener("abort", () => resolve()),
  );
  private timer: ReturnType<typeof setTimeout> | undefined;
  private shown: readonly Entry[] = [];

  constructor(
    owner: { user: string; academy: string },
    private readonly ports: Ports,
  ) {
    this.prefix = `certfolio.outbox/${owner.user}/${owner.academy}/`;
    this.claim(this.tab, () => undefined);
    this.look();
  }

  /** All that wait or were sent lately, in every tab, the oldest first. */
  readonly entries = (): readonly Entry[] => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Put a decision in, to be sent in ten seconds. */
  put(decided: Decided): void {
    this.take(put(this.box, decided, ulid(), Date.now()));
    this.go();
  }

  /**
   * Undo what was not sent yet; says what it was.
   *
   * What waits in another tab is undone there, a moment later; undefined where it was sent before.
   */
  undo(id: string): Entry | undefined {
    const entry = this.shown.find((one) => one.id === id && isUndoable(one));
    if (!entry) return undefined;
    if (this.box.some((one) => one.id === id)) this.take(undo(this.box, id));
    else this.ports.storage.setItem(this.markOf(id), "");
    return entry;
  }

  /** Have it out of sight, once it was sent or refused. */
  dismiss(id: string): void {
    this.take(dismiss(this.box, id));
  }

  /** Send everything now; over when there is an answer of each. */
  async flush(): Promise<void> {
    const now = Date.now();
    this.take(this.box.map((entry) => (isToSend(entry) ? { ...entry, due: now } : entry)));
    this.go();
    await Promise.all(this.onWay.values());
  }

  /** Send everything without waiting for an answer: the page closes, or somebody has signed out. */
  leave(): void {
    for (const { id } of this.box.filter(isToSend)) {
      const signed = this.signed.get(id);
      if (!signed || this.isUndoneElsewhere(id)) continue;
      this.box = sending(this.box, id);
      this.signed.delete(id);
      signed.send();
    }
    this.take(this.box);
  }

  /** The page was shown again after it had been left. */
  back(): void {
    const now = Date.now();
    this.take(this.box.map((entry) => (this.onWay.has(entry.id) ? entry : leftBehind([entry], now)[0]!)));
    this.go();
  }

  /** Look after what other tabs have changed. */
  readonly look = (): void => {
    for (const tab of this.tabs()) {
      if (this.mine.has(tab) || this.asked.has(tab)) continue;
      this.asked.add(tab);
      this.claim(tab, () => this.adopt(tab));
    }
    for (const { id } of this.box) this.isUndoneElsewhere(id);
    this.show();
  };

  /** Send what is due, and come back when the next one is. */
  readonly go = (): void => {
    clearTimeout(this.timer);
    if (this.closed.signal.aborted) return;
    const now = Date.now();
    if (this.ports.isOpen()) {
      for (const entry of dueOf(this.box, now)) this.send(entry);
      for (const entry of this.box.filter(isToSend)) this.sign(entry, now);
    }
    const times = this.box.filter(isToSend).map(({ due }) => (due > now ? due : now + LONGEST_PAUSE_MS));
    if (times.length) this.timer = setTimeout(this.go, Math.min(...times) - now);
  };

  /** Have nothing more to do with it; what waits is another tab's then. */
  close(): void {
    clearTimeout(this.timer);
    this.closed.abort();
    this.listeners.clear();
  }

  private send(entry: Entry): void {
    const { id } = entry;
    if (this.isUndoneElsewhere(id)) return;
    this.signed.delete(id);
    this.take(sending(this.box, id));
    const answer = this.ports.send(entry).then((answer) => {
      this.onWay.delete(id);
      if (this.closed.signal.aborted) return;
      this.take(answered(this.box, id, answer, triesOf(entry), Date.now()));
      this.go();
    });
    this.onWay.set(id, answer);
  }

  private sign(entry: Entry, now: number): void {
    const { id } = entry;
    if (now - (this.signed.get(id)?.at ?? 0) < SIGNED_MS) return;
    const nothing = () => undefined;
    this.signed.set(id, { send: nothing, at: now });
    this.ports.sign(entry).then(
      (send) => this.signed.has(id) && this.signed.set(id, { send, at: now }),
      // Without a signature it is sent when it is due, or at the next visit.
      () => this.signed.delete(id),
    );
  }

  /** Hold a tab's lock for as long as this one lives. */
  private claim(tab: string, then: () => void): void {
    const { signal } = this.closed;
    const held = () => {
      then();
      return this.over;
    };
    // Closed before it was granted.
    void this.ports.locks.request(this.prefix + tab, { signal }, held).catch(() => undefined);
  }

  private adopt(tab: string): void {
    this.mine.add(tab);
    const found = leftBehind(this.read(tab), Date.now());
    this.take([...found, ...this.box].sort((one, other) => (one.id < other.id ? -1 : 1)));
    this.ports.storage.removeItem(this.prefix + tab);
    this.look();
    this.go();
  }

  /** Whether another tab has asked to undo it; it is undone then. */
  private isUndoneElsewhere(id: string): boolean {
    if (this.ports.storage.getItem(this.markOf(id)) === null) return false;
    this.ports.storage.removeItem(this.markOf(id));
    this.take(undo(this.box, id));
    return !this.box.some((entry) => entry.id === id);
  }

  private take(box: Box): void {
    this.box = box;
    for (const id of this.signed.keys()) if (!box.some((entry) => entry.id === id)) this.signed.delete(id);
    if (box.length) this.ports.storage.setItem(this.prefix + this.tab, JSON.stringify(box));
    else this.ports.storage.removeItem(this.prefix + this.tab);
    this.show();
  }

  private show(): void {
    const elsewhere = this.tabs().filter((tab) => !this.mine.has(tab));
    const known = [...elsewhere.flatMap((tab) => this.read(tab)), ...this.box];
    this.shown = known.sort((one, other) => (one.id < other.id ? -1 : 1));
    for (const listener of [...this.listeners]) listener();
  }

  private read(tab: string): Box {
    return JSON.parse(this.ports.storage.getItem(this.prefix + tab) ?? "[]") as Box;
  }

  private tabs(): string[] {
    const { storage } = this.ports;
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
    const own = keys.filter((key) => key.startsWith(this.prefix) && !key.startsWith(this.markOf("")));
    return own.map((key) => key.slice(this.prefix.length));
  }

  private markOf(id: string): string {
    return `${this.prefix}undo/${id}`;
  }
}
