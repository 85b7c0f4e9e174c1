/** The files of several drafts, each on a way of its own. */

import { isAbort } from "../errors";
import {
  type About,
  failure,
  inspected,
  isUnderWay,
  type Kept,
  sent,
  type Show,
  type UploadPorts,
  type UploadState,
} from "./upload";

/** More at once would share the line, and all of them would come late. */
const AT_ONCE = 2;
const NONE: UploadState = { kind: "none" };

type Work = (show: Show, signal: AbortSignal) => Promise<void>;

export class Uploads {
  readonly #ports: UploadPorts;
  readonly #gate = new Gate(AT_ONCE);
  readonly #running = new Map<string, AbortController>();
  readonly #again = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();
  #states: ReadonlyMap<string, UploadState> = new Map();

  constructor(ports: UploadPorts) {
    this.#ports = ports;
  }

  /** All of them; another object whenever one has changed. */
  readonly all = () => this.#states;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  of(id: string): UploadState {
    return this.#states.get(id) ?? NONE;
  }

  isUnderWay(id: string): boolean {
    return isUnderWay(this.of(id));
  }

  /** Send a file, of which two at a time are; then wait for what the server says of it. */
  start(id: string, certificateId: string, file: File): void {
    const about = { name: file.name, size: file.size };
    this.#begin(id, about, async (show, signal) => {
      show({ kind: "waiting", ...about });
      const uploadId = await this.#gate.pass(signal, () =>
        sent(file, certificateId, this.#ports, signal, show),
      );
      if (uploadId) await inspected(uploadId, about, this.#ports, signal, show);
    });
  }

  /** A file from before: the server is asked of it, because it may have been refused meanwhile, or be gone. */
  takeUp(id: string, { uploadId, ...about }: Kept): void {
    this.#begin(id, about, (show, signal) => inspected(uploadId, about, this.#ports, signal, show));
  }

  /** A file that is handed in already stands as it is. */
  keep(id: string, kept: Kept): void {
    this.#set(id, { kind: "kept", ...kept });
  }

  cancel(id: string): void {
    this.#running.get(id)?.abort();
    const state = this.of(id);
    if (state.kind !== "none") this.#set(id, { kind: "cancelled", name: state.name, size: state.size });
  }

  retry(id: string): void {
    this.#again.get(id)?.();
  }

  clear(id: string): void {
    this.#running.get(id)?.abort();
    this.#running.delete(id);
    this.#again.delete(id);
    this.#set(id, NONE);
  }

  /** Give up all that is under way. */
  end(): void {
    for (const running of this.#running.values()) running.abort();
  }

  /** One thing at a time for each: what was under way before is given up. */
  #begin(id: string, about: About, work: Work): void {
    this.#running.get(id)?.abort();
    const running = new AbortController();
    this.#running.set(id, running);
    this.#again.set(id, () => this.#begin(id, about, work));
    const { signal } = running;
    const show = (state: UploadState) => {
      if (!signal.aborted) this.#set(id, state);
    };
    work(show, signal).catch((error: unknown) => {
      if (!isAbort(error)) show(failure(error, about));
    });
  }

  #set(id: string, state: UploadState): void {
    this.#states = new Map(this.#states).set(id, state);
    for (const listener of this.#listeners) listener();
  }
}

/** Lets so many through at a time, the others in the order in which they came. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
