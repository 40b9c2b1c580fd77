# To be sourced, with home set. Makes sure of what every script needs of its environment, before anything starts.

# refuse LINE: ends with it.
refuse() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Whether this shell, and so the JVM that it starts, reads bytes as UTF-8: three of them are a euro sign.
reads_utf8() {
  local euro=$'\xe2\x82\xac'
  ((${#euro} == 1))
}

# A JVM reads arguments, variables and the names of files in the encoding of its locale: with LC_ALL=C it could not read those
# that are not ASCII. Changes the encoding and nothing else, unless LC_ALL stands in the way; leaves it where there is no such
# locale, and there the commands refuse what they cannot read.
use_utf8() {
  reads_utf8 && return
  local variable=LC_CTYPE locale
  [[ -z ${LC_ALL-} ]] || variable=LC_ALL
  local before=${!variable-}
  for locale in C.UTF-8 en_US.UTF-8 $(locale -a 2>/dev/null | grep -i -m 1 'utf-*8$' || true); do
    export "$variable=$locale"
    reads_utf8 && return
  done 2>/dev/null
  export "$variable=$before"
} 2>/dev/null

# java_version JAVA: sets version to its number, 17 or 1.8, from the file beside it, or else from itself.
java_version() {
  local file release line
  version=
  file=$(readlink -f "$(type -P "$1")") || return 0
  release=${file%/bin/*}/release
  if [[ -r $release ]]; then
    while read -r line; do
      [[ ! $line =~ ^JAVA_VERSION=\"([^\"]*)\" ]] || version=${BASH_REMATCH[1]}
    done <"$release"
  fi
  [[ -n $version || ! $("$1" -version 2>&1) =~ \ version\ \"([^\"]*)\" ]] || version=${BASH_REMATCH[1]}
  local prefix=
  [[ $version != 1.* ]] || prefix=1.
  version=${version#1.}
  version=$prefix${version%%[!0-9]*}
}

# find_java: sets java to that of JAVA_HOME, or else to the one on the PATH, and ends with one line unless it is a Java 17.
# Where JAVA_HOME has none and the PATH does, says so, and sets JAVA_HOME to it for what starts from here.
find_java() {
  local version home=${JAVA_HOME-} problem=
  java=${home:+$home/bin/}java
  if java=$(type -P "$java"); then
    java_version "$java"
    [[ $version != 17 ]] || return 0
    problem="Java ${version:-of an unknown version}"
  fi
  local unusable=$java
  if [[ -n $home ]] && java=$(type -P java); then
    java_version "$java"
    if [[ $version == 17 ]]; then
      printf 'JAVA_HOME is %s, which has %s: using %s\n' "$home" "${problem:-no bin/java}" "$java" >&2
      JAVA_HOME=$(readlink -f "$java")
      export JAVA_HOME=${JAVA_HOME%/bin/java}
      return 0
    fi
  fi
  if [[ -n $problem ]]; then
    refuse "cannot start Conveyor on $problem ($unusable): it needs Java 17; set JAVA_HOME to a JDK 17"
  elif [[ -n $home ]]; then
    refuse "cannot start Conveyor: JAVA_HOME is $home, which has no bin/java, and the PATH has no Java 17; set JAVA_HOME to a JDK 17"
  fi
  refuse "cannot start Conveyor: no java on the PATH; install a JDK 17 or set JAVA_HOME"
}

# short_class_path CLASS_PATH: the jars of it that a short command needs, for Log4j 2 and zstd, or else all of it.
short_class_path() {
  local jar found= IFS=:
  for jar in $1; do # One that ends in /* names all jars of a folder.
    case ${jar##*/} in
      slf4j-api-*.jar | log4j-api-*.jar | log4j-core-*.jar | log4j-slf4j2-impl-*.jar | zstd-jni-*.jar) found+=:$jar ;;
    esac
  done
  [[ $found == *slf4j-api* && $found == *log4j-core* && $found == *slf4j2-impl* && $found == *zstd-jni* ]] || found=:$1
  printf '%s\n' "${found#:}"
}

# A JVM finds no class in a path that its encoding does not have, not even by a link.
check_home() {
  reads_utf8 || [[ $home != *[![:ascii:]]* ]] ||
    refuse "cannot start Conveyor in $home: its path is not ASCII, and there is no locale of UTF-8; install C.UTF-8, or move Conveyor"
}

# Class paths are separated by colons. Where the path of home has one, goes by a link to it from then on, which stays.
avoid_colon() {
  [[ $home == *:* ]] || return 0
  local links=${TMPDIR:-/tmp}/conveyor-$UID link
  link=$links/$(cksum <<<"$home" | cut -d' ' -f1)
  mkdir -p -m 700 "$links" 2>/dev/null && [[ -O $links && ! -L $links && $links != *:* ]] && {
    [[ $(readlink "$link") == "$home" ]] || ln -sfn "$home" "$link" 2>/dev/null
  } || refuse "cannot start Conveyor in $home: class paths cannot hold a colon, and no link to it can be made in $links; set TMPDIR to a folder of yours, or move Conveyor"
  home=$link
}

use_utf8
check_home
avoid_colon
