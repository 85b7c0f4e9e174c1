import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { makeClient } = await import("./client");
const { caller } = await import("./call");
const { Unreachable } = await import("../errors");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Answer = { status: number; retryAfter?: string } | "nothing";

/** An API that answers so, one request after the other, and keeps on with the last one. */
function api(...answers: Answer[]) {
  const asked = vi.fn(() => {
    const answer = answers[Math.min(asked.mock.calls.length, answers.length) - 1]!;
    if (answer === "nothing") return Promise.reject(new TypeError("Failed to fetch"));
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (answer.retryAfter) headers["retry-after"] = answer.retryAfter;
    return Promise.resolve(new Response(JSON.stringify({ items: [] }), { status: answer.status, headers }));
  });
  const call = caller(() => "https://api.test", asked);
  const client = makeClient();
  const read = () => client.query({ queryKey: ["types"], queryFn: () => call("get", "/credit-types", {}) });
  const write = () =>
    client
      .getMutationCache()
      .build(client, client.defaultMutationOptions({ mutationFn: () => call("get", "/credit-types", {}) }))
      .execute(undefined);
  return { asked, read, write, client };
}

const OK: Answer = { status: 200 };

describe("what could not be answered for now", () => {
  it.each([503, 429])("is asked again after as long as the API says: %i", async (status) => {
    const { asked, read } = api({ status, retryAfter: "3" }, OK);
    const answer = read();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(asked).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toEqual({ items: [] });
  });

  it("is given up after three tries", async () => {
    const { asked, read } = api({ status: 503, retryAfter: "1" });
    const answer = expect(read()).rejects.toMatchObject({ status: 503 });
    await vi.advanceTimersByTimeAsync(60_000);
    await answer;
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it("is said at once where nobody would wait so long", async () => {
    const { asked, read } = api({ status: 429, retryAfter: "600" }, OK);
    await expect(read()).rejects.toMatchObject({ status: 429, retryAfter: 600 });
    expect(asked).toHaveBeenCalledOnce();
  });

  it.each(["", "soon", "-1"])("is asked again after a moment where the API says “%s”", async (retryAfter) => {
    const { read } = api({ status: 503, retryAfter }, OK);
    const answer = read();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await answer).toEqual({ items: [] });
  });
});

it.each([400, 403, 404, 409, 412])("what was refused is not asked again: %i", async (status) => {
  const { asked, read } = api({ status });
  await expect(read()).rejects.toMatchObject({ status });
  expect(asked).toHaveBeenCalledOnce();
});

describe("without a network", () => {
  it("reading is tried again before it is said", async () => {
    const { asked, read } = api("nothing");
    const answer = expect(read()).rejects.toBeInstanceOf(Unreachable);
    await vi.advanceTimersByTimeAsync(10_000);
    await answer;
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it("who changes something is told at once", async () => {
    const { asked, write } = api("nothing");
    await expect(write()).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toHaveBeenCalledOnce();
  });
});

it("a request is given up when nobody waits for it any more", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const call = caller(
    () => "https://api.test",
    ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  );
  const client = makeClient();
  const observer = new QueryObserver(client, {
    queryKey: ["types"],
    queryFn: ({ signal }) => call("get", "/credit-types", { signal }),
  });
  const leave = observer.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  leave();
  expect(signals.map((signal) => signal?.aborted)).toEqual([true]);
});
