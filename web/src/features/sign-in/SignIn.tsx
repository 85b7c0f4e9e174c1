import { useState } from "react";
import { useTitle } from "../../shared/Page";
import { text } from "../../text";
import { session } from "../../session/current";
import { Forgot } from "./Forgot";
import { SignInForm } from "./SignInForm";

export default function SignIn() {
  useTitle(text.signIn.title);
  const [email, setEmail] = useState("");
  const [page, setPage] = useState<"sign-in" | "forgot" | "reset">("sign-in");
  return (
    <div className="door">
      <aside className="door-brand">
        <div className="door-name">
          <img src="/favicon.svg" alt="" width="40" height="40" />
          <span>{text.product}</span>
        </div>
        <p className="door-tagline">{text.tagline}</p>
        <ul className="door-points">
          {text.signIn.points.map((point) => (
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
              heading={text.signIn.welcome}
              {...(page === "reset" && { notice: text.signIn.resetDone })}
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
