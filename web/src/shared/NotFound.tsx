import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useNavigate } from "react-router";
import { Empty, useTitle } from "./Page";
import { text } from "../text";

export function NotFound() {
  useTitle(text.errors.notFoundTitle);
  const navigate = useNavigate();
  return (
    <Container>
      <Empty
        title={text.errors.notFoundTitle}
        heading="h1"
        action={<Button onClick={() => navigate("/")}>{text.errors.home}</Button>}
      >
        {text.errors.notFound}
      </Empty>
    </Container>
  );
}
