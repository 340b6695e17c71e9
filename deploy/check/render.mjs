// The manifests of an overlay as Kubernetes would get them, and what they mean to each other.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import YAML from 'yaml';

const here = path.dirname(fileURLToPath(import.meta.url));
const kustomize = path.join(here, '../kustomize');
// Unpacked by `make setup`, so that every machine renders with the same version.
const kubectl = path.join(here, 'node_modules/.kubectl/kubectl/kubectl');

export const overlays = fs.readdirSync(path.join(kustomize, 'overlays')).sort();

function run(command, ...args) {
  const run = spawnSync(command, args, { encoding: 'utf8' });
  assert.equal(run.status, 0, `${command} ${args.join(' ')}: ${run.error ?? run.stderr}`);
  assert.equal(run.stderr, '', `${command} ${args.join(' ')} warns`);
  return run.stdout;
}

export function documents(text) {
  return YAML.parseAllDocuments(text, { version: '1.1' }).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS();
  });
}

// The objects of an overlay, and those that an installation adds by hand.
export function render(overlay) {
  assert.ok(fs.existsSync(kubectl), 'kubectl is missing: run make setup');
  return documents(run(kubectl, 'kustomize', path.join(kustomize, 'overlays', overlay)));
}
// An overlay of one's own on top of one of these, in `folder`: with a component and with literals of
// one map.
export function renderOn(folder, overlay, component, map, literals) {
  const at = (name) => path.relative(fs.realpathSync(folder), path.join(kustomize, name));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'tiendo',
    resources: [at(`overlays/${overlay}`)],
    components: [at(`components/${component}`)],
    configMapGenerator: [{ name: map, behavior: 'merge', literals }],
  };
  fs.writeFileSync(path.join(folder, 'kustomization.yaml'), YAML.stringify(kustomization));
  return documents(run(kubectl, 'kustomize', folder));
}
export function secrets() {
  return documents(run(path.join(kustomize, 'secrets.sh')));
}

// Access by kind and name.
export class Cluster {
  constructor(objects) {
    this.objects = objects;
  }
  all(kind) {
    return this.objects.filter((object) => object.kind === kind);
  }
  get(kind, name) {
    const found = this.all(kind).filter((object) => object.metadata.name === name);
    assert.equal(found.length, 1, `there is one ${kind} ${name}`);
    return found[0];
  }
  // [{owner, labels, spec}] of everything that makes pods.
  pods() {
    return this.objects.flatMap((owner) => {
      const template = (owner.spec?.jobTemplate?.spec ?? owner.spec)?.template;
      if (!template?.spec?.containers) return [];
      return [{ owner: `${owner.kind} ${owner.metadata.name}`, labels: template.metadata.labels, spec: template.spec }];
    });
  }
  // The servers: {service, deployment, labels, spec, container, environment}.
  servers() {
    return this.all('Deployment')
      .filter((deployment) => deployment.metadata.labels['app.kubernetes.io/component'] === 'server')
      .map((deployment) => {
        const { metadata, spec } = deployment.spec.template;
        const container = spec.containers[0];
        return {
          service: deployment.metadata.name,
          deployment,
          labels: metadata.labels,
          annotations: metadata.annotations,
          spec,
          container,
          environment: this.environment(container),
        };
      });
  }
  environment(container) {
    assert.equal(container.env, undefined, 'settings come from the map alone');
    const maps = container.envFrom.map(({ configMapRef }) => this.get('ConfigMap', configMapRef.name).data);
    return Object.assign({}, ...maps);
  }
}

export function matches(selector, labels) {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every(({ key, operator, values }) => {
    assert.equal(operator, 'In', 'the only operator that is used here');
    return values.includes(labels[key]);
  });
}
