import { describe, expect, test } from "vitest";
import { readAddress } from "../../../src/store/postgres/address.ts";

describe("the address of a PostgreSQL database", () => {
  test("names server, user, database and schema", () => {
    expect(readAddress("postgres://olga:p%40ss@127.0.0.1:6432/crm?schema=sales")).toEqual({
      shown: "postgres://olga@127.0.0.1:6432/crm?schema=sales",
      host: "127.0.0.1",
      port: 6432,
      user: "olga",
      password: "p@ss",
      database: "crm",
      schema: "sales",
      tls: null,
    });
  });

  test("may name a socket's folder", () => {
    const plain = { port: null, password: null, schema: "datamaster", tls: null };
    expect(readAddress("postgres://olga@/crm?host=/run/postgresql")).toMatchObject({
      ...plain,
      host: "/run/postgresql",
      user: "olga",
      database: "crm",
    });
    expect(readAddress("postgresql:///crm")).toMatchObject({
      ...plain,
      host: "localhost",
      user: null,
      database: "crm",
    });
  });

  test.each(["db.example.com", "10.0.0.5", "localhost.example.com", "[2001:db8::1]"])(
    "of another machine (%s) is reached with a certificate that is checked, or not at all",
    (host) => {
      const base = `postgres://olga@${host}/crm`;
      expect(readAddress(base).tls).toEqual({ rootCert: null, cert: null, key: null });
      expect(readAddress(`${base}?sslrootcert=/ca.pem`).tls).toMatchObject({ rootCert: "/ca.pem" });
      for (const mode of ["disable", "allow", "prefer", "require", "verify-ca"])
        expect(() => readAddress(`${base}?sslmode=${mode}`)).toThrow(
          expect.objectContaining({ code: "USAGE" }),
        );
    },
  );

  test.each(["localhost", "127.0.0.1", "[::1]"])("of this machine (%s) may be plain", (host) => {
    expect(readAddress(`postgres://olga@${host}/crm`).tls).toBeNull();
    expect(readAddress(`postgres://olga@${host}/crm?sslmode=disable`).tls).toBeNull();
    expect(readAddress(`postgres://olga@${host}/crm?sslmode=verify-full`).tls).not.toBeNull();
  });

  test.each([
    "postgres://olga:hunter2@host:port/crm",
    "postgres://olga:hunter2@127.0.0.1/crm?shema=x",
    "postgres://olga:hunter2@127.0.0.1/crm?schema=public",
    "postgres://olga:hunter2@127.0.0.1/crm?schema=a;drop",
    "postgres://olga:hunt/er2@127.0.0.1/crm",
  ])("that cannot be read is told without its password: %s", (store) => {
    const failure = (() => {
      try {
        return readAddress(store);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toMatchObject({ code: "USAGE" });
    expect(String(failure)).not.toMatch(/hunt|er2/);
  });
});
