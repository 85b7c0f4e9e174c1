import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { lazy, Suspense } from "react";
import { useSession } from "../auth/useSession";
import { Notices } from "../shared/notify";
import { text } from "../text";
import { Guard } from "./Guard";
import { Pages } from "./Pages";

const SignIn = lazy(() => import("../auth/SignIn"));
const SignInAgain = lazy(() => import("../auth/SignInAgain"));

export function App() {
  const session = useSession();
  return (
    <I18nProvider locale={text.language} messages={[messages]}>
      <Guard>
        <Suspense>
          {session.kind === "signed-out" ? (
            <SignIn />
          ) : (
            // Another user starts afresh: nothing of the one before stays on the page.
            <Notices key={session.user.id}>
              <Pages />
            </Notices>
          )}
          {session.kind === "expired" && <SignInAgain user={session.user} />}
        </Suspense>
      </Guard>
    </I18nProvider>
  );
}
