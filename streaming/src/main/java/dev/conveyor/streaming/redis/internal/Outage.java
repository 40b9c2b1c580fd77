package dev.conveyor.streaming.redis.internal;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A reason for which a reachable Redis temporarily rejects commands. Waiting or the remedy fixes
 * it; a rejected command has changed nothing.
 */
enum Outage {
  OOM("Redis is out of memory (OOM)", "raise maxmemory or start a consumer"),
  NOREPLICAS(
      "Redis has fewer replicas than min-replicas-to-write (NOREPLICAS)",
      "start a replica or lower min-replicas-to-write"),
  MISCONF(
      "Redis cannot save to its disk and refuses writes (MISCONF)",
      "check its disk and its log, or set stop-writes-on-bgsave-error no"),
  READONLY(
      "Redis is a read-only replica (READONLY)", "name the master in the address, or promote it"),
  MASTERDOWN(
      "Redis is a replica that has lost its master (MASTERDOWN)",
      "start the master, or name it in the address"),
  LOADING("Redis is loading its data (LOADING)", "start again when it has loaded them"),
  BUSY("Redis is busy with a script (BUSY)", "end that with SCRIPT KILL"),
  CLUSTERDOWN("the cluster of this Redis is down (CLUSTERDOWN)", "check CLUSTER INFO"),
  TRYAGAIN(
      "the cluster of this Redis is moving the keys (TRYAGAIN)", "start again when it has done so"),
  UNBLOCKED("Redis became a replica while it was asked (UNBLOCKED)", "name the master"),
  MAXCLIENTS(
      "Redis has as many clients as it takes (max number of clients reached)",
      "raise maxclients or stop some of them");

  private static final String MAX_CLIENTS = "max number of clients";

  /**
   * The code of an error, also of one that Redis before 7 wraps into that of a script: {@code ERR
   * Error running script (call to f_…): @user_script:1: @user_script: 1: -READONLY You can't …}.
   */
  private static final Pattern CODE =
      Pattern.compile("^(?:.{0,200}@user_script: ?[0-9]{1,9}: -?)?([A-Z]{2,20})(?: |$)");

  private static final int MOST_CAUSES = 20;

  private final String what;
  private final String remedy;

  Outage(String what, String remedy) {
    this.what = what;
    this.remedy = remedy;
  }

  /** The outage that the server reported; empty for every other failure. */
  static Optional<Outage> in(Throwable failure) {
    if (!(failure instanceof JedisException)) {
      return Optional.empty();
    }
    return causes(failure)
        .filter(JedisException.class::isInstance)
        .flatMap(cause -> of(String.valueOf(cause.getMessage())).stream())
        .findFirst();
  }

  private static Optional<Outage> of(String said) {
    if (said.contains(MAX_CLIENTS)) {
      return Optional.of(MAXCLIENTS);
    }
    Matcher code = CODE.matcher(said);
    return code.find()
        ? Stream.of(values())
            .filter(outage -> outage != MAXCLIENTS && outage.name().equals(code.group(1)))
            .findFirst()
        : Optional.empty();
  }

  /** The outage and what fixes it; a setting of the server is named if one is given. */
  NonRetryableError refusal(Optional<String> setting) {
    String found = setting.map(value -> what.replace(name(), name() + ", " + value)).orElse(what);
    return new NonRetryableError(found, remedy);
  }

  /** Returns a failure and its causes, outermost first. */
  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
  }
}
