import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { Address, Name } from "../ui/address.tsx";
import { useTitle } from "../ui/title.ts";
import { CouldStillUseSection } from "./could-still-use.tsx";
import { CheckReceipt } from "./check-receipt.tsx";
import { closureQuery } from "./queries.ts";
import { Receipt } from "./receipt.tsx";
import { SaveReceipt } from "./save-receipt.tsx";

/** One receipt on its own page, to link to and to print. */
export function ReceiptPage() {
  const { database, closure: id } = useParams({ from: "/signed-in/databases/$database/closures/$closure" });
  const { data: closure } = useSuspenseQuery(closureQuery(database, id));
  useTitle(`Receipt ${receiptNumber(closure.number)}`);
  return (
    <section className="paper" aria-labelledby="receipt">
      <p className="crumb">
        <Link to="/databases/$database/settings/collaborators/ended" params={{ database }}>
          Ended access, with receipts
        </Link>
      </p>
      <h2 id="receipt" className="title">
        Access has ended
      </h2>
      <p className="quiet">
        <Address of={closure.email} /> has been removed from the collaborators of <Name of={closure.database.name} />.
      </p>
      <div className="mt-6 grid gap-6">
        <Receipt closure={closure} clocks />
      </div>
      {closure.could_still_use !== null && (
        <CouldStillUseSection closure={{ ...closure, could_still_use: closure.could_still_use }} />
      )}
      {closure.signature === null ? (
        <p className="mt-4 -ml-4">
          <SaveReceipt closure={closure} />
        </p>
      ) : (
        <CheckReceipt closure={{ ...closure, signature: closure.signature }} />
      )}
    </section>
  );
}
