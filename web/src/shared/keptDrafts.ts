/**
 * Drafts, kept in the browser while they are typed.
 *
 * Each belongs to the one page on which it is typed, which claims it by a lock: the browser frees the
 * lock when the page's tab is gone, however that came. What no page claims was left behind.
 */

import type { Draft } from "./draft";
import { isEmpty } from "./draft";
import { dayOf, writeDay } from "./typedDay";

/** Where drafts belong: to a person, and to the certificate that is edited, or to a new one. */
export interface Place {
  user: string;
  certificate?: string | undefined;
}

export interface LeftDraft {
  id: string;
  draft: Draft;
  /** When it was last typed in, in milliseconds since 1970. */
  at: number;
}

interface Ports {
  storage: Storage;
  locks: Pick<LockManager, "request" | "query">;
}

const DAY_MS = 24 * 60 * 60_000;
/** What is older, or more, is nothing that anybody comes back to. */
const KEPT_MS = 30 * DAY_MS;
const MOST = 20;
/** After which pause a tab asks again for what was its own. */
const OWN_PAUSE_MS = 100;
/** How long it asks; a slow machine can take seconds to free what the page held that is loaded anew. */
const OWN_MS = 500;
const OWN_RELOADED_MS = 10_000;
const ISO = /^\d{4}-\d\d-\d\d$/;

export class KeptDrafts {
  private readonly prefix: string;

  constructor(
    { user, certificate = "new" }: Place,
    private readonly ports: Ports = { storage: localStorage, locks: navigator.locks },
  ) {
    this.prefix = `certfolio.draft/${user}/${certificate}/`;
  }

  keep(id: string, draft: Draft): void {
    // A day is the same in the browser's next language, however it was typed in this one.
    const days = { earnedOn: unwritten(draft.earnedOn), expiresOn: unwritten(draft.expiresOn) };
    if (isEmpty(draft)) this.forget(id);
    else
      this.ports.storage.setItem(
        this.prefix + id,
        JSON.stringify({ at: Date.now(), draft: { ...draft, ...days } }),
      );
  }

  forget(id: string): void {
    this.ports.storage.removeItem(this.prefix + id);
  }

  read(id: string): LeftDraft | undefined {
    const kept = this.ports.storage.getItem(this.prefix + id);
    if (!kept) return undefined;
    const { at, draft } = JSON.parse(kept) as Omit<LeftDraft, "id">;
    return {
      id,
      at,
      draft: { ...draft, earnedOn: written(draft.earnedOn), expiresOn: written(draft.expiresOn) },
    };
  }

  /** What was left behind here, the latest first. */
  async left(): Promise<LeftDraft[]> {
    const { held = [], pending = [] } = await this.ports.locks.query();
    const claimed = new Set([...held, ...pending].map(({ name }) => name));
    const found = this.ids()
      .filter((id) => !claimed.has(this.prefix + id))
      .flatMap((id) => this.read(id) ?? [])
      .sort((one, other) => other.at - one.at);
    const isKept = ({ at }: LeftDraft, place: number) => place < MOST && Date.now() - at < KEPT_MS;
    for (const old of found.filter((draft, place) => !isKept(draft, place))) this.forget(old.id);
    return found.filter(isKept);
  }

  /** Claim a draft as soon as nobody else does; what is returned gives it up. */
  claim(id: string): () => void {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    void this.ports.locks.request(this.prefix + id, () => released);
    return release;
  }

  /** Claim a draft that was left behind; undefined where another page was faster. */
  claimLeft(id: string): Promise<(() => void) | undefined> {
    return new Promise((answer) => {
      void this.ports.locks.request(this.prefix + id, { ifAvailable: true }, (lock) => {
        if (!lock) return answer(undefined);
        return new Promise<void>((release) => answer(release));
      });
    });
  }

  /** Claim a draft that this tab had before it was loaded anew: its lock is freed a moment later. */
  async claimOwn(id: string): Promise<(() => void) | undefined> {
    const patience = isReloaded() ? OWN_RELOADED_MS : OWN_MS;
    for (let waited = OWN_PAUSE_MS; ; waited += OWN_PAUSE_MS) {
      const release = await this.claimLeft(id);
      if (release || waited >= patience || !this.read(id)) return release;
      await new Promise((resolve) => setTimeout(resolve, OWN_PAUSE_MS));
    }
  }

  private ids(): string[] {
    const { storage } = this.ports;
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
    return keys.filter((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
  }
}

/** Whether the page was loaded anew: a copy of a tab, whose original keeps what it has, was not. */
const isReloaded = () =>
  performance
    .getEntriesByType("navigation")
    .some((entry) => (entry as PerformanceNavigationTiming).type === "reload");

const unwritten = (typed: string) => dayOf(typed) ?? typed;
const written = (kept: string) => (ISO.test(kept) ? writeDay(kept) : kept);
