import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SHOWN } from "../api/queries/news";
import { meOptions } from "../api/queries/staff/academy";
import { readStaffNews, staffNewsOptions } from "../api/queries/staff/news";
import type { Role } from "../api/types";
import { useUser } from "../session/useSession";
import { t } from "../text";
import { Bell } from "./Bell";

/** What one of the staff is told. */
export default function StaffNews() {
  const { academyId } = useUser();
  // The console's pages read who one is; where that is not known, there is nothing to ask for.
  const { data: me } = useQuery({ ...meOptions(academyId), enabled: false });
  return me?.role ? <OfStaff academyId={academyId} role={me.role} /> : null;
}

function OfStaff({ academyId, role }: { academyId: string; role: Role }) {
  const [limit, setLimit] = useState<number>(SHOWN.first);
  const { data, error, refetch } = useQuery(staffNewsOptions(academyId, limit));
  const { mutate } = useMutation(readStaffNews(academyId));
  return (
    <Bell
      page={data}
      error={error}
      retry={() => void refetch()}
      read={mutate}
      none={t(`news.noneOf.${role}`)}
      older={() => setLimit(SHOWN.most)}
      placeOf={({ learner_id, certificate_id }) => `/console/queue/${learner_id}/${certificate_id}`}
    />
  );
}
