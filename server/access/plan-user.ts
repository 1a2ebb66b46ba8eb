import type { Desired, DesiredUser } from "./desired.ts";
import { findDoubt, findOurs, findStranger, type Observed } from "./observe.ts";
import { levelChange, levelOf, noFull, powersOf } from "./plan-login.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "./step.ts";
import * as steps from "./steps.ts";

/** One application's login that did not come with the database. Nothing to do when it is as it should be. */
export function planUser(
  desired: Desired,
  observed: Observed,
  user: DesiredUser,
  openVerifier: (sealed: Buffer) => string,
): Plan {
  const level = levelOf(desired, observed, user.access);
  if (level === null) return { steps: [], blocked: noFull(desired) };
  const doubt = findDoubt(observed, user);
  if (doubt !== null) return { steps: [], blocked: doubt };
  const role = findOurs(observed, user);
  if (role === null) return planNew(desired, observed, user, level, openVerifier);
  const planned: Step[] = [];
  if (role.comment !== user.marker) planned.push(steps.restoreMarker(role, user.marker, user.id));
  if (role.name !== user.name)
    planned.push(steps.renameLogin(role, user, `the application's login ${user.name} was renamed to ${role.name}`));
  const strange = role.can_login ? powersOf(role) : "was not allowed to log in";
  if (strange !== null) planned.push(steps.restoreUser(user, role, `the application's login ${user.name} ${strange}`));
  const change = levelChange(desired, role, user, level, level);
  if (change !== null) planned.push(steps.setLevel(user, level, change, desired, observed.versionNum));
  return { steps: planned, blocked: null };
}

function planNew(
  { dbname }: Desired,
  observed: Observed,
  user: DesiredUser,
  level: steps.Level,
  openVerifier: (sealed: Buffer) => string,
): Plan {
  if (findStranger(observed, user) !== null)
    return { steps: [], blocked: `A role named ${user.name} exists on that server already, and is not Guestlist's.` };
  const verifier = user.verifierSealed === null ? null : openVerifier(user.verifierSealed);
  const drift = user.state === "ready" ? `the application's login ${user.name} was dropped` : undefined;
  return {
    steps: [
      {
        ...steps.createUser(user, verifier, level, { versionNum: observed.versionNum, dbname }),
        ...(drift && { drift }),
      },
    ],
    blocked: null,
  };
}
