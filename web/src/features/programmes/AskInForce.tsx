import "../../text/rules";
import type { ReactNode } from "react";
import { words } from "../../api/problemWords";
import type { Programme } from "../../api/types";
import { t } from "../../text";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Notice } from "../../ui/Notice";
import { Section } from "../../ui/Section";
import { Stack } from "../../ui/layout";
import { EffectsFound, useEffects } from "./Effects";

interface Props {
  /** As it would be. */
  programme: Programme;
  title: string;
  /** What will be so. */
  children: ReactNode;
  confirm: string;
  busy: boolean;
  error?: unknown;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks before rules hold, and shows what they change for whom. What could not be read prevents nobody. */
export function AskInForce({ programme, children, error, ...more }: Props) {
  const list = useEffects(programme);
  return (
    <ConfirmDialog
      open
      size="large"
      cancel={t("common.cancel")}
      unready={!list.items && list.error === undefined}
      {...more}
    >
      <Stack gap={5}>
        {error !== undefined && error !== null && (
          <Notice kind="error" announced>
            {words(error)}
          </Notice>
        )}
        <p>{children}</p>
        <Section title={t("programmes.effects.title")} lead={t("programmes.effects.lead")} level={3}>
          <EffectsFound list={list} />
        </Section>
      </Stack>
    </ConfirmDialog>
  );
}
