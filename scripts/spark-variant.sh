# To be sourced, with home set. Where the parts of Conveyor are: in a checkout, where Maven has put them. An archive has a
# file of this name that says the same of an archive.
# The build variant is that of the installation in SPARK_HOME, or else of CONVEYOR_SPARK, or else the first.
# Sets target and profile, where Maven builds for it and how, and scala, the suffix of its artifacts.
spark=${CONVEYOR_SPARK:-3.5}
for core in ${SPARK_HOME:+"$SPARK_HOME"/jars/spark-core_*.jar}; do
  if [[ -e $core ]]; then
    spark=$(basename "${core##*/spark-core_*-}" .jar)
  fi
done
case $spark in
  3.5 | 3.5.*) target=jobs/target profile= scala=2.12 ;;
  4.0 | 4.0.*) target=jobs/target/scala-2.13 profile=-Pspark-4 scala=2.13 ;;
  *)
    echo "cannot run on Spark $spark: Conveyor is for 3.5 and 4.0; set SPARK_HOME to one of these, or unset it and CONVEYOR_SPARK" >&2
    exit 1
    ;;
esac

is_built() {
  local jar=$home/$target/conveyor-jobs.jar class_path=$home/$target/engine.classpath
  [[ -s $jar && -s $class_path && -e $(cut -d: -f1 "$class_path") ]] &&
    [[ -z $(find "$home"/pom.xml "$home"/{streaming,jobs}/pom.xml "$home"/{streaming,jobs}/src/main \
      -newer "$jar" -print -quit) ]]
}

# Builds on first use and after a change. Ends with one line if that fails.
ensure_built() {
  is_built && return
  command -v mvn >/dev/null || { echo "cannot build Conveyor: no mvn on the PATH; install Maven 3.8 or later" >&2; exit 1; }
  printf 'building Conveyor (on first use Maven fetches Spark and Hadoop; this takes some minutes) …\n' >&2
  mvn --quiet --file "$home/pom.xml" ${profile:+"$profile"} -Dmaven.test.skip=true pre-integration-test >&2 ||
    { echo "cannot build Conveyor: Maven failed, see above; fix that and run this again" >&2; exit 1; }
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
