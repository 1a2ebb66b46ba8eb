import type { UseFormRegister } from "react-hook-form";
import { Field, SelectField } from "../ui/field.tsx";
import { endChoices, type EndChoice } from "./until.ts";
import { t } from "../strings/collaborators.ts";

export interface EndValues {
  ends: EndChoice;
  date: string;
}

interface EndFieldsProps {
  register: UseFormRegister<EndValues>;
  ends: EndChoice;
  error?: string | undefined;
}

/** "Access ends": a span or a day. */
export function EndFields({ register, ends, error }: EndFieldsProps) {
  return (
    <div className="grid gap-3">
      <SelectField label={t("ends.label")} {...register("ends")}>
        {endChoices().map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.name}
          </option>
        ))}
      </SelectField>
      {ends === "date" && <Field label={t("ends.lastDay")} type="date" {...register("date")} error={error} />}
      {ends !== "date" && error !== undefined && <p className="hint error">{error}</p>}
    </div>
  );
}
