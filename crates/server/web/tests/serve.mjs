// Starts a server over the project's samples: `notula serve` where NOTULA names the command, with a store in a folder
// that is thrown away afterwards; else the rehearsal. A store that is there already is served with `notula serve`.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../../..");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

/** @returns {Promise<{ base: string, stop: () => void }>} */
export async function start(filled) {
  const folder = mkdtempSync(join(tmpdir(), "notula-pages-"));
  const notula = process.env.NOTULA && resolve(root, process.env.NOTULA);
  const store = filled ? resolve(root, filled) : join(folder, "notula.db");
  if (notula && !filled) execFileSync(notula, ["add", "--quiet", "--store", store, join(root, "samples")], { stdio: ["ignore", "ignore", "inherit"] });
  const server = notula
    ? spawn(notula, ["serve", "--store", store, "--listen", "127.0.0.1:0", "--rate", "0"], { stdio: ["ignore", "pipe", "inherit"] })
    : spawn(join(target, "debug/examples/rehearsal"), ["0"], { stdio: ["ignore", "pipe", "inherit"] });
  const base = await new Promise((found, failed) => {
    let said = "";
    server.stdout.on("data", (part) => {
      said += part;
      const address = /http:\/\/[\d.:]+/.exec(said);
      if (address) found(address[0]);
    });
    server.on("error", failed);
    server.on("exit", (code) => failed(new Error(`the server ended (${code}): ${said}`)));
  });
  return {
    base,
    stop: () => {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
