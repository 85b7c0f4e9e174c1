import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { matchPath, Navigate, Route, Routes, useLocation } from "react-router";
import { meOptions } from "../api/queries/staff/academy";
import { changesOptions } from "../api/queries/staff/changes";
import { learnerOptions, portfolioOptions } from "../api/queries/staff/learners";
import { reviewOptions, reviewsOptions, reviewTotalsOptions } from "../api/queries/staff/reviews";
import { Refused } from "../errors";
import Queue, { QueueToCome } from "../features/queue/Queue";
import Workbench from "../features/workbench/Workbench";
import { useUser } from "../session/useSession";
import { NotFound } from "../shared/NotFound";
import { words } from "../api/problemWords";
import { changeFiltersOf } from "../shared/staff/changeFilters";
import { filtersOf } from "../shared/staff/queue";
import { t } from "../text";
import { Button } from "../ui/Button";
import { ButtonLink } from "../ui/ButtonLink";
import { EmptyState } from "../ui/EmptyState";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import { Decided } from "./Decided";

const Academy = lazy(() => import("../features/setup/Academy"));
const Changes = lazy(() => import("../features/changes/Changes"));
const CreditTypes = lazy(() => import("../features/setup/CreditTypes"));
const CreditTypeForm = lazy(() => import("../features/setup/CreditTypeForm"));
const Desk = lazy(() => import("../features/setup/Desk"));
const EditEntry = lazy(() => import("../features/entry/EditEntry"));
const RenewEntry = lazy(() => import("../features/entry/RenewEntry"));
const Enter = lazy(() => import("../features/entry/Enter"));
const WithdrawEntry = lazy(() => import("../features/entry/WithdrawEntry"));
const InviteLearners = lazy(() => import("../features/learners/InviteLearners"));
const Learner = lazy(() => import("../features/learners/Learner"));
const Learners = lazy(() => import("../features/learners/Learners"));
const Programme = lazy(() => import("../features/programmes/ProgrammePage"));
const ProgrammeAdapt = lazy(() => import("../features/programmes/Adapt"));
const ProgrammeBuilder = lazy(() => import("../features/programmes/Builder"));
const ProgrammePack = lazy(() => import("../features/programmes/PackPage"));
const ProgrammeHolders = lazy(() => import("../features/programmes/Holders"));
const ProgrammeTry = lazy(() => import("../features/programmes/TryPage"));
const Programmes = lazy(() => import("../features/programmes/Programmes"));
const SetUp = lazy(() => import("../features/setup/SetUp"));
const Staff = lazy(() => import("../features/setup/Staff"));

export default function Console() {
  // Who is no member of staff is told so without a question to the API.
  return useUser().staff ? <Open /> : <ForStaff />;
}

/** What every page of the console needs to know of the academy is there before one is shown. */
function Open() {
  const { academyId, email } = useUser();
  const client = useQueryClient();
  const { pathname, search } = useLocation();
  useState(() => readAhead(client, academyId, pathname, search));
  const { data, error, refetch } = useQuery(meOptions(academyId));
  // Drawn piece by piece, between what people do.
  const isOpen = useDeferredValue(data !== undefined);
  if (error && !data) return <Closed error={error} mail={email} retry={() => void refetch()} />;
  if (!isOpen) return isQueueAt(pathname) ? <QueueToCome /> : <Skeleton shape="card" height={320} />;
  return (
    <Suspense fallback={<Skeleton shape="card" height={320} />}>
      <Decided />
      <Routes>
        <Route index element={<Navigate to="queue" replace />} />
        <Route path="queue" element={<Queue />} />
        <Route path="queue/:learnerId/:certificateId" element={<Workbench />} />
        <Route path="queue/:learnerId/:certificateId/edit" element={<EditEntry />} />
        <Route path="queue/:learnerId/:certificateId/renew" element={<RenewEntry />} />
        <Route path="queue/:learnerId/:certificateId/withdraw" element={<WithdrawEntry />} />
        <Route path="learners" element={<Learners />} />
        <Route path="learners/enter" element={<Enter />} />
        <Route path="learners/invite" element={<InviteLearners />} />
        <Route path="learners/:learnerId" element={<Learner />} />
        <Route path="credit-types" element={<CreditTypes />} />
        <Route path="credit-types/:typeId" element={<CreditTypeForm />} />
        <Route path="programmes" element={<Programmes />} />
        <Route path="programmes/packs/:packId" element={<ProgrammePack />} />
        <Route path="programmes/packs/:packId/adapt" element={<ProgrammeAdapt />} />
        <Route path="programmes/new" element={<ProgrammeBuilder />} />
        <Route path="programmes/:programmeId/edit" element={<ProgrammeBuilder />} />
        <Route path="programmes/:programmeId/try" element={<ProgrammeTry />} />
        <Route path="programmes/:programmeId/holders" element={<ProgrammeHolders />} />
        <Route path="programmes/:programmeId" element={<Programme />} />
        <Route path="set-up" element={<SetUp />} />
        <Route path="set-up/academy" element={<Academy />} />
        <Route path="desk" element={<Desk />} />
        <Route path="staff" element={<Staff />} />
        <Route path="changes" element={<Changes />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

const isQueueAt = (pathname: string) => /^\/console(\/queue)?\/?$/.test(pathname);

/** Begin to read what a page will show, beside what all of them need: nothing waits for anything else. */
function readAhead(client: QueryClient, academy: string, pathname: string, search: string): void {
  for (const reading of readings(client, academy, pathname, search)) {
    // Whoever shows it says why it cannot be read.
    reading.catch(() => undefined);
  }
}

function* readings(client: QueryClient, academy: string, pathname: string, search: string) {
  yield client.query(meOptions(academy));
  const at = <Path extends string>(path: Path) => matchPath(`/console/${path}`, pathname)?.params;
  const review = at("queue/:learnerId/:certificateId/*");
  const isQueue = isQueueAt(pathname);
  if (isQueue || review) yield client.infiniteQuery(reviewsOptions(academy, filtersOf(search)));
  if (isQueue) yield client.query(reviewTotalsOptions(academy));
  if (review) {
    const which = { learner_id: review.learnerId!, id: review.certificateId! };
    yield client.query(reviewOptions(academy, which));
  }
  const learner = at("learners/:learnerId")?.learnerId;
  if (learner && learner !== "enter" && learner !== "invite") {
    yield client.query(learnerOptions(academy, learner));
    yield client.infiniteQuery(portfolioOptions(academy, learner));
  }
  if (at("changes")) yield client.infiniteQuery(changesOptions(academy, changeFiltersOf(search)));
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
        <EmptyState level={1} title={t("queue.notStaffTitle")}>
          {t("queue.notStaff", { mail })}
        </EmptyState>
      );
    case "second-factor-required":
      return (
        <EmptyState
          level={1}
          title={t("secondFactor.neededTitle")}
          action={
            <Button variant="primary" onPress={retry}>
              {t("secondFactor.setUpNow")}
            </Button>
          }
        >
          {t("secondFactor.required")}
        </EmptyState>
      );
  }
  return (
    <Notice
      kind="error"
      announced
      title={t("errors.loading")}
      action={<Button onPress={retry}>{t("errors.retry")}</Button>}
    >
      {words(error)}
    </Notice>
  );
}

/** What a learner finds who comes to the console. */
function ForStaff() {
  const { email } = useUser();
  return (
    <EmptyState
      level={1}
      title={t("queue.learnerTitle")}
      action={
        <ButtonLink variant="primary" to="/certificates">
          {t("queue.toPortfolio")}
        </ButtonLink>
      }
    >
      {t("queue.learner", { mail: email })}
    </EmptyState>
  );
}
