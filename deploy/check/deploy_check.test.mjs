// That the manifests are valid, safe, and true of the programs that they start. `make deploy-check`.
// TIENDO_BIN is the folder of the binaries.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { grpc } from '../../tests/system/node/client.mjs';
import { Suite, binaries, services, source } from '../../tests/system/node/suite.mjs';
import { edges, outsiders } from './network.mjs';
import { Cluster, documents, matches, overlays, render, renderOn, secrets } from './render.mjs';
import { violations } from './schema.mjs';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'tiendo-deploy-'));
after(() => fs.rmSync(temporary, { recursive: true, force: true }));

const program = (service) => path.join(binaries, `tiendo-${service}`);
const shortName = (service, variable) =>
  variable.slice(`TIENDO_${service.toUpperCase()}_`.length).toLowerCase().replaceAll('_', '-');

// {commands, settings: [names]} as the program tells them.
function helpOf(service) {
  const { stdout } = spawnSync(program(service), ['--help'], { encoding: 'utf8' });
  const [, commands] = stdout.match(/Commands.*:\n((?: {2}\S.*\n {6}.*\n)+)/);
  return {
    commands: [...commands.matchAll(/^ {2}(\S+)$/gm)].map(([, name]) => name),
    settings: [...stdout.matchAll(/^ {2}--(\S+) <.*>$/gm)].map(([, name]) => name),
  };
}

// "1m30s", "200ms", "0" in seconds.
function seconds(text) {
  const units = { ms: 0.001, s: 1, m: 60, h: 3600 };
  return [...text.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit], 0);
}
const portOf = (address) => Number(address.split(':').at(-1));

// The settings of a server as its program reads them, with the files of secrets where a pod has
// them. Throws with the program's own words when it does not take them.
function settingsOf(cluster, server) {
  const files = {};
  const environment = { ...server.environment };
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.endsWith('_PASSWORD_FILE') && !variable.endsWith('_KEY_FILE')) continue;
    if (value === '') continue;
    files[value] = contentAt(cluster, server, value);
    environment[variable] = path.join(temporary, server.service, value);
    fs.mkdirSync(path.dirname(environment[variable]), { recursive: true });
    fs.writeFileSync(environment[variable], files[value]);
  }
  const run = spawnSync(program(server.service), ['settings'], { env: environment, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const settings = Object.fromEntries(run.stdout.trim().split('\n').map((line) => line.split(/ = ?/, 2)));
  return settings;
}

// What a pod finds in the file of a secret.
function contentAt(cluster, { container, spec }, file) {
  const mount = container.volumeMounts.find(({ mountPath }) => path.dirname(file) === mountPath);
  assert.ok(mount, `${file} is on a mounted volume`);
  const volume = spec.volumes.find(({ name }) => name === mount.name);
  const content = cluster.get('Secret', volume.secret.secretName).stringData[path.basename(file)];
  assert.ok(content, `secrets.sh makes the key ${path.basename(file)} of ${volume.secret.secretName}`);
  return content;
}

// Waits until the health service says SERVING (1) of a name, or SERVICE_UNKNOWN (3).
function health(address, service) {
  const states = { 1: 'SERVING', 3: 'SERVICE_UNKNOWN' };
  const bytes = (text) => Buffer.concat([Buffer.from([0x0a, text.length]), Buffer.from(text)]);
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  return new Promise((resolve) => {
    const stream = client.makeServerStreamRequest(
      '/grpc.health.v1.Health/Watch', bytes, (answer) => answer[1], service, { deadline: Date.now() + 30_000 });
    const end = (state) => {
      resolve(state);
      stream.cancel();
      client.close();
    };
    stream.on('data', (state) => states[state] && end(states[state]));
    stream.on('error', (error) => end(error.message));
  });
}

// Replicas of one server, and of nothing else, are kept apart; a cluster that has one node starts them
// all the same.
function assertSpread({ service, deployment, labels, spec }) {
  const constraints = spec.topologySpreadConstraints ?? [];
  const over = constraints.map(({ topologyKey }) => topologyKey).sort();
  assert.deepEqual(over, ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'], service);
  for (const { maxSkew, whenUnsatisfiable, labelSelector } of constraints) {
    assert.equal(maxSkew, 1, service);
    assert.equal(whenUnsatisfiable, 'ScheduleAnyway', service);
    assert.deepEqual(labelSelector, deployment.spec.selector, `${service} counts its own pods`);
    assert.ok(matches(labelSelector, labels), `${service} counts its own pods`);
  }
}

// Who may talk to whom by the policies.
function edgesOf(cluster) {
  const pods = cluster.pods().map(({ owner, labels, spec }) => ({
    owner,
    labels,
    ports: Object.fromEntries(spec.containers[0].ports?.map((p) => [p.name, p.containerPort]) ?? []),
  }));
  return edges(cluster.all('NetworkPolicy'), [...pods, ...outsiders]);
}

// Who has to: every pod asks for names, the settings say whom it calls, clients call the servers, and
// monitoring reads what they measure.
function wantedEdges(cluster) {
  const wanted = new Set();
  const pods = cluster.pods();
  for (const { owner } of pods) wanted.add(`${owner} -> dns:dns`).add(`${owner} -> dns:dns-tcp`);
  for (const { service } of cluster.servers()) {
    wanted.add(`client -> Deployment ${service}:grpc`).add(`monitoring -> Deployment ${service}:metrics`);
  }
  // A server and its Job have one configuration.
  for (const { owner, spec } of pods.filter((pod) => pod.spec.containers[0].envFrom)) {
    const isJob = owner.startsWith('Job ');
    for (const [variable, value] of Object.entries(cluster.environment(spec.containers[0]))) {
      const address = value.match(/^(?:dns:\/\/\/|postgresql:\/\/\w+@)?([a-z]+):(\d+)(?:\/\w+)?$/);
      if (!address || (isJob && !variable.endsWith('_DATABASE'))) continue;
      const { spec: service } = cluster.get('Service', address[1]);
      const port = service.ports.find((p) => p.port === Number(address[2]));
      assert.ok(port, `${variable}: ${value} is a port of the service`);
      for (const to of pods.filter(({ labels }) => matches({ matchLabels: service.selector }, labels))) {
        wanted.add(`${owner} -> ${to.owner}:${port.targetPort}`);
      }
    }
  }
  return [...wanted].sort();
}

test('the checks find what they are for', async () => {
  const [pod] = new Cluster(render('dev')).all('Deployment');
  const broken = (change) => {
    const copy = structuredClone(pod);
    change(copy.spec.template.spec.containers[0], copy.spec);
    return violations([copy]);
  };
  assert.deepEqual(await violations([pod]), []);
  for (const [found, change] of [
    [/readinessProb\b/, (container) => (container.readinessProb = container.readinessProbe)],
    [/must be integer/, (container) => (container.livenessProbe.grpc.port = 'health')],
    [/serviceName/, (container) => (container.livenessProbe.grpc.serviceName = '')],
    [/replica\b/, (_, spec) => (spec.replica = 2)],
    [/name/, (container) => delete container.name],
    [/selector/, (_, spec) => delete spec.selector],
  ]) {
    const messages = await broken(change);
    assert.match(messages.join('\n'), found);
  }
});

// The same objects, but for a change.
function changed(intact, change) {
  const cluster = new Cluster(structuredClone(intact.objects));
  change(cluster);
  return cluster;
}

test('the check of the spread finds what it is for', () => {
  const status = (cluster) => cluster.servers().find(({ service }) => service === 'status');
  const intact = new Cluster(render('dev'));
  assertSpread(status(intact));
  for (const change of [
    (spec) => delete spec.topologySpreadConstraints,
    (spec) => spec.topologySpreadConstraints.pop(),
    (spec) => (spec.topologySpreadConstraints[1].topologyKey = 'kubernetes.io/hostname'),
    (spec) => (spec.topologySpreadConstraints[0].labelSelector.matchLabels['app.kubernetes.io/name'] = 'units'),
    (spec) => delete spec.topologySpreadConstraints[1].labelSelector.matchLabels['app.kubernetes.io/name'],
    (spec) => (spec.topologySpreadConstraints[0].whenUnsatisfiable = 'DoNotSchedule'),
  ]) {
    const cluster = changed(intact, (all) => change(status(all).spec));
    assert.throws(() => assertSpread(status(cluster)), assert.AssertionError, `${change}`);
  }
});

test('the check of the network policies finds what it is for', () => {
  const intact = new Cluster(render('dev'));
  assert.deepEqual(edgesOf(intact), wantedEdges(intact));
  const rule = (name, direction = 'ingress') => (all) => all.get('NetworkPolicy', name).spec[direction][0];
  const peer = (name) => (all) => rule(name)(all).from[0];
  const asked = (all) => rule('dns', 'egress')(all);
  for (const change of [
    // dns: too little, then too much.
    (all) => all.objects.splice(all.objects.indexOf(all.get('NetworkPolicy', 'dns')), 1),
    (all) => asked(all).ports.splice(0, 1),
    (all) => asked(all).ports.splice(1, 1),
    (all) => (all.get('NetworkPolicy', 'dns').spec.podSelector = { matchLabels: { 'app.kubernetes.io/component': 'server' } }),
    (all) => (asked(all).to[0].podSelector.matchLabels['k8s-app'] = 'coredns'),
    (all) => delete asked(all).to[0].podSelector,
    (all) => delete asked(all).to[0].namespaceSelector.matchLabels,
    (all) => delete asked(all).to,
    (all) => delete asked(all).ports,
    // clients
    (all) => (peer('clients')(all).podSelector.matchLabels['tiendo/client'] = 'yes'),
    (all) => delete peer('clients')(all).podSelector,
    (all) => delete peer('clients')(all).namespaceSelector.matchLabels,
    // Either half alone, as two peers instead of one.
    (all) => rule('clients')(all).from.push({ namespaceSelector: peer('clients')(all).namespaceSelector }),
    (all) => (rule('clients')(all).ports = [{ port: 'health' }]),
    (all) => delete rule('clients')(all).ports,
    (all) => (all.get('NetworkPolicy', 'clients').spec.podSelector.matchLabels['app.kubernetes.io/name'] = 'units'),
    // metrics
    (all) => (peer('metrics')(all).namespaceSelector.matchLabels['kubernetes.io/metadata.name'] = 'prometheus'),
    (all) => delete peer('metrics')(all).namespaceSelector.matchLabels,
    (all) => delete rule('metrics')(all).from,
    (all) => rule('metrics')(all).ports.push({ port: 'grpc' }),
    (all) => (rule('metrics')(all).ports[0].port = 7300),
  ]) {
    const broken = changed(intact, change);
    assert.notDeepEqual(edgesOf(broken), wantedEdges(broken), `${change}`);
  }
});

test('the component webhook gives supervision its key and its way out', async () => {
  const url = 'https://nhac-nho.example.vn/hook';
  for (const overlay of overlays) {
    const folder = fs.mkdtempSync(path.join(temporary, 'webhook-'));
    const literals = [`TIENDO_SUPERVISION_DELIVERY_WEBHOOK=${url}`];
    const objects = renderOn(folder, overlay, 'webhook', 'supervision', literals);
    assert.deepEqual(await violations(objects), []);
    const cluster = new Cluster([...objects, ...secrets()]);
    const server = cluster.servers().find(({ service }) => service === 'supervision');
    // Throws when the program does not take the key.
    assert.equal(settingsOf(cluster, server)['delivery-webhook'], url);
    const out = cluster.get('NetworkPolicy', 'supervision-webhook').spec;
    assert.ok(matches(out.podSelector, server.labels));
    assert.deepEqual(out.egress[0].ports, [{ protocol: 'TCP', port: 443 }]);
    assert.equal(out.ingress, undefined);
  }
});

test('the metrics of the alerts are those of the programs', () => {
  const [, alerts] = fs.readFileSync(path.join(source, 'deploy/README.md'), 'utf8').split('\n## Alerts\n');
  const names = new Set(alerts.match(/\b(tiendo|grpc_server)_[a-z_]+/g));
  assert.ok(names.size >= 10);
  // A name is a text in the program that has the metric.
  const programs = services.map((service) => fs.readFileSync(program(service), 'latin1'));
  const unknown = [...names].filter((name) => !programs.some((text) => text.includes(`${name}\0`)));
  assert.deepEqual(unknown, []);
});

test('what is applied by hand is valid', async () => {
  assert.deepEqual(await violations(secrets()), []);
  for (const [engine, overlay] of [['sqlite', 'single-node'], ['postgresql', 'dev']]) {
    const text = fs.readFileSync(path.join(source, `deploy/backup/restore-pod-${engine}.yaml`), 'utf8');
    const [pod] = documents(text.replaceAll('SERVICE', 'units'));
    assert.deepEqual(await violations([pod]), []);
    const cluster = new Cluster([...render(overlay), ...secrets()]);
    const server = cluster.servers().find(({ service }) => service === 'units');
    assert.equal(pod.spec.containers[0].image, server.container.image);
    assert.deepEqual(pod.spec.securityContext, server.spec.securityContext);
    assert.deepEqual(pod.spec.containers[0].securityContext, server.container.securityContext);
    // It has what the server has, and no Service leads to it.
    for (const volume of pod.spec.volumes) assert.deepEqual(server.spec.volumes.find(({ name }) => name === volume.name), volume);
    assert.ok(!matches({ matchLabels: cluster.get('Service', 'units').spec.selector }, pod.metadata.labels));
  }
});

describe('the programs know the names that probes ask for', () => {
  let suite;
  before(async () => (suite = await Suite.start()));
  after(() => suite?.stop());
  for (const overlay of overlays) {
    test(overlay, async () => {
      for (const { service, container } of new Cluster(render(overlay)).servers()) {
        const address = suite.addresses[service];
        const ready = container.readinessProbe.grpc.service;
        assert.equal(await health(address, ready), 'SERVING', ready);
        for (const probe of [container.livenessProbe, container.startupProbe]) {
          assert.equal(probe.grpc.service ?? '', '', 'alive is the empty name');
          assert.equal(await health(address, ''), 'SERVING');
        }
        assert.equal(await health(address, `${ready}x`), 'SERVICE_UNKNOWN', 'the probe could fail');
      }
    });
  }
});

for (const overlay of overlays) {
  describe(overlay, () => {
    const cluster = new Cluster([...render(overlay), ...secrets()]);
    const servers = cluster.servers();

    test('is valid', async () => assert.deepEqual(await violations(cluster.objects), []));

    test('has the four servers', () => {
      for (const { kind, metadata } of cluster.objects) {
        assert.equal(metadata.labels['app.kubernetes.io/part-of'], 'tiendo', `${kind} ${metadata.name}`);
      }
      assert.deepEqual(servers.map(({ service }) => service).sort(), [...services].sort());
    });

    for (const server of servers) {
      const { service, container, spec, deployment } = server;

      test(`${service}: every setting stands in the map, and the program takes it`, () => {
        const { settings } = helpOf(service);
        const wanted = settings.filter((name) => name !== 'config').sort();
        const given = Object.keys(server.environment).map((variable) => shortName(service, variable)).sort();
        assert.deepEqual(given, wanted, `deploy/kustomize/base/${service}.env has what --help lists`);
        const taken = settingsOf(cluster, server);
        for (const [variable, value] of Object.entries(server.environment)) {
          const name = shortName(service, variable);
          if (name.endsWith('-file') || /^\d+(\.\d+)?(ms|s|m|h)$/.test(value)) continue;
          assert.equal(taken[name], value, name);
        }
      });

      test(`${service}: ports agree`, () => {
        const settings = settingsOf(cluster, server);
        const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
        assert.equal(ports.grpc, portOf(settings.listen));
        assert.equal(ports.health, portOf(settings['health-listen']));
        assert.equal(ports.metrics, portOf(settings['metrics-listen']));
        assert.equal(server.annotations['prometheus.io/port'], String(ports.metrics));
        assert.match(settings['admin-listen'], /^127\.0\.0\.1:\d+$/, 'admin verbs are for kubectl exec');
        for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
          assert.equal(container[name].grpc.port, ports.health, name);
        }
        const { spec: exposed } = cluster.get('Service', service);
        assert.equal(exposed.clusterIP, 'None', 'clients spread their calls themselves');
        assert.ok(matches({ matchLabels: exposed.selector }, server.labels));
        assert.deepEqual(exposed.ports.map(({ port, targetPort }) => [port, targetPort]), [[ports.grpc, 'grpc']]);
      });

      test(`${service}: programs and commands are there`, () => {
        const { commands } = helpOf(service);
        assert.deepEqual(container.command, [`tiendo-${service}`]);
        assert.ok(commands.includes(container.args[0]));
        for (const { command } of spec.initContainers ?? []) {
          assert.deepEqual(command, [`tiendo-${service}`, 'migrate']);
        }
        assert.ok(commands.includes('migrate'));
      });

      test(`${service}: a stop has the time it needs`, () => {
        const settings = settingsOf(cluster, server);
        const [sleep, pause] = container.lifecycle.preStop.exec.command;
        assert.equal(sleep, 'sleep');
        const needed = Number(pause) + seconds(settings['stop-pause']) + seconds(settings['drain-timeout']);
        assert.ok(seconds(settings['stop-pause']) >= 2 * container.readinessProbe.periodSeconds);
        assert.ok(spec.terminationGracePeriodSeconds >= needed + 10,
          `${spec.terminationGracePeriodSeconds} s for ${needed} s and a margin of 10 s`);
        assert.ok(seconds(settings['max-connection-age']) <= 600, 'clients find new replicas in minutes');
      });

      test(`${service}: replicas fit the engine`, () => {
        const settings = settingsOf(cluster, server);
        if (settings.database.startsWith('postgresql:')) {
          assert.ok(deployment.spec.replicas >= 2);
          assert.equal(deployment.spec.strategy.rollingUpdate.maxUnavailable, 0);
          const job = cluster.get('Job', `${service}-migrate`).spec.template.spec;
          assert.deepEqual(job.containers[0].command, [`tiendo-${service}`, 'migrate']);
          assert.deepEqual(cluster.environment(job.containers[0]), server.environment);
          assert.equal(job.containers[0].image, container.image);
          return;
        }
        // A file: on a volume that can be written, migrated by the pod itself.
        const folder = path.dirname(settings.database.slice('sqlite:'.length));
        const mount = container.volumeMounts.find(({ mountPath }) => mountPath === folder);
        assert.ok(mount && !mount.readOnly, `${folder} is a volume`);
        const [migrate] = spec.initContainers;
        assert.ok(migrate.volumeMounts.some(({ name, mountPath }) => name === mount.name && mountPath === folder));
        assert.deepEqual(cluster.environment(migrate), server.environment);
        const volume = spec.volumes.find(({ name }) => name === mount.name);
        if (volume.persistentVolumeClaim) {
          const claim = cluster.get('PersistentVolumeClaim', volume.persistentVolumeClaim.claimName);
          assert.deepEqual(claim.spec.accessModes, ['ReadWriteOncePod']);
          assert.equal(deployment.spec.replicas, 1);
          assert.equal(deployment.spec.strategy.type, 'Recreate');
        } else {
          assert.equal(service, 'status', 'only copies may be lost with a pod');
          assert.ok(volume.emptyDir);
        }
      });

      test(`${service}: an eviction leaves the others`, () => {
        const budgets = cluster.all('PodDisruptionBudget').filter((b) => matches(b.spec.selector, server.labels));
        assert.equal(budgets.length, 1);
        assert.equal(budgets[0].spec.maxUnavailable, 1);
        assert.equal(budgets[0].spec.unhealthyPodEvictionPolicy, 'AlwaysAllow');
      });

      test(`${service}: callers from other pods are let in`, () => {
        const settings = settingsOf(cluster, server);
        assert.equal(settings['allow-non-loopback'], 'true');
        assert.notEqual(settings['trusted-networks'], '');
      });
    }

    test('the daily scan is the client, once a day in the zone of business', () => {
      const { spec } = cluster.get('CronJob', 'remind-scan');
      assert.equal(spec.concurrencyPolicy, 'Forbid');
      const [minute, hour, ...days] = spec.schedule.split(' ');
      assert.ok(Number(minute) < 60 && Number(hour) < 24);
      assert.deepEqual(days, ['*', '*', '*']);
      for (const server of servers) assert.equal(spec.timeZone, settingsOf(cluster, server)['time-zone']);
      const pod = spec.jobTemplate.spec.template.spec;
      assert.equal(pod.restartPolicy, 'Never');
      const [container] = pod.containers;
      assert.equal(container.image, servers[0].container.image);
      const [binary, ...more] = [...container.command, ...container.args];
      const help = (...words) => {
        const run = spawnSync(path.join(binaries, binary), [...words, '--help'], { encoding: 'utf8' });
        assert.equal(run.status, 0, run.stderr);
        return run.stdout;
      };
      const known = help() + help(...more.filter((word) => !word.startsWith('-')));
      for (const flag of more.filter((word) => word.startsWith('-'))) assert.ok(known.includes(flag), flag);
      for (const variable of Object.keys(cluster.environment(container))) {
        assert.ok(known.includes(`(Env:${variable})`), variable);
      }
      // What another attempt cannot change is not attempted again: all exit codes but 1 and 6.
      const [{ onExitCodes }] = spec.jobTemplate.spec.podFailurePolicy.rules;
      assert.equal(onExitCodes.containerName, container.name);
      assert.deepEqual(onExitCodes.values, [2, 3, 4, 5, 7, 8]);
    });

    test('pods reach what their settings name, and nothing else', () => {
      const wanted = wantedEdges(cluster);
      assert.ok(wanted.length >= 6 + 2 * cluster.pods().length + 2 * servers.length);
      assert.deepEqual(edgesOf(cluster), wanted);
      const everything = cluster.get('NetworkPolicy', 'default-deny').spec;
      assert.deepEqual(everything, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    });

    test('replicas are spread over nodes and zones', () => {
      for (const server of servers) assertSpread(server);
    });

    test('every pod is of the restricted standard', () => {
      const [{ labels }] = cluster.all('Namespace').map(({ metadata }) => metadata);
      assert.equal(labels['pod-security.kubernetes.io/enforce'], 'restricted');
      for (const { owner, spec } of cluster.pods()) {
        assert.equal(spec.automountServiceAccountToken, false, owner);
        assert.equal(cluster.get('ServiceAccount', spec.serviceAccountName).automountServiceAccountToken, false);
        assert.equal(spec.enableServiceLinks, false, owner);
        assert.equal(spec.securityContext.runAsNonRoot, true, owner);
        assert.ok(spec.securityContext.runAsUser > 10000, owner);
        assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault', owner);
        for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) assert.equal(spec[field], undefined);
        for (const volume of spec.volumes ?? []) {
          assert.ok(volume.emptyDir || volume.secret || volume.configMap || volume.persistentVolumeClaim, owner);
          if (volume.emptyDir) assert.ok(volume.emptyDir.sizeLimit, `${owner}: ${volume.name} is bounded`);
        }
        for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
          const name = `${owner}: ${container.name}`;
          assert.equal(container.securityContext.allowPrivilegeEscalation, false, name);
          assert.equal(container.securityContext.readOnlyRootFilesystem, true, name);
          assert.deepEqual(container.securityContext.capabilities, { drop: ['ALL'] }, name);
          assert.match(container.image, /:(?!latest)[\w.-]+$/, name);
          assert.ok(container.resources.requests.cpu && container.resources.requests.memory, name);
          assert.ok(container.resources.limits.memory, name);
          for (const mount of container.volumeMounts ?? []) {
            assert.ok(spec.volumes.some((v) => v.name === mount.name) || owner.startsWith('StatefulSet'), name);
          }
        }
      }
    });
  });
}
