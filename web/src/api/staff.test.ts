import { beforeEach, describe, expect, it, vi } from "vitest";
import { config } from "../config";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, value),
});
const user = { id: "sub", academyId: "demo" };
vi.mock("../session/current", () => ({
  session: { idToken: () => Promise.resolve("token"), state: () => ({ kind: "signed-in", user }) },
}));
const { staffCall } = await import("./staff");
const { secondFactorAsked } = await import("../session/secondFactor");

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });
const CREDENTIALS = { AccessKeyId: "key", SecretKey: "secret", SessionToken: "session" };

/** Whether the account has a second factor, and whether the staff list knows it. */
let account: { has: boolean; known: boolean };
let sent: string[];

function answer(method: string, path: string): Response {
  if (path.endsWith("/second-factor")) {
    account.known = account.has;
    return json({ enabled: account.has, required: true });
  }
  if (account.known) return json({ items: [] });
  return json({ type: "urn:certfolio:problem:second-factor-required", detail: method }, 403);
}

beforeEach(() => {
  account = { has: false, known: false };
  sent = [];
  Object.assign(config, { apiUrl: "https://api.example", region: "eu-central-1", userPoolId: "pool" });
  vi.stubGlobal("fetch", (target: string | Request) => {
    if (typeof target === "string") {
      const Expiration = Date.now() / 1000 + 3600;
      return Promise.resolve(json({ IdentityId: "id", Credentials: { ...CREDENTIALS, Expiration } }));
    }
    const { pathname } = new URL(target.url);
    sent.push(`${target.method} ${pathname.replace("/admin/academies/demo", "")}`);
    return Promise.resolve(answer(target.method, pathname));
  });
});

const path = { academy_id: "demo" };
const staff = () => staffCall("get", "/admin/academies/{academy_id}/staff", { path });
const types = () => staffCall("get", "/admin/academies/{academy_id}/credit-types", { path });

describe("a request of staff that takes a second factor", () => {
  it("goes on unnoticed where the account has one that the staff list did not know of", async () => {
    account.has = true;
    expect(await staff()).toEqual({ items: [] });
    expect(sent).toEqual(["GET /staff", "POST /second-factor", "GET /staff"]);
    expect(secondFactorAsked.state()).toBe(false);
  });

  it("waits with all others while one is set up, and then goes on", async () => {
    const both = Promise.all([staff(), types()]);
    await vi.waitFor(() => expect(secondFactorAsked.state()).toBe(true));
    expect(sent.filter((request) => request.startsWith("POST"))).toHaveLength(1);
    account = { has: true, known: true };
    secondFactorAsked.answer(true);
    expect(await both).toEqual([{ items: [] }, { items: [] }]);
    expect(secondFactorAsked.state()).toBe(false);
  });

  it("is refused where none is set up, and asks again the next time", async () => {
    for (let time = 0; time < 2; time += 1) {
      const asked = staff();
      await vi.waitFor(() => expect(secondFactorAsked.state()).toBe(true));
      secondFactorAsked.answer(false);
      await expect(asked).rejects.toMatchObject({ status: 403, code: "second-factor-required" });
    }
  });
});
