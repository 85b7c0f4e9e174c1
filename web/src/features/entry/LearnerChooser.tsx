import { useQuery } from "@tanstack/react-query";
import { UserPlus, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { foundLearnersOptions } from "../../api/queries/staff/learners";
import type { Learner } from "../../api/types";
import { usePaused } from "../../shared/usePaused";
import { t } from "../../text";
import { IconButton } from "../../ui/IconButton";
import css from "./LearnerChooser.module.css";

interface Props {
  academyId: string;
  learners: readonly Learner[];
  onChange: (learners: Learner[]) => void;
  error?: string | undefined;
}

const PAUSE_MS = 250;

/** For whom something is entered: found by name, mail address or external id, one after the other. */
export function LearnerChooser({ academyId, learners, onChange, error }: Props) {
  const [words, setWords] = useState("");
  const asked = usePaused(words.trim(), PAUSE_MS);
  const found = useQuery(foundLearnersOptions(academyId, asked));
  const chosen = new Set(learners.map(({ learner_id }) => learner_id));
  const offered = (found.data ?? []).filter(({ learner_id }) => !chosen.has(learner_id));
  const [round, setRound] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  function choose(key: unknown) {
    const learner = offered.find(({ learner_id }) => learner_id === key);
    if (!learner) return;
    setWords("");
    setRound(round + 1);
    onChange([...learners, learner]);
  }

  // What is emptied would open its list again; a new one does not, and has the focus.
  useEffect(() => {
    if (round) input.current?.focus();
  }, [round]);

  function remove(learner: Learner) {
    onChange(learners.filter((other) => other !== learner));
    input.current?.focus();
  }

  return (
    <section className={css.chooser} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={css.title}>
        {t("entry.who")}
      </h2>
      {learners.length > 0 && (
        <ul className={css.chosen} aria-label={t("entry.who")}>
          {learners.map((learner) => (
            <li key={learner.learner_id} className={css.chip}>
              <span className={css.name}>{learner.name}</span>
              <span className={css.soft}>{learner.external_id ?? learner.mail}</span>
              <IconButton
                icon={X}
                size="small"
                label={t("entry.remove", { name: learner.name })}
                onPress={() => remove(learner)}
              />
            </li>
          ))}
        </ul>
      )}
      <ComboBox
        key={round}
        items={offered}
        inputValue={words}
        onInputChange={setWords}
        value={null}
        onChange={choose}
        defaultFilter={() => true}
        allowsEmptyCollection
        menuTrigger="input"
        isInvalid={Boolean(error)}
        className={css.search}
      >
        <Label className={css.label}>{t("entry.choose")}</Label>
        <div className={css.control}>
          <UserPlus size={18} aria-hidden />
          <Input
            ref={input}
            className={css.input}
            aria-describedby={`${id}-hint${error ? ` ${id}-error` : ""}`}
          />
        </div>
        <Popover className={css.popover} offset={4}>
          <ListBox
            className={css.list}
            renderEmptyState={() => (
              <p className={css.empty}>
                {t(
                  found.isFetching
                    ? "learners.loading"
                    : found.error
                      ? "errors.loading"
                      : "learners.emptyTitle",
                )}
              </p>
            )}
          >
            {(learner: Learner) => (
              <ListBoxItem id={learner.learner_id} textValue={learner.name} className={css.option}>
                <span className={css.name}>{learner.name}</span>
                <span className={css.soft}>
                  {[learner.mail, learner.external_id].filter(Boolean).join(" · ")}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      <p id={`${id}-hint`} className={css.soft}>
        {t("entry.whoHint")}
      </p>
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </section>
  );
}
