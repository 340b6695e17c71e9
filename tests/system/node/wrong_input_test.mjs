// Wrong input, sent by a client in another language to the real servers: the documented code, exactly
// one ErrorInfo with the documented reason, and a BadRequest that names every field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Client } from './client.mjs';
import { services, Suite } from './suite.mjs';

const someDay = { year: 2022, month: 6, day: 30 };
const noDay = { year: 2022, month: 2, day: 30 };

let suite;
before(async () => {
  suite = await Suite.start();
  await suite.load('deploy/seed');
  await suite.load('deploy/cases/2022');
});
after(() => suite?.stop());

const call = (service, method, request, options) =>
  new Client(service, suite.addresses[service]).call(method, request, options);

// The call fails with `code` and `reason`, and names exactly `fields`.
async function refused(promise, code, reason, fields = []) {
  let error;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error, 'the call succeeded');
  const got = { code: error.code, reason: error.reason, fields: error.fields };
  assert.deepEqual(got, { code, reason, fields }, error.stack);
  assert.equal(error.infos.length, 1);
  assert.equal(error.infos[0].domain, 'tiendo');
  assert.ok(error.message.length > 0);
  for (const { field, description } of error.violations) assert.ok(description, `${field} has no description`);
  assert.equal(error.localized[0]?.locale, 'vi-VN');
}

const invalid = (promise, ...fields) => refused(promise, 'INVALID_ARGUMENT', 'INVALID_REQUEST', fields);

test('unknown and immutable fields in a mask', async () => {
  const unit = { name: 'units/so-ldtbxh', short_name: 'Sở' };
  const update = (paths) => call('units', 'UpdateUnit', { unit, update_mask: { paths } });
  await invalid(update(['short_name', 'nickname', 'side']), 'update_mask.paths[1]', 'update_mask.paths[2]');
  await invalid(update([]), 'update_mask');
});

test('impossible dates', async () => {
  await invalid(call('status', 'GetStatus', { scope: 'units/dang-bo-so', as_of: noDay }), 'as_of');
  await invalid(call('units', 'GetTree', { as_of: { year: 2022 } }), 'as_of');
  await invalid(
    call('units', 'CreateUnit', {
      unit_id: 'x',
      unit: { display_name: 'X', side: 'SIDE_PARTY', kind: 'KIND_GRASSROOTS_CELL', effective_from: noDay },
    }),
    'unit.effective_from');
});

test('all wrong fields at once', async () => {
  await invalid(
    call('units', 'CreateUnit', {
      unit_id: 'Đảng bộ',
      unit: { side: 'SIDE_PARTY', kind: 'KIND_FUND', parent: 'parent', effective_from: noDay },
      request_id: 'two words',
    }),
    'unit_id', 'unit.display_name', 'unit.parent', 'unit.kind', 'unit.effective_from', 'request_id');
  await invalid(
    call('status', 'BatchGetStatus', { requests: [{ scope: 'nowhere' }, { scope: 'units/a', year: 1812 }] }),
    'requests[0].scope', 'requests[1].year');
});

test('unknown units', async () => {
  const item = { title: 'Nội dung', leads: [{ unit: 'units/khong-co' }], coordinators: ['units/cung-khong'] };
  await refused(
    call('programs', 'CreateItem', { parent: 'programs/so-2022', item_id: 'moi', item }),
    'INVALID_ARGUMENT', 'REFERENCE_NOT_FOUND', ['item.leads[0].unit', 'item.coordinators[0]']);
  await refused(
    call('supervision', 'CreatePlan', { plan_id: 'moi', plan: { unit: 'units/khong-co', year: 2022 } }),
    'INVALID_ARGUMENT', 'REFERENCE_NOT_FOUND', ['plan.unit']);
  await refused(call('units', 'GetUnit', { name: 'units/khong-co' }), 'NOT_FOUND', 'RESOURCE_NOT_FOUND');
  await refused(call('status', 'GetStatus', { scope: 'units/khong-co' }), 'NOT_FOUND', 'SCOPE_NOT_FOUND');
  await refused(
    call('status', 'GetStatus', { scope: 'units/dang-bo-so', as_of: { ...someDay, year: 2010 } }),
    'FAILED_PRECONDITION', 'SCOPE_NOT_IN_FORCE');
});

test('cycle in the tree', async () => {
  await invalid(
    call('units', 'UpdateUnit', {
      unit: { name: 'units/dang-bo-so', parent: 'units/chi-bo-truc-thuoc-mau-01' },
      update_mask: { paths: ['parent'] },
    }),
    'unit.parent');
  const unit = (id, parent) => ({
    unit_id: id,
    unit: {
      display_name: id, side: 'SIDE_PARTY', kind: 'KIND_GRASSROOTS_CELL', parent, effective_from: someDay,
    },
  });
  await invalid(
    call('units', 'BatchCreateUnits', { requests: [unit('a', 'units/b'), unit('b', 'units/a')] }),
    'requests[0].unit.parent', 'requests[1].unit.parent');
});

test('page sizes and tokens', async () => {
  const { response } = await call('units', 'ListUnits', { page_size: 2 });
  const token = response.next_page_token;
  assert.ok(token);
  await invalid(call('units', 'ListUnits', { page_size: -1 }), 'page_size');
  await invalid(
    call('status', 'ListContributions', {
      query: { scope: 'units/dang-bo-so' }, category: 'categories/department', column: 'COLUMN_PLAN', page_size: -1,
    }),
    'page_size');
  const garbage = ['PAGE_TOKEN_INVALID', { page_token: 'no token' }];
  const otherFilter = ['PAGE_TOKEN_MISMATCH', { page_token: token, filter: 'side = PARTY' }];
  for (const [reason, request] of [garbage, otherFilter]) {
    await refused(call('units', 'ListUnits', request), 'INVALID_ARGUMENT', reason);
  }
  // A token of another service, and of another method of the same one.
  await refused(
    call('supervision', 'ListPlans', { page_token: token }), 'INVALID_ARGUMENT', 'PAGE_TOKEN_MISMATCH');
  const items = await call('programs', 'ListItems', { parent: 'programs/so-2022', page_size: 2 });
  await refused(
    call('programs', 'ListPrograms', { page_token: items.response.next_page_token }),
    'INVALID_ARGUMENT', 'PAGE_TOKEN_MISMATCH');
});

test('resume tokens and positions', async () => {
  const watch = (service, request) =>
    new Client(service, suite.addresses[service]).first('WatchChanges', request);
  const frame = await watch('units', { from_earliest: true });
  await refused(watch('units', { resume_token: 'no token' }), 'INVALID_ARGUMENT', 'RESUME_TOKEN_INVALID');
  await refused(
    watch('programs', { resume_token: frame.resume_token }), 'INVALID_ARGUMENT', 'RESUME_TOKEN_MISMATCH');
  await refused(
    watch('units', { resume_token: frame.resume_token, filter: 'side = PARTY' }),
    'INVALID_ARGUMENT', 'RESUME_TOKEN_MISMATCH');
  await refused(
    call('status', 'GetStatus', { scope: 'units/dang-bo-so', min_positions: ['no position'] }),
    'INVALID_ARGUMENT', 'POSITION_INVALID');
});

test('message above the limit', async () => {
  const names = Array.from({ length: 400_000 }, (_, i) => `units/unit-${i}`);
  await refused(call('units', 'BatchGetUnits', { names }), 'RESOURCE_EXHAUSTED', 'MESSAGE_TOO_LARGE');
});

test('text that is not UTF-8', async () => {
  const field = (number, bytes) => Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  const notUtf8 = Buffer.from([0x75, 0xff, 0xfe]);
  const bytes = field(1, notUtf8);
  await refused(call('units', 'GetUnit', null, { bytes }), 'INVALID_ARGUMENT', 'INVALID_REQUEST');
  await refused(call('programs', 'GetItem', null, { bytes }), 'INVALID_ARGUMENT', 'INVALID_REQUEST');
  await assert.rejects(call('status', 'GetStatus', null, { bytes }), { code: 'INVALID_ARGUMENT', reason: 'INVALID_REQUEST' });
  const update = Buffer.concat([field(1, field(2, notUtf8))]);
  await refused(call('units', 'UpdateUnit', null, { bytes: update }), 'INVALID_ARGUMENT', 'INVALID_REQUEST');
  await refused(
    call('units', 'GetUnit', null, { bytes: Buffer.from([0x0a, 0x7f]) }), 'INVALID_ARGUMENT', 'INVALID_REQUEST');
});

test('a result of tomorrow', async () => {
  // Two days: whatever the zone of this machine, that is after today in Asia/Ho_Chi_Minh.
  const later = new Date(Date.now() + 2 * 86_400_000);
  const result_date = { year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() };
  await invalid(
    call('programs', 'ReportCompletion', {
      name: 'programs/so-2022/items/noi-dung-19', lead: 'units/van-phong-so', result_date,
    }),
    'result_date');
});

test('a verb in the wrong state, a taken id, a stale etag, a reused request id', async () => {
  const done = { name: 'programs/so-2022/items/noi-dung-01', document: { number: '1' }, reason: 'r' };
  await refused(
    call('programs', 'WithdrawItem', { ...done, approval_date: { year: 2022, month: 12, day: 1 } }),
    'FAILED_PRECONDITION', 'ITEM_STATE');
  const category = { display_name: 'X', kind: 'KIND_ITEM' };
  await refused(
    call('programs', 'CreateCategory', { category_id: 'department', category }),
    'ALREADY_EXISTS', 'RESOURCE_EXISTS');
  const update = (etag, short_name, request_id) =>
    call('units', 'UpdateUnit', {
      unit: { name: 'units/so-ldtbxh', short_name, etag }, update_mask: { paths: ['short_name'] }, request_id,
    });
  await refused(update('"0"', 'Sở'), 'ABORTED', 'ETAG_MISMATCH');
  const first = await update('', 'Sở Lao động', 'request-1');
  const again = await update('', 'Sở Lao động', 'request-1');
  assert.deepEqual(again.response, first.response);
  await refused(update('', 'Sở khác', 'request-1'), 'INVALID_ARGUMENT', 'REQUEST_ID_REUSED');
});

test('redis stopped: every status read still succeeds', async () => {
  await suite.settle();
  const query = { scope: 'units/dang-bo-so', as_of: someDay };
  const question = { query, category: 'categories/department' };
  const reads = {
    GetStatus: query,
    BatchGetStatus: { requests: [query] },
    ListContributions: { ...question, column: 'COLUMN_OVERDUE_OPEN' },
    ReconcileFigures: { claims: [{ ...query, category: question.category, figure: '19/21' }] },
  };
  // What depends on the moment is left out.
  const figures = (answer) => JSON.stringify(answer, (key, value) => (key === 'freshness' ? undefined : value));
  const ask = async () => {
    const out = {};
    for (const [method, request] of Object.entries(reads)) {
      out[method] = figures((await call('status', method, request)).response);
    }
    out.WatchStatus = figures(await new Client('status', suite.addresses.status).first('WatchStatus', { query }));
    // Not in memory yet: each asks Redis.
    for (let day = 1; day <= 28; ++day) {
      const as_of = { year: 2022, month: 5, day };
      out[day] = figures((await call('status', 'GetStatus', { ...query, as_of, view: 'VIEW_FULL' })).response);
    }
    return out;
  };
  const before = await ask();
  assert.ok(before.GetStatus.includes('"18/19/21"'));
  await suite.stopRedis();
  assert.deepEqual(await ask(), before);
  // What was never asked before.
  const { response } = await call('status', 'GetStatus', { ...query, basis: 'BASIS_BASELINE' });
  assert.equal(response.categories[0].triple, '10/11/18');
  assert.deepEqual(response.freshness.unreachable, []);
  assert.equal(response.freshness.stale, false);
});

test('the suite stops in order', async () => {
  const good = Object.fromEntries(services.map((service) => [service, suite.replicas[service].map(() => 0)]));
  assert.deepEqual(await suite.stop(), good);
  suite = undefined;
});
