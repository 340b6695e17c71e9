// Objects against the schemas of Kubernetes, without a cluster. Two checks that only together are
// strict: the models' own validation finds wrong types, values and missing fields; the TypeScript
// compiler, reading the objects as literals of the models' types, finds fields that do not exist.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules');

const group = (apiVersion) => `kubernetes-models/${apiVersion}`;
// Groups of one word are folders by that name, the others carry their domain.
function moduleOf(apiVersion) {
  const name = group(apiVersion);
  return fs.existsSync(path.join(modules, name)) ? name : undefined;
}

async function wrongValues(object) {
  const name = moduleOf(object.apiVersion);
  if (!name) return [`there is no apiVersion ${object.apiVersion}`];
  const Model = (await import(name))[object.kind];
  if (!Model) return [`there is no kind ${object.kind} in ${object.apiVersion}`];
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

function unknownFields(objects) {
  const known = objects.filter((object) => moduleOf(object.apiVersion));
  const lines = known.map(
    (object, i) =>
      `import type { I${object.kind} as T${i} } from '${group(object.apiVersion)}';\n` +
      `export const o${i}: T${i} = ${JSON.stringify(object)};\n`,
  );
  // Beside the models, where the compiler finds them.
  const folder = fs.mkdtempSync(path.join(modules, '.objects-'));
  try {
    const file = path.join(folder, 'objects.ts');
    fs.writeFileSync(file, lines.join(''));
    const run = spawnSync(
      process.execPath,
      [path.join(modules, 'typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck',
        '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022', file],
      { encoding: 'utf8' },
    );
    const messages = run.stdout.split('\n').filter((line) => line.includes('error TS'));
    if (run.status !== 0 && messages.length === 0) return [`${run.error ?? run.stdout + run.stderr}`];
    // "…objects.ts(4,17): error TS…": every object is two lines.
    return messages.map((line) => {
      const at = Number(line.match(/\((\d+),/)?.[1] ?? 0);
      const object = known[Math.ceil(at / 2) - 1];
      return `${object?.kind} ${object?.metadata?.name}: ${line.slice(line.indexOf('error TS'))}`;
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// What is wrong with the objects; empty when nothing is.
export async function violations(objects) {
  const out = [];
  for (const object of objects) {
    for (const text of await wrongValues(object)) out.push(`${object.kind} ${object.metadata?.name}: ${text}`);
  }
  return out.concat(unknownFields(objects));
}
