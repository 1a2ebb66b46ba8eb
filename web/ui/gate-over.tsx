import { Dialog as Primitive } from "radix-ui";
import type { CSSProperties, ReactNode } from "react";
import { Wordmark } from "./wordmark.tsx";

interface GateOverProps {
  title: string;
  about: ReactNode;
  children: ReactNode;
}

/** A gate in front of a page that stays as it is, unseen and out of reach, and of every dialog that is open on it. */
export function GateOver({ title, about, children }: GateOverProps) {
  return (
    <Primitive.Root open>
      <Primitive.Portal>
        <Primitive.Content
          className="gate shut over"
          style={{ "--gap": "44px" } as CSSProperties}
          onEscapeKeyDown={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => focusEmptyField(event)}
        >
          <header>
            <Wordmark />
          </header>
          <div className="place">
            <div className="inner">
              <span className="leaf" aria-hidden="true" />
              <span className="way" aria-hidden="true" />
              <Primitive.Title asChild>
                <h1>{title}</h1>
              </Primitive.Title>
              <div className="stack">
                <Primitive.Description>{about}</Primitive.Description>
                {children}
              </div>
            </div>
          </div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The first that is still to be filled in. */
function focusEmptyField(event: Event): void {
  if (!(event.target instanceof HTMLElement)) return;
  const fields = [...event.target.querySelectorAll("input")];
  const field = fields.find(({ value }) => value === "") ?? fields[0];
  if (field === undefined) return;
  event.preventDefault();
  field.focus();
}
