/** Who a page can be shown to. */

import type { User } from "../session/session";

export const LEARNER: User = {
  id: "11111111-1111-4111-8111-111111111111",
  name: "Demo Learner",
  email: "learner@demo.example",
  academyId: "demo",
  staff: false,
};

/** On the staff list as what the served list says. */
export const REVIEWER: User = {
  id: "22222222-2222-4222-8222-222222222222",
  name: "Demo Reviewer",
  email: "reviewer@demo.example",
  academyId: "demo",
  staff: true,
};
