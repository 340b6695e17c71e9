// What the documents say of the programs and of each other: the tables of settings in README.md are
// those of --help, and every link leads to something.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { binaries, services, source } from './suite.mjs';

// "programs and supervision" -> [{name, environment, default}], by heading of the section.
function tables() {
  const readme = fs.readFileSync(path.join(source, 'README.md'), 'utf8');
  const section = readme.split('\n## Configuration\n')[1].split('\n## ')[0];
  const out = {};
  for (const part of section.split('\n### ').slice(1)) {
    const rows = part.split('\n').filter((line) => line.startsWith('| `'));
    out[part.split('\n')[0]] = rows.map((row) => {
      const [name, environment, value] = row.split('|').slice(1, 4).map((cell) => cell.trim().replaceAll('`', ''));
      return { name, environment, default: value };
    });
  }
  return out;
}

function help(service) {
  const run = spawnSync(path.join(binaries, `tiendo-${service}`), ['--help'], { encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.error ?? run.stderr}`);
  const settings = run.stdout.matchAll(/^ {2}--(\S+) <.*>\n.*\n {6}(\S+); default: (.*)$/gm);
  return [...settings].map(([, name, environment, value]) => ({
    name,
    environment,
    default: value === 'none' ? '' : value,
  }));
}

for (const service of services) {
  test(`README.md and tiendo-${service} --help`, () => {
    const documented = Object.entries(tables())
      .filter(([title]) => title === 'Every service' || title.split(' and ').includes(service))
      .flatMap(([, rows]) => rows)
      .map((row) => ({ ...row, environment: row.environment.replace('<SERVICE>', service.toUpperCase()) }));
    const actual = help(service);
    assert.ok(actual.length > 20, 'the text of --help is not understood');
    assert.deepEqual(documented, actual);
  });
}

// Documents of the project, not those of what npm has installed.
function documents(folder = source) {
  const skipped = ['node_modules', 'build', 'run'];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.includes(entry.name) || entry.name.startsWith('.') ? [] : documents(name);
    return entry.name.endsWith('.md') ? [name] : [];
  });
}

for (const name of documents()) {
  test(`links of ${path.relative(source, name)}`, () => {
    const text = fs.readFileSync(name, 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
      if (target.startsWith('https://')) continue;
      const file = path.join(path.dirname(name), target.split('#')[0]);
      assert.ok(fs.existsSync(file), `${target} is not there`);
    }
  });
}
