// gRPC calls over grpc-js, with the project's own protos: what a backend in another language sees.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(path.join(root, 'tests/tools/package.json'));
export const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const options = {
  includeDirs: [path.join(root, 'protos'), '/usr/share/gocode/src/github.com/gogo/googleapis'],
  keepCase: true,
  enums: String,
  longs: String,
  defaults: true,
};
const files = ['units', 'programs', 'supervision', 'status'].map((s) => `tiendo/${s}/v1/${s}.proto`);
const definitions = loader.loadSync(
  [...files, 'tiendo/admin/v1/admin.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'],
  options,
);
const names = {
  units: 'tiendo.units.v1.UnitService',
  programs: 'tiendo.programs.v1.ProgramService',
  supervision: 'tiendo.supervision.v1.SupervisionService',
  status: 'tiendo.status.v1.StatusService',
};

// One call that failed, with its details decoded.
export class CallError extends Error {
  constructor(error) {
    super(error.details);
    this.code = grpc.status[error.code];
    const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
    const status = bytes ? definitions['google.rpc.Status'].deserialize(bytes) : { details: [] };
    const all = (type) =>
      status.details
        .filter((any) => any.type_url.endsWith(`/google.rpc.${type}`))
        .map((any) => definitions[`google.rpc.${type}`].deserialize(any.value));
    this.infos = all('ErrorInfo');
    this.reason = this.infos[0]?.reason;
    // Fields that BadRequest names, in its order.
    this.violations = all('BadRequest').flatMap((bad) => bad.field_violations);
    this.fields = this.violations.map((violation) => violation.field);
    this.localized = all('LocalizedMessage');
  }
}

// Targets of several addresses are tried from their first one on: each client begins at another, so
// that the calls of a test go round the replicas.
let turn = 0;
function rotated(target) {
  const list = /^(ipv4:)(.+,.+)$/.exec(target);
  if (!list) return target;
  const addresses = list[2].split(',');
  const first = turn++ % addresses.length;
  return list[1] + [...addresses.slice(first), ...addresses.slice(0, first)].join(',');
}

export class Client {
  #client;
  #service;

  // `service`: units, programs, supervision or status; `target`: host:port, or ipv4: and several.
  constructor(service, target) {
    this.#service = definitions[names[service]];
    const Stub = grpc.makeGenericClientConstructor(this.#service, names[service]);
    // A connection of its own: what one call breaks does not meet the next.
    this.#client = new Stub(rotated(target), grpc.credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_send_message_length': -1,
    });
  }

  // A unary call: {response, position, peer}; rejects with a CallError. `bytes` is sent instead of a
  // request that can be serialised.
  call(method, request, { deadlineMs = 30_000, bytes } = {}) {
    const { path: route, requestSerialize, responseDeserialize } = this.#service[method];
    let position;
    return new Promise((resolve, reject) => {
      const call = this.#client.makeUnaryRequest(
        route,
        bytes ? () => bytes : requestSerialize,
        responseDeserialize,
        request ?? {},
        { deadline: Date.now() + deadlineMs },
        (error, response) => {
          const peer = call.getPeer();
          this.#client.close();
          if (error) reject(new CallError(error));
          else queueMicrotask(() => resolve({ response, position, peer }));
        },
      );
      call.on('status', (status) => ([position] = status.metadata.get('tiendo-position')));
    });
  }

  // First answer of a server stream, which is then cancelled; rejects with a CallError.
  first(method, request, { deadlineMs = 30_000 } = {}) {
    const { path: route, requestSerialize, responseDeserialize } = this.#service[method];
    return new Promise((resolve, reject) => {
      const call = this.#client.makeServerStreamRequest(
        route, requestSerialize, responseDeserialize, request, { deadline: Date.now() + deadlineMs });
      call.on('data', (message) => {
        resolve(message);
        call.cancel();
      });
      call.on('error', (error) => {
        this.#client.close();
        reject(new CallError(error));
      });
    });
  }
}
