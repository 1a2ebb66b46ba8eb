import { endpoints, type Collaborator, type Database } from "@guestlist/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useAct } from "../act.ts";
import { codeOf, fieldErrorsOf, send, wordsOf } from "../api.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Choices, Field } from "../ui/field.tsx";
import { ErrorNote } from "../ui/note.tsx";
import { levelChoices } from "../access-levels.ts";
import { EndFields, type EndValues } from "./end-fields.tsx";
import { untilOf } from "./until.ts";
import { t } from "../strings/collaborators.ts";
import { t as ui } from "../strings/ui.ts";
import { name } from "../ui/marks.tsx";

interface Values extends EndValues {
  email: string;
  access: string;
}

interface AddDialogProps {
  database: Database;
  rows: readonly Collaborator[];
  onClose: () => void;
  onInvited: (of: Collaborator) => void;
  onResend: (of: Collaborator) => void;
}

export function AddDialog({ database, rows, onClose, onInvited, onResend }: AddDialogProps) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    // Where the database's owner kept its ownership, full access is refused; the server says why if it is chosen.
    defaultValues: {
      email: "",
      access: database.ownership === "kept" ? "read-write" : "full",
      ends: "never",
      date: "",
    },
  });
  const invite = useAct(
    async ({ email, access, ends, date }: Values) => {
      const until = untilOf(ends, date);
      const body = { email: email.trim(), access, ...(until === null ? {} : { until }) };
      return (await send(endpoints.inviteCollaborator, { params: { database: database.name }, body })).body
        .collaborator;
    },
    {
      onDone: async (collaborator) => {
        await queryClient.invalidateQueries({ queryKey: ["databases", database.name] });
        onInvited(collaborator);
        onClose();
      },
    },
  );
  const values = form.watch();
  const errors = errorsByField(invite.error);
  const already =
    codeOf(invite.error) === "already_invited"
      ? rows.find((row) => row.email.toLowerCase() === values.email.trim().toLowerCase())
      : undefined;
  return (
    <Dialog
      title={t("addDialog.title")}
      about={t.rich("addDialog.about", { database: database.name, name })}
      openerId="add-collaborator"
      onClose={onClose}
      onSubmit={() => void form.handleSubmit(invite.start)()}
      footer={
        <>
          <p className="lead">{t("addDialog.lasts")}</p>
          <Button onClick={onClose}>{ui("cancel")}</Button>
          <Button kind="first" type="submit" busy={invite.isPending}>
            {ui("confirm")}
          </Button>
        </>
      }
    >
      {invite.isError && errors.other !== undefined && (
        <div>
          <ErrorNote>
            {errors.other}
            {already?.can["resend"] === true && (
              <p className="mt-2">
                <Button
                  slim
                  onClick={() => {
                    onResend(already);
                    onClose();
                  }}
                >
                  {t("menu.resend")}
                </Button>
              </p>
            )}
          </ErrorNote>
        </div>
      )}
      <Field
        label={t("addDialog.email")}
        type="email"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...form.register("email")}
        error={errors.email}
      />
      <Choices legend={t("head.level")} choices={levelChoices()} {...form.register("access")} error={errors.access} />
      <EndFields register={form.register} ends={values.ends} error={errors.until} />
    </Dialog>
  );
}

const fieldOfCode: Record<string, "email" | "access" | "until"> = {
  invalid_email: "email",
  inviting_the_owner: "email",
  inviting_yourself: "email",
  already_collaborator: "email",
  being_revoked: "email",
  unknown_access_level: "access",
  full_needs_ownership_move: "access",
  more_than_own_access: "access",
  invalid_until: "until",
};

/** Each error stands at its field; what belongs to none stands above. */
function errorsByField(error: Error | null): Partial<Record<"email" | "access" | "until" | "other", string>> {
  if (error === null) return {};
  // It stands above, where it can offer the resend.
  if (codeOf(error) === "already_invited") return { other: wordsOf(error) };
  const field = fieldOfCode[codeOf(error) ?? ""];
  if (field !== undefined) return { [field]: wordsOf(error) };
  const known = fieldErrorsOf(error).filter(({ field: name }) => ["email", "access", "until"].includes(name));
  if (known.length > 0) return Object.fromEntries(known.map(({ field: name, message }) => [name, message]));
  return { other: wordsOf(error) };
}
