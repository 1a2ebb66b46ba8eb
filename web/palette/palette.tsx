import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter } from "@tanstack/react-router";
import { Dialog as Primitive } from "radix-ui";
import { useRef, useState } from "react";
import { useSignOut } from "../accounts/use-sign-out.ts";
import { allCollaboratorsQuery } from "../collaborators/queries.ts";
import { databasesQuery } from "../databases/queries.ts";
import { t } from "../strings/palette.ts";
import { t as ui } from "../strings/ui.ts";
import { Combobox } from "../ui/combobox.tsx";
import { chooseTheme } from "../ui/theme.ts";
import { findEntries, type Entry } from "./entries.ts";

/** Finds databases, people and actions, by the keyboard alone. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { data: databases = [] } = useQuery(databasesQuery);
  const { data: people = [] } = useQuery(allCollaboratorsQuery);
  const { database: here } = useParams({ strict: false });
  const [text, setText] = useState("");
  const router = useRouter();
  const signOut = useSignOut();
  const before = useRef(document.activeElement);
  const hasGone = useRef(false);
  const choose = ({ deed }: Entry) => {
    if ("theme" in deed) chooseTheme(deed.theme);
    else if ("signOut" in deed) signOut.start(undefined);
    else {
      hasGone.current = true;
      router.history.push(deed.to);
    }
    onClose();
  };
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="veil">
          <Primitive.Content
            className="dialog palette"
            aria-describedby={undefined}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              // On another page what had the focus is not what one wants to go on from.
              if (hasGone.current) document.getElementById("main")?.focus();
              else if (before.current instanceof HTMLElement) before.current.focus();
            }}
          >
            <Primitive.Title className="vh">{ui("find")}</Primitive.Title>
            <Combobox
              label={ui("find")}
              placeholder={t("placeholder")}
              nothing={t("nothing")}
              text={text}
              onText={setText}
              groups={findEntries(text, { databases, people, here })}
              onChoose={choose}
            />
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
