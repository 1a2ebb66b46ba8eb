/** The names that notifiers use, which are not those of timelines. */
export const categories = [{ id: "collaborators", name: "Collaborators", position: 1 }] as const;

const type = (name: string, display_name: string, description: string) => ({
  id: name,
  category_id: categories[0].id,
  name,
  display_name,
  description,
});

export const types = [
  type("collaborator_invited", "Collaborator invited", "Somebody was invited"),
  type("collaborator_accepted", "Collaborator accepted", "Somebody accepted an invitation"),
  type("collaborator_removed", "Collaborator removed", "Somebody's access has ended"),
  type("collaborator_role_changed", "Collaborator role changed", "Somebody's access level was changed"),
] as const;
