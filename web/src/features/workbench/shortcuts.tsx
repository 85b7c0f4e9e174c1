import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { type Action, ACTIONS, ADJUST_KEY, ruleOf } from "../../shared/staff/decisions";
import { pressed } from "../../shared/staff/pressed";
import { t, textsOf } from "../../text";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Kbd } from "../../ui/Kbd";
import { Stack } from "../../ui/layout";
import { SwitchField } from "../../ui/SwitchField";
import css from "./shortcuts.module.css";

const KEY = "certfolio.shortcuts";

export interface ShortcutState {
  on: boolean;
  turn: (on: boolean) => void;
}

/** Where keys write, choose or scroll, they do nothing else. */
const WRITES =
  "input:not([type=checkbox], [type=radio]), textarea, select, [role=combobox], [role=listbox], [role=dialog], [role=alertdialog], [role=menu]";
const MOVES = "input[type=radio], [role=region][tabindex]";

/**
 * Single keys do things, except where something is typed or a dialog is open. They can be switched
 * off, for those whose voice or hands press keys by accident (WCAG 2.1.4).
 */
export function useShortcuts(keys: Record<string, () => unknown>): ShortcutState {
  const [on, setOn] = useState(localStorage.getItem(KEY) !== "off");
  const latest = useRef(keys);
  // As soon as it is seen: a key that is pressed at once is meant for what is shown.
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useLayoutEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      const key = pressed(event);
      if (target.closest(WRITES) || (key.startsWith("Arrow") && target.closest(MOVES))) return;
      const does = latest.current[key];
      if (!does || (!on && key !== "?")) return;
      event.preventDefault();
      does();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);
  const turn = (next: boolean) => {
    setOn(next);
    localStorage.setItem(KEY, next ? "on" : "off");
  };
  return { on, turn };
}

interface Props {
  state: ShortcutState;
  /** What can be decided by whoever asks. */
  actions: Action[];
  onClose: () => void;
}

/** Which key does what. */
export function Shortcuts({ state, actions, onClose }: Props) {
  const decisions = ACTIONS.filter((action) => actions.includes(action)).map(
    (action) => [ruleOf(action).key, t(`review.action.${action}`)] as const,
  );
  const others = Object.entries(textsOf("review.keys"));
  return (
    <Dialog
      open
      title={t("review.shortcuts")}
      lightly
      onCloseRequest={onClose}
      footer={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      <Stack gap={5}>
        <dl className={css.keys}>
          {decisions.map(([key, does]) => (
            <Row key={key} keys={[key.toUpperCase()]} does={does} />
          ))}
          <Row keys={[ADJUST_KEY.toUpperCase()]} does={t("review.adjust")} />
          <Row keys={["1", "9"]} does={t("review.reasonKeys")} />
          <Row keys={["Ctrl ↵"]} does={t("review.sendKeys")} />
          {others.map(([key, does]) => (
            <Row key={key} keys={[key.toUpperCase()]} does={does} />
          ))}
        </dl>
        <p className={css.soft}>{t("review.documentKeys")}</p>
        <SwitchField label={t("review.shortcutsOn")} value={state.on} onChange={state.turn} />
      </Stack>
    </Dialog>
  );
}

function Row({ keys, does }: { keys: string[]; does: ReactNode }) {
  return (
    <div>
      <dt>
        {keys.map((key, at) => (
          <span key={key}>
            {at > 0 && "–"}
            <Kbd>{key}</Kbd>
          </span>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
