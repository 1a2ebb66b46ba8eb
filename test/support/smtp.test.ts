import nodemailer from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkIn, startSmtp, type TestSmtp } from "./smtp.ts";

let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await startSmtp();
});
afterAll(() => smtp.stop());

const mailTo = (to: string, subject: string, text = "Hello") =>
  nodemailer.createTransport(smtp.url).sendMail({ from: "us@example.com", to, subject, text });

test("a message is taken, found by address and subject, and handed out once", async () => {
  const waiting = smtp.nextMessage({ to: "Ada@example.com", subject: "second" });
  await mailTo("ada@example.com", "the first");
  await mailTo(
    "ada@example.com",
    "the second",
    "Open https://example.com/accept#abc_1 now, or http://example.com/other.",
  );
  const message = await waiting;
  expect(message.subject).toBe("the second");
  expect(linkIn(message, /\/accept/)).toBe("https://example.com/accept#abc_1");
  expect(() => linkIn(message, /\/nowhere/)).toThrow("No link like");
  await expect(smtp.nextMessage({ to: "ada@example.com", subject: "second" }, 50)).rejects.toThrow(
    "no new mail to ada",
  );
});

test("a refusal asked for is given once", async () => {
  smtp.failNext(451);
  await expect(mailTo("bob@example.com", "refused")).rejects.toMatchObject({ responseCode: 451 });
  await mailTo("bob@example.com", "taken");
  expect((await smtp.nextMessage({ to: "bob@example.com" })).subject).toBe("taken");
});

test("a stopped server refuses connections until it is started again", async () => {
  await smtp.stop();
  await expect(mailTo("eve@example.com", "too early")).rejects.toMatchObject({ code: "ESOCKET" });
  await smtp.start();
  await mailTo("eve@example.com", "in time");
  expect((await smtp.nextMessage({ to: "eve@example.com" })).subject).toBe("in time");
});
