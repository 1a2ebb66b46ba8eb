import { Link, useRouter } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { codeOf, isNotFound, OfflineError, wordsOf } from "./api.ts";
import { Button } from "./ui/button.tsx";
import { Gate } from "./ui/gate.tsx";
import { useReachability } from "./ui/reachability.ts";
import { useTitle } from "./ui/title.ts";
import { t } from "./strings/ui.ts";

/** Only seen when a page takes long. */
export function Loading() {
  return (
    <p className="quiet loading" role="status">
      {t("page.loading")}
    </p>
  );
}

/** Stands alone, with the door. */
export const NotFoundGate = () => <NotFoundWords around={asGate} />;
/** Stands inside the frame. */
export const NotFoundInside = () => <NotFoundWords around={asSection} />;
export const WentWrongGate = ({ error }: { error: unknown }) => <WrongWords error={error} around={asGate} />;
export const WentWrongInside = ({ error }: { error: unknown }) => <WrongWords error={error} around={asSection} />;

type Around = (name: string, title: string, children: ReactNode) => ReactNode;

const asGate: Around = (name, title, children) => (
  <Gate name={name} title={title} state="shut">
    {children}
  </Gate>
);
const asSection: Around = (name, title, children) => (
  <Section name={name} title={title}>
    {children}
  </Section>
);

function Section({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  useTitle(name);
  return (
    <div className="subject">
      <h1>{title}</h1>
      <div className="stack">{children}</div>
    </div>
  );
}

function NotFoundWords({ around }: { around: Around }) {
  return around(
    t("page.notFoundName"),
    t("page.notFoundTitle"),
    <>
      <p>{t("page.notFound")}</p>
      <p>
        <Link className="btn first" to="/databases">
          {t("page.toDatabases")}
        </Link>
      </p>
    </>,
  );
}

function WrongWords({ error, around }: { error: unknown; around: Around }) {
  const router = useRouter();
  useRetryOnceReached(error);
  if (isNotFound(error) && codeOf(error) !== "database_renamed") return <NotFoundWords around={around} />;
  return around(
    t("page.notLoadedName"),
    t("page.notLoadedTitle"),
    <>
      <p>{wordsOf(error)}</p>
      <p>
        <Button kind="first" onClick={() => void router.invalidate()}>
          {t("tryAgain")}
        </Button>
      </p>
    </>,
  );
}

/** What could not be loaded for want of the server is loaded as soon as it is reached. */
function useRetryOnceReached(error: unknown): void {
  const router = useRouter();
  const { reached } = useReachability();
  const isOffline = error instanceof OfflineError;
  useEffect(() => {
    if (isOffline && reached) void router.invalidate();
  }, [isOffline, reached, router]);
}
