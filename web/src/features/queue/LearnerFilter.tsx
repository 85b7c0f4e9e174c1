import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { foundLearnersOptions, learnerOptions } from "../../api/queries/staff/learners";
import type { Learner } from "../../api/types";
import { useUser } from "../../session/useSession";
import { usePaused } from "../../shared/usePaused";
import { t } from "../../text";
import control from "../../ui/control.module.css";
import field from "../../ui/Field.module.css";
import floating from "../../ui/floating.module.css";
import { IconButton } from "../../ui/IconButton";
import css from "./Filters.module.css";

const PAUSE_MS = 250;

interface Props {
  value: string | null;
  onChange: (learner: string | undefined) => void;
}

/** Whose certificates are shown: found by any word of a name, by mail address or number. */
export function LearnerFilter({ value, onChange }: Props) {
  const name = useNameOf(value);
  // Another learner begins with another name.
  return <Chooser key={`${value} ${name}`} name={name} onChange={onChange} />;
}

/** What a learner is called who is filtered by. */
export function useNameOf(learner: string | null): string {
  const { academyId } = useUser();
  const { data } = useQuery({ ...learnerOptions(academyId, learner ?? ""), enabled: learner !== null });
  return learner === null ? "" : (data?.name ?? learner);
}

function Chooser({ name, onChange }: { name: string; onChange: Props["onChange"] }) {
  const { academyId } = useUser();
  const [words, setWords] = useState(name);
  const asked = usePaused(words.trim(), PAUSE_MS);
  const found = useQuery({
    ...foundLearnersOptions(academyId, asked),
    enabled: asked !== "" && asked !== name,
  });
  const offered = found.data ?? [];
  return (
    <ComboBox
      className={field.field}
      items={offered}
      inputValue={words}
      onInputChange={setWords}
      value={null}
      onChange={(key) => key !== null && onChange(String(key))}
      onBlur={() => setWords(name)}
      defaultFilter={() => true}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <Label className={field.label}>{t("fields.learner")}</Label>
      <div className={control.control}>
        <Input className={control.input} placeholder={t("queue.anyLearner")} />
        {name && (
          <span className={control.side}>
            <IconButton
              icon={X}
              size="small"
              label={t("queue.without", { filter: t("fields.learner") })}
              onPress={() => onChange(undefined)}
            />
          </span>
        )}
      </div>
      <Popover className={floating.panel} offset={4}>
        <ListBox
          className={floating.list}
          renderEmptyState={() => (
            <p className={css.nobody}>
              {found.error
                ? t("errors.loading")
                : found.data
                  ? t("learners.emptyTitle")
                  : t("common.searching")}
            </p>
          )}
        >
          {(learner: Learner) => (
            <ListBoxItem id={learner.learner_id} textValue={learner.name} className={floating.item}>
              <span className={floating.words}>
                {learner.name}
                <span className={floating.hint}>
                  {[learner.mail, learner.external_id].filter(Boolean).join(" · ")}
                </span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
