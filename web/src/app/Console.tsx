import { useQueries } from "@tanstack/react-query";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { lazy, Suspense } from "react";
import { Navigate, Route, Routes, useNavigate } from "react-router";
import { Refused } from "../errors";
import { settingsOptions, staffOptions, typesOptions } from "../api/queries/staff/academy";
import { NotFound } from "../shared/NotFound";
import { useUser } from "../session/useSession";
import { Loading, LoadFailed } from "../shared/Page";
import { t } from "../text";
import Queue from "../features/queue/Queue";
import Workbench from "../features/workbench/Workbench";

const Academy = lazy(() => import("../features/setup/Academy"));
const Changes = lazy(() => import("../features/changes/Changes"));
const CreditTypes = lazy(() => import("../features/setup/CreditTypes"));
const CreditTypeForm = lazy(() => import("../features/setup/CreditTypeForm"));
const Desk = lazy(() => import("../features/setup/Desk"));
const EditEntry = lazy(() => import("../features/entry/EditEntry"));
const Enter = lazy(() => import("../features/entry/Enter"));
const WithdrawEntry = lazy(() => import("../features/entry/WithdrawEntry"));
const Learner = lazy(() => import("../features/learners/Learner"));
const Learners = lazy(() => import("../features/learners/Learners"));
const Staff = lazy(() => import("../features/setup/Staff"));

export default function Console() {
  // Who is no member of staff is told so without a question to the API.
  return useUser().staff ? <Open /> : <ForStaff />;
}

/** What every page of the console needs to know of the academy is there before one is shown. */
function Open() {
  const { academyId, email } = useUser();
  const needed = useQueries({
    queries: [settingsOptions(academyId), typesOptions(academyId), staffOptions(academyId)],
  });
  const failed = needed.find(({ data, error }) => error && !data);
  if (failed) {
    const retry = () => needed.forEach(({ data, refetch }) => !data && void refetch());
    return <Closed error={failed.error} mail={email} retry={retry} />;
  }
  if (needed.some(({ data }) => !data)) return <Loading label={t("common.loading")} />;
  return (
    <Suspense fallback={<Loading label={t("common.loading")} />}>
      <Routes>
        <Route index element={<Navigate to="queue" replace />} />
        <Route path="queue" element={<Queue />} />
        <Route path="queue/:learnerId/:certificateId" element={<Workbench />} />
        <Route path="queue/:learnerId/:certificateId/edit" element={<EditEntry />} />
        <Route path="queue/:learnerId/:certificateId/withdraw" element={<WithdrawEntry />} />
        <Route path="learners" element={<Learners />} />
        <Route path="learners/enter" element={<Enter />} />
        <Route path="learners/:learnerId" element={<Learner />} />
        <Route path="credit-types" element={<CreditTypes />} />
        <Route path="credit-types/:typeId" element={<CreditTypeForm />} />
        <Route path="set-up/academy" element={<Academy />} />
        <Route path="desk" element={<Desk />} />
        <Route path="staff" element={<Staff />} />
        <Route path="changes" element={<Changes />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

interface ClosedProps {
  error: unknown;
  mail: string;
  retry: () => void;
}

/** Why the console does not open. */
function Closed({ error, mail, retry }: ClosedProps) {
  switch (error instanceof Refused ? error.code : "") {
    case "forbidden":
      return (
        <Alert type="info" header={t("queue.notStaffTitle")}>
          {t("queue.notStaff", { mail })}
        </Alert>
      );
    case "second-factor-required":
      return (
        <Alert
          type="warning"
          header={t("secondFactor.neededTitle")}
          action={<Button onClick={retry}>{t("secondFactor.setUpNow")}</Button>}
        >
          {t("secondFactor.required")}
        </Alert>
      );
  }
  return <LoadFailed error={error} retry={retry} />;
}

/** What a learner finds who comes to the console. */
function ForStaff() {
  const { email } = useUser();
  const navigate = useNavigate();
  return (
    <Alert
      type="info"
      header={t("queue.learnerTitle")}
      action={<Button onClick={() => void navigate("/certificates")}>{t("queue.toPortfolio")}</Button>}
    >
      {t("queue.learner", { mail: email })}
    </Alert>
  );
}
