import { endpoints } from "@guestlist/contract";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { DropdownMenu } from "radix-ui";
import { HatchPatterns } from "./access-line/hatch.tsx";
import { accountQuery, installationQuery } from "./accounts/queries.ts";
import { useAct } from "./act.ts";
import { send } from "./api.ts";
import { invitationsQuery } from "./invitations/queries.ts";
import { AddressBreaks } from "./ui/address.tsx";
import { initialsOf } from "./ui/address.ts";
import { LiveRegion } from "./ui/live-region.tsx";
import { MenuBox, MenuCut, MenuItem } from "./ui/menu.tsx";
import { Note } from "./ui/note.tsx";
import { useReachability } from "./ui/reachability.ts";
import { BurgerSign, CrossedSign } from "./ui/signs.tsx";
import { ThemeSwitch } from "./ui/theme-switch.tsx";
import { clockTime } from "./ui/time.ts";
import { Wordmark } from "./ui/wordmark.tsx";

/** Around every page of a signed-in account. */
export function Frame() {
  return (
    <>
      <HatchPatterns />
      <a className="skip" href="#main">
        Skip to content
      </a>
      <TopBar />
      <main id="main" className="page" tabIndex={-1}>
        <Offline />
        <Outlet />
      </main>
      <LiveRegion />
    </>
  );
}

const places = [
  { to: "/databases", name: "Databases" },
  { to: "/collaborators", name: "Collaborators" },
  { to: "/invitations", name: "Invitations" },
] as const;

function TopBar() {
  const { data: invitations } = useQuery(invitationsQuery);
  const { data: installation } = useQuery(installationQuery);
  const waiting = invitations?.length ?? 0;
  const mailbox = installation?.mail === "mailbox";
  return (
    <header className="top">
      <div>
        <Burger mailbox={mailbox} />
        <Wordmark />
        <nav aria-label="Main">
          <ul>
            {places.map(({ to, name }) => (
              <li key={to}>
                <Link to={to} activeProps={{ "aria-current": "page" }}>
                  {name}
                  {to === "/invitations" && waiting > 0 && (
                    <>
                      {" "}
                      <span className="n">
                        {waiting}
                        <span className="vh"> waiting</span>
                      </span>
                    </>
                  )}
                </Link>
              </li>
            ))}
            {mailbox && (
              <li>
                <a href="/mailbox">Mailbox</a>
              </li>
            )}
          </ul>
        </nav>
        <div className="end">
          <ThemeSwitch />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

function Burger({ mailbox }: { mailbox: boolean }) {
  const navigate = useNavigate();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon burger" aria-label="Menu">
        <BurgerSign />
      </DropdownMenu.Trigger>
      <MenuBox align="start">
        {places.map(({ to, name }) => (
          <MenuItem key={to} onSelect={() => void navigate({ to })}>
            {name}
          </MenuItem>
        ))}
        {mailbox && <MenuItem onSelect={() => location.assign("/mailbox")}>Mailbox</MenuItem>}
      </MenuBox>
    </DropdownMenu.Root>
  );
}

function AccountMenu() {
  const { data: account } = useSuspenseQuery(accountQuery);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const signOut = useAct(() => send(endpoints.signOut, {}), {
    onDone: async () => {
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    },
  });
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="who">
        <span aria-hidden="true">{initialsOf(account.email)}</span>
        <span className="vh">Account of {account.email}</span>
      </DropdownMenu.Trigger>
      <MenuBox>
        <DropdownMenu.Label className="label-of">
          <AddressBreaks of={account.email} />
          <small>{account.username}</small>
        </DropdownMenu.Label>
        <MenuCut />
        <MenuItem onSelect={() => void navigate({ to: "/account" })}>Account</MenuItem>
        <MenuItem onSelect={() => signOut.start(undefined)}>Sign out</MenuItem>
      </MenuBox>
    </DropdownMenu.Root>
  );
}

/** Says from when the page is, once the server cannot be reached. */
function Offline() {
  const { reached, lastReachedAt } = useReachability();
  if (reached) return null;
  return (
    <div className="pt-4" role="status">
      <Note kind="move" className="mb-0" sign={<CrossedSign className="c-move" />}>
        You are offline.{lastReachedAt !== null && ` What you see is from ${clockTime(lastReachedAt)}.`}
      </Note>
    </div>
  );
}
