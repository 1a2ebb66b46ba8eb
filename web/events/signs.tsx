/** Signs of events, in the shapes of the access line. */
export const RevokingSign = () => (
  <svg className="c-move" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <rect x="8" y="2.5" width="12" height="15" rx="1.5" fill="var(--move-room)" />
    <rect x="6" y="0" width="4" height="8" rx="1" fill="currentColor" />
    <rect x="6" y="12" width="4" height="8" rx="1" fill="currentColor" />
    <path d="M1 10h18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
);

export const RepairedSign = () => (
  <svg className="c-open" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <rect x="8" y="2.5" width="12" height="15" rx="1.5" fill="var(--open-room)" />
    <rect x="6" y="0" width="4" height="6" rx="1" fill="currentColor" />
    <rect x="6" y="14" width="4" height="6" rx="1" fill="currentColor" />
    <path d="M1 10h18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
  </svg>
);

export const EndedSign = () => (
  <svg
    width="20"
    height="20"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <rect x="6" y="0" width="4" height="20" rx="1" fill="currentColor" stroke="none" />
    <path d="M1 10h2M13 10l2 2 3.5-4" />
  </svg>
);
