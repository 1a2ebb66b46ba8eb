import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Button } from "../ui/button.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { t } from "../strings/accounts.ts";
import { address } from "../ui/marks.tsx";

/** Asks before it verifies, so that a mail scanner that opens the link verifies nothing. */
export function VerifyPage() {
  const [token] = useState(() => takeToken("verify"));
  const queryClient = useQueryClient();
  const verify = useAct(
    async (link: string) => (await send(endpoints.verifyAddress, { body: { token: link } })).body.account,
    {
      onDone: async () => {
        forgetToken("verify");
        await queryClient.invalidateQueries();
      },
    },
  );
  if (token === null && verify.data === undefined) {
    return (
      <Gate name={t("verify.name")} title={t("verify.incompleteTitle")} state="shut">
        <p>{t("verify.incomplete")}</p>
      </Gate>
    );
  }
  if (verify.data !== undefined) {
    return (
      <Gate name={t("verify.doneName")} title={t("verify.doneTitle")} state="enter">
        <p>{t.rich("verify.done", { email: verify.data.email, address })}</p>
        <p>
          <Link className="btn first" to="/invitations">
            {t("verify.see")}
          </Link>
        </p>
      </Gate>
    );
  }
  return (
    <Gate name={t("verify.name")} title={t("verify.title")}>
      {verify.isError && <ErrorNote>{wordsOf(verify.error)}</ErrorNote>}
      <p>{t("verify.about")}</p>
      <div>
        <Button kind="first" busy={verify.isPending} onClick={() => verify.start(token ?? "")}>
          {t("verify.verify")}
        </Button>
      </div>
    </Gate>
  );
}
