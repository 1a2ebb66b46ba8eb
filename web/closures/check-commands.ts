import type { fileNames } from "./receipt-files.ts";

type Names = ReturnType<typeof fileNames>;

/** Checks a saved receipt with OpenSSL alone. */
export const opensslCommand = ({ key, receipt, signature }: Names): string =>
  ["openssl pkeyutl -verify -pubin -rawin", `-inkey ${key}`, `-in ${receipt}`, `-sigfile ${signature}`].join(" \\\n  ");

/** The same with the product's command line. */
export const verifyCommand = ({ key, receipt }: Names): string =>
  `guestlist closures verify ${receipt} \\\n  --key ${key}`;
