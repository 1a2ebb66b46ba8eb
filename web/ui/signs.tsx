/** Drawings of the controls; always beside or inside something that has words. */
const hidden = { "aria-hidden": true } as const;

export const DotsSign = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" {...hidden}>
    <g fill="currentColor">
      <circle cx="3.5" cy="9" r="1.6" />
      <circle cx="9" cy="9" r="1.6" />
      <circle cx="14.5" cy="9" r="1.6" />
    </g>
  </svg>
);

export const CrossSign = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" {...hidden}>
    <path d="M3.5 3.5l9 9m0-9l-9 9" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
  </svg>
);

export const BurgerSign = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" {...hidden}>
    <path d="M2.5 5h13M2.5 9h13M2.5 13h13" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
  </svg>
);

export const ThemeSign = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" {...hidden}>
    <circle cx="9" cy="9" r="6.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
    <path d="M9 2.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
  </svg>
);

export const CopySign = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" {...hidden}>
    <rect x="5.75" y="5.75" width="8" height="8" rx="1.5" />
    <path d="M10.25 3.5v-.25a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h.25" />
  </svg>
);

export const TickSign = () => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    {...hidden}
  >
    <path d="M3 8.5l3.2 3.2L13 4.8" />
  </svg>
);

export const RunningSign = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" {...hidden}>
    <circle cx="8" cy="8" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.6" />
  </svg>
);

export const WaitingSign = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" {...hidden}>
    <circle cx="8" cy="8" r="2" fill="currentColor" />
  </svg>
);

/** A ring: something is said, nothing has happened yet. */
export const RingSign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <circle cx="10" cy="10" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />
  </svg>
);

export const CrossedSign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <circle cx="10" cy="10" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M4 16L16 4" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
);

export const DiscSign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <circle cx="10" cy="10" r="5.5" fill="currentColor" />
  </svg>
);

export const KeySign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <circle cx="6.5" cy="10" r="3.5" fill="none" stroke="currentColor" strokeWidth="2" />
    <path
      d="M10 10h8v3"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

export const WaveSign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <path
      d="M3 13l4-7 6 8 4-7"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

export const WarningSign = ({ className }: { className?: string }) => (
  <svg className={className} width="20" height="20" viewBox="0 0 20 20" {...hidden}>
    <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M10 5.5v5.5M10 14v.5" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
  </svg>
);

/** Stands for the words where there is no room for them. */
export const FindSign = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" strokeWidth="1.6" {...hidden}>
    <circle cx="8" cy="8" r="4.75" />
    <path d="M11.6 11.6 15 15" strokeLinecap="round" />
  </svg>
);
