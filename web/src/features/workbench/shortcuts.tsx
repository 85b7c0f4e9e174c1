import Button from "@cloudscape-design/components/button";
import Box from "@cloudscape-design/components/box";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { useEffect, useRef, useState } from "react";
import { t, textsOf } from "../../text";
import { ACTIONS, ruleOf } from "../../shared/staff/decisions";

const KEY = "certfolio.shortcuts";

export interface ShortcutState {
  on: boolean;
  turn: (on: boolean) => void;
}

/**
 * Single keys do things, except where something is typed or a dialog is open. They can be switched
 * off, for those whose voice or hands press keys by accident (WCAG 2.1.4).
 */
export function useShortcuts(keys: Record<string, () => unknown>): ShortcutState {
  const [on, setOn] = useState(localStorage.getItem(KEY) !== "off");
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      if (
        target.closest(
          "input:not([type=checkbox]), textarea, select, [role=combobox], [role=listbox], [role=dialog], [role=menu]",
        )
      )
        return;
      const does = latest.current[event.key];
      if (!does || (!on && event.key !== "?")) return;
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
  administrator: boolean;
  onClose: () => void;
}

export function Shortcuts({ state, administrator, onClose }: Props) {
  const decisions = ACTIONS.filter((action) => administrator || !ruleOf(action).administratorsOnly);
  const keys = [
    ...decisions.map((action) => [ruleOf(action).key, t(`review.action.${action}`)] as const),
    ...Object.entries(textsOf("review.keys")),
  ];
  return (
    <Modal
      visible
      header={t("review.shortcuts")}
      closeAriaLabel={t("common.close")}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button onClick={onClose}>{t("common.close")}</Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <dl className="keys">
          {keys.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <Box color="text-body-secondary">{t("review.sendKey")}</Box>
        <Box color="text-body-secondary">{t("review.documentKeys")}</Box>
        <Toggle checked={state.on} onChange={({ detail }) => state.turn(detail.checked)}>
          {t("review.shortcutsOn")}
        </Toggle>
      </SpaceBetween>
    </Modal>
  );
}
