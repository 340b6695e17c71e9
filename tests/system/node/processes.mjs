// Processes that tests in node start: servers of the suite, redis-server, PostgreSQL.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// Longest wait for anything that a loaded machine should have done in a second.
export const patienceMs = 60_000;

// The tests' environment without settings of the suite.
export function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TIENDO_')));
}

// Runs a command to its end, which has to be good.
export function runToEnd([program, ...args], options = {}) {
  const run = spawnSync(program, args, { env: environment(), encoding: 'utf8', ...options });
  assert.equal(run.status, 0, `${path.basename(program)} ${args[0]}: ${run.error ?? ''}${run.stdout}${run.stderr}`);
}

// A process that goes on. It dies with the test, also when the test is killed.
export class Server {
  // `privileges`: flags of setpriv; `options`: those of spawn.
  constructor(name, command, { privileges = [], ...options } = {}) {
    this.name = name;
    this.output = '';
    this.child = spawn('setpriv', ['--pdeathsig', 'KILL', ...privileges, ...command], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
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

  // `signal`; SIGKILL when that does not help. Returns the exit code.
  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}

// A redis-server on a unix socket in `folder`.
export async function startRedis(folder) {
  const socket = path.join(folder, 'redis');
  const server = new Server('redis', [
    'redis-server', '--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder,
  ]);
  await server.ready('ready to accept connections');
  return { server, url: `unix:${socket}` };
}

// A PostgreSQL on a unix socket in a folder of its own; settings as in tests/support/postgres_server.cc.
export class Postgres {
  static async start() {
    const postgres = new Postgres();
    try {
      await postgres.#start();
    } catch (error) {
      await postgres.stop();
      throw error;
    }
    return postgres;
  }

  #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tiendo-postgres-'));
  #bin;
  #privileges = [];
  #server;

  async #start() {
    const versions = '/usr/lib/postgresql';
    const installed = fs.existsSync(versions) ? fs.readdirSync(versions) : [];
    const usable = installed.filter((version) => fs.existsSync(path.join(versions, version, 'bin/postgres')));
    const newest = usable.sort((a, b) => Number(a) - Number(b)).at(-1);
    assert.ok(newest, `no ${versions}/*/bin: install postgresql`);
    this.#bin = path.join(versions, newest, 'bin');
    if (process.geteuid() === 0) {
      // The server refuses to run as root.
      this.#privileges = ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups'];
      runToEnd(['chown', 'postgres:postgres', this.#folder]);
    }
    const data = path.join(this.#folder, 'data');
    const initdb = [
      path.join(this.#bin, 'initdb'), `--pgdata=${data}`, '--username=tiendo', '--auth=trust', '--encoding=UTF8',
      '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=vi', '--no-sync', '--no-instructions',
    ];
    const inFolder = { cwd: this.#folder };
    runToEnd(this.#privileges.length > 0 ? ['setpriv', ...this.#privileges, ...initdb] : initdb, inFolder);
    // Tests ask whether the program is right, not whether the disk is: no fsync.
    const settings = [
      'listen_addresses=', 'fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=32MB',
      'log_min_messages=warning', 'unix_socket_permissions=0700',
    ];
    this.#server = new Server(
      'postgres',
      [path.join(this.#bin, 'postgres'), '-D', data, '-k', this.#folder, ...settings.flatMap((s) => ['-c', s])],
      { privileges: this.#privileges, ...inFolder });
    await this.#server.ready('database system is ready to accept connections');
  }

  // URL of a new, empty database.
  newDatabase(name) {
    runToEnd([path.join(this.#bin, 'createdb'), '--host', this.#folder, '--username', 'tiendo', name]);
    return `postgresql:host=${this.#folder} user=tiendo dbname=${name}`;
  }

  // Ends its sessions too.
  async stop() {
    await this.#server?.stop('SIGINT');
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
