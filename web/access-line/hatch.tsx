/** Fills of a room as last seen; once in the document. */
export function HatchPatterns() {
  return (
    <svg className="defs" aria-hidden="true">
      {["open", "move"].map((kind) => (
        <pattern
          key={kind}
          id={`hatch-${kind}`}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="2.25" height="5" fill={`var(--${kind}-room)`} />
        </pattern>
      ))}
    </svg>
  );
}
