import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { newsOptions, readNews, SHOWN } from "../api/queries/news";
import { t } from "../text";
import { Bell } from "./Bell";

// Learners load nothing of what signs the requests of staff.
const StaffNews = lazy(() => import("./StaffNews"));

/** What a learner was told; in the console, what staff is. */
export default function News({ isConsole }: { isConsole: boolean }) {
  return isConsole ? <StaffNews /> : <Own />;
}

function Own() {
  const [limit, setLimit] = useState<number>(SHOWN.first);
  const { data, error, refetch } = useQuery(newsOptions(limit));
  const { mutate } = useMutation(readNews);
  return (
    <Bell
      page={data}
      error={error}
      retry={() => void refetch()}
      read={mutate}
      none={t("news.none")}
      older={() => setLimit(SHOWN.most)}
      placeOf={({ certificate_id, holding_id }) =>
        holding_id ? `/credentials/${holding_id}` : `/certificates/${certificate_id}`
      }
    />
  );
}
