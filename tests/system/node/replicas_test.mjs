// Three replicas of each service on one PostgreSQL and one Redis are one service: what one of them has
// acknowledged, handed out or said, the others know, and the loss of one is not noticed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Client } from './client.mjs';
import { services, Suite } from './suite.mjs';

const scope = 'units/dang-bo-so';
const someDay = { year: 2022, month: 6, day: 30 };
const question = { query: { scope, as_of: someDay }, category: 'categories/department', column: 'COLUMN_PLAN' };

let suite;
before(async () => {
  suite = await Suite.start({ replicas: 3 });
  await suite.load('deploy/seed');
  await suite.load('deploy/cases/2022');
});
after(() => suite?.stop());

// At one replica; the count goes on from the last to the first.
const at = (service, i) => {
  const all = suite.replicas[service];
  return new Client(service, all[i % all.length].api);
};
const unit = {
  display_name: 'Chi bộ mẫu', side: 'SIDE_PARTY', kind: 'KIND_GRASSROOTS_CELL', parent: scope, effective_from: someDay,
};
// Without what depends on the moment.
const figures = (answer) => JSON.stringify(answer, (key, value) => (key === 'freshness' ? undefined : value));

test('clients that are given all addresses come to every replica', async () => {
  const reads = { units: 'ListUnits', programs: 'ListCategories', supervision: 'ListRequirements', status: 'GetStatus' };
  for (const service of services) {
    const peers = new Set();
    for (let i = 0; i < 3; ++i) {
      const request = service === 'status' ? { scope } : {};
      peers.add((await new Client(service, suite.addresses[service]).call(reads[service], request)).peer);
    }
    assert.deepEqual([...peers].sort(), suite.replicas[service].map(({ api }) => api).sort());
  }
});

test('a write at one replica is read, repeated and built upon at the others', async () => {
  for (let i = 0; i < 3; ++i) {
    const request = { unit_id: `ban-sao-${i}`, unit, request_id: `ban-sao-${i}` };
    const { response: created } = await at('units', i).call('CreateUnit', request);
    for (let other = i + 1; other < i + 3; ++other) {
      const read = await at('units', other).call('GetUnit', { name: created.name });
      assert.deepEqual(read.response, created);
      const repeated = await at('units', other).call('CreateUnit', request);
      assert.deepEqual(repeated.response, created);
    }
    const update = (short_name) => ({
      unit: { name: created.name, short_name, etag: created.etag }, update_mask: { paths: ['short_name'] },
    });
    await at('units', i + 1).call('UpdateUnit', update('một'));
    await assert.rejects(at('units', i + 2).call('UpdateUnit', update('hai')), { reason: 'ETAG_MISMATCH' });
    // Known to another service as soon as it is acknowledged.
    const program = { title: 'Chương trình mẫu', years: [2022], category: 'categories/department', owner: created.name };
    await at('programs', i).call('CreateProgram', { program_id: `ban-sao-${i}`, program });
  }
});

test('pages are turned at another replica each', async () => {
  const pages = async (service, method, field, request, replicaOf) => {
    const rows = [];
    let page_token = '';
    let page = 0;
    do {
      const { response } = await at(service, replicaOf(page++)).call(method, { ...request, page_size: 4, page_token });
      rows.push(...response[field]);
      page_token = response.next_page_token;
    } while (page_token);
    assert.ok(page > 3, `${method} has ${page} pages`);
    return rows;
  };
  await suite.settle();
  for (const list of [
    ['units', 'ListUnits', 'units', {}],
    ['programs', 'ListItems', 'items', { parent: 'programs/so-2022' }],
    ['supervision', 'ListPlans', 'plans', {}],
    ['status', 'ListContributions', 'contributions', question],
  ]) {
    assert.deepEqual(await pages(...list, (page) => page), await pages(...list, () => 0));
  }
});

test('a watch goes on at another replica', async () => {
  for (const service of ['units', 'programs', 'supervision']) {
    let frame = await at(service, 0).first('WatchChanges', { from_earliest: true });
    for (let i = 1; i < 3; ++i) {
      const next = await at(service, i).first('WatchChanges', { resume_token: frame.resume_token });
      assert.equal(Number(next.changes[0].revision), Number(frame.changes.at(-1).revision) + 1);
      frame = next;
    }
  }
});

test('every replica of status includes what a caller has seen, and says the same', async () => {
  const ask = async (min_positions) => {
    const answers = [];
    for (let i = 0; i < 3; ++i) {
      const { response } = await at('status', i).call('GetStatus', { ...question.query, min_positions });
      answers.push(figures(response));
    }
    assert.deepEqual(answers, Array(3).fill(answers[0]));
    return answers[0];
  };
  await suite.settle();
  assert.ok((await ask([])).includes('"18/19/21"'));
  const { position } = await at('programs', 1).call('ReportCompletion', {
    name: 'programs/so-2022/items/noi-dung-19', lead: 'units/don-vi-mau-05', document: { number: 'MẪU-999/BC' },
    result_date: { ...someDay, day: 29 },
  });
  assert.ok((await ask([position])).includes('"19/19/21"'));
});

test('one replica of each service is killed', async () => {
  await suite.settle();
  const shown = () => {
    const { code, stdout, stderr } = suite.tiendo('status', '--as-of', '2022-06-30');
    assert.equal(code, 0, stdout + stderr);
    return stdout.split('Nguồn:')[0];
  };
  const before = shown();
  for (const service of services) await suite.killReplica(service);
  for (let i = 0; i < 3; ++i) assert.equal(shown(), before);
  // Written at what is left, followed by all that is left, from wherever they followed before.
  const written = suite.tiendo(
    'plan', 'issue', 'plans/2022-chi-bo-mau-04', '--date', '2022-06-28', '--document', 'MẪU-19/CTr-KTGS', '--yes');
  assert.equal(written.code, 0, written.stdout + written.stderr);
  await suite.settle();
  assert.ok(before.includes('chậm ban hành 3, chưa ban hành 1'));
  assert.ok(shown().includes('chậm ban hành 4, chưa ban hành 0'));
});
