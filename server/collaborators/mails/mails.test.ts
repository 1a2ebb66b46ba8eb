import { expect, test } from "vitest";
import { renderMail } from "../../platform/mail/render.ts";
import { acceptedMail } from "./accepted.ts";
import { accessEndedMail, type AccessEndedProps } from "./access-ended.ts";
import { invitationMail, type InvitationProps } from "./invitation.ts";

const context = { recipient: "lena.fischer@example.com", host: "guestlist.example.com" };
const link = "https://guestlist.example.com/invitations/accept#t=inv_3v0Qk9yZ7mR2";

const invitation: InvitationProps = {
  inviterEmail: "camille.aubert@example.com",
  databaseName: "my-dedicated-db",
  access: "full",
  link,
  expiresAt: "2026-12-01T10:20:00.000Z",
};

const ended: AccessEndedProps = {
  databaseName: "my-dedicated-db",
  endedAt: "2026-11-24T13:07:31.418Z",
  loginName: "jonas_k4e9",
  by: "camille.aubert@example.com",
  receiptNumber: 42,
  newLoginsRefusedAt: "2026-11-24T13:07:31.210Z",
  lastSessionGoneAt: "2026-11-24T13:07:31.418Z",
};

test("the invitation says who, to what, with which access, and until when", async () => {
  const { subject, html, text } = await renderMail(invitationMail.compose(invitation, context));
  expect(subject).toBe("camille.aubert@example.com invites you to my-dedicated-db");
  expect(text).toBe(`camille.aubert@example.com invites you to my-dedicated-db

If you accept, you get a PostgreSQL login of your own on my-dedicated-db, with full access: you work as the database’s owner and may manage collaborators.

See the invitation:
${link}

The invitation is for lena.fischer@example.com, works once, and lasts until Tue 1 Dec 2026, 10:20 UTC. You can accept or decline on the page.

You do not know camille.aubert@example.com, or did not expect this? Ignore this e-mail: nothing happens without you. Guestlist at guestlist.example.com sent it.
`);
  expect(html.split(`href="${link}"`)).toHaveLength(3);
  expect(html).toContain(`>${link}</a>`);
});

test.each([
  ["read-write", "read-write access: you read and change rows, and cannot change tables."],
  ["read-only", "read-only access: you read rows, and change nothing."],
] as const)("an invitation to %s says what that is", async (access, words) => {
  const { text } = await renderMail(invitationMail.compose({ ...invitation, access }, context));
  expect(text).toContain(words);
});

test("an invitation to access that ends says so, and an invitation without an end does not", async () => {
  const until = new Date("2027-01-31T00:00:00Z");
  const { text } = await renderMail(invitationMail.compose({ ...invitation, until }, context));
  expect(text).toContain("\nYour access ends by itself on Sun 31 Jan 2027, 00:00 UTC.\n");
  const { text: open } = await renderMail(invitationMail.compose({ ...invitation, until: null }, context));
  expect(open).not.toContain("by itself");
});

test("an invitation is worth sending until it expires", () => {
  expect(invitationMail.compose(invitation, context).usefulUntil).toEqual(new Date(invitation.expiresAt));
});

test("what people typed is escaped in the page, and is one line in subject and text", async () => {
  const inviterEmail = `"<script>alert(1)</script>"\r\nBcc: eve@example.com\u202e`;
  const { subject, html, text } = await renderMail(invitationMail.compose({ ...invitation, inviterEmail }, context));
  expect(html).not.toContain("<script>");
  expect(subject).toBe(`"<script>alert(1)</script>" Bcc: eve@example.com invites you to my-dedicated-db`);
  expect(text.split("\n")[0]).toBe(subject);
});

test("the inviter is told who accepted, and where to look", async () => {
  const props = { inviteeEmail: "lena.fischer@example.com", databaseName: "my-dedicated-db", link };
  const { subject, text } = await renderMail(acceptedMail.compose(props, context));
  expect(subject).toBe("lena.fischer@example.com accepted your invitation to my-dedicated-db");
  expect(text.split("\n")).toContain(link);
});

test("the end of an access names its login, its two times and its receipt", async () => {
  const { subject, text } = await renderMail(accessEndedMail.compose(ended, context));
  expect(subject).toBe("Your access to my-dedicated-db has ended");
  expect(text).toContain("\nLogin: jonas_k4e9\n");
  expect(text).toContain("\nNew logins refused: Tue 24 Nov 2026, 13:07:31.210 UTC\n");
  expect(text).toContain("\nLast session gone: Tue 24 Nov 2026, 13:07:31.418 UTC\n");
  expect(text).toContain("\nClosure receipt: 0042\n");
});

test.each([
  [{}, "camille.aubert@example.com revoked your access to my-dedicated-db."],
  [{ by: "you" }, "You left my-dedicated-db."],
  [{ reason: "left" }, "You left my-dedicated-db."],
  [{ reason: "expired", by: null }, "Your access to my-dedicated-db had an end date, which has come."],
  [{ reason: "database_deleted" }, "camille.aubert@example.com deleted the database my-dedicated-db."],
] as const)("an access that ended with %j is told so", async (changes, words) => {
  const { text } = await renderMail(accessEndedMail.compose({ ...ended, ...changes }, context));
  expect(text).toContain(words);
});
