import { useState } from "react";
import type { Face } from "../../api/types";
import { useTitle } from "../../shared/Page";
import { t, textsOf } from "../../text";
import { session } from "../../session/current";
import { Forgot } from "./Forgot";
import { LanguageChoice } from "./LanguageChoice";
import { Rosette } from "./Rosette";
import css from "./SignIn.module.css";
import { SignInForm } from "./SignInForm";

type View = { on: "sign-in" | "forgot" | "reset"; email: string };

/** The door: whose it is, and the way in. */
export default function SignIn({ face }: { face: Face | undefined }) {
  useTitle(t("signIn.title"));
  const [{ on, email }, setView] = useState<View>({ on: "sign-in", email: "" });
  return (
    <div className={css.door}>
      <aside className={css.side} aria-label={t("signIn.about")}>
        <Rosette />
        <div className={css.brand}>
          <Emblem face={face} />
          <span className={css.name}>{face?.name ?? t("product")}</span>
        </div>
        <p className={css.tagline}>{t("tagline")}</p>
        <ul className={css.points}>
          {Object.values(textsOf("signIn.points")).map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </aside>
      <main className={css.main}>
        <div className={css.box}>
          {on === "forgot" ? (
            <Forgot
              email={email}
              onDone={(used) => setView({ on: "reset", email: used })}
              onBack={() => setView({ on: "sign-in", email })}
            />
          ) : (
            <SignInForm
              email={email}
              heading={t("signIn.welcome")}
              {...(on === "reset" && { notice: t("signIn.resetDone") })}
              onSignedIn={session.signIn}
              onForgot={(typed) => setView({ on: "forgot", email: typed })}
            />
          )}
        </div>
        <LanguageChoice />
      </main>
    </div>
  );
}

/** On light ground, whatever the colour: a logo is drawn for paper. */
function Emblem({ face }: { face: Face | undefined }) {
  if (face?.logo) return <img src={`data:image/png;base64,${face.logo}`} alt="" className={css.emblem} />;
  if (!face) return <img src="/favicon.svg" alt="" className={css.emblem} />;
  return (
    <span className={css.monogram} aria-hidden>
      {Array.from(face.name)[0]?.toLocaleUpperCase()}
    </span>
  );
}
