import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type LoadedConfig, loadConfig } from "../../src/config/config.ts";
import { tempDir } from "../helpers/temp.ts";

const SOURCE = `sources:\n  main-crm: { baseUrl: https://crm.example, token: '\${CRM_TOKEN}' }\nexports:\n  all: {}\n`;
const ENV = {
  CRM_TOKEN: "crm-secret",
  SFTP_PASSWORD: "sftp-secret",
  HOME: "/home/x",
  DATAMASTER_LOG__LEVEL: "warn",
};

function load(deliveries: string): Promise<LoadedConfig> {
  const folder = tempDir();
  const indented = deliveries.trim().replaceAll("\n", "\n  ");
  writeFileSync(join(folder, "datamaster.yaml"), `${SOURCE}deliveries:\n  ${indented}\n`);
  return loadConfig({}, folder, ENV);
}

it("reads deliveries, their secrets from variables", async () => {
  const { config, environment, warnings } = await load(
    `shelf: { preset: all, after: main-crm, to: { kind: sftp, host: h, user: u, password: '\${SFTP_PASSWORD}' } }`,
  );
  const [shelf] = config.deliveries;
  expect(shelf).toMatchObject({ name: "shelf", after: ["main-crm"], file: null, onlyNew: false });
  expect(JSON.stringify(shelf)).not.toContain("sftp-secret");
  expect(shelf?.to).toMatchObject({ kind: "sftp", port: 22, path: "." });
  expect(environment).toEqual({ HOME: "/home/x" });
  expect(warnings).toEqual([]);
});

it("warns of a secret that stands in the file", async () => {
  const { warnings } = await load(
    "shelf: { preset: all, to: { kind: sftp, host: h, user: u, password: secret } }",
  );
  expect(warnings.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^deliveries\.shelf\.to\.password is written in/),
  ]);
});

it.each([
  [
    "shelf: { preset: none, to: { kind: folder, path: x } }",
    /deliveries\.shelf\.preset .*no export is called none; known: all/,
  ],
  [
    "shelf: { preset: all, after: [other], to: { kind: folder, path: x } }",
    /shelf\.after .*no source is called other; known: main-crm/,
  ],
  [
    "shelf: { preset: all, to: { kind: floppy, path: x } }",
    /shelf\.to\.kind .*folder, sftp, s3, email or command/,
  ],
  [
    "shelf: { preset: all, to: { kind: folder, pat: x } }",
    /shelf\.to\.(?:pat .*did you mean path|path .*is missing)/s,
  ],
  ["shelf: { preset: all, file: a/b.csv, to: { kind: folder, path: x } }", /shelf\.file .*without a path/],
  ["shelf: { preset: all, file: '{day}.csv', to: { kind: folder, path: x } }", /shelf\.file = /],
  [`shelf: { preset: all, to: { kind: sftp, host: h, user: u, password: '\${NOPE}' } }`, /NOPE is not set/],
  [
    "shelf: { preset: all, to: { kind: sftp, host: h, user: u, hostKey: 'MD5:1' } }",
    /shelf\.to\.hostKey .*SHA256/,
  ],
  ["'a b': { preset: all, to: { kind: folder, path: x } }", /deliveries\.a b.*cannot be used/],
  ["shelf: { preset: all }", /deliveries\.shelf\.to.*is missing/],
])("refuses %s", async (deliveries, message) => {
  await expect(load(deliveries)).rejects.toThrow(message);
});
