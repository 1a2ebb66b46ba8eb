import { lazy, Suspense, type ComponentType } from "react";

/**
 * A part that a page opens with a click: loaded once the browser is idle, so that the page does not wait for it, and it is
 * there by the time somebody clicks, also when the connection is lost meanwhile.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loadOnce = once(load);
  whenIdle(loadOnce);
  const Part = lazy(async () => ({ default: await loadOnce() }));
  return (props) => (
    <Suspense fallback={null}>
      <Part {...(props as Props & { ref?: never })} />
    </Suspense>
  );
}

/** A load that failed is tried again by whoever asks next. */
export function once<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
}

export function whenIdle(load: () => Promise<unknown>): void {
  const start = (): void => void load().catch(() => undefined);
  if (typeof requestIdleCallback === "function") requestIdleCallback(start, { timeout: 3_000 });
  else setTimeout(start, 300);
}
