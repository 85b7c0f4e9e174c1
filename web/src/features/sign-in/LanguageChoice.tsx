import { t } from "../../text";
import { chooseLanguage, language, LANGUAGES, nameOfLanguage } from "../../text/language";
import css from "./LanguageChoice.module.css";

/** Before anybody signed in there is no menu to choose it from. */
export function LanguageChoice() {
  return (
    <div role="group" aria-label={t("shell.language")} className={css.languages}>
      {LANGUAGES.map((tag) => (
        <button
          key={tag}
          type="button"
          lang={tag}
          className={css.language}
          aria-pressed={tag === language}
          onClick={() => chooseLanguage(tag)}
        >
          {nameOfLanguage(tag)}
        </button>
      ))}
    </div>
  );
}
