import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { forgetToken, takeToken } from "../fragment-token.ts";
import { Gate } from "../ui/gate.tsx";
import { SignUpForm } from "./sign-up-form.tsx";

/** The first account of an installation, from the link that the server printed. */
export function SetUpPage() {
  const [token] = useState(() => takeToken("setup"));
  const navigate = useNavigate();
  if (token === null) {
    return (
      <Gate name="Set up" title="Open the whole link" state="shut">
        <p>The set-up link that the server printed ends with a long word after a #. It is missing here.</p>
      </Gate>
    );
  }
  return (
    <Gate name="Set up" title="Make the first account" gap={130}>
      <p className="quiet">Everybody after you is invited. This link works once.</p>
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
