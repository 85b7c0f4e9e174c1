import type { CSSProperties } from "react";
import { t } from "../../text";
import { accentProperties, DEFAULT_ACCENT, shades } from "../../ui/accent";
import { Button } from "../../ui/Button";
import { isColour } from "./AccentField";
import css from "./Academy.module.css";
import { pictureOf } from "./logo";

export interface Shown {
  name: string;
  /** Empty is the product's own. */
  accent: string;
  logo: string;
}

type Scheme = "light" | "dark";

/** How the academy will look: its header, a button, its door and its shades, by day and by night. */
export function FacePreview(shown: Shown) {
  return (
    <div className={css.previews}>
      {(["light", "dark"] as const).map((scheme) => (
        <figure key={scheme} className={css.figure} role="img" aria-label={t(`academy.preview.${scheme}`)}>
          <Preview {...shown} scheme={scheme} />
          <figcaption className={css.caption}>{t(`academy.scheme.${scheme}`)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Preview({ name, accent, logo, scheme }: Shown & { scheme: Scheme }) {
  const colour = isColour(accent) ? accent.toLowerCase() : DEFAULT_ACCENT;
  const style = { colorScheme: scheme, ...Object.fromEntries(accentProperties(colour)) } as CSSProperties;
  const { accent: fill, strong, soft, on } = shades(colour)[scheme];
  return (
    <div className={css.preview} style={style} inert>
      <div className={css.header}>
        <Emblem name={name} logo={logo} />
        <span className={css.name}>{name}</span>
        <span className={css.here}>{t("shell.certificates")}</span>
      </div>
      <div className={css.page}>
        <span className={css.title}>{t("shell.credits")}</span>
        <span className={css.bar}>
          <span />
        </span>
        <Button variant="primary" size="small">
          {t("certificates.add")}
        </Button>
      </div>
      <div className={css.door}>
        <div className={css.doorSide}>
          <Emblem name={name} logo={logo} />
          <span className={css.name}>{name}</span>
        </div>
        <div className={css.doorForm}>
          <span className={css.title}>{t("signIn.title")}</span>
          <span className={css.line} />
          <span className={css.line} />
          <Button variant="primary" size="small" wide>
            {t("signIn.submit")}
          </Button>
        </div>
      </div>
      <div className={css.shades}>
        {[fill, strong, soft, on].map((shade, at) => (
          <span key={at} className={css.shade} style={{ background: shade }} />
        ))}
      </div>
    </div>
  );
}

function Emblem({ name, logo }: Pick<Shown, "name" | "logo">) {
  if (logo) return <img className={css.emblem} src={pictureOf(logo)} alt="" />;
  return <span className={css.monogram}>{Array.from(name)[0]?.toLocaleUpperCase()}</span>;
}
