/** Everything in French, in one piece: loaded once, and only by those who read it. */
export { accounts } from "./accounts.ts";
export { live } from "./live.ts";
export { charts } from "./charts.ts";
export { reviews } from "./reviews.ts";
export { owning } from "./owning.ts";
export { users } from "./users.ts";
export { palette } from "./palette.ts";
export { ui } from "./ui.ts";
export { invitations } from "./invitations.ts";
export { access } from "./access.ts";
export { collaborators } from "./collaborators.ts";
export { closures } from "./closures.ts";
export { revoking } from "./revoking.ts";
export { overview } from "./overview.ts";
