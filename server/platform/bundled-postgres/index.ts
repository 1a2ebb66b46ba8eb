export { prepareBinaries } from "./binaries.ts";
export type { Binaries } from "./binaries.ts";
export { initCluster } from "./init-cluster.ts";
export type { NewCluster } from "./init-cluster.ts";
export { startPostmaster } from "./postmaster.ts";
export type { Postmaster, PostmasterOptions, StopMode } from "./postmaster.ts";
export { giveFolder } from "./run-as.ts";
