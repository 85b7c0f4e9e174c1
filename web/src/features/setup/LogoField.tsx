import { ImageUp, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Bound } from "../../form/FormField";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { FileDrop } from "../../ui/FileDrop";
import { FieldEnd, useFieldLinks } from "../../ui/Field";
import { say } from "../../ui/toast";
import { VisuallyHidden } from "../../ui/VisuallyHidden";
import css from "./Academy.module.css";
import { drawLogo } from "./drawLogo";
import { type LogoFlaw, makeLogo, pictureOf } from "./logo";

const TAKEN = "image/png,image/jpeg,image/svg+xml,image/webp";

interface Props extends Omit<Bound<string>, "ref"> {
  fixed: boolean;
}

/** A picture, drawn small enough by the browser. */
export function LogoField({ value, onChange, error, fixed }: Props) {
  const [flaw, setFlaw] = useState<LogoFlaw>();
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const another = useRef<HTMLButtonElement>(null);
  const moved = useRef(false);
  const problem = flaw ? t(`academy.logoFlaw.${flaw}`) : error;
  const words = { label: t("academy.logo"), hint: t("academy.logoHint"), error: problem };
  const { ids } = useFieldLinks(words);

  // What was pressed is gone: the focus goes on to what took its place.
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    (value ? another : input).current?.focus();
  }, [value]);

  async function take([file]: File[]) {
    if (!file) return;
    setBusy(true);
    const made = await makeLogo(file, drawLogo);
    setBusy(false);
    setFlaw("flaw" in made ? made.flaw : undefined);
    if (!("logo" in made)) return;
    moved.current = !value;
    onChange(made.logo);
    say(t("academy.logoTaken"));
  }

  if (!value) {
    return (
      <FileDrop
        label={t("academy.logo")}
        hint={t("academy.logoHint")}
        error={problem}
        chooseLabel={t("academy.chooseLogo")}
        accept={TAKEN}
        disabled={fixed || busy}
        onFiles={(files) => void take(files)}
        ref={input}
      />
    );
  }
  return (
    <div className={css.logoField} role="group" aria-label={t("academy.logo")}>
      <span className={css.tiles}>
        {(["light", "dark"] as const).map((scheme) => (
          <span key={scheme} className={css.tile} style={{ colorScheme: scheme }}>
            <img src={pictureOf(value)} alt={scheme === "light" ? t("academy.logoAlt") : ""} />
          </span>
        ))}
      </span>
      <div className={css.logoWords}>
        <strong>{t("academy.logo")}</strong>
        <span className={css.soft}>{t("academy.logoHint")}</span>
        {!fixed && (
          <span className={css.logoWays}>
            <Button
              icon={ImageUp}
              size="small"
              busy={busy}
              ref={another}
              onPress={() => input.current?.click()}
            >
              {t("academy.chooseOther")}
            </Button>
            <Button
              icon={Trash2}
              size="small"
              variant="quiet"
              onPress={() => {
                moved.current = true;
                setFlaw(undefined);
                onChange("");
              }}
            >
              {t("academy.removeLogo")}
            </Button>
            <VisuallyHidden>
              <input
                ref={input}
                type="file"
                accept={TAKEN}
                tabIndex={-1}
                aria-label={t("academy.chooseOther")}
                onChange={(event) => {
                  void take([...(event.target.files ?? [])]);
                  event.target.value = "";
                }}
              />
            </VisuallyHidden>
          </span>
        )}
        <FieldEnd words={words} ids={ids} />
      </div>
    </div>
  );
}
