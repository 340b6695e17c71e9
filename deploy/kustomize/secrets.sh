#!/usr/bin/env bash
# secrets.sh: prints the Secrets that the manifests name, with new random values:
#   deploy/kustomize/secrets.sh | kubectl create -f -
# Once per installation; `create` refuses to replace what is there. In an installation with a store
# of secrets of its own the same names and keys come from there.
set -euo pipefail

random() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }

# A key of the Standard Webhooks specification.
webhook_key() { printf 'whsec_%s' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"; }

# secret NAME KEY [VALUE]
secret() {
  cat <<YAML
---
apiVersion: v1
kind: Secret
metadata:
  name: $1
  namespace: tiendo
  labels:
    app.kubernetes.io/part-of: tiendo
type: Opaque
stringData:
  $2: ${3:-$(random)}
YAML
}

secret status-cache-key cache-key
secret redis password
# Not used without the component webhook.
secret supervision-delivery key "$(webhook_key)"
# Not used by overlays without PostgreSQL.
secret units-database password
secret programs-database password
secret supervision-database password
secret postgresql password
