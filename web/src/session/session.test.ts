import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { config } from "../config";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { KEY, Session } = await import("./session");

const part = (value: object) => btoa(JSON.stringify(value)).replace(/=+$/, "");
const token = (claims: object) => `${part({})}.${part({ sub: "learner", ...claims })}.signature`;
const HOUR_MS = 3_600_000;

let stored: Map<string, string>;
let cognito: ReturnType<typeof vi.fn>;
const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
};
const answer = (body: object, ok = true) => ({ ok, json: () => Promise.resolve(body) });
const renewed = answer({
  AuthenticationResult: { IdToken: token({ n: 2 }), AccessToken: "access-2", ExpiresIn: 3600 },
});
const refused = answer({ __type: "NotAuthorizedException", message: "revoked" }, false);

beforeEach(() => {
  stored = new Map();
  cognito = vi.fn(() => Promise.resolve(renewed));
  vi.stubGlobal("fetch", cognito);
  Object.assign(config, { region: "eu-central-1", userPoolClientId: "client" });
});
afterEach(() => vi.unstubAllGlobals());

const signedIn = (expiresIn: number) => {
  const session = new Session(storage);
  session.signIn({ id: token({ n: 1 }), refresh: "refresh", expiresAt: Date.now() + expiresIn });
  return session;
};

describe("a session", () => {
  it("stays signed in over a reload", () => {
    signedIn(HOUR_MS);
    expect(new Session(storage).state()).toMatchObject({ kind: "signed-in", user: { id: "learner" } });
  });

  it("uses the token it has while that lasts", async () => {
    expect(await signedIn(HOUR_MS).idToken()).toBe(token({ n: 1 }));
    expect(cognito).not.toHaveBeenCalled();
  });

  it("renews a token before it lapses, once for all who ask, and keeps the refresh token", async () => {
    const session = signedIn(30_000);
    expect(await Promise.all([session.idToken(), session.idToken()])).toEqual([
      token({ n: 2 }),
      token({ n: 2 }),
    ]);
    expect(cognito).toHaveBeenCalledTimes(1);
    expect(JSON.parse(stored.get(KEY)!)).toMatchObject({ refresh: "refresh" });
  });

  it("keeps the token for the account itself in memory, and gets another one after a reload", async () => {
    const session = new Session(storage);
    const expiresAt = Date.now() + HOUR_MS;
    session.signIn({ id: token({ n: 1 }), access: "access-1", refresh: "refresh", expiresAt });
    expect(await session.accessToken()).toBe("access-1");
    expect(stored.get(KEY)).not.toContain("access");
    const reloaded = new Session(storage);
    expect(await reloaded.accessToken()).toBe("access-2");
    expect(await reloaded.accessToken()).toBe("access-2");
    expect(cognito).toHaveBeenCalledTimes(1);
    expect([...stored.values()].join()).not.toContain("access-");
  });

  it("that was ended elsewhere waits for a new sign-in, then goes on", async () => {
    cognito.mockResolvedValue(refused);
    const session = signedIn(0);
    const asked = session.idToken();
    await vi.waitFor(() => expect(session.state().kind).toBe("expired"));
    session.signIn({ id: token({ n: 3 }), refresh: "new", expiresAt: Date.now() + HOUR_MS });
    expect(await asked).toBe(token({ n: 3 }));
  });

  it("survives a lost connection: nobody is signed out by that", async () => {
    cognito.mockRejectedValue(new TypeError("network"));
    const session = signedIn(0);
    await expect(session.idToken()).rejects.toThrow("unreachable");
    expect(session.state().kind).toBe("signed-in");
  });

  it("is revoked and forgotten on sign-out, even offline", async () => {
    cognito.mockRejectedValue(new TypeError("network"));
    const session = signedIn(HOUR_MS);
    await session.signOut();
    expect(session.state().kind).toBe("signed-out");
    expect(stored.has(KEY)).toBe(false);
    expect(JSON.stringify(cognito.mock.calls[0])).toContain("RevokeToken");
  });

  it("lets what is to be done first be done on sign-out, and waits no longer than five seconds", async () => {
    vi.useFakeTimers();
    const session = signedIn(HOUR_MS);
    let end = () => {};
    const leave = session.beforeSignOut(() => new Promise<void>((resolve) => (end = resolve)));
    session.beforeSignOut(() => Promise.reject(new Error("offline")));
    void session.signOut();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state().kind).toBe("signed-in");
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state().kind).toBe("signed-out");

    leave();
    const other = signedIn(HOUR_MS);
    other.beforeSignOut(() => new Promise(() => undefined));
    void other.signOut();
    await vi.advanceTimersByTimeAsync(4999);
    expect(other.state().kind).toBe("signed-in");
    await vi.advanceTimersByTimeAsync(1);
    expect(other.state().kind).toBe("signed-out");
    vi.useRealTimers();
  });

  it("offers the console to members of the staff group only", () => {
    const session = new Session(storage);
    const groups = (names: string[]) => {
      session.signIn({
        id: token({ "cognito:groups": names }),
        refresh: "",
        expiresAt: Date.now() + HOUR_MS,
      });
      const state = session.state();
      return state.kind === "signed-in" && state.user.staff;
    };
    expect(groups(["staff"])).toBe(true);
    expect(groups(["others"])).toBe(false);
  });
});
