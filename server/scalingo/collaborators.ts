import { endpoints, type Collaborator } from "@guestlist/contract";
import { Refusal } from "../platform/refusal.ts";
import { appView, missingBelow, showDatabase } from "./database.ts";
import { everyPage } from "./every-page.ts";
import { created, nothing, objectIn, ok, serve, type Facade, type Said, type SignedIn } from "./facade.ts";
import { userIdOf } from "./user-id.ts";

/** The six calls on collaborators. */
export function collaboratorsRoutes(facade: Facade): void {
  serve(facade, "GET", "/v1/apps/:ref/collaborators", "app", list);
  serve(facade, "POST", "/v1/apps/:ref/collaborators", "app", add);
  serve(facade, "PATCH", "/v1/apps/:ref/collaborators/:id", "app", change);
  serve(facade, "DELETE", "/v1/apps/:ref/collaborators/:id", "app", remove);
  // A literal beside `/v1/apps/:ref`; the router takes the literal first.
  serve(facade, "GET", "/v1/apps/collaboration", "app", accept);
  serve(facade, "GET", "/v1/collaborators", "app", listAll);
}

async function list(asking: SignedIn): Promise<Said> {
  const ref = asking.params["ref"] ?? "";
  const [{ id, name }, rows] = await Promise.all([showDatabase(asking, ref), listRows(asking, ref)]);
  const people = rows.filter(({ status }) => status !== "owner");
  return ok({ collaborators: people.map((row) => collaboratorView(row, { id, name })) });
}

/** The owner among them, who has no place in Scalingo's list. */
export const listRows = ({ call }: SignedIn, database: string): Promise<Collaborator[]> =>
  everyPage(async (query) => {
    const { body } = await call(endpoints.listCollaborators, { params: { database }, query });
    return { items: body.collaborators, next: body.next_cursor };
  });

async function add(asking: SignedIn): Promise<Said> {
  const { ref } = asking.params;
  const { email, ...role } = objectIn(asking.body, "collaborator");
  const access = accessOf(role);
  const body = { email, ...(access !== undefined && { access }) };
  const [{ id, name }, invited] = await Promise.all([
    showDatabase(asking, ref),
    asking.call(endpoints.inviteCollaborator, { params: { database: ref }, body }),
  ]);
  return created({ collaborator: collaboratorView(invited.body.collaborator, { id, name }) });
}

/**
 * A missing `is_limited` is no wish for that role: it is not offered on databases. `access` is Guestlist's own word, for
 * whoever writes requests by hand.
 */
const accessOf = (role: Readonly<Record<string, unknown>>): unknown =>
  role["is_limited"] === true ? "limited" : role["access"];

async function change(asking: SignedIn): Promise<Said> {
  const params = { database: asking.params["ref"], id: asking.params["id"] };
  const access = accessOf(objectIn(asking.body, "collaborator"));
  const asked =
    access === undefined
      ? showChangeable(asking, params)
      : asking.call(endpoints.changeAccess, { params, body: { access } });
  const [{ id, name }, { status, body }] = await Promise.all([
    showDatabase(asking, params.database),
    asked.catch(missingBelow(asking, "collaborator")),
  ]);
  if (status === 202) throw new Refusal("database_not_ready", body.waiting);
  return ok({ collaborator: collaboratorView(body.collaborator, { id, name }) });
}

/** Nobody is limited here, so that "not limited" asks for what is so already, of those whose access one may change. */
async function showChangeable({ call }: SignedIn, params: Readonly<Record<string, unknown>>) {
  const shown = await call(endpoints.showCollaborator, { params });
  const { can, why_not: whyNot } = shown.body.collaborator;
  if (can["change_access"] !== true)
    throw new Refusal("not_permitted", whyNot["change_access"] ?? "This access cannot be changed.");
  return shown;
}

/** A 204 is said only of an access that has ended. Asking again asks how far it has come. */
async function remove(asking: SignedIn): Promise<Said> {
  const params = { database: asking.params["ref"], id: asking.params["id"] };
  const asked = asking.call(endpoints.revokeCollaborator, { params });
  const { status, body } = await asked.catch(missingBelow(asking, "collaborator"));
  if (status === 202) throw new Refusal("being_revoked", body.waiting);
  return nothing;
}

/** A GET that changes something: it takes no cookie, so that no page and no mail scanner can follow it for somebody. */
async function accept(asking: SignedIn): Promise<Said> {
  const { body } = await asking.call(endpoints.acceptInvitation, { body: { token: asking.query["token"] ?? "" } });
  return ok({ app: appView(await showDatabase(asking, body.database.id)) });
}

async function listAll(asking: SignedIn): Promise<Said> {
  const rows = await everyPage(async (query) => {
    const { body } = await asking.call(endpoints.listAllCollaborators, { query });
    return { items: body.collaborators, next: body.next_cursor };
  });
  return ok({ collaborators: rows.map(({ collaborator, database }) => collaboratorView(collaborator, database)) });
}

/** `invitation_link` is empty: no list of Guestlist's holds a secret. The link is in the mail. */
export function collaboratorView(row: Collaborator, database: { readonly id: string; readonly name: string }) {
  const pending = row.status === "pending";
  return {
    id: row.id,
    email: row.email,
    user_id: pending ? null : userIdOf(row),
    username: row.username ?? "n/a",
    tfa_status: pending ? null : false,
    status: row.status,
    is_limited: false,
    invitation_link: "",
    app_id: database.id,
    app_name: database.name,
    access: row.access,
  };
}
