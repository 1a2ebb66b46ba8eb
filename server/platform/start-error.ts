/** Why the server cannot start, in words for the person who starts it, with what to do. It is shown without a stack. */
export class StartError extends Error {
  override name = "StartError";
}
