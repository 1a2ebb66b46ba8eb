import { useEffect, useId, useState, type KeyboardEvent } from "react";

export interface Option {
  readonly id: string;
  readonly words: string;
  /** The second line. */
  readonly about?: string;
  /** Why it cannot be chosen; it is reached all the same, and says so. */
  readonly whyNot?: string | undefined;
}

export interface OptionGroup<O extends Option> {
  readonly name: string;
  readonly options: readonly O[];
}

interface ComboboxProps<O extends Option> {
  /** Of the field. */
  label: string;
  placeholder: string;
  /** Said where nothing matches. */
  nothing: string;
  text: string;
  onText: (text: string) => void;
  groups: readonly OptionGroup<O>[];
  onChoose: (option: O) => void;
}

/**
 * A field and the list of what it finds; the focus stays in the field, the arrow keys move along the list. Made here: the
 * libraries that are kept leave out an entry that is refused, and nobody who uses the keyboard would read why.
 */
export function Combobox<O extends Option>({ groups, onChoose, text, onText, ...words }: ComboboxProps<O>) {
  const listId = useId();
  const options = groups.flatMap((group) => group.options);
  const [activeId, setActiveId] = useState<string>();
  const active = options.find(({ id }) => id === activeId) ?? options[0];
  const elementId = (option: Option) => `${listId}-${option.id}`;
  useEffect(() => {
    if (active !== undefined) document.getElementById(`${listId}-${active.id}`)?.scrollIntoView({ block: "nearest" });
  }, [active, listId]);
  const choose = (option: O | undefined) => {
    if (option !== undefined && option.whyNot === undefined) onChoose(option);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (step === undefined || active === undefined) return choose(active);
    setActiveId(options[(options.indexOf(active) + step + options.length) % options.length]?.id);
  };
  return (
    <>
      <input
        className="in"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={active && elementId(active)}
        aria-label={words.label}
        placeholder={words.placeholder}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setActiveId(undefined);
          onText(target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="found" role="listbox" id={listId} aria-label={words.label}>
        {groups.map(({ name, options: own }) => (
          <div role="group" key={name} aria-label={name}>
            <p aria-hidden="true">{name}</p>
            {own.map((option) => (
              // The keys are the field's, which has the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                role="option"
                key={option.id}
                id={elementId(option)}
                aria-selected={option === active}
                aria-disabled={option.whyNot !== undefined || undefined}
                onPointerMove={() => setActiveId(option.id)}
                onClick={() => choose(option)}
              >
                {option.words}
                {(option.whyNot ?? option.about) !== undefined && <small>{option.whyNot ?? option.about}</small>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {options.length === 0 && (
        <p className="quiet nothing" role="status">
          {words.nothing}
        </p>
      )}
    </>
  );
}
