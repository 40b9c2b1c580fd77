package dev.conveyor.streaming.redis.internal;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * A non-retryable connection failure.
 *
 * @param what is wrong
 * @param remedy what to do
 */
record NonRetryableError(String what, String remedy) {
  private static final Pattern COMMAND = Pattern.compile("'([A-Za-z|.-]{1,40})'");

  /** Returns whether the failure is worth waiting out: the server may be back soon. */
  static boolean isPassing(Throwable failure) {
    if (failure instanceof NoCredentialsException none) {
      return none.isPassing();
    }
    if (failure instanceof JedisConnectionException) {
      return ReplyException.in(failure).isEmpty() && tls(failure).isEmpty();
    }
    return Outage.in(failure).isPresent();
  }

  /** Returns whether the server does not let this user in, or not with this password. */
  static boolean isOfLogin(JedisException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("WRONGPASS") || said.startsWith("NOAUTH") || said.contains("AUTH failed");
  }

  /** Classifies a permanent failure of a connection to an address of that type. */
  static NonRetryableError of(JedisException e, RedisServer server, String type) {
    Optional<ReplyException> reply = ReplyException.in(e);
    if (reply.isPresent()) {
      String said = reply.get().getMessage();
      return said.contains("TLS")
          ? new NonRetryableError(said, "write rediss:// instead of redis://")
          : new NonRetryableError(said, "name the host and port of a Redis");
    }
    if (e instanceof NoCredentialsException none) {
      return none.refusal();
    }
    if (e instanceof JedisRedirectionException moved) {
      return moved(moved);
    }
    return tls(e)
        .orElseGet(
            () ->
                isOfLogin(e)
                    ? new NonRetryableError(
                        "Redis asks for another user or password",
                        "set CONVEYOR_REDIS_PASSWORD and name the user in the address")
                    : said(String.valueOf(e.getMessage()), server, type));
  }

  /** {@code MOVED 3999 127.0.0.1:6381}: the slot of the key and the node that owns it. */
  private static NonRetryableError moved(JedisRedirectionException e) {
    boolean moves = e instanceof JedisAskDataException;
    return new NonRetryableError(
        "the key is in slot "
            + e.getSlot()
            + " of a cluster, "
            + (moves ? "which is moving to the node " : "which the node ")
            + e.getTargetNode()
            + (moves ? " (ASK)" : " owns (MOVED)"),
        "write the host and port of that node in the address");
  }

  private static NonRetryableError said(String said, RedisServer server, String type) {
    if (said.contains("WRONGTYPE")) {
      return new NonRetryableError(
          "the key holds something else than a " + type, "name another key");
    }
    if (said.contains("NOPERM")
        || said.contains("ACL failure")
        || said.contains("can't run this")) {
      return notPermitted(said, type);
    }
    if (said.contains("without any password")) {
      return new NonRetryableError(
          "Redis asks for no password, but one is given",
          server
                  .source()
                  .map(source -> "leave &" + source.parameter() + " out")
                  .orElse("unset CONVEYOR_REDIS_PASSWORD")
              + ", or set a password in Redis");
    }
    if (said.contains("nknown Redis command") || said.contains("nknown command")) {
      return new NonRetryableError(
          "this Redis lacks a command that a " + type + " needs", "use Redis 6.2 or later");
    }
    if (said.contains("DB index")) {
      return new NonRetryableError(
          "Redis has no database " + server.database(), "name another one");
    }
    return new NonRetryableError("Redis says \"" + said + "\"", "see the log of Redis");
  }

  private static NonRetryableError notPermitted(String said, String type) {
    if (said.contains("channel")) {
      return new NonRetryableError(
          "Redis does not permit the channel (NOPERM)", "grant the user &NAME of the channel");
    }
    if (said.contains("key")) {
      return new NonRetryableError(
          "Redis does not permit the key (NOPERM)", "grant the user ~KEY and ~{KEY}:*");
    }
    Matcher command = COMMAND.matcher(said);
    if (command.find()) {
      String name = command.group(1);
      return new NonRetryableError(
          "Redis does not permit " + name + " (NOPERM)", "grant the user +" + name);
    }
    return new NonRetryableError(
        "Redis does not permit it (NOPERM)", "grant the user EVAL and what a " + type + " needs");
  }

  private static Optional<NonRetryableError> tls(Throwable failure) {
    if (Outage.causes(failure).noneMatch(SSLException.class::isInstance)) {
      return Optional.empty();
    }
    if (isCausedBy(failure, CertificateExpiredException.class)) {
      return Optional.of(new NonRetryableError("its certificate has expired", "renew it"));
    }
    if (isCausedBy(failure, CertPathBuilderException.class)
        || isCausedBy(failure, CertPathValidatorException.class)) {
      return Optional.of(
          new NonRetryableError(
              "its certificate is not signed by anybody we trust", "name its CA with &ca=FILE"));
    }
    if (isCausedBy(failure, CertificateException.class)) {
      return Optional.of(
          new NonRetryableError(
              "its certificate is not valid for this host name",
              "write the name that stands in the certificate, or renew it"));
    }
    if (says(failure, "nrecognized SSL message")) {
      return Optional.of(
          new NonRetryableError("it does not answer in TLS", "write redis:// for a plain one"));
    }
    return says(failure, "fatal alert")
        ? Optional.of(
            new NonRetryableError(
                "it refuses our TLS (" + alert(failure) + ")",
                "let Redis take TLS 1.2 or later and clients without a certificate"))
        : Optional.empty();
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    return Outage.causes(failure).anyMatch(type::isInstance);
  }

  private static boolean says(Throwable failure, String part) {
    return Outage.causes(failure).anyMatch(e -> String.valueOf(e.getMessage()).contains(part));
  }

  private static String alert(Throwable failure) {
    return Outage.causes(failure)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(message -> message.contains("fatal alert: "))
        .map(message -> message.substring(message.indexOf("alert: ") + 7))
        .findFirst()
        .orElse("");
  }
}
