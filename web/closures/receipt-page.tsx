import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { receiptNumber } from "../access-line/access-line.ts";
import { address, name } from "../ui/marks.tsx";
import { useTitle } from "../ui/title.ts";
import { CouldStillUseSection } from "./could-still-use.tsx";
import { CheckReceipt } from "./check-receipt.tsx";
import { closureQuery } from "./queries.ts";
import { Receipt } from "./receipt.tsx";
import { SaveReceipt } from "./save-receipt.tsx";
import { t } from "../strings/closures.ts";

/** One receipt on its own page, to link to and to print. */
export function ReceiptPage() {
  const { database, closure: id } = useParams({ from: "/signed-in/databases/$database/closures/$closure" });
  const { data: closure } = useSuspenseQuery(closureQuery(database, id));
  useTitle(t("page.title", { number: receiptNumber(closure.number) }));
  return (
    <section className="paper" aria-labelledby="receipt">
      <p className="crumb">
        <Link to="/databases/$database/settings/collaborators/ended" params={{ database }}>
          {t("ended.heading")}
        </Link>
      </p>
      <h2 id="receipt" className="title">
        {t("page.ended")}
      </h2>
      <p className="quiet">
        {t.rich("page.removed", { email: closure.email, database: closure.database.name, address, name })}
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
