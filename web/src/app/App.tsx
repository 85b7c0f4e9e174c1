import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { lazy, Suspense, useEffect, useSyncExternalStore } from "react";
import { secondFactorAsked } from "../session/secondFactor";
import { useSession } from "../session/useSession";
import { ApiProvider } from "../api/ApiProvider";
import { Notices } from "../shared/notify";
import { language } from "../text/language";
import { Guard } from "./Guard";
import { Pages } from "./Pages";

const SignIn = lazy(() => import("../features/sign-in/SignIn"));
const SignInAgain = lazy(() => import("../features/sign-in/SignInAgain"));
const SecondFactorDialog = lazy(() => import("../features/sign-in/SecondFactorDialog"));

export function App() {
  const session = useSession();
  const asked = useSyncExternalStore(secondFactorAsked.subscribe, secondFactorAsked.state);
  const userId = session.kind === "signed-out" ? undefined : session.user.id;
  // What one user was asked is not asked of the next.
  useEffect(() => () => secondFactorAsked.answer(false), [userId]);
  return (
    <I18nProvider locale={language} messages={[messages]}>
      <Guard>
        {/* Another user starts afresh: nothing of the one before stays on the page, or is kept. */}
        <ApiProvider key={userId}>
          <Suspense>
            {session.kind === "signed-out" ? (
              <SignIn />
            ) : (
              <Notices>
                <Pages />
              </Notices>
            )}
          </Suspense>
          {/* What is open behind them stays while they are loaded, and so does the focus. */}
          <Suspense>
            {session.kind !== "signed-out" && asked && <SecondFactorDialog user={session.user} />}
            {session.kind === "expired" && <SignInAgain user={session.user} />}
          </Suspense>
        </ApiProvider>
      </Guard>
    </I18nProvider>
  );
}
