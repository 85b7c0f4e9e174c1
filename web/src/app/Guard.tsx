import { Component, type ReactNode } from "react";
import { t } from "../text";
import { Button } from "../ui/Button";
import css from "./Guard.module.css";

/** What stays when a page broke, or could not be loaded: another try from scratch. */
export class Guard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main className={css.broken} role="alert">
        <h1>{t("errors.heading")}</h1>
        <p>{t("errors.unexpected")}</p>
        <Button variant="primary" onPress={() => location.reload()}>
          {t("errors.retry")}
        </Button>
      </main>
    );
  }
}
