import { Dialog as Primitive } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { CrossSign } from "./signs.tsx";
import { t } from "../strings/ui.ts";

export interface DialogProps {
  title: string;
  /** Whom or what it is about. */
  about: ReactNode;
  onClose: () => void;
  /** Gets the focus first; else the first field. */
  firstFocus?: RefObject<HTMLElement | null>;
  /** Id of the control that opened it, which gets the focus back. */
  openerId?: string | undefined;
  children: ReactNode;
  footer: ReactNode;
  /** Makes the whole dialog a form, so that Enter confirms. */
  onSubmit?: (() => void) | undefined;
}

/** What `Dialog` is once it is loaded. */
export function DialogBox({ title, about, onClose, firstFocus, openerId, children, footer, onSubmit }: DialogProps) {
  const body = (
    <>
      <div className="in-dialog">{children}</div>
      <footer>{footer}</footer>
    </>
  );
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="veil">
          <Primitive.Content
            className="dialog"
            // A stray click beside it must not put away a form, or a password that is shown once.
            onInteractOutside={(event) => event.preventDefault()}
            onOpenAutoFocus={(event) => focusOn(firstFocus?.current ?? firstField(event.target), event)}
            onCloseAutoFocus={(event) => focusOn(openerOrHeading(openerId), event)}
          >
            <header>
              <Primitive.Title>{title}</Primitive.Title>
              <Primitive.Close className="icon x" aria-label={t("close")}>
                <CrossSign />
              </Primitive.Close>
              <Primitive.Description className="quiet wrap about">{about}</Primitive.Description>
            </header>
            {onSubmit === undefined ? (
              body
            ) : (
              <form
                noValidate
                onSubmit={(event) => {
                  event.preventDefault();
                  onSubmit();
                }}
              >
                {body}
              </form>
            )}
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function focusOn(element: HTMLElement | null | undefined, event: Event): void {
  if (!element) return;
  event.preventDefault();
  element.focus();
}

function firstField(dialog: EventTarget | null): HTMLElement | null {
  if (!(dialog instanceof HTMLElement)) return null;
  const field = dialog.querySelector<HTMLElement>(".in-dialog :is(input:not([type=radio]), input:checked, select)");
  return field ?? dialog.querySelector<HTMLElement>("footer .btn");
}

/** The opener may be gone (its row ended): then the section's heading takes the focus. */
function openerOrHeading(openerId: string | undefined): HTMLElement | null {
  if (openerId === undefined) return null;
  return document.getElementById(openerId) ?? document.querySelector<HTMLElement>("h2[tabindex], h1[tabindex]");
}
