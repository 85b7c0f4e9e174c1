import { lazy } from "react";
import { Route, Routes } from "react-router";
import type { Face } from "../api/types";
import { LeaveGuard } from "../form/LeaveGuard";
import Home from "../features/portfolio/Home";
import { NotFound } from "../shared/NotFound";
import { Frame } from "./Frame";
import { loadConsole } from "./pageChunks";

// The first page comes with the frame; every other one is loaded when it is opened.
const Add = lazy(() => import("../features/submission/Add"));
const Edit = lazy(() => import("../features/submission/Edit"));
const Renew = lazy(() => import("../features/submission/Renew"));
const Certificates = lazy(() => import("../features/portfolio/Certificates"));
const CertificatePage = lazy(() => import("../features/portfolio/CertificatePage"));
const Credits = lazy(() => import("../features/portfolio/Credits"));
const CredentialPages = lazy(() => import("../features/credentials/CredentialPages"));
const Security = lazy(() => import("../features/sign-in/Security"));
const MyData = lazy(() => import("../features/account/MyData"));
const Notifications = lazy(() => import("../features/mails/Notifications"));
const Console = lazy(loadConsole);

export function Pages({ face }: { face: Face | undefined }) {
  return (
    <LeaveGuard>
      <Routes>
        <Route element={<Frame face={face} />}>
          <Route index element={<Home />} />
          <Route path="certificates" element={<Certificates />} />
          <Route path="certificates/new" element={<Add />} />
          <Route path="certificates/:certificateId/edit" element={<Edit />} />
          <Route path="certificates/:certificateId/renew" element={<Renew />} />
          <Route path="certificates/:certificateId" element={<CertificatePage />} />
          <Route path="credits" element={<Credits />} />
          <Route path="credentials/*" element={<CredentialPages />} />
          <Route path="security" element={<Security />} />
          <Route path="my-data" element={<MyData />} />
          <Route path="notifications" element={<Notifications />} />
          <Route path="console/*" element={<Console />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </LeaveGuard>
  );
}
