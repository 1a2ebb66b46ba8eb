import { Type, type Static, type TProperties, type TSchema, type TUnsafe } from "typebox";

/** A closed object: unknown fields are refused with their name, never dropped in silence. */
export const shape = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

/** One of these words. A plain `enum`, which serializes several times faster than a union of literals. */
export const oneOf = <const W extends string>(...words: W[]) => Type.Unsafe<W>({ type: "string", enum: words });

/** `type: ["string", "null"]` for the same reason; only what has no single type becomes a union. */
export const nullable = <S extends TSchema>(schema: S): TUnsafe<Static<S> | null> => {
  const { type } = schema as { type?: string };
  return (
    type === undefined ? Type.Union([schema, Type.Null()]) : Type.Unsafe({ ...schema, type: [type, "null"] })
  ) as TUnsafe<Static<S> | null>;
};

/** An instant, ISO 8601 with milliseconds and zone `Z`. */
export const Instant = Type.String({ format: "date-time" });

export const Id = Type.String({ format: "uuid" });

/** An e-mail address as it was typed; the server decides whether it is one (`422 invalid_email` says why not). */
export const Email = Type.String({ minLength: 1, maxLength: 400 });

/** What the caller may do with a record now, and for each `false` the reason in words. */
export const Can = Type.Record(Type.String(), Type.Boolean());
export const WhyNot = Type.Record(Type.String(), Type.String());

export const DatabaseParams = shape({ database: Type.String({ minLength: 1, maxLength: 100 }) });
export const CollaboratorParams = shape({
  database: Type.String({ minLength: 1, maxLength: 100 }),
  id: Type.String({ minLength: 1, maxLength: 100 }),
});

export const LeftoverParams = shape({
  ...CollaboratorParams.properties,
  item: Type.String({ pattern: "^[0-9]{1,6}$" }),
});

export const PageQuery = shape({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
});
