// The whole suite for tests in node: a private redis-server and the real servers on free ports, with
// databases of their own in temporary folders.
//
//   const suite = await Suite.start();
//   await suite.load('deploy/seed');
//   ... suite.addresses.status, suite.replicas.status[0].admin ...
//   await suite.stop();
//
// One server of each service on SQLite; with TIENDO_SUITE_REPLICAS=3 three of each on one PostgreSQL.
// TIENDO_BIN is the folder of the binaries, TIENDO_SOURCE the root of the source tree.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client } from './client.mjs';
import { environment, patienceMs, Postgres, runToEnd, Server, startRedis } from './processes.mjs';

export const source = process.env.TIENDO_SOURCE ?? fileURLToPath(new URL('../../..', import.meta.url));
export const binaries = process.env.TIENDO_BIN ?? path.join(source, 'build/release/bin');
export const services = ['units', 'programs', 'supervision', 'status'];
const wantedReplicas = Number(process.env.TIENDO_SUITE_REPLICAS ?? 1);

export class Suite {
  // Starts everything. `replicas`: servers of each service; `postgres`: units, programs and supervision
  // keep their databases there, which several replicas need; `redis: false` starts status without one.
  static async start({ replicas = wantedReplicas, postgres = replicas > 1, redis = true } = {}) {
    assert.ok(Number.isInteger(replicas) && replicas > 0, 'TIENDO_SUITE_REPLICAS is no number of replicas');
    assert.ok(postgres || replicas === 1, 'SQLite has one server');
    const suite = new Suite();
    try {
      await suite.#start(replicas, postgres, redis);
    } catch (error) {
      await suite.stop();
      throw error;
    }
    return suite;
  }

  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tiendo-suite-'));
  addresses = {}; // gRPC target of the API by service, all replicas in it
  replicas = {}; // by service: {api, admin} of each replica, as host:port
  #servers = Object.fromEntries(services.map((service) => [service, []]));
  #postgres;
  #redis;

  async #start(replicas, postgres, redis) {
    if (postgres) this.#postgres = await Postgres.start();
    const statusFlags = ['--position-wait', '60s'];
    if (redis) {
      const { server, url } = await startRedis(this.folder);
      this.#redis = server;
      const key = path.join(this.folder, 'cache-key');
      fs.writeFileSync(key, 'only for this test, 0123456789', { mode: 0o600 });
      statusFlags.push('--redis', url, '--cache-key-file', key);
    }
    const follows = (...upstream) => upstream.flatMap((service) => [`--${service}`, this.addresses[service]]);
    await this.#serve('units', replicas, []);
    await Promise.all([
      this.#serve('programs', replicas, follows('units')),
      this.#serve('supervision', replicas, follows('units')),
    ]);
    await this.#serve('status', replicas, [...statusFlags, ...follows('units', 'programs', 'supervision')]);
  }

  // The URL of each replica's database: one for all, but a replica of status has its copies for itself,
  // in a file on both engines, as it does in deploy/kustomize.
  #databases(service, replicas) {
    const file = (name) => `sqlite:${path.join(this.folder, name)}.db`;
    const each = (database) => Array.from({ length: replicas }, (_, i) => database(i));
    if (service === 'status') return each((i) => file(`status-${i}`));
    const shared = this.#postgres ? this.#postgres.newDatabase(service) : file(service);
    return each(() => shared);
  }

  async #serve(service, replicas, flags) {
    const binary = path.join(binaries, `tiendo-${service}`);
    const databases = this.#databases(service, replicas);
    for (const database of new Set(databases)) runToEnd([binary, 'migrate', '--database', database]);
    const servers = this.#servers[service];
    this.replicas[service] = await Promise.all(databases.map(async (database, i) => {
      const ports = path.join(this.folder, `${service}-${i}.ports`);
      const server = new Server(`${service} ${i}`, [
        binary, 'serve', '--database', database, '--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0',
        '--ports-file', ports, '--log-level', 'warning', ...flags,
      ]);
      servers[i] = server;
      await server.ready('ready public=');
      const port = Object.fromEntries(
        fs.readFileSync(ports, 'utf8').trim().split('\n').map((line) => line.split('=')),
      );
      return { api: `127.0.0.1:${port.public}`, admin: `127.0.0.1:${port.admin}` };
    }));
    const all = this.replicas[service].map(({ api }) => api);
    this.addresses[service] = all.length === 1 ? all[0] : `ipv4:${all.join(',')}`;
  }

  // Runs the command line client; {code, stdout, stderr}.
  tiendo(...args) {
    const flags = services.flatMap((service) => [
      `--${service}`, this.addresses[service], `--${service}-admin`, this.replicas[service][0].admin,
    ]);
    // In the source tree, as the documents say it: they name files of it.
    const run = spawnSync(path.join(path.resolve(binaries), 'tiendo'), [...args, ...flags], {
      cwd: source,
      env: environment(),
      encoding: 'utf8',
    });
    return { code: run.status, stdout: run.stdout, stderr: `${run.error ?? ''}${run.stderr}` };
  }

  // Imports a folder of the source tree and waits until status has taken it in.
  async load(folder) {
    const run = this.tiendo('import', path.join(source, folder));
    assert.equal(run.code, 0, `tiendo import: ${run.stdout}${run.stderr}`);
    await this.settle();
  }

  // Waits until every replica of status has taken in everything that the other services have committed.
  async settle() {
    const reads = { units: 'ListUnits', programs: 'ListCategories', supervision: 'ListRequirements' };
    const positions = [];
    for (const [service, method] of Object.entries(reads)) {
      const { position } = await new Client(service, this.addresses[service]).call(method, { page_size: 1 });
      positions.push(position);
    }
    // Any question waits; that there is no such unit is said after the wait.
    const request = { scope: 'units/nobody', min_positions: positions };
    for (const { api } of this.replicas.status) {
      await assert.rejects(
        new Client('status', api).call('GetStatus', request, { deadlineMs: patienceMs }),
        { reason: 'SCOPE_NOT_FOUND' });
    }
  }

  async stopRedis() {
    await this.#redis.stop();
    this.#redis = undefined;
  }

  // Ends the last replica of a service without warning. `addresses` still names it.
  async killReplica(service) {
    this.replicas[service].pop();
    await this.#servers[service].pop().stop('SIGKILL');
  }

  // Stops what runs, status first, and removes the folders. The exit codes of the servers, by service.
  async stop() {
    const codes = {};
    for (const service of [...services].reverse()) {
      codes[service] = await Promise.all(this.#servers[service].map((server) => server.stop()));
    }
    await this.#redis?.stop();
    await this.#postgres?.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
    return codes;
  }
}
