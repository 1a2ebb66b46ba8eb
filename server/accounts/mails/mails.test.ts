import { expect, test } from "vitest";
import { renderMail } from "../../platform/mail/render.ts";
import { resetMail } from "./reset.ts";
import { verificationMail } from "./verification.ts";

const context = { recipient: "lena.fischer@example.com", host: "guestlist.example.com" };
const link = "https://guestlist.example.com/verify#t=ver_3v0Qk9yZ7mR2";
const expiresAt = "2026-12-01T10:20:00.000Z";

test("the verification mail names the account and the address, and its link stands alone on a line", async () => {
  const content = verificationMail.compose({ username: "lena", link, expiresAt }, context);
  const { subject, html, text } = await renderMail(content);
  expect(subject).toBe("Verify your e-mail address");
  expect(text).toContain("The account lena was made with the address lena.fischer@example.com.");
  expect(text).toContain("lasts until Tue 1 Dec 2026, 10:20 UTC.");
  expect(text.split("\n")).toContain(link);
  expect(html).toContain(`href="${link}"`);
  expect(content.usefulUntil).toEqual(new Date(expiresAt));
});

test("the reset mail says that nothing changes without a click, and that PostgreSQL logins are not touched", async () => {
  const content = resetMail.compose({ link, expiresAt }, context);
  const { subject, text } = await renderMail(content);
  expect(subject).toBe("Set a new password for Guestlist");
  expect(text).toContain("the passwords of your PostgreSQL logins stay as they are.");
  expect(text).toContain("Ignore this e-mail: nothing changes.");
  expect(text.split("\n")).toContain(link);
  expect(content.usefulUntil).toEqual(new Date(expiresAt));
});

test("a username is escaped", async () => {
  const { html } = await renderMail(verificationMail.compose({ username: "<img src=x>", link, expiresAt }, context));
  expect(html).toContain("&lt;img src=x&gt;");
  expect(html).not.toContain("<img");
});
