import { useId, type ComponentProps, type ReactNode } from "react";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it, in words. */
  error?: string | undefined;
}

export function Field({ label, hint, error, id, ...rest }: FieldProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const described = [hint !== undefined && `${inputId}-hint`, error !== undefined && `${inputId}-error`].filter(
    Boolean,
  );
  return (
    <div className="field">
      <label className="label" htmlFor={inputId}>
        {label}
      </label>
      <input
        {...rest}
        id={inputId}
        className="in"
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described.length > 0 ? described.join(" ") : undefined}
      />
      {error !== undefined && (
        <p className="hint error" id={`${inputId}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p className="hint" id={`${inputId}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps extends ComponentProps<"select"> {
  label: string;
  children: ReactNode;
}

/** The browser's own select: the best one on a phone. */
export function SelectField({ label, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <select {...rest} id={id} className="in">
        {children}
      </select>
    </div>
  );
}

export interface Choice {
  value: string;
  name: string;
  explained: string;
  whyNot?: string | undefined;
}

interface ChoicesProps extends ComponentProps<"input"> {
  legend: string;
  choices: readonly Choice[];
  /** The value of the one that is chosen, where the form keeps it itself. */
  chosen?: string;
  error?: string | undefined;
}

/** One of few, each with a line that explains it. */
export function Choices({ legend, choices, chosen, error, ...rest }: ChoicesProps) {
  const errorId = useId();
  return (
    <fieldset className="choices" aria-describedby={error === undefined ? undefined : errorId}>
      <legend>{legend}</legend>
      {choices.map((choice) => (
        <label className="choice" key={choice.value}>
          <input
            {...rest}
            type="radio"
            value={choice.value}
            checked={chosen === undefined ? undefined : choice.value === chosen}
          />
          <span>{choice.name}</span>
          <small>{choice.explained}</small>
        </label>
      ))}
      {error !== undefined && (
        <p className="hint error" id={errorId}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
