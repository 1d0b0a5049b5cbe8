# shellcheck shell=bash
# Work in numbered steps. A step is a name with three things to it:
#   plan NAME MINUTES "what it does"     declares it, in order, with the minutes it takes on 2 cores from nothing
#   need_NAME                            says (by its exit code) whether there is anything to do
#   do_NAME                              does it; its output goes to a log
# run_plan asks every step whether it is needed and runs those that are.

PLAN=()
declare -A PLAN_MINUTES PLAN_LABEL
STEP_CHILD=

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }

plan() {
  PLAN+=("$1")
  PLAN_MINUTES[$1]=$2
  PLAN_LABEL[$1]=$3
}

minutes_words() {
  if (($1 <= 1)); then echo "about a minute"; else echo "about $1 min"; fi
}

clock() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# What usually went wrong, told from the log.
explain_failure() {
  local log=$1 tail
  tail=$(tail -n 60 "$log")
  case $tail in
    *KENES_HINT:*) sed -n 's/^KENES_HINT: */How to mend it: /p' <<<"$tail" >&2 ;;
    *"No space left"*) warn "How to mend it: the disk is full. Compiled code and tools are in $CACHE; 'make clean' empties it." ;;
    *"ould not resolve"* | *"ouldn't resolve"* | *"emporary failure"* | *"failed to download"* | *"ENOTFOUND"* | *"EAI_AGAIN"* | *"Unable to locate package"* | *"onnection refused"* | *"etwork is unreachable"* | *"imed out"* | *"spurious network"*)
      warn "How to mend it: this step downloads something and could not. Check the network (and HTTPS_PROXY, if there is a proxy), then run the same command again: it goes on from here."
      ;;
    *"ermission denied"* | *"EACCES"* | *"are you root"*) warn "How to mend it: a right is missing, see the line above. Folders used: $CACHE and $ROOT." ;;
    *"ddress already in use"*) warn "How to mend it: another program has that port. Stop it, or choose another: KENES_LISTEN=127.0.0.1:3100 make run" ;;
    *"signal: 9"* | *"SIGKILL"*) warn "How to mend it: the machine ran out of memory (4 GB are needed to build). CARGO_BUILD_JOBS=1 needs less." ;;
    *) warn "How to mend it: the first 'error' in $log says what is wrong. Running the same command again goes on from here." ;;
  esac
}

# What matters of a failed step's log: the compiler's first errors if there are any, else its last lines.
show_failure() {
  local text errors
  text=$(sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -v '^KENES_HINT:' || true)
  errors=$(grep -E -m 3 -A 12 '^error(\[|:)' <<<"$text" | head -n 40 || true)
  printf '%s\n' "${errors:-$(tail -n 30 <<<"$text")}" | sed 's/^/    /'
}

stop_step() {
  if [[ -n $STEP_CHILD ]]; then
    kill -TERM -- "-$STEP_CHILD" 2>/dev/null || kill -TERM "$STEP_CHILD" 2>/dev/null || true
    STEP_CHILD=
  fi
}

# Runs do_$1 with its output in a log, and a sign of life every half minute. Leaves the seconds taken in STEP_SECONDS.
run_step() {
  local name=$1 log=$LOGS/$1.log start=$SECONDS next=30 status=0
  mkdir -p "$LOGS"
  # Job control gives the step a process group of its own, so that Ctrl-C ends all of it.
  set -m
  (
    set -e
    "do_$name"
  ) >"$log" 2>&1 </dev/null &
  STEP_CHILD=$!
  set +m
  trap 'stop_step; exit 130' INT TERM
  while kill -0 "$STEP_CHILD" 2>/dev/null; do
    sleep 0.2
    if ((SECONDS - start >= next)); then
      next=$((next + 30))
      printf '      … %s  %s\n' "$(clock $((SECONDS - start)))" "$(tail -n 1 "$log" | sed 's/\x1b\[[0-9;]*m//g' | tr -d '\r' | cut -c1-90)"
    fi
  done
  wait "$STEP_CHILD" || status=$?
  STEP_CHILD=
  trap - INT TERM
  STEP_SECONDS=$((SECONDS - start))
  if ((status != 0)); then
    warn ""
    warn "This step failed: ${PLAN_LABEL[$name]}. From its log ($log):"
    show_failure "$log" >&2
    explain_failure "$log"
    exit "$status"
  fi
}

# What each step last took when it began from nothing, one file a step, and all of them in cold_start.json for `make bench`
# (not before the application itself was built from nothing: the tools alone are no cold start).
record_cold() {
  mkdir -p "$CACHE/cold"
  echo "$2" >"$CACHE/cold/$1"
  local file sum=0 steps=
  for file in "$CACHE"/cold/*; do
    sum=$((sum + $(cat "$file")))
    steps+="${steps:+,}{\"name\":\"$(basename "$file")\",\"seconds\":$(cat "$file")}"
  done
  if [[ ! -e $CACHE/cold/client || ! -e $CACHE/cold/server ]]; then return 0; fi
  printf '{"minutes":%d.%d,"cores":%d,"steps":[%s]}\n' \
    $((sum / 60)) $((sum % 60 * 10 / 60)) "$(nproc)" "$steps" >"$CACHE/cold_start.json"
}
# A step that can start from nothing has a fourth thing, cold_NAME: is it about to?
is_cold() { declare -F "cold_$1" >/dev/null && "cold_$1"; }

# Runs the steps that are needed.
run_plan() {
  local name left=0 number=0 todo=()
  for name in "${PLAN[@]}"; do
    if "need_$name"; then
      todo+=("$name")
      left=$((left + PLAN_MINUTES[$name]))
    fi
  done
  PLAN=()
  if ((${#todo[@]} == 0)); then return 0; fi
  for name in "${todo[@]}"; do
    number=$((number + 1))
    say "[$number/${#todo[@]}] ${PLAN_LABEL[$name]} ($(minutes_words "${PLAN_MINUTES[$name]}"); $(minutes_words "$left") left in all, on 2 cores)"
    if [[ ${ROOT_STEPS:-} == *" $name "* ]] && ((EUID != 0)) && [[ -t 0 ]] && command -v sudo >/dev/null; then
      sudo -v || true
    fi
    local cold=0
    if is_cold "$name"; then cold=1; fi
    # Never in a condition: there, bash would not stop a step at its first failing command.
    run_step "$name"
    left=$((left - PLAN_MINUTES[$name]))
    if ((cold)); then record_cold "$name" "$STEP_SECONDS"; fi
    say "      done in $(clock "$STEP_SECONDS")"
  done
}
