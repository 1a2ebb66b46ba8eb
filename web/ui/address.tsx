import { Fragment } from "react";
import { addressPieces } from "./address.ts";

/** An address, never cut: it moves to the next line whole; where too long, it breaks before the @, else after a dot. */
export function Address({ of }: { of: string }) {
  return (
    <span className="nb">
      <AddressBreaks of={of} />
    </span>
  );
}

/** The same without its own line box, for where the cell or button wraps it already. */
export function AddressBreaks({ of }: { of: string }) {
  return addressPieces(of).map((piece, index) => (
    // The pieces of one address never change places.
    // oxlint-disable-next-line react/no-array-index-key
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ));
}

/** A database's name in a sentence: whole on one line where it fits. */
export function Name({ of }: { of: string }) {
  return <span className="nb">{of}</span>;
}
