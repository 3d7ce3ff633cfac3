#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, runs every test, and prints a summary as the last line.
# Arguments go to `dotnet test`, for example: ./test.sh --filter FullyQualifiedName~Http
set -uo pipefail
cd "$(dirname "$0")"

# The browser tests drive Debian's Chromium; the durability test counts fsync calls with strace; Amazon's DynamoDB Local needs Java, and npm to fetch it.
missing=()
command -v chromium > /dev/null || missing+=(chromium)
command -v strace > /dev/null || missing+=(strace)
command -v java > /dev/null || missing+=(openjdk-17-jre-headless)
dynamodb="$PWD/.cache/dynamodb-local"
[ -f "$dynamodb/DynamoDBLocal.jar" ] || command -v npm > /dev/null || missing+=(npm)
if [ "${#missing[@]}" -gt 0 ]; then
  echo "Installing ${missing[*]}"
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  if ! { "${as_root[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } > /dev/null; then
    echo "Not installed: ${missing[*]}. The tests that need them are skipped and say so." >&2
  fi
fi

if [ ! -f "$dynamodb/DynamoDBLocal.jar" ]; then
  echo "Installing DynamoDB Local"
  package=$(mktemp -d)
  # The package carries Amazon's own jar and its libraries; nothing of it is run but Java.
  if ! { (cd "$package" && npm pack --silent amplify-dynamodb-simulator@2.9.30 && tar -xzf ./*.tgz) > /dev/null && mkdir -p "$dynamodb" \
    && cp -r "$package/package/emulator/DynamoDBLocal_lib" "$dynamodb/" && cp "$package/package/emulator/DynamoDBLocal.jar" "$dynamodb/"; }; then
    echo "Not installed: DynamoDB Local. The tests that need it are skipped and say so." >&2
  fi
  rm -rf "$package"
fi

results="$PWD/TestResults"
rm -rf "$results"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet test BackOffice.sln --nologo --logger "trx;LogFilePrefix=tests" --results-directory "$results" "$@"
code=$?

# A browser on two busy cores can miss a wait. A browser test that failed is run once more by itself, and both outcomes are told; no other kind is.
failures() {
  grep -ho '<UnitTestResult [^>]*>' "$1"/*.trx 2> /dev/null | grep 'outcome="Failed"' | sed 's/.* testName="\([^"(]*\).*/\1/' | sort -u
}
again="$PWD/TestResults/again"
if [ "$code" -ne 0 ]; then
  names=$(failures "$results")
  if [ -n "$names" ] && ! grep -qv '^BackOffice\.Tests\.Browser\.' <<< "$names"; then
    echo "Browser tests that failed and are run once more:"
    echo "$names"
    filter=$(sed 's/^/FullyQualifiedName~/' <<< "$names" | paste -sd '|')
    dotnet test BackOffice.sln --nologo --no-build --logger "trx;LogFilePrefix=again" --results-directory "$again" --filter "$filter"
    code=$?
  fi
fi

count() {
  # One Counters element a result file: <Counters total="9" executed="8" passed="7" failed="1" … />
  local sum=0 value
  for value in $(grep -ho "<Counters [^>]*>" "$results"/*.trx 2> /dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n'); do
    sum=$((sum + value))
  done
  echo "$sum"
}
# What a torture run counted, beside whether it passed.
grep -ho 'torture [a-z]*: [^<&]*' "$results"/*.trx 2> /dev/null | sort -u
total=$(count total)
passed=$(count passed)
failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
if [ "$code" -eq 0 ] && [ "$failed" -gt 0 ]; then
  echo "$failed of them failed at first and passed when run by themselves: flaky, to be mended."
  passed=$((passed + failed))
  failed=0
fi
if [ "$failed" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$total" -eq 0 ]; }; then
  echo "The tests did not run to their end (dotnet test ended with $code after $total tests)." >&2
  failed=1
fi
[ "$failed" -eq 0 ] || [ "$code" -ne 0 ] || code=1
echo "$passed passed, $failed failed, $((total - passed > failed ? total - passed - failed : 0)) skipped"
exit "$code"
