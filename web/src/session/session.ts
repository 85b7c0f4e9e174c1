/** Who is signed in. One session per browser; a reload and a second tab share it. */

import { Unreachable } from "../errors";
import { CognitoError, renew as renewTokens, revoke, type Tokens } from "./cognito";

export interface User {
  id: string;
  name: string;
  email: string;
  academyId: string;
  /** Whether the console is offered. What it may do is decided by the academy's staff list. */
  staff: boolean;
}

export type State =
  | { kind: "signed-out" }
  | { kind: "signed-in"; user: User }
  /** The session ended while somebody worked: what they typed stays, until they sign in again. */
  | { kind: "expired"; user: User };

export const KEY = "certfolio.session";
/** Renewed this long before the token lapses, so that no request carries a lapsed one. */
const MARGIN_MS = 60_000;
/** Nobody is kept from signing out by what does not end. */
const FAREWELL_MS = 5_000;

export class Session {
  private tokens: Tokens | undefined;
  private current: State = { kind: "signed-out" };
  private renewal: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly farewells = new Set<() => Promise<unknown>>();

  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {
    const kept = storage.getItem(KEY);
    if (kept) this.accept(JSON.parse(kept) as Tokens);
  }

  readonly state = (): State => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly signIn = (tokens: Tokens): void => {
    // What changes the account itself is not left where another script could find it.
    this.storage.setItem(KEY, JSON.stringify({ ...tokens, access: undefined }));
    this.accept(tokens);
  };

  /** Have something done before somebody signs out, while it still can be; what is returned ends that. */
  readonly beforeSignOut = (farewell: () => Promise<unknown>): (() => void) => {
    this.farewells.add(farewell);
    return () => this.farewells.delete(farewell);
  };

  readonly signOut = async (): Promise<void> => {
    const all = [...this.farewells].map((farewell) => farewell());
    if (all.length) await Promise.race([Promise.allSettled(all), pause(FAREWELL_MS)]);
    const refresh = this.tokens?.refresh;
    this.storage.removeItem(KEY);
    this.accept(undefined);
    // Signed out here even where the revocation does not arrive.
    if (refresh) await revoke(refresh).catch(() => undefined);
  };

  /** Another tab signed in or out. */
  readonly follow = (kept: string | null): void => {
    this.accept(kept ? (JSON.parse(kept) as Tokens) : undefined);
  };

  /** A token that is good for the next minutes. Waits while an ended session is signed in anew. */
  async idToken(): Promise<string> {
    if (!this.tokens || this.tokens.expiresAt - Date.now() < MARGIN_MS) await this.renew();
    return this.tokens!.id;
  }

  /** A token to change one's own account with; after a reload it has to be fetched anew. */
  async accessToken(): Promise<string> {
    await this.idToken();
    if (!this.tokens?.access) await this.renew();
    return this.tokens!.access!;
  }

  /** Get new tokens; returns when there are some, be it after a new sign-in. */
  renew(): Promise<void> {
    this.renewal ??= this.fetchTokens().finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  private async fetchTokens(): Promise<void> {
    try {
      if (!this.tokens) return await this.signedInAgain();
      this.signIn(await renewTokens(this.tokens.refresh));
    } catch (error) {
      if (error instanceof Unreachable || !(error instanceof CognitoError)) throw error;
      this.expire();
      await this.signedInAgain();
    }
  }

  private expire(): void {
    if (this.current.kind !== "signed-in") return;
    this.storage.removeItem(KEY);
    this.tokens = undefined;
    this.set({ kind: "expired", user: this.current.user });
  }

  private signedInAgain(): Promise<void> {
    return new Promise((resolve) => {
      const leave = this.subscribe(() => {
        if (this.current.kind !== "signed-in") return;
        leave();
        resolve();
      });
    });
  }

  private accept(tokens: Tokens | undefined): void {
    this.tokens = tokens;
    this.set(tokens ? { kind: "signed-in", user: userOf(tokens.id) } : { kind: "signed-out" });
  }

  private set(state: State): void {
    this.current = state;
    for (const listener of [...this.listeners]) listener();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Read for display only: the API verifies the token itself. */
export function userOf(idToken: string): User {
  const payload = (idToken.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string | string[] | undefined>;
  const said = (name: string) => String(claims[name] ?? "");
  const groups = claims["cognito:groups"];
  const email = said("email");
  return {
    id: said("sub"),
    name: said("name") || email,
    email,
    academyId: said("custom:academy_id"),
    staff: Array.isArray(groups) && groups.includes("staff"),
  };
}
