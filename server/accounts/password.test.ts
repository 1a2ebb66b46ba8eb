import { expect, test } from "vitest";
import { hashPassword, isPassword, requireStrongPassword } from "./password.ts";

test("a password is kept as argon2id with 19 MiB and two passes, salted", async () => {
  const [one, two] = await Promise.all([hashPassword("plum-kettle"), hashPassword("plum-kettle")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPassword("plum-kettle", one)).toBe(true);
  expect(await isPassword("plum-kettlE", one)).toBe(false);
});

test("an older hash with other costs still opens", async () => {
  const old = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  expect(await isPassword("password", old)).toBe(true);
});

test("letters typed as two characters are the same password", async () => {
  expect(await isPassword("caf\u00e9 e\u0301toile", await hashPassword("cafe\u0301 \u00e9toile"))).toBe(true);
});

test("no account has no password, and answers only after as much work", async () => {
  await isPassword("warm-up", null);
  const phc = await hashPassword("plum-kettle");
  const time = async (known: string | null) => {
    const start = performance.now();
    expect(await isPassword("wrong", known)).toBe(false);
    return performance.now() - start;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    known.push(await time(phc));
    unknown.push(await time(null));
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[4]!;
  expect(median(unknown) / median(known)).toBeGreaterThan(0.3);
  expect(median(unknown) / median(known)).toBeLessThan(3);
});

test.each([
  ["short-7", "at least 8 characters"],
  ["password1234", "commonly used"],
  ["aaaaaaaaaaaaaaaa", "Repeated"],
  ["user2@example.com", "too easy"],
  ["user2user2", "too easy"],
  ["Guestlist1!", "too easy"],
  ["a".repeat(1024), "too easy"],
])("%j is refused as weak", async (password, words) => {
  await expect(requireStrongPassword(password, ["user2@example.com", "user2"])).rejects.toMatchObject({
    code: "weak_password",
    message: expect.stringContaining(words) as string,
    errors: [{ field: "password" }],
  });
});

test.each(["plum-kettle-orbit-94", "correct horse battery staple", "Tr0ub4dor&3xyz", "пароль-из-трёх-слов-7"])(
  "%j is strong enough",
  async (password) => {
    await expect(requireStrongPassword(password, ["user2@example.com"])).resolves.toBeUndefined();
  },
);
