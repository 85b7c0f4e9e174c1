import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { BrowserRouter, Navigate, Route, Routes, useLocation, useMatch } from "react-router";
// Before the router listens.
import "../form/leaving";
import { ApiProvider } from "../api/ApiProvider";
import { secondFactorAsked } from "../session/secondFactor";
import type { User } from "../session/session";
import { useSession } from "../session/useSession";
import { mailLinkIn } from "../shared/mailLink";
import { language } from "../text/language";
import { Kit } from "../ui/Kit";
import { toast } from "../ui/toast";
import { Toasts } from "../ui/Toasts";
import { Guard } from "./Guard";
import { Pages } from "./Pages";
import { useFace } from "./useFace";

const SignIn = lazy(() => import("../features/sign-in/SignIn"));
const SignInAgain = lazy(() => import("../features/sign-in/SignInAgain"));
const Unsubscribe = lazy(() => import("../features/mails/Unsubscribe"));
const SecondFactorDialog = lazy(() => import("../features/sign-in/SecondFactorDialog"));

export function App() {
  const session = useSession();
  const userId = session.kind === "signed-out" ? undefined : session.user.id;
  // Neither what one user was asked nor what they were told is for the next.
  useEffect(
    () => () => {
      secondFactorAsked.answer(false);
      toast.clear();
    },
    [userId],
  );
  return (
    <BrowserRouter>
      <Kit locale={language}>
        <Guard>
          {/* Another user starts afresh: nothing of the one before stays on the page, or is kept. */}
          <ApiProvider key={userId}>
            <Routes>
              {/* Who has the link of a mail need not sign in for it. */}
              <Route path="unsubscribe" element={<Unsubscribing />} />
              <Route
                path="*"
                element={
                  session.kind === "signed-out" ? (
                    <Door />
                  ) : (
                    <Inside user={session.user} isExpired={session.kind === "expired"} />
                  )
                }
              />
            </Routes>
            <Toasts />
          </ApiProvider>
        </Guard>
      </Kit>
    </BrowserRouter>
  );
}

/** An academy's own address shows whose door it is; every other one is the product's. */
function Door() {
  const face = useFace(useMatch("/a/:academy")?.params.academy);
  return (
    <Suspense>
      <SignIn face={face} />
    </Suspense>
  );
}

/** The academy's whose mail it was. */
function Unsubscribing() {
  const link = mailLinkIn(useLocation().hash);
  const face = useFace(link?.academy);
  return (
    <Suspense>
      <Unsubscribe link={link} face={face} />
    </Suspense>
  );
}

function Inside({ user, isExpired }: { user: User; isExpired: boolean }) {
  const asked = useSyncExternalStore(secondFactorAsked.subscribe, secondFactorAsked.state);
  const face = useFace(user.academyId);
  return (
    <>
      <Routes>
        <Route path="a/:academy" element={<Navigate to={user.staff ? "/console" : "/"} replace />} />
        <Route path="*" element={<Pages face={face} />} />
      </Routes>
      {/* What is open behind them stays while they are loaded, and so does the focus. */}
      <Suspense>
        {asked && <SecondFactorDialog user={user} />}
        {isExpired && <SignInAgain user={user} />}
      </Suspense>
    </>
  );
}
