import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useNavigate } from "react-router";
import { Empty, useTitle } from "../shared/Page";
import { text } from "../text";

export function NotFound() {
  useTitle(text.errors.notFoundTitle);
  const navigate = useNavigate();
  return (
    <Container header={<Header variant="h1">{text.errors.notFoundTitle}</Header>}>
      <Empty
        title={text.errors.notFoundWhy}
        action={<Button onClick={() => navigate("/")}>{text.errors.home}</Button>}
      >
        {text.errors.notFound}
      </Empty>
    </Container>
  );
}
