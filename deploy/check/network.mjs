// Who may talk to whom by the network policies of a namespace, for the shapes that are used here.
import { matches } from './render.mjs';

// Ports of a rule that `pod` listens on; a rule without ports means all of them.
function allowsPort(rule, pod, port) {
  if (!rule.ports) return true;
  return rule.ports.some((entry) => (typeof entry.port === 'string' ? pod.ports[entry.port] : entry.port) === port);
}

const isLocal = (peer) => peer.namespaceSelector === undefined && peer.podSelector !== undefined;

// Whether the policies of direction "Ingress" or "Egress" that select `pod` let `other` through.
function allows(policies, direction, pod, other, target, port) {
  const key = direction === 'Ingress' ? 'from' : 'to';
  const rules = direction === 'Ingress' ? 'ingress' : 'egress';
  const selecting = policies.filter(
    ({ spec }) => spec.policyTypes.includes(direction) && matches(spec.podSelector, pod.labels),
  );
  if (selecting.length === 0) return true; // not isolated
  return selecting.some(({ spec }) =>
    (spec[rules] ?? []).some(
      (rule) =>
        (!rule[key] || rule[key].some((peer) => isLocal(peer) && matches(peer.podSelector, other.labels))) &&
        allowsPort(rule, target, port),
    ),
  );
}

// Every "from -> to:port" inside the namespace that may be opened. Pods are {owner, labels, ports:
// {name: number}}.
export function edges(policies, pods) {
  const out = [];
  for (const from of pods) {
    for (const to of pods) {
      for (const [name, port] of Object.entries(to.ports)) {
        if (!allows(policies, 'Egress', from, to, to, port)) continue;
        if (!allows(policies, 'Ingress', to, from, to, port)) continue;
        out.push(`${from.owner} -> ${to.owner}:${name}`);
      }
    }
  }
  return out.sort();
}
