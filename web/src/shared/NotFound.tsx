import { t } from "../text";
import { ButtonLink } from "../ui/ButtonLink";
import { EmptyState } from "../ui/EmptyState";
import { useTitle } from "./Page";

export function NotFound() {
  useTitle(t("errors.notFoundTitle"));
  return (
    <EmptyState
      level={1}
      title={t("errors.notFoundTitle")}
      action={<ButtonLink to="/">{t("errors.home")}</ButtonLink>}
    >
      {t("errors.notFound")}
    </EmptyState>
  );
}
