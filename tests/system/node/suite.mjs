// The whole suite for tests in node: a private redis-server and the four real servers on free ports,
// with databases of their own in a temporary folder.
//
//   const suite = await Suite.start();
//   await suite.load('deploy/seed');
//   ... suite.addresses.status, suite.admins.status ...
//   await suite.stop();
//
// TIENDO_BIN is the folder of the binaries, TIENDO_SOURCE the root of the source tree.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client } from './client.mjs';

export const source = process.env.TIENDO_SOURCE ?? fileURLToPath(new URL('../../..', import.meta.url));
export const binaries = process.env.TIENDO_BIN ?? path.join(source, 'build/release/bin');
export const services = ['units', 'programs', 'supervision', 'status'];
// Longest wait for anything that a loaded machine should have done in a second.
const patienceMs = 60_000;

// The tests' environment without settings of the suite.
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TIENDO_')));
}

// A server process. It dies with the test, also when the test is killed.
class Server {
  constructor(name, command) {
    this.name = name;
    this.output = '';
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
    this.child.on('error', (error) => (this.output += `${error}\n`));
  }

  // Waits until standard output or error holds `text`.
  ready(text) {
    return new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${this.name} ${why}:\n${this.output}`));
      const timer = setTimeout(() => fail(`did not say "${text}" in time`), patienceMs);
      const look = (chunk) => {
        this.output += chunk;
        if (!this.output.includes(text)) return;
        clearTimeout(timer);
        resolve();
      };
      this.child.stdout.setEncoding('utf8').on('data', look);
      this.child.stderr.setEncoding('utf8').on('data', look);
      this.ended.then(() => {
        clearTimeout(timer);
        fail('ended');
      });
    });
  }

  // SIGTERM; SIGKILL when that does not help. Returns the exit code.
  async stop() {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}

export class Suite {
  // Starts everything; `redis: false` starts status without one.
  static async start({ redis = true } = {}) {
    const suite = new Suite();
    try {
      await suite.#start(redis);
    } catch (error) {
      await suite.stop();
      throw error;
    }
    return suite;
  }

  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tiendo-suite-'));
  addresses = {}; // host:port of the API, by service
  admins = {}; // host:port of the admin verbs
  #servers = new Map();

  async #start(redis) {
    const extra = { units: [], programs: [], supervision: [], status: ['--position-wait', '60s'] };
    if (redis) {
      const socket = path.join(this.folder, 'redis');
      const server = new Server('redis', [
        'redis-server', '--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no',
        '--dir', this.folder,
      ]);
      this.#servers.set('redis', server);
      await server.ready('ready to accept connections');
      const key = path.join(this.folder, 'cache-key');
      fs.writeFileSync(key, 'only for this test, 0123456789', { mode: 0o600 });
      extra.status.push('--redis', `unix:${socket}`, '--cache-key-file', key);
    }
    await this.#serve('units', extra.units);
    extra.programs.push('--units', this.addresses.units);
    extra.supervision.push('--units', this.addresses.units);
    await Promise.all([
      this.#serve('programs', extra.programs),
      this.#serve('supervision', extra.supervision),
    ]);
    for (const upstream of ['units', 'programs', 'supervision']) {
      extra.status.push(`--${upstream}`, this.addresses[upstream]);
    }
    await this.#serve('status', extra.status);
  }

  async #serve(service, flags) {
    const binary = path.join(binaries, `tiendo-${service}`);
    const database = ['--database', `sqlite:${path.join(this.folder, service)}.db`];
    const migrated = spawnSync(binary, ['migrate', ...database], { env: environment(), encoding: 'utf8' });
    assert.equal(migrated.status, 0, `tiendo-${service} migrate: ${migrated.error ?? migrated.stderr}`);
    const ports = path.join(this.folder, `${service}.ports`);
    const server = new Server(service, [
      binary, 'serve', ...database, '--listen', '127.0.0.1:0', '--admin-listen', '127.0.0.1:0',
      '--ports-file', ports, '--log-level', 'warning', ...flags,
    ]);
    this.#servers.set(service, server);
    await server.ready('ready public=');
    const port = Object.fromEntries(
      fs.readFileSync(ports, 'utf8').trim().split('\n').map((line) => line.split('=')),
    );
    this.addresses[service] = `127.0.0.1:${port.public}`;
    this.admins[service] = `127.0.0.1:${port.admin}`;
  }

  // Runs the command line client; {code, stdout, stderr}.
  tiendo(...args) {
    const flags = services.flatMap((service) => [
      `--${service}`, this.addresses[service], `--${service}-admin`, this.admins[service],
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

  // Waits until status has taken in everything that the other services have committed.
  async settle() {
    const reads = { units: 'ListUnits', programs: 'ListCategories', supervision: 'ListRequirements' };
    const positions = [];
    for (const [service, method] of Object.entries(reads)) {
      const { position } = await new Client(service, this.addresses[service]).call(method, { page_size: 1 });
      positions.push(position);
    }
    // Any question waits; that there is no such unit is said after the wait.
    const request = { scope: 'units/nobody', min_positions: positions };
    await assert.rejects(
      new Client('status', this.addresses.status).call('GetStatus', request, { deadlineMs: patienceMs }),
      { reason: 'SCOPE_NOT_FOUND' });
  }

  async stopRedis() {
    await this.#servers.get('redis').stop();
    this.#servers.delete('redis');
  }

  // Stops what runs, status first, and removes the folder. The exit codes of the four servers.
  async stop() {
    const codes = {};
    for (const name of [...services].reverse().concat('redis')) {
      const server = this.#servers.get(name);
      if (server) codes[name] = await server.stop();
    }
    fs.rmSync(this.folder, { recursive: true, force: true });
    return codes;
  }
}
