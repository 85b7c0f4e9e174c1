import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Upload } from "../api/types";
import type { UploadState } from "./upload";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { inspected } = await import("./upload");

const ABOUT = { name: "certificate.pdf", size: 10 };

function answer(state: Upload["state"], explanation: string | null = null): Upload {
  const fileState = state === "expired" || state === "replaced" ? "waiting" : state;
  return { id: "u", state, file: { ...ABOUT, state: fileState, explanation } } as Upload;
}

/** What is shown while the server gives these answers, one after the other. */
async function shown(...answers: Upload[]): Promise<UploadState[]> {
  const states: UploadState[] = [];
  const ports = { issue: vi.fn(), read: vi.fn(() => Promise.resolve(answers.shift()!)) };
  const control = new AbortController();
  const ended = inspected("u", ABOUT, ports, control.signal, (state) => states.push(state));
  await vi.runAllTimersAsync();
  await ended;
  expect(answers).toEqual([]);
  return states;
}

describe("inspected", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("waits for the verdict and shows it", async () => {
    const states = await shown(answer("waiting"), answer("accepted"));
    expect(states.at(-1)).toEqual({ kind: "accepted", ...ABOUT, uploadId: "u" });
  });

  it("calls an accepted file as the server does, which tells its kind from its content", async () => {
    const accepted = answer("accepted");
    const [state] = (await shown({ ...accepted, file: { ...accepted.file, name: "certificate.png" } })).slice(
      -1,
    );
    expect(state).toMatchObject({ kind: "accepted", name: "certificate.png" });
  });

  it("says why a file was refused", async () => {
    const states = await shown(answer("rejected", "It is damaged."));
    expect(states.at(-1)).toMatchObject({ kind: "rejected", explanation: "It is damaged." });
  });

  it.each([
    ["expired", "The file did not arrive in time. Choose it again."],
    ["replaced", "Another file has taken its place. Choose the one you mean."],
  ] as const)("asks no more about one that is %s, and says what to do", async (state, explanation) => {
    expect((await shown(answer(state))).at(-1)).toEqual({ kind: "rejected", ...ABOUT, explanation });
  });

  it("asks less often once it takes long, and goes on until the server knows", async () => {
    const began = Date.now();
    const waiting = Array.from({ length: 100 }, () => answer("waiting"));
    const states = await shown(...waiting, answer("expired"));
    expect(states.at(-2)).toMatchObject({ kind: "inspecting", slow: true });
    expect(Date.now() - began).toBeGreaterThan(5 * 60_000);
  });
});
