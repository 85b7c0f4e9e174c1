import { expect, it } from "vitest";
import type { Status } from "../../api/types";
import { entryActions } from "./entered";

const statuses: Record<Status, boolean> = {
  pending: true,
  changes_requested: true,
  approved: false,
  declined: false,
  withdrawn: false,
  revoked: false,
  superseded: false,
};

it.each(Object.entries(statuses) as [Status, boolean][])("what staff entered and is %s", (status, open) => {
  expect(entryActions({ status, entered_on_behalf: true })).toEqual(
    new Set(open ? ["edit", "withdraw"] : []),
  );
  expect(entryActions({ status, entered_on_behalf: false }).size).toBe(0);
});

it("is nobody's to change where it may not be touched", () => {
  expect(entryActions(undefined).size).toBe(0);
});
