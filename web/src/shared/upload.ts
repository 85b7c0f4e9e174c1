/** One file on its way: hashed here, put exactly as the permit says, then inspected by the server. */

import type { InspectedFile, Upload, UploadPermit, UploadRequest } from "../api/types";
import { config } from "../config";
import { Refused, Unreachable } from "../errors";
import { refusedFile } from "../api/wrongFields";
import { t } from "../text";
import { formatBytes } from "../text/format";
import { kindOf, nameAs } from "./fileKinds";
import { fieldsOf, words } from "../api/problemWords";

export interface UploadPorts {
  issue: (request: UploadRequest) => Promise<UploadPermit>;
  read: (id: string) => Promise<Upload>;
}

/** A file that is handed in already, or was uploaded before the form was closed. */
export interface Kept {
  uploadId: string;
  name: string;
  size: number;
}

/** Why there is no verdict yet, where that takes longer than people expect. */
export type Delay = "slow" | "unreachable";

export type UploadState =
  | { kind: "none" }
  | { kind: "kept"; name: string; size: number; uploadId: string }
  /** For those before it to be sent. */
  | { kind: "waiting"; name: string; size: number }
  | { kind: "hashing"; name: string; size: number }
  | { kind: "sending"; name: string; size: number; part: number }
  | { kind: "inspecting"; name: string; size: number; uploadId: string; delay?: Delay }
  | { kind: "accepted"; name: string; size: number; uploadId: string }
  | { kind: "rejected"; name: string; size: number; explanation: string }
  | { kind: "failed"; name: string; size: number; message: string }
  | { kind: "cancelled"; name: string; size: number };

/** The largest file taken, in whole megabytes: a little less than the truth, never more. */
export function fileLimit(): string {
  const limit = config.maxFileBytes;
  return formatBytes(limit < 1e6 ? limit : Math.floor(limit / 1e6) * 1e6);
}

export type About = Pick<Kept, "name" | "size">;
export type Show = (state: UploadState) => void;

/** The upload that a submission can name, if there is one. */
export function uploadIdOf(state: UploadState): string | undefined {
  return "uploadId" in state ? state.uploadId : undefined;
}

export function isUnderWay(state: UploadState): boolean {
  return state.kind === "waiting" || state.kind === "hashing" || state.kind === "sending";
}

/** Most files are checked within a second; who waits longer does not see it a moment later. */
const FIRST_POLLS_MS = [250, 350, 500];
const POLL_MS = 700;
const SLOW_AFTER_MS = 20_000;
const SLOW_POLL_MS = 5_000;

/** After so long without a byte sent or an answer, nothing is on its way any more. */
const STALLED_AFTER_MS = 30_000;

/** Sending was broken off by what lies between here and the server. */
class Interrupted extends Error {}

/** How far a file is, in steps of which a listener can hear every one. */
export function quartersOf(part: number): number {
  return Math.min(4, Math.max(0, Math.floor(part * 4)));
}

/** Whether a file was chosen that a submission cannot name. */
export function isNotTaken(state: UploadState): boolean {
  return state.kind === "rejected" || state.kind === "failed" || state.kind === "cancelled";
}

/**
 * Send a file.
 *
 * @returns The upload that it is, unless it cannot be handed in, which is shown.
 */
export async function sent(
  chosen: File,
  certificateId: string,
  ports: UploadPorts,
  signal: AbortSignal,
  show: Show,
): Promise<string | undefined> {
  const about = { name: chosen.name, size: chosen.size };
  show({ kind: "hashing", ...about });
  const known = kindOf(chosen);
  if ("foreign" in known) {
    show({ kind: "rejected", ...about, explanation: t(`upload.foreign.${known.foreign}`) });
    return undefined;
  }
  if (!chosen.size) {
    show({ kind: "rejected", ...about, explanation: t("upload.empty") });
    return undefined;
  }
  const sha256 = await digest(chosen);
  const permit = await ports.issue({
    file_name: nameAs(chosen.name, known.contentType),
    content_type: known.contentType,
    size: chosen.size,
    sha256,
    certificate_id: certificateId,
  });
  signal.throwIfAborted();
  show({ kind: "sending", ...about, part: 0 });
  await put(permit, chosen, signal, (part) => show({ kind: "sending", ...about, part }));
  return permit.id;
}

async function digest(file: File): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** XMLHttpRequest, because fetch does not report how much of a body has been sent. */
export function put(
  permit: UploadPermit,
  file: File,
  signal: AbortSignal,
  progress: (part: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", permit.url);
    for (const [name, value] of Object.entries(permit.headers)) {
      // The browser itself says how long the body is.
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    }
    const giveUp = () => {
      reject(new Interrupted(t("upload.stalled", { seconds: STALLED_AFTER_MS / 1000 })));
      request.abort();
    };
    let stalled = setTimeout(giveUp, STALLED_AFTER_MS);
    request.upload.onprogress = (event) => {
      clearTimeout(stalled);
      stalled = setTimeout(giveUp, STALLED_AFTER_MS);
      progress(event.loaded / (event.total || file.size));
    };
    request.onload = () => (request.status < 300 ? resolve() : reject(new Interrupted()));
    request.onerror = () => reject(new Interrupted());
    request.onabort = () => reject(new DOMException("", "AbortError"));
    request.onloadend = () => clearTimeout(stalled);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/**
 * Asks until the server knows what became of the file; it says so of one that never came, too.
 *
 * The file is there by now, so nothing that keeps an answer away is a reason to send it again.
 */
export async function inspected(
  id: string,
  about: About,
  ports: UploadPorts,
  signal: AbortSignal,
  show: Show,
): Promise<void> {
  const started = Date.now();
  let reachable = true;
  for (let asked = 0; ; asked += 1) {
    const slow = Date.now() - started > SLOW_AFTER_MS;
    const delay = reachable ? slow && "slow" : "unreachable";
    show({ kind: "inspecting", ...about, uploadId: id, ...(delay && { delay }) });
    try {
      const { state, file } = await ports.read(id);
      if (state !== "waiting") return show(outcome(state, file, id, about));
      reachable = true;
    } catch (error) {
      if (!passes(error)) throw error;
      reachable = false;
    }
    const pause = slow ? SLOW_POLL_MS : (FIRST_POLLS_MS[asked] ?? POLL_MS);
    await new Promise((resolve) => setTimeout(resolve, pause));
    signal.throwIfAborted();
  }
}

/** Whether the same question may well be answered a little later. */
function passes(error: unknown): boolean {
  if (error instanceof Refused) return error.status === 429 || error.status >= 500;
  return error instanceof Unreachable;
}

function outcome(
  state: Exclude<Upload["state"], "waiting">,
  file: InspectedFile,
  uploadId: string,
  about: About,
): UploadState {
  switch (state) {
    case "accepted":
      // The server tells the kind from the content, and mends the name.
      return { kind: "accepted", name: file.name, size: file.size, uploadId };
    case "rejected":
      return {
        kind: "rejected",
        ...about,
        explanation: refusedFile(file.reason) ?? file.explanation ?? t("upload.rejected"),
      };
    case "expired":
    case "replaced":
      return { kind: "rejected", ...about, explanation: t(`upload.${state}`) };
  }
}

/** What the server refuses stays refused; anything else may work the next time. */
export function failure(error: unknown, about: About): UploadState {
  if (error instanceof Refused) {
    if (error.status === 429) return { kind: "failed", ...about, message: words(error) };
    if (error.status === 404) return { kind: "rejected", ...about, explanation: t("upload.gone") };
    const tooLarge = error.problem.errors?.some((wrong) => wrong.code === "too_large");
    const said = Object.values(fieldsOf(error))[0] ?? words(error);
    return {
      kind: "rejected",
      ...about,
      explanation: tooLarge ? t("upload.tooLarge", { limit: fileLimit() }) : said,
    };
  }
  return { kind: "failed", ...about, message: error instanceof Interrupted ? error.message : words(error) };
}
