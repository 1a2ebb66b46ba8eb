import { expect, it } from "vitest";
import { closingInWords } from "./end-access.ts";
import { closing } from "./testing/records.ts";

it("says how far the end of an access is", () => {
  expect(closingInWords(null)).toBe("Ending access…");
  expect(closingInWords(closing())).toBe("Ending access: refusing new logins…");
  expect(closingInWords(closing({ new_logins_refused_at: "2026-02-13T10:21:07.031Z", sessions_left: 2 }))).toBe(
    "Ending access: new logins refused after 0.031 s, 2 sessions left…",
  );
  expect(closingInWords(closing({ new_logins_refused_at: "2026-02-13T10:21:07.031Z", sessions_left: 1 }))).toContain(
    ", 1 session left…",
  );
  expect(closingInWords(closing({ waiting: "my-dedicated-db does not answer." }))).toBe(
    "my-dedicated-db does not answer.",
  );
});
