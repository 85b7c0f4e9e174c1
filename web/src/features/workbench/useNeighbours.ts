import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useNavigate } from "react-router";
import { type CertificateRef, keys } from "../../api/keys";
import { pagesOptions } from "../../api/queries/pages";
import {
  awardForecastOptions,
  duplicatesOptions,
  keyOf,
  pagesOfReview,
  precedentsOptions,
  reviewOptions,
} from "../../api/queries/staff/reviews";
import type { Queued, StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { NOTHING_CORRECTED } from "../../shared/staff/verdict";
import { useDecided } from "../../shared/staff/deciding";
import { useQueue } from "../../shared/staff/queue";

/** So many that come next are loaded while one is looked at. */
const AHEAD = 2;
/** So few that are left have more of the queue loaded: nobody decides faster than it comes. */
const FEW = 15;

/** What comes before and after a certificate in the queue, and going there. */
export function useNeighbours(which: CertificateRef) {
  const queue = useQueue();
  const navigate = useNavigate();
  const isDecided = useDecided();
  const key = keyOf(which);
  const at = queue.items.findIndex((item) => keyOf(item) === key);
  const isOpen = (item: Queued) => !isDecided(item) && keyOf(item) !== key;
  const before = queue.items.slice(0, Math.max(at, 0)).filter(isOpen);
  // What is not in it, as it came from elsewhere or was undone, is followed by its beginning.
  const after = queue.items.slice(at + 1).filter(isOpen);
  const all = queue.items.filter((item) => !isDecided(item)).length;

  const isShort = after.length <= FEW && queue.more && !queue.loading && !queue.error;
  useEffect(() => {
    if (isShort) queue.loadMore();
  }, [isShort, queue]);
  useAhead(after.slice(0, AHEAD));

  const { search } = queue;
  const go = useCallback(
    (item: CertificateRef | undefined) =>
      void navigate(`/console/queue${item ? `/${keyOf(item)}` : ""}${search}`),
    [navigate, search],
  );
  return {
    listed: at >= 0,
    loading: queue.loading,
    more: queue.more,
    failed: queue.error !== undefined,
    search,
    /** Its place among those that are still open, and how many there are. */
    place: at >= 0 ? { at: before.length + 1, all: Math.max(all, before.length + 1) } : undefined,
    previous: before.at(-1),
    next: after[0],
    go,
  };
}

/** Load what comes next. */
function useAhead(items: Queued[]): void {
  const client = useQueryClient();
  const { academyId } = useUser();
  const wanted = items.map(keyOf).join(" ");
  useEffect(() => {
    for (const key of wanted.split(" ").filter(Boolean)) {
      const [learner_id = "", id = ""] = key.split("/");
      // Whoever comes there is told why it cannot be loaded; nobody else is.
      void load(client, academyId, { learner_id, id }).catch(() => undefined);
    }
  }, [client, academyId, wanted]);
}

/** Everything that is shown of one certificate, to the picture of the first page. */
async function load(client: QueryClient, academy: string, which: CertificateRef): Promise<void> {
  const certificate = await client.query({ ...reviewOptions(academy, which), staleTime: AHEAD_MS });
  await Promise.all([
    client.query(duplicatesOptions(academy, certificate)),
    client.query(precedentsOptions(academy, certificate)),
    client.query(awardForecastOptions(academy, certificate, AS_CLAIMED)),
    loadPicture(client, academy, certificate),
  ]);
}

const AS_CLAIMED = { awarded: [], corrections: NOTHING_CORRECTED };

/** What was loaded ahead is read again when it is shown; not before. */
const AHEAD_MS = 60_000;

async function loadPicture(client: QueryClient, academy: string, certificate: StaffCertificate) {
  if (certificate.file?.state !== "accepted") return;
  const { pictures } = await client.query(drawnOptions(academy, certificate));
  await client.query({
    queryKey: keys.picture(pictures.name(1)),
    queryFn: () => pictures.get(1),
    staleTime: Infinity,
    structuralSharing: false,
  });
}

/** What a certificate's document looks like. */
export const drawnOptions = (academy: string, { learner_id, id, version }: StaffCertificate) =>
  pagesOptions({ certificate: { learner_id, id }, version }, (signal) =>
    pagesOfReview(academy, { learner_id, id }, signal),
  );
