import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { HatchPatterns } from "./access-line/hatch.tsx";
import { accountQuery, installationQuery } from "./accounts/queries.ts";
import { useSessionEnded } from "./accounts/session-state.ts";
import { useSignOut } from "./accounts/use-sign-out.ts";
import { invitationsQuery } from "./invitations/queries.ts";
import { transfersQuery } from "./owning/queries.ts";
import { FindControl } from "./palette/find-control.tsx";
import { AddressBreaks } from "./ui/address.tsx";
import { initialsOf } from "./ui/address.ts";
import { Disclosure } from "./ui/disclosure.tsx";
import { LiveRegion } from "./ui/live-region.tsx";
import { Note } from "./ui/note.tsx";
import { useReachability } from "./ui/reachability.ts";
import { BurgerSign, CrossedSign } from "./ui/signs.tsx";
import { ThemeSwitch } from "./ui/theme-switch.tsx";
import { clockTime } from "./ui/time.ts";
import { Wordmark } from "./ui/wordmark.tsx";
import { t } from "./strings/ui.ts";
import { hidden } from "./ui/marks.tsx";

const SessionEnded = lazy(async () => ({ default: (await import("./accounts/session-ended.tsx")).SessionEnded }));

/** Around every page of a signed-in account. */
export function Frame() {
  const sessionEnded = useSessionEnded();
  return (
    <>
      <HatchPatterns />
      <a className="skip" href="#main">
        {t("frame.skip")}
      </a>
      <TopBar />
      <main id="main" className="page" tabIndex={-1}>
        <Offline />
        <Outlet />
      </main>
      <LiveRegion />
      {sessionEnded && (
        <Suspense>
          <SessionEnded />
        </Suspense>
      )}
    </>
  );
}

const places = [
  { to: "/databases", name: "databases" },
  { to: "/collaborators", name: "collaborators" },
  { to: "/invitations", name: "invitations" },
] as const;

function TopBar() {
  const { data: invitations } = useQuery(invitationsQuery);
  const { data: transfers } = useQuery(transfersQuery);
  const { data: installation } = useQuery(installationQuery);
  const waiting = (invitations?.length ?? 0) + (transfers?.length ?? 0);
  const mailbox = installation?.mail === "mailbox";
  return (
    <header className="top">
      <div>
        <Burger mailbox={mailbox} />
        <Wordmark />
        <nav aria-label={t("frame.main")}>
          <ul>
            {places.map(({ to, name }) => (
              <li key={to}>
                <Link to={to} activeProps={{ "aria-current": "page" }}>
                  {t(`frame.${name}`)}
                  {to === "/invitations" && waiting > 0 && (
                    <>
                      {" "}
                      <span className="n">
                        {t.rich("frame.waiting", {
                          n: waiting,
                          hidden,
                        })}
                      </span>
                    </>
                  )}
                </Link>
              </li>
            ))}
            {mailbox && (
              <li>
                <a href="/mailbox">{t("frame.mailbox")}</a>
              </li>
            )}
          </ul>
        </nav>
        <div className="end">
          <FindControl />
          <ThemeSwitch />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

function Burger({ mailbox }: { mailbox: boolean }) {
  return (
    <Disclosure look="icon burger" label={t("frame.menu")} align="start" button={<BurgerSign />}>
      {(close) => (
        <ul>
          {places.map(({ to, name }) => (
            <li key={to}>
              <Link to={to} activeProps={{ "aria-current": "page" }} onClick={close}>
                {t(`frame.${name}`)}
              </Link>
            </li>
          ))}
          {mailbox && (
            <li>
              <a href="/mailbox">{t("frame.mailbox")}</a>
            </li>
          )}
        </ul>
      )}
    </Disclosure>
  );
}

function AccountMenu() {
  const { data: account } = useSuspenseQuery(accountQuery);
  const signOut = useSignOut();
  return (
    <Disclosure
      look="who"
      button={
        <>
          <span aria-hidden="true">{initialsOf(account.email)}</span>
          <span className="vh">{t("frame.accountOf", { email: account.email })}</span>
        </>
      }
    >
      {(close) => (
        <>
          <p className="label-of">
            <AddressBreaks of={account.email} />
            <small>{account.username}</small>
          </p>
          <hr className="cut" />
          <ul>
            <li>
              <Link to="/account" onClick={close}>
                {t("frame.account")}
              </Link>
            </li>
            <li>
              <button type="button" onClick={() => signOut.start(undefined)}>
                {t("frame.signOut")}
              </button>
            </li>
          </ul>
        </>
      )}
    </Disclosure>
  );
}

/** Says from when the page is, once the server cannot be reached. */
function Offline() {
  const { reached, lastReachedAt } = useReachability();
  if (reached) return null;
  return (
    <div className="pt-4" role="status">
      <Note kind="move" className="mb-0" sign={<CrossedSign className="c-move" />}>
        {lastReachedAt === null ? t("frame.offline") : t("frame.offlineSince", { time: clockTime(lastReachedAt) })}
      </Note>
    </div>
  );
}
