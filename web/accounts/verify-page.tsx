import { endpoints } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAct } from "../act.ts";
import { send, wordsOf } from "../api.ts";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Address } from "../ui/address.tsx";
import { Button } from "../ui/button.tsx";
import { Gate } from "../ui/gate.tsx";
import { ErrorNote } from "../ui/note.tsx";

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
      <Gate name="Verify" title="Open the whole link" state="shut">
        <p>The link in the e-mail ends with a long word after a #. It is missing here.</p>
      </Gate>
    );
  }
  if (verify.data !== undefined) {
    return (
      <Gate name="Verified" title="Your address is verified" state="enter">
        <p>
          <Address of={verify.data.email} /> is yours. Invitations to it can be accepted now.
        </p>
        <p>
          <Link className="btn first" to="/invitations">
            See your invitations
          </Link>
        </p>
      </Gate>
    );
  }
  return (
    <Gate name="Verify" title="Verify your address">
      {verify.isError && <ErrorNote>{wordsOf(verify.error)}</ErrorNote>}
      <p>This shows that mail to your address reaches you. Nothing else changes.</p>
      <div>
        <Button kind="first" busy={verify.isPending} onClick={() => verify.start(token ?? "")}>
          Verify address
        </Button>
      </div>
    </Gate>
  );
}
