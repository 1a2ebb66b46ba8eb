import { useEffect, useState } from "react";

/** The time, renewed every `step` milliseconds while the page is seen. */
export function useNow(step = 10_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") setNow(new Date());
    }, step);
    return () => clearInterval(timer);
  }, [step]);
  return now;
}
