import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { lazy, Suspense } from "react";
import { Navigate, Route, Routes, useNavigate } from "react-router";
import { Refused } from "../api/errors";
import { staffCall } from "../api/staff";
import { NotFound } from "../shared/NotFound";
import { useUser } from "../session/useSession";
import { Loading, LoadFailed } from "../shared/Page";
import { useLoad } from "../shared/useLoad";
import { text } from "../text";
import { Academy, type AcademyState } from "../shared/staff/academy";
import Queue from "../features/queue/Queue";
import { QueueProvider } from "../shared/staff/queueState";
import Review from "../features/workbench/Review";

const Changes = lazy(() => import("../features/changes/Changes"));
const CreditTypes = lazy(() => import("../features/setup/CreditTypes"));
const CreditTypeForm = lazy(() => import("../features/setup/CreditTypeForm"));
const Desk = lazy(() => import("../features/setup/Desk"));
const Entry = lazy(() => import("../features/learners/Entry"));
const Learner = lazy(() => import("../features/learners/Learner"));
const Learners = lazy(() => import("../features/learners/Learners"));
const Staff = lazy(() => import("../features/setup/Staff"));

export default function Console() {
  // Who is no member of staff is told so without a question to the API.
  return useUser().staff ? <Open /> : <ForStaff />;
}

/** What every page of the console needs to know of the academy is read once. */
function Open() {
  const user = useUser();
  const academy_id = user.academyId;
  const loaded = useLoad(async (signal): Promise<Omit<AcademyState, "reload" | "saved">> => {
    const options = { path: { academy_id }, signal };
    const [settings, types, staff] = await Promise.all([
      staffCall("get", "/admin/academies/{academy_id}/settings", options),
      staffCall("get", "/admin/academies/{academy_id}/credit-types", options),
      // Administrators read the whole list, a reviewer finds themselves alone.
      staffCall("get", "/admin/academies/{academy_id}/staff", options),
    ]);
    const administrator = staff.items.some(
      (member) => member.principal === user.id && member.role === "administrator",
    );
    return {
      id: academy_id,
      settings,
      types: new Map(types.items.map((type) => [type.id, type])),
      staff: administrator ? staff.items : undefined,
      administrator,
    };
  }, academy_id);

  if (!loaded.value) {
    if (loaded.loading) return <Loading label={text.common.loading} />;
    return <Closed error={loaded.error} mail={user.email} retry={loaded.reload} />;
  }

  // What is known stays in use while a reload fails.
  const { value } = loaded;
  const saved = (settings: AcademyState["settings"]) => loaded.set({ ...value, settings });
  return (
    <Academy.Provider value={{ ...value, reload: loaded.reload, saved }}>
      <QueueProvider>
        <Suspense fallback={<Loading label={text.common.loading} />}>
          <Routes>
            <Route index element={<Navigate to="queue" replace />} />
            <Route path="queue" element={<Queue />} />
            <Route path="queue/:learnerId/:certificateId" element={<Review />} />
            <Route path="learners" element={<Learners />} />
            <Route path="learners/enter" element={<Entry />} />
            <Route path="learners/:learnerId" element={<Learner />} />
            <Route path="credit-types" element={<CreditTypes />} />
            <Route path="credit-types/:typeId" element={<CreditTypeForm />} />
            <Route path="desk" element={<Desk />} />
            <Route path="staff" element={<Staff />} />
            <Route path="changes" element={<Changes />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </QueueProvider>
    </Academy.Provider>
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
        <Alert type="info" header={text.queue.notStaffTitle}>
          {text.queue.notStaff(mail)}
        </Alert>
      );
    case "second-factor-required":
      return (
        <Alert
          type="warning"
          header={text.secondFactor.neededTitle}
          action={<Button onClick={retry}>{text.secondFactor.setUpNow}</Button>}
        >
          {text.secondFactor.required}
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
      header={text.queue.learnerTitle}
      action={<Button onClick={() => void navigate("/certificates")}>{text.queue.toPortfolio}</Button>}
    >
      {text.queue.learner(email)}
    </Alert>
  );
}
