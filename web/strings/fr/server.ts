/** What the server says: loaded beside the first request, which it is of no use before. */
export { said } from "./said/index.ts";
export { events } from "./events.ts";
