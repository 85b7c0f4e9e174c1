import { Check } from "lucide-react";
import type { ReactElement } from "react";
import { Header } from "react-aria-components/Header";
import { Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { cx } from "./cx";
import css from "./floating.module.css";
import { Icon, type LucideIcon } from "./Icon";

export interface MenuEntry {
  id: string;
  label: string;
  hint?: string;
  icon?: LucideIcon;
  /** What it does. */
  onAction?: () => void;
  /** Or where it leads: a path of the portal, or an address. */
  href?: string;
  external?: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** Given, it can be ticked. */
  checked?: boolean;
}

export interface MenuGroup {
  /** Seen above its items, or with `hideTitle` only heard. */
  title?: string;
  hideTitle?: boolean;
  /** Of items that are ticked: one of them, or any. */
  choose?: "one" | "any";
  items: MenuEntry[];
}

export interface MenuProps {
  /** A `Button` or an `IconButton`. */
  trigger: ReactElement;
  groups: MenuGroup[];
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
}

/** A list of things to do or places to go, opened by a button. */
export function Menu({ trigger, groups, placement = "bottom start" }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={css.panel} placement={placement} offset={6}>
        <AriaMenu className={css.list}>
          {groups.map((group, at) => (
            <MenuSection
              key={group.title ?? at}
              className={css.section}
              {...(group.title !== undefined && group.hideTitle && { "aria-label": group.title })}
              {...(group.title === undefined && {
                "aria-label": group.items.map(({ label }) => label).join(", "),
              })}
              {...(group.choose && {
                selectionMode: group.choose === "one" ? ("single" as const) : ("multiple" as const),
                selectedKeys: group.items.filter(({ checked }) => checked).map(({ id }) => id),
              })}
            >
              {group.title !== undefined && !group.hideTitle && (
                <Header className={css.title}>{group.title}</Header>
              )}
              {group.items.map((item) => (
                <Entry key={item.id} item={item} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({ item }: { item: MenuEntry }) {
  return (
    <MenuItem
      id={item.id}
      textValue={item.label}
      className={cx(css.item, item.danger && css.danger)}
      isDisabled={item.disabled ?? false}
      {...(item.onAction && { onAction: item.onAction })}
      {...(item.href !== undefined && { href: item.href })}
      {...(item.external && { target: "_blank", rel: "noreferrer" })}
    >
      {({ isSelected }) => (
        <>
          {item.icon && <Icon of={item.icon} />}
          <span className={css.words}>
            {item.label}
            {item.hint !== undefined && <span className={css.hint}>{item.hint}</span>}
          </span>
          {isSelected && (
            <span className={css.tick}>
              <Icon of={Check} />
            </span>
          )}
        </>
      )}
    </MenuItem>
  );
}
