/** Whether PostgreSQL would take a text as a uuid: anything else is not asked for, since the cast would fail. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
