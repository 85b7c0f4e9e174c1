import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { newsOptions, readNews } from "../api/queries/news";
import { Bell } from "./Bell";

// Learners load nothing of what signs the requests of staff.
const StaffNews = lazy(() => import("./StaffNews"));

/** What a learner was told; in the console, what administrators are. */
export default function News({ isConsole }: { isConsole: boolean }) {
  return isConsole ? <StaffNews /> : <Own />;
}

function Own() {
  const { data, error, refetch } = useQuery(newsOptions);
  const { mutate } = useMutation(readNews);
  return (
    <Bell
      page={data}
      error={error}
      retry={() => void refetch()}
      read={mutate}
      placeOf={({ certificate_id }) => `/certificates/${certificate_id}`}
    />
  );
}
