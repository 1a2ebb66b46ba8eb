import { Type, type Static } from "typebox";
import { AccessLevel } from "./access-level.ts";
import { Collaborator } from "./collaborator.ts";
import { Id, Instant, nullable, shape, oneOf } from "./shapes.ts";

/** An invitation as the invited person sees it. */
export const Invitation = shape({
  id: Id,
  database_name: Type.String(),
  invited_by: Type.String(),
  email: Type.String(),
  access: AccessLevel,
  until: nullable(Instant),
  invited_at: Instant,
  expires_at: Instant,
});
export type Invitation = Static<typeof Invitation>;

export const InvitationsAnswer = shape({ invitations: Type.Array(Invitation) });

export const LookupInvitationBody = shape({ token: Type.String({ minLength: 1, maxLength: 200 }) });

/** Reading an invitation uses nothing up, so that mail scanners may. */
export const LookupInvitationAnswer = shape({
  invitation: Invitation,
  /** `mailed` proves the address, `copied` needs an account whose address was verified. */
  link: oneOf("mailed", "copied"),
  /** Where the caller stands: nobody signed in, the invited address, the invited address not verified yet, or another one. */
  signed_in_as: oneOf("nobody", "invited", "invited_unverified", "other"),
  /** Of a mailed link only: whether to sign in or to sign up. */
  account_exists: nullable(Type.Boolean()),
});

/** Either the link's token, or the id of one in `GET /v1/invitations`. */
export const AnswerInvitationBody = shape({
  token: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  id: Type.Optional(Type.String({ maxLength: 100 })),
});
export const AcceptedAnswer = shape({ collaborator: Collaborator, database: shape({ id: Id, name: Type.String() }) });
export const DeclinedAnswer = shape({ declined: Type.Literal(true), database_name: Type.String() });
