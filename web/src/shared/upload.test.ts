import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Upload, UploadPermit } from "../api/types";
import type { UploadState } from "./upload";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { Refused, Unreachable } = await import("../errors");
const { inspected, put, quartersOf } = await import("./upload");
const { t } = await import("../text");

const ABOUT = { name: "certificate.pdf", size: 10 };

function answer(state: Upload["state"], explanation: string | null = null): Upload {
  const fileState = state === "expired" || state === "replaced" ? "waiting" : state;
  return { id: "u", state, file: { ...ABOUT, state: fileState, explanation } } as Upload;
}

/** What is shown while the server gives these answers, one after the other. */
async function shown(...answers: (Upload | Error)[]): Promise<UploadState[]> {
  const states: UploadState[] = [];
  const ports = { issue: vi.fn(), read: vi.fn(() => answered(answers.shift()!)) };
  const control = new AbortController();
  const ended = inspected("u", ABOUT, ports, control.signal, (state) => states.push(state));
  await Promise.all([ended, vi.runAllTimersAsync()]);
  expect(ports.issue).not.toHaveBeenCalled();
  expect(answers).toEqual([]);
  return states;
}

describe("while a file is sent", () => {
  it("five words at most are said of how far it is", () => {
    const said = Array.from({ length: 1001 }, (_, at) =>
      t("upload.sending", { percent: 25 * quartersOf(at / 1000) }),
    );
    expect([...new Set(said)]).toEqual([
      "Uploading",
      "Uploading: 25 %",
      "Uploading: 50 %",
      "Uploading: 75 %",
      "Uploading: 100 %",
    ]);
  });
});

const answered = (answer: Upload | Error) =>
  answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);

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
    expect(states.at(-2)).toMatchObject({ kind: "inspecting", delay: "slow" });
    expect(Date.now() - began).toBeGreaterThan(5 * 60_000);
  });

  it("asks soon at first, as most files are checked at once", async () => {
    const began = Date.now();
    await shown(answer("waiting"), answer("waiting"), answer("accepted"));
    expect(Date.now() - began).toBeLessThan(700);
  });

  it.each<[string, Error]>([
    ["nothing answers", new Unreachable()],
    ["the server is in trouble", new Refused(500, {})],
    ["it has too much to do", new Refused(429, {})],
  ])("goes on asking while %s: the file is there", async (_, error) => {
    const states = await shown(answer("waiting"), error, error, answer("waiting"), answer("accepted"));
    expect(states.map((state) => ("delay" in state ? state.delay : state.kind))).toEqual([
      "inspecting",
      "inspecting",
      "unreachable",
      "unreachable",
      "inspecting",
      "accepted",
    ]);
  });

  it("takes a refusal for an answer", async () => {
    await expect(shown(new Refused(404, {}))).rejects.toThrow(Refused);
  });
});

describe("put", () => {
  class Request {
    static last: Request;
    status = 200;
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    onload?: () => void;
    onabort?: () => void;
    onloadend?: () => void;
    open = vi.fn();
    setRequestHeader = vi.fn();
    constructor() {
      Request.last = this;
    }
    send = vi.fn();
    abort = vi.fn(() => this.ends("onabort"));
    moves = (loaded: number) => this.upload.onprogress?.({ loaded, total: 100 });
    ends = (how: "onload" | "onabort") => {
      this[how]?.();
      this.onloadend?.();
    };
  }
  const permit = { url: "https://example.org", headers: {} } as UploadPermit;
  const send = () => put(permit, new File(["x"], "a.pdf"), new AbortController().signal, vi.fn());

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("XMLHttpRequest", Request);
  });
  afterEach(() => void vi.useRealTimers());

  it.each([0, 40, 100])("gives up where nothing moves any more after %s %%, and says so", async (part) => {
    const sent = send();
    const failed = expect(sent).rejects.toThrow("Nothing has moved for 30 seconds");
    vi.advanceTimersByTime(29_000);
    if (part) Request.last.moves(part);
    vi.advanceTimersByTime(29_000);
    expect(Request.last.abort).toHaveBeenCalledTimes(part ? 0 : 1);
    vi.advanceTimersByTime(1_000);
    await failed;
    expect(Request.last.abort).toHaveBeenCalledTimes(1);
  });

  it("waits for as long as something moves", async () => {
    const sent = send();
    for (let part = 0; part < 100; part += 1) {
      vi.advanceTimersByTime(20_000);
      Request.last.moves(part);
    }
    Request.last.ends("onload");
    await sent;
    expect(vi.getTimerCount()).toBe(0);
  });
});
