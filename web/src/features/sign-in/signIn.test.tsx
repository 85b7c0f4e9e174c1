// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Unreachable } from "../../errors";
import type { Challenge, Tokens } from "../../session/cognito";
import { inKit } from "../../testing/inKit";

const cognito = vi.hoisted(() => ({
  initiate: vi.fn(),
  answerCode: vi.fn(),
  chooseNewPassword: vi.fn(),
  forgotPassword: vi.fn(),
  confirmForgotPassword: vi.fn(),
}));
vi.mock("../../session/cognito", async (original) => ({ ...(await original<object>()), ...cognito }));

const { CognitoError } = await import("../../session/cognito");
const { Forgot } = await import("./Forgot");
const { default: SignIn } = await import("./SignIn");
const { SignInForm } = await import("./SignInForm");

const MAIL = "learner@demo.example";
const TOKENS: Tokens = { id: "id", refresh: "refresh", expiresAt: 0 };
const asked = (name: Challenge["name"]): Challenge => ({ name, session: "session", userId: "learner" });
const refusal = (code: string) => new CognitoError(code, "Said in English, by somebody else.");

beforeEach(() => Object.values(cognito).forEach((call) => call.mockReset()));

function signIn(props: Partial<Parameters<typeof SignInForm>[0]> = {}) {
  const onSignedIn = vi.fn();
  const onForgot = vi.fn();
  const form = (
    <SignInForm email="" heading="Welcome back" onSignedIn={onSignedIn} onForgot={onForgot} {...props} />
  );
  return { ...inKit(form), onSignedIn, onForgot };
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: "input" });
const press = (name: string) => screen.getByRole("button", { name });

async function withPassword({ user }: ReturnType<typeof signIn>) {
  await user.type(field("E-mail address"), ` ${MAIL} `);
  await user.type(field("Password"), "Some-Password-1{Enter}");
}

describe("signing in", () => {
  it("takes the address without the spaces around it, and the password as it is", async () => {
    cognito.initiate.mockResolvedValue(TOKENS);
    const shown = signIn();
    await withPassword(shown);
    expect(cognito.initiate).toHaveBeenCalledWith(MAIL, "Some-Password-1");
    expect(shown.onSignedIn).toHaveBeenCalledWith(TOKENS);
  });

  it("is filled in by password managers", () => {
    signIn();
    expect(field("E-mail address")).toMatchObject({ name: "username", autocomplete: "username" });
    const password = field("Password");
    expect(password).toMatchObject({ name: "current-password", autocomplete: "current-password" });
    expect(password.type).toBe("password");
  });

  it("asks for what is missing, and begins with the first", async () => {
    const { user } = signIn();
    await user.click(press("Sign in"));
    expect(await screen.findAllByText("This is needed.")).toHaveLength(2);
    expect(field("E-mail address")).toHaveFocus();
    expect(cognito.initiate).not.toHaveBeenCalled();
  });

  it("shows the password to who wants to see it", async () => {
    const { user } = signIn();
    await user.click(press("Show password"));
    expect(field("Password").type).toBe("text");
    await user.click(press("Hide password"));
    expect(field("Password").type).toBe("password");
  });

  it.each([
    ["NotAuthorizedException", "The e-mail address or the password is not right."],
    ["UserNotFoundException", "The e-mail address or the password is not right."],
  ])("says of the password that it does not fit, and of nothing more: %s", async (code, words) => {
    cognito.initiate.mockRejectedValue(refusal(code));
    const shown = signIn();
    await withPassword(shown);
    await screen.findByText(words);
    expect(field("Password")).toHaveAccessibleDescription(words);
    expect(field("Password")).toHaveFocus();
    expect(screen.queryByRole("alert")).toBeNull();
    await shown.user.type(field("Password"), "x");
    expect(screen.queryByText(words)).toBeNull();
  });

  it.each([
    ["PasswordResetRequiredException", "Your password must be reset. Use “Forgot your password?” below."],
    ["TooManyRequestsException", "Too many tries. Wait a few minutes, then try again."],
    ["LimitExceededException", "Too many tries. Wait a few minutes, then try again."],
    [
      "UnsupportedChallenge",
      "This account needs a sign-in step the portal does not offer. Contact your administrator.",
    ],
  ])("words what the user pool refuses: %s", async (code, words) => {
    cognito.initiate.mockRejectedValue(refusal(code));
    await withPassword(signIn());
    expect(await screen.findByRole("alert")).toHaveTextContent(words);
  });

  it("never shows the words of the user pool itself", async () => {
    cognito.initiate.mockRejectedValue(refusal("InternalErrorException"));
    await withPassword(signIn());
    expect(await screen.findByRole("alert")).toHaveTextContent("Something went wrong");
    expect(screen.queryByText(/Said in English/)).toBeNull();
  });

  it("tells a lost connection, and tries again", async () => {
    cognito.initiate.mockRejectedValueOnce(new Unreachable()).mockResolvedValue(TOKENS);
    const shown = signIn();
    await withPassword(shown);
    expect(await screen.findByRole("alert")).toBeVisible();
    await shown.user.click(press("Sign in"));
    expect(shown.onSignedIn).toHaveBeenCalledWith(TOKENS);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("of somebody whose session ended takes the password alone", async () => {
    cognito.initiate.mockResolvedValue(TOKENS);
    const shown = signIn({ email: MAIL, fixed: true });
    expect(field("E-mail address")).toHaveAttribute("readonly");
    await shown.user.type(field("Password"), "Some-Password-1{Enter}");
    expect(cognito.initiate).toHaveBeenCalledWith(MAIL, "Some-Password-1");
  });

  it("takes what was typed along to a forgotten password", async () => {
    const { user, onForgot } = signIn();
    await user.type(field("E-mail address"), MAIL);
    await user.click(press("Forgot your password?"));
    expect(onForgot).toHaveBeenCalledWith(MAIL);
  });
});

describe("a code from an authenticator app", () => {
  async function atTheCode() {
    cognito.initiate.mockResolvedValue(asked("SOFTWARE_TOKEN_MFA"));
    const shown = signIn();
    await withPassword(shown);
    await screen.findByRole("heading", { name: "Enter your code" });
    return { ...shown, code: field("Code from the app") };
  }

  it("is filled in by who keeps it, and taken however it is typed", async () => {
    cognito.answerCode.mockResolvedValue(TOKENS);
    const { user, code, onSignedIn } = await atTheCode();
    expect(code).toHaveFocus();
    expect(code.getAttribute("autocomplete")).toBe("one-time-code");
    await user.type(code, " 123 456{Enter}");
    expect(cognito.answerCode).toHaveBeenCalledWith(asked("SOFTWARE_TOKEN_MFA"), "123456");
    expect(onSignedIn).toHaveBeenCalledWith(TOKENS);
  });

  it("has six digits: anything else is not sent", async () => {
    const { user, code } = await atTheCode();
    await user.type(code, "12 34{Enter}");
    expect(code).toHaveAccessibleDescription(/Type the six digits that the app shows now\./);
    expect(cognito.answerCode).not.toHaveBeenCalled();
  });

  it.each([
    ["CodeMismatchException", "That is not the code of this moment. Type the one the app shows now."],
    ["ExpiredCodeException", "That code was used before. Wait for the next one, then type it."],
  ])("that is refused says so beside it: %s", async (code, words) => {
    cognito.answerCode.mockRejectedValue(refusal(code));
    const shown = await atTheCode();
    await shown.user.type(shown.code, "123456{Enter}");
    await screen.findByText(words);
    expect(shown.code).toHaveFocus();
  });

  it("that comes too late begins the sign-in again, without the password", async () => {
    cognito.answerCode.mockRejectedValue(refusal("NotAuthorizedException"));
    const shown = await atTheCode();
    await shown.user.type(shown.code, "123456{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("That took too long, or too many tries.");
    expect(field("E-mail address").value).toBe(MAIL);
    expect(field("Password").value).toBe("");
  });

  it("is not needed by who goes back", async () => {
    const { user } = await atTheCode();
    await user.click(press("Back to sign in"));
    expect(field("E-mail address").value).toBe(MAIL);
  });
});

describe("a password of one's own", () => {
  async function atTheChoice() {
    cognito.initiate.mockResolvedValue(asked("NEW_PASSWORD_REQUIRED"));
    const shown = signIn();
    await withPassword(shown);
    await screen.findByRole("heading", { name: "Choose your password" });
    return shown;
  }
  async function choose({ user }: ReturnType<typeof signIn>, first: string, second = first) {
    await user.type(field("New password"), first);
    await user.type(field("Repeat the new password"), second);
    await user.click(press("Save and sign in"));
  }

  it("is filed by password managers under the address", async () => {
    const { container } = await atTheChoice();
    expect(container.querySelector<HTMLInputElement>("input[name=username]")?.value).toBe(MAIL);
    for (const name of ["New password", "Repeat the new password"])
      expect(field(name).getAttribute("autocomplete")).toBe("new-password");
  });

  it("shows its rules as they are met", async () => {
    const { user } = await atTheChoice();
    const met = () => screen.getAllByRole("listitem").filter((rule) => rule.textContent.endsWith("(done)"));
    expect(met()).toHaveLength(0);
    await user.type(field("New password"), "abc");
    expect(met().map((rule) => rule.textContent)).toEqual(["A lower-case letter (done)"]);
    await user.type(field("New password"), "ABC123456");
    expect(met()).toHaveLength(4);
  });

  it("that meets not all rules is not sent", async () => {
    const shown = await atTheChoice();
    await choose(shown, "weak");
    expect(await screen.findByText("This password does not meet all the rules.")).toBeVisible();
    expect(field("New password")).toHaveFocus();
    expect(cognito.chooseNewPassword).not.toHaveBeenCalled();
  });

  it("is typed twice, alike", async () => {
    const shown = await atTheChoice();
    await choose(shown, "Chosen-Password-2", "Chosen-Password-3");
    expect(field("Repeat the new password")).toHaveAccessibleDescription("The two passwords differ.");
    expect(cognito.chooseNewPassword).not.toHaveBeenCalled();
  });

  it("signs in", async () => {
    cognito.chooseNewPassword.mockResolvedValue(TOKENS);
    const shown = await atTheChoice();
    await choose(shown, "Chosen-Password-2");
    expect(cognito.chooseNewPassword).toHaveBeenCalledWith(
      asked("NEW_PASSWORD_REQUIRED"),
      "Chosen-Password-2",
    );
    expect(shown.onSignedIn).toHaveBeenCalledWith(TOKENS);
  });

  it.each([
    ["InvalidPasswordException", "This password does not meet all the rules."],
    ["PasswordHistoryPolicyViolationException", "You used this password before. Choose another one."],
  ])("that the user pool refuses says so beside it: %s", async (code, words) => {
    cognito.chooseNewPassword.mockRejectedValue(refusal(code));
    const shown = await atTheChoice();
    await choose(shown, "Chosen-Password-2");
    await screen.findByText(words);
    expect(field("New password")).toHaveFocus();
  });
});

describe("a forgotten password", () => {
  function forgot(email = "") {
    const onDone = vi.fn();
    const onBack = vi.fn();
    return { ...inKit(<Forgot email={email} onDone={onDone} onBack={onBack} />), onDone, onBack };
  }
  async function atTheCode() {
    const shown = forgot(MAIL);
    await shown.user.click(press("Send a code"));
    await screen.findByText(`If ${MAIL} has an account, a code is on its way.`);
    return shown;
  }

  it("is asked for with the address that was typed before", async () => {
    await atTheCode();
    expect(cognito.forgotPassword).toHaveBeenCalledWith(MAIL);
    expect(field("Code from the mail")).toHaveFocus();
  });

  it("needs an address", async () => {
    const { user } = forgot();
    await user.click(press("Send a code"));
    expect(field("E-mail address")).toHaveAccessibleDescription("This is needed.");
  });

  it("is not told whether somebody has an account", async () => {
    cognito.forgotPassword.mockRejectedValue(refusal("UserNotFoundException"));
    await atTheCode();
  });

  it.each([
    ["LimitExceededException", "Too many tries."],
    ["CodeDeliveryFailureException", "The mail could not be sent."],
    ["NotAuthorizedException", "There is no password to reset yet."],
  ])("for which no code is sent says why: %s", async (code, words) => {
    cognito.forgotPassword.mockRejectedValue(refusal(code));
    const { user } = forgot(MAIL);
    await user.click(press("Send a code"));
    expect(await screen.findByRole("alert")).toHaveTextContent(words);
  });

  it("is replaced with the code", async () => {
    const { user, onDone } = await atTheCode();
    await user.type(field("Code from the mail"), " 654321 ");
    await user.type(field("New password"), "Remembered-Word-2");
    await user.type(field("Repeat the new password"), "Remembered-Word-2{Enter}");
    expect(cognito.confirmForgotPassword).toHaveBeenCalledWith(MAIL, "654321", "Remembered-Word-2");
    expect(onDone).toHaveBeenCalledWith(MAIL);
  });

  it.each(["CodeMismatchException", "ExpiredCodeException"])(
    "is not replaced with a wrong code, which is said of it: %s",
    async (code) => {
      cognito.confirmForgotPassword.mockRejectedValue(refusal(code));
      const { user } = await atTheCode();
      await user.type(field("Code from the mail"), "000000");
      await user.type(field("New password"), "Remembered-Word-2");
      await user.type(field("Repeat the new password"), "Remembered-Word-2{Enter}");
      await screen.findByText("The code is wrong or has expired. Ask for a new one.");
      expect(field("Code from the mail")).toHaveFocus();
    },
  );
});

describe("the door", () => {
  it("of an academy shows its name and logo", () => {
    const face = { name: "Académie d’été", accent: "#7a1f5c", logo: "iVBORw0KGgo=" };
    const { container } = inKit(<SignIn face={face} />);
    const about = within(screen.getByRole("complementary"));
    expect(about.getByText("Académie d’été")).toBeVisible();
    expect(container.querySelector("aside img")?.getAttribute("src")).toBe(
      `data:image/png;base64,${face.logo}`,
    );
  });

  it("of an academy without a logo shows its first letter", () => {
    inKit(<SignIn face={{ name: "école", accent: null, logo: null }} />);
    expect(screen.getByText("É")).toBeVisible();
  });

  it("of none is the product's", () => {
    inKit(<SignIn face={undefined} />);
    expect(screen.getByText("Certfolio")).toBeVisible();
  });

  it("offers each language in its own words, and says which one is spoken", () => {
    inKit(<SignIn face={undefined} />);
    const languages = within(screen.getByRole("group", { name: "Language" }));
    expect(languages.getByRole("button", { name: "English" })).toHaveAttribute("aria-pressed", "true");
    expect(languages.getByRole("button", { name: "Deutsch" })).toHaveAttribute("lang", "de");
  });

  it("tells that the password was replaced, and goes on with the same address", async () => {
    const { user } = inKit(<SignIn face={undefined} />);
    await user.type(field("E-mail address"), MAIL);
    await user.click(press("Forgot your password?"));
    await user.click(press("Send a code"));
    await waitFor(() => field("Code from the mail"));
    await user.type(field("Code from the mail"), "654321");
    await user.type(field("New password"), "Remembered-Word-2");
    await user.type(field("Repeat the new password"), "Remembered-Word-2{Enter}");
    expect(await screen.findByRole("status")).toHaveTextContent("Your password is changed.");
    expect(field("E-mail address").value).toBe(MAIL);
    expect(field("Password")).toHaveFocus();
  });
});
