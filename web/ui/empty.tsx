import type { ReactNode } from "react";

interface EmptyProps {
  drawing: ReactNode;
  title: ReactNode;
  level?: 2 | 3;
  className?: string;
  children: ReactNode;
}

/** What stands where a list would, and what to do about it. */
export function Empty({ drawing, title, level = 2, className, children }: EmptyProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className={`empty ${className ?? ""}`}>
      <div>{drawing}</div>
      <div>
        <Heading>{title}</Heading>
        {children}
      </div>
    </div>
  );
}
