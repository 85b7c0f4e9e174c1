import { lazy } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
// Before the router listens.
import "../shared/leaving";
import Certificates from "../features/portfolio/Certificates";
import { NotFound } from "../shared/NotFound";
import { Shell } from "./Shell";

// The first page comes with the shell; every other one is loaded when it is opened.
const Add = lazy(() => import("../features/submission/Add"));
const Edit = lazy(() => import("../features/submission/Edit"));
const CertificatePage = lazy(() => import("../features/portfolio/CertificatePage"));
const Credits = lazy(() => import("../features/portfolio/Credits"));
const Security = lazy(() => import("../features/sign-in/Security"));
const Console = lazy(() => import("./Console"));

export function Pages() {
  return (
    <BrowserRouter>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Certificates />} />
          <Route path="certificates" element={<Certificates />} />
          <Route path="certificates/new" element={<Add />} />
          <Route path="certificates/:certificateId/edit" element={<Edit />} />
          <Route path="certificates/:certificateId" element={<CertificatePage />} />
          <Route path="credits" element={<Credits />} />
          <Route path="security" element={<Security />} />
          <Route path="console/*" element={<Console />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
