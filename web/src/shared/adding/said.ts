import { t } from "../../text";
import type { UploadState } from "../upload";
import { stateWords } from "./FilePane";
import type { Strip } from "./strip";

/**
 * What a listener hears of the files: of one, each step; of several, that they are on their way, and
 * how that ended.
 */
export function saidOf({ items }: Strip, uploads: ReadonlyMap<string, UploadState>): string {
  const states = items
    .filter(({ made }) => !made)
    .map(({ key }) => uploads.get(key))
    .filter((state) => state !== undefined)
    .filter((state) => state.kind !== "none");
  const [only] = states;
  if (!only) return "";
  if (states.length === 1) {
    return only.kind === "sending" ? t("upload.hashing") : [stateWords(only), why(only)].join(" ").trim();
  }
  const at = (stage: Stage) => states.filter((state) => stageOf(state) === stage).length;
  if (at("underWay")) return t("adding.said.underWay", { count: states.length });
  return t("adding.said.ended", { ready: at("ready"), refused: at("refused") });
}

type Present = Exclude<UploadState, { kind: "none" }>;

function why(state: Present): string {
  return state.kind === "rejected" ? state.explanation : state.kind === "failed" ? state.message : "";
}

type Stage = "underWay" | "ready" | "refused";

function stageOf(state: Present): Stage {
  switch (state.kind) {
    case "waiting":
    case "hashing":
    case "sending":
    case "inspecting":
      return "underWay";
    case "accepted":
    case "kept":
      return "ready";
    case "rejected":
    case "failed":
    case "cancelled":
      return "refused";
  }
}
