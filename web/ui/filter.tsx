interface FilterProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

export function Filter({ label, placeholder, value, onChange }: FilterProps) {
  return (
    <input
      className="in"
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface PickProps<V extends string> {
  label: string;
  choices: readonly { value: V; name: string; count?: number }[];
  value: V;
  onChange: (value: V) => void;
  className?: string;
}

/** One of a few views of a list, each with its number. */
export function Pick<V extends string>({ label, choices, value, onChange, className }: PickProps<V>) {
  return (
    <div className={`pick ${className ?? ""}`} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.name}
          {choice.count !== undefined && <span className="count">{choice.count}</span>}
        </button>
      ))}
    </div>
  );
}
