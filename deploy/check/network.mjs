// Who may talk to whom by the network policies of a namespace, for the shapes that are used here.
import assert from 'node:assert/strict';

import { matches } from './render.mjs';

// A pod is {owner, labels, ports: {name: number}}, `udp` with the names of the ports that are not TCP.
// One with `namespace`, the labels of another namespace, stands there; the policies bind it in nothing.

// Whether a rule opens the port of that name; a rule without ports means all of them.
function allowsPort(rule, pod, name) {
  if (!rule.ports) return true;
  const protocol = pod.udp?.includes(name) ? 'UDP' : 'TCP';
  return rule.ports.some(
    (entry) => (entry.protocol ?? 'TCP') === protocol && (entry.port === name || entry.port === pod.ports[name]),
  );
}

// Whether the `from` or `to` of a rule means the pod. Blocks of addresses mean what has no pod.
function meansPod(peer, pod) {
  if (peer.ipBlock) return false;
  assert.ok(peer.podSelector ?? peer.namespaceSelector, 'a peer is a block or has a selector');
  const there = peer.namespaceSelector ? matches(peer.namespaceSelector, pod.namespace ?? {}) : !pod.namespace;
  return there && matches(peer.podSelector ?? {}, pod.labels);
}

// Whether the policies of direction "Ingress" or "Egress" that select `pod` let `other` through to the
// port of `target`, which is one of them.
function allows(policies, direction, pod, other, target, port) {
  if (pod.namespace) return true;
  const key = direction === 'Ingress' ? 'from' : 'to';
  const rules = direction === 'Ingress' ? 'ingress' : 'egress';
  const selecting = policies.filter(
    ({ spec }) => spec.policyTypes.includes(direction) && matches(spec.podSelector, pod.labels),
  );
  if (selecting.length === 0) return true; // not isolated
  return selecting.some(({ spec }) =>
    (spec[rules] ?? []).some(
      (rule) => (!rule[key] || rule[key].some((peer) => meansPod(peer, other))) && allowsPort(rule, target, port),
    ),
  );
}

// Every "from -> to:port" that may be opened, but for those between two pods of other namespaces.
export function edges(policies, pods) {
  const out = [];
  for (const from of pods) {
    for (const to of pods.filter(({ namespace }) => !namespace || !from.namespace)) {
      for (const port of Object.keys(to.ports)) {
        if (!allows(policies, 'Egress', from, to, to, port)) continue;
        if (!allows(policies, 'Ingress', to, from, to, port)) continue;
        out.push(`${from.owner} -> ${to.owner}:${port}`);
      }
    }
  }
  return out.sort();
}

const named = (name) => ({ 'kubernetes.io/metadata.name': name });
const dns = { labels: { 'k8s-app': 'kube-dns' }, ports: { dns: 53, 'dns-tcp': 53, metrics: 9153 }, udp: ['dns'] };
const client = { labels: { 'tiendo/client': 'true' }, ports: {} };

// Pods of other namespaces: those that the policies are to let through, and beside each some that
// lack one half of what it takes. The namespaces' own labels are set by the cluster and its operators.
export const outsiders = [
  { owner: 'dns', namespace: named('kube-system'), ...dns },
  { owner: 'dns of a namespace of somebody', namespace: named('elsewhere'), ...dns },
  { owner: 'another pod of kube-system', namespace: named('kube-system'), ...dns, labels: { 'k8s-app': 'other' } },
  { owner: 'client', namespace: { ...named('office'), 'tiendo/clients': 'allowed' }, ...client },
  { owner: 'client without leave', namespace: named('elsewhere'), ...client },
  { owner: 'neighbour of a client', namespace: { ...named('office'), 'tiendo/clients': 'allowed' }, labels: {}, ports: {} },
  { owner: 'monitoring', namespace: named('monitoring'), labels: {}, ports: {} },
  { owner: 'anybody', namespace: named('elsewhere'), labels: {}, ports: {} },
];
