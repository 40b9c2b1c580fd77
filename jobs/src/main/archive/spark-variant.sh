# To be sourced. Where the parts of Conveyor are: in this archive, which is for one Spark version; the classes of Spark and
# Hadoop are in the user's installation.
# Sets target, the folder with the application jar, and scala, the suffix of artifacts of this build variant.
# shellcheck disable=SC2034 # For those who source it.
target=lib profile= scala=${scala.binary.version} spark=${spark.version}

refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Ends with one line if SPARK_HOME is a Spark of another version; it may be unset.
check_spark() {
  local core
  [[ -n ${SPARK_HOME-} ]] || return 0
  for core in "$SPARK_HOME"/jars/spark-core_*.jar; do
    case ${core##*/} in
      "spark-core_$scala-${spark%.*}"[.-]*) return 0 ;;
      'spark-core_*.jar')
        refuse "cannot find a Spark in $SPARK_HOME: it has no jars/spark-core_$scala-*.jar; set SPARK_HOME to an installation of Spark ${spark%.*}" ;;
    esac
  done
  refuse "cannot run on the Spark of $SPARK_HOME, which has ${core##*/}: this Conveyor is for Spark ${spark%.*} with Scala $scala; take the archive for that one, or set SPARK_HOME to another"
}

# There is nothing to build.
ensure_built() { :; }

# engine_class_path ENGINE COMMAND: where the JVM finds the classes of Spark and Hadoop, if spark-submit or hadoop does not start it.
engine_class_path() {
  if [[ -n ${SPARK_HOME-} ]]; then
    printf '%s\n' "$SPARK_HOME/jars/*"
  elif [[ $1 != spark && -n ${HADOOP_HOME-} ]]; then
    "$HADOOP_HOME/bin/hadoop" classpath
  elif [[ -n ${HADOOP_HOME-} ]]; then
    refuse "cannot run on Spark: SPARK_HOME is not set; set it to an installation of Spark ${spark%.*}"
  elif [[ " submit-emr generate-completion --version --help " == *" $2 "* ]]; then
    printf '%s\n' "$home/$target/conveyor-jobs.jar" # It is all that these need.
  else
    refuse "cannot start Conveyor: neither SPARK_HOME nor HADOOP_HOME is set; set SPARK_HOME to an installation of Spark ${spark%.*}, or HADOOP_HOME to one of Hadoop 3.4"
  fi
}

# One jar a line.
spark_jars() {
  printf '%s\n' "${SPARK_HOME:?is not set: set it to an installation of Spark}"/jars/*.jar
}

check_spark
