/** What somebody has written for a decision they have not made yet, by certificate. */

import type { CertificateRef } from "../../api/keys";
import type { Action } from "./decisions";
import type { Form } from "./verdict";

export interface Draft {
  /** The version it was written on. */
  version: number;
  action: Action | undefined;
  form: Form;
}

/** Of so many the drafts are kept: who leaves more behind does not come back to them. */
const MOST = 50;

export class Drafts {
  private readonly prefix: string;

  constructor(
    user: string,
    private readonly storage: Storage = localStorage,
  ) {
    this.prefix = `certfolio.decision/${user}/`;
  }

  read(which: CertificateRef): Draft | undefined {
    const kept = this.storage.getItem(this.keyOf(which));
    if (!kept) return undefined;
    const { version, action, form } = JSON.parse(kept) as Draft;
    return { version, action, form };
  }

  keep(which: CertificateRef, draft: Draft): void {
    this.storage.setItem(this.keyOf(which), JSON.stringify({ ...draft, at: Date.now() }));
    const others = this.keys().map((key) => ({ key, at: this.timeOf(key) }));
    for (const { key } of others.sort((one, other) => other.at - one.at).slice(MOST)) {
      this.storage.removeItem(key);
    }
  }

  forget(which: CertificateRef): void {
    this.storage.removeItem(this.keyOf(which));
  }

  private keyOf({ learner_id, id }: CertificateRef): string {
    return `${this.prefix}${learner_id}/${id}`;
  }

  private timeOf(key: string): number {
    return (JSON.parse(this.storage.getItem(key) ?? "{}") as { at?: number }).at ?? 0;
  }

  private keys(): string[] {
    const { storage } = this;
    const all = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
    return all.filter((key) => key.startsWith(this.prefix));
  }
}

/** Give back what was filled in for a decision that was not made after all. */
export function giveBack(user: string, which: CertificateRef, draft: Draft): void {
  new Drafts(user).keep(which, draft);
}
