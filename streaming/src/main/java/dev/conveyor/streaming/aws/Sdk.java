package dev.conveyor.streaming.aws;

import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import java.util.function.Supplier;

/** Where the AWS SDK may be missing. Links none of it. */
final class Sdk {
  private Sdk() {}

  /**
   * Asks with the SDK.
   *
   * @throws CredentialsException as the question does, or if the SDK is not there
   */
  static <T> T using(Supplier<T> question) {
    try {
      return question.get();
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
