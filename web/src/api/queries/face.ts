/** The name, the colour and the logo of an academy: what everybody sees of it. */

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { FRESH_MS } from "../client";
import { keys } from "../keys";
import { publicCall } from "../public";
import type { Face } from "../types";

const keptAt = (academy: string) => `certfolio.face.${academy}`;

/** As it was last seen in this browser, so that no page begins in another academy's colours. */
function kept(academy: string): Face | undefined {
  const face = localStorage.getItem(keptAt(academy));
  return face ? (JSON.parse(face) as Face) : undefined;
}

export const faceOptions = (academy_id: string) =>
  queryOptions({
    queryKey: keys.face(academy_id),
    queryFn: async ({ signal }) => {
      const face = await publicCall("get", "/academies/{academy_id}", { path: { academy_id }, signal });
      localStorage.setItem(keptAt(academy_id), JSON.stringify(face));
      return face;
    },
    initialData: () => kept(academy_id),
    // It is shown at once, and asked for all the same.
    initialDataUpdatedAt: 0,
    staleTime: FRESH_MS.setUp,
  });

/** It was changed here: shown at once, and by the next page that is opened in this browser. */
export function putFace(client: QueryClient, academy: string, face: Face): void {
  localStorage.setItem(keptAt(academy), JSON.stringify(face));
  client.setQueryData<Face>(keys.face(academy), face);
}
