import { KEY, Session } from "./session";

export const session = new Session(localStorage);

window.addEventListener("storage", (event) => {
  if (event.key === KEY) session.follow(event.newValue);
});
