#!/bin/sh
# Puts an image of one process into the cluster that kubectl knows:  deploy/roll-out.sh orders <image> [<image of migrate>]
# Migrations come first, for the code that runs goes on with what they leave (docs/decisions/036-contracts-that-are-checked.md). A process
# that does not become ready goes back to the one before, and this ends with 1.
set -eu
if [ $# -lt 2 ]; then
  echo 'deploy/roll-out.sh <process> <image> [<image of migrate>]' >&2
  exit 2
fi
process=$1
image=$2
migrate=${3:-}
folder=$(dirname "$0")/kubernetes

# fill <file> <name> <image>
fill() { sed -e "s|PROCESS|$2|g" -e "s|IMAGE|$3|g" "$folder/$1"; }

if [ -n "$migrate" ]; then
  job=migrate-for-$process
  kubectl delete job "$job" --ignore-not-found
  fill migrate.yaml "$job" "$migrate" | kubectl apply -f -
  # It has a deadline of its own, so that it ends one way or the other.
  while :; do
    state=$(kubectl get job "$job" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}')
    case $state in
      *Complete*) break ;;
      *Failed*)
        kubectl logs "job/$job" >&2 || true
        echo "The migrations for $process have failed. $process was not touched." >&2
        exit 1
        ;;
    esac
    sleep "${ROLL_OUT_POLL_SECONDS:-2}"
  done
fi

fill process.yaml "$process" "$image" | kubectl apply -f -
if ! kubectl rollout status "deployment/$process" --timeout=330s; then
  kubectl logs "deployment/$process" --tail=50 >&2 || true
  echo "$process did not become ready with $image: back to the one before." >&2
  # The first one has nothing before it.
  kubectl rollout undo "deployment/$process" && kubectl rollout status "deployment/$process" --timeout=330s || true
  exit 1
fi
echo "$process runs $image."
