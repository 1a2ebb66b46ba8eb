import { Type } from "typebox";

export const Nothing = Type.Null();
export const oneDatabase = "/v1/databases/:database";
export const oneCollaborator = `${oneDatabase}/collaborators/:id` as const;
