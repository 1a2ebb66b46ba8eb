import { Type, type Static } from "typebox";
import { Email, Id, Instant, nullable, shape, oneOf } from "./shapes.ts";

const Password = Type.String({ minLength: 1, maxLength: 1024 });
const LinkToken = Type.String({ minLength: 1, maxLength: 200 });

export const Account = shape({
  id: Id,
  email: Type.String(),
  username: Type.String(),
  email_verified_at: nullable(Instant),
  created_at: Instant,
});
export type Account = Static<typeof Account>;

/** An API token in a list: never with its secret. */
export const ApiToken = shape({
  id: Id,
  name: Type.String(),
  /** First characters of the token, to tell it from others. */
  hint: Type.String(),
  created_at: Instant,
  last_used_at: nullable(Instant),
});
export type ApiToken = Static<typeof ApiToken>;

/** A browser that is signed in; never with what signs it in. */
export const SignedInSession = shape({
  id: Id,
  /** As the browser names itself: `Firefox`; null where it does not. */
  browser: nullable(Type.String()),
  /** `Linux`; null where the browser does not say. */
  system: nullable(Type.String()),
  /** The network address that it signed in from. */
  client_address: nullable(Type.String()),
  created_at: Instant,
  /** To the minute. */
  last_seen_at: Instant,
  expires_at: Instant,
  /** The one that asks. */
  current: Type.Boolean(),
});
export type SignedInSession = Static<typeof SignedInSession>;

/** The one that asks first, then the last seen first. */
export const SessionsAnswer = shape({ sessions: Type.Array(SignedInSession) });
export const SessionParams = shape({ id: Type.String({ maxLength: 100 }) });
/** `keep_current`: all but the session that asks. */
export const EndSessionsBody = shape({ keep_current: Type.Optional(Type.Boolean()) });
export const EndedSessionsAnswer = shape({ ended: Type.Integer() });
export const ChangeAccountBody = shape({ username: Type.String({ minLength: 1, maxLength: 100 }) });

/** `invitation_token` proves the address when it came by e-mail; `setup_token` makes the first account. */
export const SignUpBody = shape({
  email: Email,
  username: Type.String({ minLength: 1, maxLength: 100 }),
  password: Password,
  invitation_token: Type.Optional(LinkToken),
  setup_token: Type.Optional(LinkToken),
});
export const SignUpAnswer = shape({
  account: Account,
  verification: oneOf("verified", "mail_sent"),
});
export const SignInBody = shape({ email: Email, password: Password });
export const AccountAnswer = shape({ account: Account });
export const LinkBody = shape({ token: LinkToken });
export const ResetBody = shape({ email: Email });
export const ResetConfirmBody = shape({ token: LinkToken, password: Password });
export const ChangePasswordBody = shape({ current_password: Password, new_password: Password });
export const CreateTokenBody = shape({ name: Type.String({ minLength: 1, maxLength: 100 }) });
/** `token` is shown in this answer only; the control database keeps its hash. */
export const CreateTokenAnswer = shape({ api_token: ApiToken, token: Type.String() });
export const ApiTokensAnswer = shape({ tokens: Type.Array(ApiToken) });
export const TokenParams = shape({ id: Type.String({ maxLength: 100 }) });

/** What a visitor may know of the installation before signing in. */
export const InstallationAnswer = shape({
  version: Type.String(),
  /** True until the first account exists. */
  setup_needed: Type.Boolean(),
  /** `mailbox`: no SMTP_URL is set, mail is kept and shown at `/mailbox`. */
  mail: oneOf("smtp", "mailbox"),
});
