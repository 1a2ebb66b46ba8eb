import type { Connection } from "@guestlist/contract";

export interface Snippet {
  readonly name: string;
  readonly text: string;
}

type Way = Pick<Connection, "host" | "port" | "dbname" | "login_name" | "sslmode" | "uri">;

/** How to connect with one's own login, without its password, for the usual programs. */
export function snippetsOf(way: Way): Snippet[] {
  const login = way.login_name ?? "";
  const uri = way.uri ?? uriOf(way, login);
  const options = `host=${way.host} port=${way.port} dbname=${way.dbname} user=${login} sslmode=${way.sslmode}`;
  return [
    { name: "psql", text: `psql "${options}"` },
    { name: "URI", text: uri },
    { name: "Node", text: nodeText(way, login) },
    { name: "Python", text: `psycopg.connect("${options}", password=os.environ["PGPASSWORD"])` },
    { name: "Go", text: `pgx.Connect(ctx, "${options} password="+os.Getenv("PGPASSWORD"))` },
    {
      name: "JDBC",
      text: `jdbc:postgresql://${way.host}:${way.port}/${encodeURIComponent(way.dbname)}?user=${encodeURIComponent(login)}&sslmode=${way.sslmode}`,
    },
  ];
}

const uriOf = (way: Way, login: string): string =>
  `postgresql://${encodeURIComponent(login)}@${way.host}:${way.port}/${encodeURIComponent(way.dbname)}?sslmode=${way.sslmode}`;

/** node-postgres has no word for "prefer", and takes TLS as an object. */
function nodeText({ host, port, dbname, sslmode }: Way, login: string): string {
  const ssl = sslmode === "disable" || sslmode === "prefer" ? "" : ", ssl: true";
  return `new pg.Client({ host: "${host}", port: ${port}, database: "${dbname}", user: "${login}", password: process.env.PGPASSWORD${ssl} })`;
}
