package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import java.util.function.Supplier;

/** Calls of the AWS SDK, which may be missing. Links none of its classes. */
final class Sdk {
  private Sdk() {}

  /**
   * Makes a call of the SDK.
   *
   * @throws CredentialsException as the call does, or if the SDK is not on the class path
   */
  static <T> T using(Supplier<T> call) {
    try {
      return call.get();
    } catch (LinkageError e) {
      throw new CredentialsException(
          Trouble.LASTING,
          "the AWS SDK is not on the class path",
          "add it: --packages software.amazon.awssdk:secretsmanager:2.24.12 for Spark, its jars in"
              + " HADOOP_CLASSPATH and -libjars for Hadoop",
          e);
    }
  }
}
