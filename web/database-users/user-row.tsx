import type { DatabaseUser } from "@guestlist/contract";
import { t } from "../strings/users.ts";
import { t as ui } from "../strings/ui.ts";
import { AddressBreaks } from "../ui/address.tsx";
import { MenuCut, MenuItem, MoreMenu } from "../ui/menu.tsx";
import { Moment } from "../ui/moment.tsx";
import { said } from "../strings/said.ts";

/** What can be asked for from a row. */
export type UserAct = "reset" | "delete";

export const userActionsId = (of: DatabaseUser): string => `user-${of.id}`;

export function UserRow({ of, onAct }: { of: DatabaseUser; onAct: (act: UserAct) => void }) {
  const moving = of.state !== "ready";
  return (
    <tr className={of.state === "making" ? "dim" : ""}>
      <th scope="row">
        <div className="who-line">
          <code className="wrap">{of.name}</code>
        </div>
        {of.protected && <span className="second">{t("protectedUser")}</span>}
      </th>
      <td className={of.protected ? "fact" : "fact first"}>
        <span className={moving ? "c-move" : ""}>{t(`states.${of.state}`)}</span>
        {of.blocked !== null && <span className="second wrap">{said(of.blocked)}</span>}
      </td>
      <td className="fact">{levelOf(of)}</td>
      <td className="fact">
        <Moment at={of.password_changed_at} />
      </td>
      <td className="fact line">
        <span className="narrow-only">{t("knownTo")}</span>
        <KnownTo of={of} />
      </td>
      <td className="act">
        <MoreMenu label={ui("actionsFor", { name: of.name })} id={userActionsId(of)}>
          <MenuItem whyNot={whyNot(of, "reset_password")} onSelect={() => onAct("reset")}>
            {t("reset.entry")}
          </MenuItem>
          <MenuCut />
          <MenuItem danger whyNot={whyNot(of, "delete")} onSelect={() => onAct("delete")}>
            {t("remove.entry")}
          </MenuItem>
        </MoreMenu>
      </td>
    </tr>
  );
}

function KnownTo({ of }: { of: DatabaseUser }) {
  if (of.known_to === null) return t("notShown");
  if (of.known_to.length === 0) return t("nobody");
  return of.known_to.map(({ email }) => (
    <span key={email} className="block wrap">
      <AddressBreaks of={email} />
    </span>
  ));
}

const whyNot = (of: DatabaseUser, ability: string): string | undefined =>
  of.can[ability] === true ? undefined : said(of.why_not[ability] ?? "");

const levelOf = ({ access }: DatabaseUser): string =>
  access === "full" ? t("full") : access === "read-write" ? t("readWrite") : t("readOnly");
