// The calls of README.md and the commands of README.vi.md do what is said there. The grpcurl lines are
// read out of the README and run with buf, which speaks the same protocol and comes from npm;
// grpcurl is not in Debian.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { services, source, Suite } from './suite.mjs';

const buf = path.join(source, 'tests/tools/node_modules/.bin/buf');
const deadlineExceeded = 4 * 8; // buf's exit code is eight times the gRPC code

// What the answer to each line must hold, by method, in the order of the lines.
const expected = {
  'UnitService/GetTree': ['"units/dang-bo-so"', '"units/chi-bo-mau-01"', '"units/so-ldtbxh"', '"led": true'],
  'UnitService/ListUnits': ['KIND_GRASSROOTS_CELL', '"nextPageToken"', '"resumeToken"'],
  'ProgramService/GetItem': ['"Nội dung mẫu 18"', 'STATE_COMPLETED', '"resultDate"'],
  'StatusService/GetStatus': [
    '"10/10/18"', '"18/19/21"', '"100%"', '"55,55%"', '"94,73%"', '"85,71%"',
    'đã thực hiện 10/10/18 (đạt 100% so với 6 tháng và đạt 55,55% kế hoạch năm), còn 8 nội dung',
    'trong đó 1 nội dung hoàn thành trước hạn, 2 nội dung quá hạn',
  ],
  'StatusService/BatchGetStatus': ['"18/19/21"', '"19/19/21"', 'còn 2 nội dung'],
  'StatusService/ListContributions': [
    'programs/so-2022/items/noi-dung-18', 'programs/so-2022/items/noi-dung-19', '"totalSize": 2', 'quá hạn',
  ],
  'StatusService/ReconcileFigures': [
    '"actual": "18/19/21"', '"trueOn"', 'programs/so-2022/items/noi-dung-18', 'COLUMN_DUE_TO_DATE',
  ],
  'SupervisionService/ListLatePlans': [
    'units/chi-bo-mau-01', 'units/chi-bo-mau-04', '"issuedLate": 3', '"notIssued": 1', '"required": 20',
  ],
  'ProgramService/WatchChanges': ['PHASE_SNAPSHOT', 'PHASE_SNAPSHOT_END', '"programs/so-2022"', '"resumeToken"'],
  'AdminService/GetServerInfo': [
    'tiendo.status.v1.StatusService', '"connected": true', '"ready": true', 'tiendo.supervision.v1.SupervisionService',
  ],
  'Health/Check': ['SERVING'],
};

// Words of a shell line: quotes as the README uses them.
function words(line) {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]);
}

// A grpcurl line as {method, address, data, maxTime, importPath, proto}.
function parse(line) {
  const [program, ...rest] = words(line);
  assert.equal(program, 'grpcurl');
  const call = { data: '{}' };
  const flags = { '-d': 'data', '-max-time': 'maxTime', '-import-path': 'importPath', '-proto': 'proto' };
  while (rest[0]?.startsWith('-')) {
    const flag = rest.shift();
    if (flag === '-plaintext') continue;
    assert.ok(flags[flag], `${flag} is not translated`);
    call[flags[flag]] = rest.shift();
  }
  [call.address, call.method] = rest;
  return call;
}

const readme = fs.readFileSync(path.join(source, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map((m) => m[1].trim().split('\n'));
const lines = blocks.flat();

let suite;
before(async () => {
  suite = await Suite.start();
  await suite.load('deploy/seed');
  await suite.load('deploy/cases/2022');
});
after(() => suite?.stop());

// localhost:7101 … 7104 and 7201 … 7204 of the README as the addresses of every replica of this run.
function addressesOf(documented) {
  const [host, port] = documented.split(':');
  assert.equal(host, 'localhost');
  const service = services[(Number(port) % 100) - 1];
  return suite.replicas[service].map((replica) => (Number(port) < 7200 ? replica.api : replica.admin));
}

// The call at one of addressesOf(call.address).
function run(call, address) {
  const args = ['curl', '--protocol', 'grpc', '--http2-prior-knowledge', '--data', call.data];
  if (call.maxTime) args.push('--timeout', `${call.maxTime}s`);
  if (call.proto) {
    // Alone: the rest of the import path is not what buf can build.
    const schema = path.join(suite.folder, 'schema');
    fs.mkdirSync(path.dirname(path.join(schema, call.proto)), { recursive: true });
    fs.copyFileSync(path.join(call.importPath, call.proto), path.join(schema, call.proto));
    args.push('--schema', schema);
  }
  args.push(`http://${address}/${call.method}`);
  return spawnSync(buf, args, { encoding: 'utf8' });
}

test('the first block has ten lines', () => assert.equal(blocks[0].length, 10));

test('every line has an expectation, and the other way round', () => {
  const methods = lines.map((line) => parse(line).method.split('.').at(-1));
  assert.deepEqual(methods.sort(), Object.keys(expected).sort());
});

for (const line of lines) {
  const call = parse(line);
  const method = call.method.split('.').at(-1);
  test(method, () => {
    for (const address of addressesOf(call.address)) {
      const { status, stdout, stderr } = run(call, address);
      // A watch ends by its time only.
      assert.equal(status, call.maxTime ? deadlineExceeded : 0, `${line}\n${stdout}${stderr}`);
      for (const text of expected[method] ?? []) {
        assert.ok(stdout.includes(text), `${line}\nno ${text} in\n${stdout}`);
      }
    }
  });
}

test('since when 19/21 is true', () => {
  const call = parse(lines.find((line) => line.includes('ReconcileFigures')));
  for (const address of addressesOf(call.address)) {
    const [reconciliation] = JSON.parse(run(call, address).stdout).reconciliations;
    assert.ok(!reconciliation.agrees);
    assert.deepEqual(reconciliation.trueOn[0].first, { year: 2022, month: 7, day: 8 });
    assert.deepEqual(reconciliation.differences.map((difference) => difference.item.item), [
      'programs/so-2022/items/noi-dung-18',
    ]);
  }
});

const vietnamese = fs.readFileSync(path.join(source, 'README.vi.md'), 'utf8');
const commands = vietnamese.split('\n').filter((line) => line.startsWith('build/release/bin/tiendo '));

test('README.vi.md has commands', () => assert.ok(commands.length >= 4));

for (const command of commands) {
  test(command, () => {
    const { code, stdout, stderr } = suite.tiendo(...words(command).slice(1));
    assert.equal(code, 0, stdout + stderr);
    assert.ok(stdout.length > 0);
  });
}
