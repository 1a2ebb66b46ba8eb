export { scramVerifier } from "../platform/bundled-postgres/scram-verifier.ts";
