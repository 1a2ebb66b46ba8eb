/** Of a login; docs/states.md draws them, and says who moves them. */
export type LoginState = "making" | "ready" | "closing" | "closed" | "gone";

/** Where each state may lead. There is no way back: whoever comes again gets another login. */
export const loginTransitions: Record<LoginState, readonly LoginState[]> = {
  making: ["ready", "closing"],
  ready: ["closing"],
  closing: ["closed"],
  closed: ["gone"],
  gone: [],
};

/** Those among `from` that may lead to `to`, or are it already; all of them when the state stays. */
export const mayLeadTo = (from: readonly LoginState[], to: string | undefined): readonly LoginState[] =>
  to === undefined ? from : from.filter((each) => each === to || loginTransitions[each].includes(to as LoginState));
