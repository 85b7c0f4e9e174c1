import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import { Icon, type LucideIcon } from "./Icon";
import css from "./Tabs.module.css";

export interface TabSpec {
  id: string;
  label: string;
  /** How many wait there. */
  count?: number;
  icon?: LucideIcon;
  disabled?: boolean;
  content: ReactNode;
}

interface Props {
  /** What they are views of. */
  label: string;
  tabs: readonly TabSpec[];
  selected?: string;
  onSelect?: (id: string) => void;
}

/** Views of one thing, one at a time; places with an address of their own are links instead. */
export function Tabs({ label, tabs, selected, onSelect }: Props) {
  const list = useRef<HTMLDivElement>(null);
  // A narrow screen shows some of them; the page itself stays where it is.
  useLayoutEffect(() => {
    const tab = list.current?.querySelector("[data-selected]")?.getBoundingClientRect();
    const seen = list.current?.getBoundingClientRect();
    if (!tab || !seen) return;
    list.current!.scrollLeft += Math.max(0, tab.right - seen.right) - Math.max(0, seen.left - tab.left);
  }, [selected]);
  return (
    <AriaTabs
      className={css.tabs}
      {...(selected !== undefined && { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(String(key))}
    >
      <TabList ref={list} aria-label={label} className={css.list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} isDisabled={tab.disabled ?? false} className={css.tab}>
            {tab.icon && <Icon of={tab.icon} />}
            {tab.label}
            {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={css.panel}>
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
