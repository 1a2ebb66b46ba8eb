export { prepareBinaries } from "./binaries.ts";
export type { Binaries } from "./binaries.ts";
export { initCluster } from "./init-cluster.ts";
export type { NewCluster } from "./init-cluster.ts";
export { startPostmaster } from "./postmaster.ts";
export type { Postmaster, PostmasterOptions, StopMode } from "./postmaster.ts";
export { giveFolder } from "./run-as.ts";
export { startBundledPostgres } from "./start-bundled-postgres.ts";
export type { BundledPostgres, BundledPostgresOptions } from "./start-bundled-postgres.ts";
export { readBundledDatabaseUrl } from "./cluster-file.ts";
export { scramVerifier } from "./scram-verifier.ts";
export {
  canBeNarrowed,
  readClientAuthentication,
  readNarrowed,
  replaceClientAuthentication,
  clientAuthentication,
  takenAddresses,
} from "./client-authentication.ts";
export type { NarrowedDatabase, TakenAddress } from "./client-authentication.ts";
