/** A moment that two clocks have told, nearly at once. */
export interface TwoClocks {
  /** The control database's, as it must have been then. */
  readonly control: Date;
  readonly shared: Date;
}

/** Below this the two clocks count as one: it is in the order of what asking takes. */
const tolerance = 250;

/**
 * Milliseconds that the shared server's clock is ahead of the control database's. The request is timed by the one, what came
 * of it by the other; whoever wants to know how long it took has to put both on one clock. A request comes before its
 * refusal: where the clocks differ by less than the tolerance and it would not, it is set to the same moment.
 */
export function clockAheadMs({ control, shared }: TwoClocks, requestedAt: Date): number {
  const measured = Math.round(shared.getTime() - control.getTime());
  const ahead = Math.abs(measured) < tolerance ? 0 : measured;
  return Math.min(ahead, shared.getTime() - requestedAt.getTime());
}

/** A time of the control database's clock on the shared server's. */
export const onSharedClock = (at: Date, aheadMs: number): Date => new Date(at.getTime() + aheadMs);
