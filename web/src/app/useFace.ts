import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { faceOptions } from "../api/queries/face";
import type { Face } from "../api/types";
import { nameThePortal } from "../shared/Page";
import { applyAccent } from "../ui/accent";

/** The academy's face, and its name and colour on everything; undefined until it is known. */
export function useFace(academy: string | undefined): Face | undefined {
  const { data: face } = useQuery({ ...faceOptions(academy ?? ""), enabled: academy !== undefined });
  const accent = face?.accent ?? undefined;
  useEffect(() => {
    applyAccent(accent);
    return () => applyAccent();
  }, [accent]);
  useEffect(() => {
    nameThePortal(face?.name);
    return () => nameThePortal(undefined);
  }, [face?.name]);
  return face;
}
