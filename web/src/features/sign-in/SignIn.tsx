import { useState } from "react";
import type { Face } from "../../api/types";
import { useTitle } from "../../shared/Page";
import { t, textsOf } from "../../text";
import { session } from "../../session/current";
import { Forgot } from "./Forgot";
import { SignInForm } from "./SignInForm";

export default function SignIn({ face }: { face: Face | undefined }) {
  useTitle(t("signIn.title"));
  const [email, setEmail] = useState("");
  const [page, setPage] = useState<"sign-in" | "forgot" | "reset">("sign-in");
  return (
    <div className="door">
      <aside className="door-brand">
        <div className="door-name">
          <img src="/favicon.svg" alt="" width="40" height="40" />
          <span>{face?.name ?? t("product")}</span>
        </div>
        <p className="door-tagline">{t("tagline")}</p>
        <ul className="door-points">
          {Object.values(textsOf("signIn.points")).map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </aside>
      <main className="door-form">
        <div className="door-box">
          {page === "forgot" ? (
            <Forgot
              email={email}
              onDone={(used) => {
                setEmail(used);
                setPage("reset");
              }}
              onBack={() => setPage("sign-in")}
            />
          ) : (
            <SignInForm
              email={email}
              heading={t("signIn.welcome")}
              {...(page === "reset" && { notice: t("signIn.resetDone") })}
              onSignedIn={session.signIn}
              onForgot={(typed) => {
                setEmail(typed);
                setPage("forgot");
              }}
            />
          )}
        </div>
      </main>
    </div>
  );
}
