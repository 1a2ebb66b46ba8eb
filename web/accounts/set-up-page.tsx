import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Gate } from "../ui/gate.tsx";
import { SignUpForm } from "./sign-up-form.tsx";
import { t } from "../strings/accounts.ts";

/** The first account of an installation, from the link that the server printed. */
export function SetUpPage() {
  const [token] = useState(() => takeToken("setup"));
  const navigate = useNavigate();
  if (token === null) {
    return (
      <Gate name={t("setUp.name")} title={t("setUp.incompleteTitle")} state="shut">
        <p>{t("setUp.incomplete")}</p>
      </Gate>
    );
  }
  return (
    <Gate name={t("setUp.name")} title={t("setUp.title")} gap={130}>
      <p className="quiet">{t("setUp.about")}</p>
      <SignUpForm
        token={{ setup_token: token }}
        onSignedUp={() => {
          forgetToken("setup");
          void navigate({ to: "/databases" });
        }}
      />
    </Gate>
  );
}
