import defaults from './defaults.json';

export interface ServerAddress {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** From `TEST_POSTGRES_HOST`, `TEST_MYSQL_PORT` and so on, or the defaults. */
export function serverAddress(kind: keyof typeof defaults): ServerAddress {
  const setting = (name: keyof ServerAddress) =>
    process.env[`TEST_${kind}_${name}`.toUpperCase()] ?? defaults[kind][name];
  return {
    host: setting('host'),
    port: Number(setting('port')),
    user: setting('user'),
    password: setting('password'),
  };
}

/** Tells the playground to use a database of that server. */
export function environmentOf(
  kind: keyof typeof defaults,
  database: string,
): Record<string, string> {
  const { host, port, user, password } = serverAddress(kind);
  return {
    DATABASE_CLIENT: kind,
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: password,
    DATABASE_NAME: database,
  };
}
