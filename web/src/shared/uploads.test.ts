import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Upload, UploadPermit, UploadRequest } from "../api/types";

vi.stubGlobal("navigator", { languages: ["en"], language: "en" });
const { Uploads } = await import("./uploads");

/** A line on which every file stays until it is let go. */
class Request {
  static sent: Request[] = [];
  status = 200;
  upload: Record<string, unknown> = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open = vi.fn();
  setRequestHeader = vi.fn();
  send = vi.fn(() => void Request.sent.push(this));
  abort = vi.fn(() => this.ends("onabort"));
  ends(how: "onload" | "onerror" | "onabort") {
    this[how]?.();
    this.onloadend?.();
  }
}

const file = (name: string) => new File(["x"], name, { type: "application/pdf" });
const permit = ({ certificate_id }: UploadRequest): UploadPermit =>
  ({ id: `upload-${certificate_id}`, url: "https://example.org", headers: {} }) as UploadPermit;

function begun() {
  const issue = vi.fn((body: UploadRequest) => Promise.resolve(permit(body)));
  const read = vi.fn((id: string) =>
    Promise.resolve({ id, state: "accepted", file: { name: `${id}.pdf`, size: 1 } } as Upload),
  );
  const uploads = new Uploads({ issue, read });
  const kinds = (...ids: string[]) => ids.map((id) => uploads.of(id).kind);
  return { uploads, issue, read, kinds };
}

// Elsewhere files are read and hashed beside the main thread, which takes as long as it takes.
vi.spyOn(File.prototype, "arrayBuffer").mockResolvedValue(new ArrayBuffer(1));
vi.spyOn(crypto.subtle, "digest").mockResolvedValue(new ArrayBuffer(32));

/** All that needs no answer from the line. */
const settle = async () => {
  for (let step = 0; step < 20; step += 1) await vi.advanceTimersByTimeAsync(1);
};

describe("several files", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    Request.sent = [];
    vi.stubGlobal("XMLHttpRequest", Request);
  });
  afterEach(() => void vi.useRealTimers());

  it("are sent two at a time, in the order in which they came", async () => {
    const { uploads, kinds } = begun();
    for (const id of ["a", "b", "c", "d"]) uploads.start(id, id, file(`${id}.pdf`));
    await settle();
    expect(kinds("a", "b", "c", "d")).toEqual(["sending", "sending", "waiting", "waiting"]);
    Request.sent[1]!.ends("onload");
    await settle();
    expect(kinds("a", "b", "c", "d")).toEqual(["sending", "accepted", "sending", "waiting"]);
    Request.sent[0]!.ends("onload");
    Request.sent[2]!.ends("onload");
    await settle();
    Request.sent[3]!.ends("onload");
    await settle();
    expect(kinds("a", "b", "c", "d")).toEqual(["accepted", "accepted", "accepted", "accepted"]);
  });

  it("do not wait for one that was cancelled, failed, or never left", async () => {
    const { uploads, issue, kinds } = begun();
    for (const id of ["a", "b", "c", "d", "e"]) uploads.start(id, id, file(`${id}.pdf`));
    await settle();
    uploads.cancel("a");
    uploads.cancel("c");
    Request.sent[1]!.ends("onerror");
    await settle();
    expect(kinds("a", "b", "c", "d", "e")).toEqual([
      "cancelled",
      "failed",
      "cancelled",
      "sending",
      "sending",
    ]);
    expect(issue).toHaveBeenCalledTimes(4);
  });

  it("that cannot be handed in are refused before they are sent, and keep nobody waiting", async () => {
    const { uploads, issue, kinds } = begun();
    uploads.start("a", "a", new File(["x"], "notes.docx"));
    uploads.start("b", "b", new File([], "empty.pdf"));
    uploads.start("c", "c", file("c.pdf"));
    await settle();
    expect(kinds("a", "b", "c")).toEqual(["rejected", "rejected", "sending"]);
    expect(issue).toHaveBeenCalledTimes(1);
  });

  it("are tried again one by one", async () => {
    const { uploads, kinds } = begun();
    uploads.start("a", "a", file("a.pdf"));
    await settle();
    Request.sent[0]!.ends("onerror");
    await settle();
    expect(kinds("a")).toEqual(["failed"]);
    uploads.retry("a");
    await settle();
    Request.sent[1]!.ends("onload");
    await settle();
    expect(kinds("a")).toEqual(["accepted"]);
  });

  it("are each of the certificate that they were chosen for", async () => {
    const { uploads, issue } = begun();
    uploads.start("a", "CERTIFICATE", file("a.pdf"));
    await settle();
    expect(issue.mock.calls[0]![0]).toMatchObject({ certificate_id: "CERTIFICATE", file_name: "a.pdf" });
  });

  it("from before are asked about, and those that are handed in are not", async () => {
    const { uploads, read, kinds } = begun();
    uploads.takeUp("a", { uploadId: "one", name: "a.pdf", size: 1 });
    uploads.keep("b", { uploadId: "other", name: "b.pdf", size: 1 });
    await settle();
    expect(kinds("a", "b")).toEqual(["accepted", "kept"]);
    expect(read.mock.calls).toEqual([["one"]]);
  });

  it("say so once to whoever listens, and no more once they are removed", async () => {
    const { uploads, kinds } = begun();
    const heard = vi.fn();
    const stop = uploads.subscribe(heard);
    uploads.start("a", "a", file("a.pdf"));
    await settle();
    uploads.clear("a");
    const times = heard.mock.calls.length;
    Request.sent[0]!.ends("onload");
    await settle();
    expect(kinds("a")).toEqual(["none"]);
    expect(heard).toHaveBeenCalledTimes(times);
    stop();
    uploads.start("a", "a", file("a.pdf"));
    expect(heard).toHaveBeenCalledTimes(times);
  });
});
