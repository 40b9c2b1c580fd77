# To be sourced, with home set. Where the parts of Conveyor are: in a checkout, where Maven has put them. An archive has a
# file of this name that says the same of an archive.
# The build variant is that of the installation in SPARK_HOME, or else of CONVEYOR_SPARK, or else the first. What is built for
# Spark 4.0 also fits installations of 4.1 and 4.2.
# Sets target and profile, where Maven builds for it and how, and scala, the suffix of its artifacts.
spark=${CONVEYOR_SPARK:-3.5}
installed=
for core in ${SPARK_HOME:+"$SPARK_HOME"/jars/spark-core_*.jar}; do
  if [[ -e $core ]]; then
    spark=$(basename "${core##*/spark-core_*-}" .jar)
    installed=${spark%%.*}
  fi
done
case $installed/$spark in
  */3.5 | */3.5.*) target=jobs/target profile= scala=2.12 ;;
  */4.0 | */4.0.* | 4/4.[12].*) target=jobs/target/scala-2.13 profile=-Pspark-4 scala=2.13 ;;
  *)
    echo "cannot run on Spark $spark: Conveyor is for 3.5 and 4.0 to 4.2; set SPARK_HOME to one of these, or unset it and CONVEYOR_SPARK" >&2
    exit 1
    ;;
esac

# What the application jar is built of; tests and documentation are no part of it.
inputs=("$home/pom.xml" "$home"/{streaming,jobs}/{pom.xml,src/main} "$home/data/mammoth.txt" "$home/LICENSE")
# The inputs of the last complete build, one a line with its checksum. Written last, so a build that was cut off has none.
built=$home/$target/built.inputs

list_inputs() {
  (cd "$home" && find "${inputs[@]#"$home/"}" -type f -exec cksum {} + | LC_ALL=C sort)
}

# Records that the application jar was built of the inputs as they are, or as a list says.
record_build() {
  printf '%s\n' "${1-$(list_inputs)}" >"$built.new" && mv -f "$built.new" "$built"
}

# is_built: whether the last build was of these inputs. Git and editors may have written a file anew, with the same content.
is_built() {
  local jar=$home/$target/conveyor-jobs.jar class_path=$home/$target/engine.classpath first
  [[ -s $jar && -s $class_path && -s $built && ! $jar -nt $built ]] || return
  IFS=: read -r first _ <"$class_path" || [[ -n $first ]]
  [[ -e $first ]] || return
  [[ -n $(find "${inputs[@]}" -newer "$built" -print -quit) ]] || return 0
  [[ $(list_inputs) == "$(<"$built")" ]] && touch "$built"
}

# Says what is built, and why.
announce_build() {
  local files file count=0 name='' modules=conveyor-jobs
  if [[ ! -s $built || ! -s $home/$target/conveyor-jobs.jar ]]; then
    echo "building Conveyor (on first use Maven fetches Spark and Hadoop; this takes some minutes) …" >&2
    return
  fi
  files=$(LC_ALL=C comm -3 <(printf '%s\n' "$1") "$built" | while read -r _ _ file; do printf '%s\n' "$file"; done | sort -u)
  while read -r file; do
    [[ -n $file ]] || continue
    count=$((count + 1))
    name=${name:-${file##*/}}
    [[ $file == @(jobs|data)/* ]] || modules='conveyor-streaming and conveyor-jobs'
  done <<<"$files"
  case $count in
    0) echo "building $modules: conveyor-jobs.jar is of another build …" >&2 ;;
    1) echo "building $modules: $name has changed …" >&2 ;;
    *) echo "building $modules: $name and $((count - 1)) more have changed …" >&2 ;;
  esac
}

# Waits for other commands that build this checkout. The lock ends with this process, however it ends.
lock_build() {
  exec 9<"$home/pom.xml"
  command -v flock >/dev/null || return 0
  flock --nonblock 9 && return 0
  echo "waiting for another command that builds Conveyor …" >&2
  flock 9
}

unlock_build() {
  exec 9<&-
}

# Runs Maven in a process group of its own, which ends with all of its processes when this is interrupted.
run_maven() {
  local maven status=0 home_of_java
  home_of_java=$(readlink -f "$(type -P "$java")")
  home_of_java=${home_of_java%/bin/java}
  [[ ! -x $home_of_java/bin/javac ]] || local -x JAVA_HOME=$home_of_java
  # Jansi, with which Maven writes, ends with the code that resets colors.
  local -x MAVEN_OPTS="${MAVEN_OPTS-} -Djansi.noreset=true"
  set -m
  mvn --quiet --batch-mode -Dstyle.color=never --file "$home/pom.xml" ${profile:+"$profile"} "$@" </dev/null >&2 9<&- &
  maven=$!
  set +m
  trap 'end_maven "$maven" 130' INT
  trap 'end_maven "$maven" 143' TERM
  trap 'end_maven "$maven" 129' HUP
  wait "$maven" || status=$?
  trap - INT TERM HUP
  return "$status"
}

# end_maven GROUP CODE: ends Maven and what it has started, and then this script.
end_maven() {
  trap '' INT TERM HUP
  local tenths
  kill -TERM -- "-$1" 2>/dev/null || true
  for ((tenths = 0; tenths < 50; tenths++)); do
    kill -0 -- "-$1" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$1" 2>/dev/null || true
  echo "the build was interrupted; the next start builds what is missing" >&2
  exit "$2"
}

# Builds on first use and after a change; Maven compiles the modules that have changed. Ends with one line if that fails.
ensure_built() {
  [[ -z ${CONVEYOR_BUILDING-} ]] || return 0
  ! is_built || return 0
  command -v mvn >/dev/null || { echo "cannot build Conveyor: no mvn on the PATH; install Maven 3.8 or later" >&2; exit 1; }
  lock_build
  if is_built; then
    unlock_build
    return 0
  fi
  local now
  now=$(list_inputs)
  announce_build "$now"
  rm -f "$built"
  run_maven --projects jobs --also-make -Dmaven.test.skip=true pre-integration-test ||
    { echo "cannot build Conveyor: Maven failed, see above; fix that and run this again" >&2; exit 1; }
  record_build "$now"
  unlock_build
}

# engine_class_path ENGINE COMMAND: where the JVM finds the classes of Spark and Hadoop, if spark-submit or hadoop does not start it.
engine_class_path() {
  printf '%s\n' "$(<"$home/$target/engine.classpath")"
}

# One jar a line.
spark_jars() {
  if [[ -n ${SPARK_HOME-} ]]; then
    printf '%s\n' "$SPARK_HOME"/jars/*.jar
  else
    tr : '\n' <"$home/$target/engine.classpath"
  fi
}
