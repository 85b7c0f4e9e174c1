import { lazy } from "react";
import { Route, Routes } from "react-router";
import type { Face } from "../api/types";
import { LeaveGuard } from "../form/LeaveGuard";
import Home from "../features/portfolio/Home";
import { NotFound } from "../shared/NotFound";
import { Frame } from "./Frame";
import { PAGES } from "./pageChunks";

// Read once the first page is there, together with the pages it leads to.
const HomeCredentials = lazy(async () => ({
  default: (await import("../features/credentials/CredentialPages")).HomeCredentials,
}));

/** The first page comes with the frame; every other one is loaded when it is opened. */
export function Pages({ face }: { face: Face | undefined }) {
  return (
    <LeaveGuard>
      <Routes>
        <Route element={<Frame face={face} />}>
          <Route index element={<Home Credentials={HomeCredentials} />} />
          {Object.entries(PAGES).map(([path, { Page }]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </LeaveGuard>
  );
}
