import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useNavigate } from "react-router";
import { Empty, useTitle } from "./Page";
import { t } from "../text";

export function NotFound() {
  useTitle(t("errors.notFoundTitle"));
  const navigate = useNavigate();
  return (
    <Container>
      <Empty
        title={t("errors.notFoundTitle")}
        heading="h1"
        action={<Button onClick={() => navigate("/")}>{t("errors.home")}</Button>}
      >
        {t("errors.notFound")}
      </Empty>
    </Container>
  );
}
