import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { text } from "../text";
import { session } from "./current";
import type { User } from "./session";
import { SignInForm } from "./SignInForm";

/** Over whatever was open: requests that need a token wait behind it, and go on afterwards. */
export default function SignInAgain({ user }: { user: User }) {
  return (
    <Modal visible disableContentPaddings={false} header={text.signIn.expiredTitle} onDismiss={() => undefined}>
      <SpaceBetween size="m">
        <Box color="text-body-secondary">{text.signIn.expired}</Box>
        <SignInForm email={user.email} heading="" fixed onSignedIn={session.signIn} />
        <Box textAlign="center">
          <Button variant="inline-link" onClick={() => void session.signOut()}>
            {text.signIn.anotherUser}
          </Button>
        </Box>
      </SpaceBetween>
    </Modal>
  );
}
