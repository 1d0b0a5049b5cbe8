# shellcheck shell=bash
# Checks whose output is shown as it comes, and what they add up to.

PASSED=0
FAILED=0
BROKEN=()
BROKEN_LOGS=()

# check "what" command… : shows it, counts its tests, remembers a failure.
check() {
  local what=$1 log status=0 start=$SECONDS
  shift
  log=$LOGS/check-$(printf '%s' "$what" | tr -cs 'A-Za-z0-9' '-').log
  say ""
  say "── $what"
  "$@" </dev/null > >(tee "$log") 2>&1 || status=$?
  # tee may still be writing the last lines.
  sleep 0.3
  count "$log"
  if ((status == 0)); then
    say "── $what: good ($(clock $((SECONDS - start))))"
  else
    BROKEN+=("$what")
    BROKEN_LOGS+=("$log")
    say "── $what: FAILED ($(clock $((SECONDS - start))), exit code $status, log: $log)"
  fi
}

# Adds up the closing lines of nextest ("Summary … 12 passed, 1 failed"), cargo test ("test result: …") and Playwright ("  12 passed (1.2m)").
count() {
  local numbers
  numbers=$(sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    function number_before(word,   i) { for (i = 2; i <= NF; i++) if (index($i, word) == 1) return $(i - 1) + 0; return 0 }
    /^ *Summary \[/ || /^test result:/ { passed += number_before("passed"); failed += number_before("failed") + number_before("timed") }
    /^ +[0-9]+ passed( \(|$)/ { passed += $1 }
    /^ +[0-9]+ (failed|interrupted)( |$)/ { failed += $1 }
    END { print passed + 0, failed + 0 }')
  PASSED=$((PASSED + ${numbers% *}))
  FAILED=$((FAILED + ${numbers#* }))
}

# What failed in a log, so that it stands at the end of a long output too: the first errors of a compiler, the panics and failures of nextest,
# the numbered failures of Playwright.
what_failed() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^│/ { next }
    /^error/ || /^ +(FAIL|TIMEOUT|SIGABRT|SIGKILL) \[/ || /^Diff in / || /panicked at/ || /^  [0-9]+\) / { left = 14 }
    left > 0 { print "    " $0; left--; shown++ }
    shown > 120 { exit }'
}

# The closing lines, and the exit code. A check that is no test (formatting, clippy) counts as one that failed.
finish() {
  local i
  say ""
  if [[ -s $LOGS/unsteady ]]; then say "UNSTEADY (failed once, held the second time): $(paste -sd ' ' "$LOGS/unsteady")"; fi
  for i in "${!BROKEN[@]}"; do
    say "FAILED: ${BROKEN[$i]}"
    what_failed "${BROKEN_LOGS[$i]}"
  done
  if ((${#BROKEN[@]} > 0 && FAILED == 0)); then FAILED=${#BROKEN[@]}; fi
  say "$PASSED passed, $FAILED failed"
  ((${#BROKEN[@]} == 0))
}
