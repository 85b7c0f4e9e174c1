import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { SHOWN } from "../api/queries/news";
import { meOptions } from "../api/queries/staff/academy";
import { readStaffNews, staffNewsOptions } from "../api/queries/staff/news";
import { useUser } from "../session/useSession";
import { t } from "../text";
import { Bell } from "./Bell";

/** What administrators are told; nothing for anybody else. */
export default function StaffNews() {
  const { academyId } = useUser();
  // The console's pages read who one is; where that is not known, there is nothing to ask for.
  const { data: me } = useQuery({ ...meOptions(academyId), enabled: false });
  return me?.role === "administrator" ? <OfAdministrators academyId={academyId} /> : null;
}

function OfAdministrators({ academyId }: { academyId: string }) {
  const [limit, setLimit] = useState<number>(SHOWN.first);
  const { data, error, refetch } = useQuery(staffNewsOptions(academyId, limit));
  const { mutate } = useMutation(readStaffNews(academyId));
  return (
    <Bell
      page={data}
      error={error}
      retry={() => void refetch()}
      read={mutate}
      none={t("news.noDisputes")}
      older={() => setLimit(SHOWN.most)}
      placeOf={({ learner_id, certificate_id }) => `/console/queue/${learner_id}/${certificate_id}`}
    />
  );
}
