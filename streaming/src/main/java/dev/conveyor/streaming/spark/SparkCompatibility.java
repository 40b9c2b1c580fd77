package dev.conveyor.streaming.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.package$;
import scala.util.Properties$;

/**
 * The line of Spark that these classes were compiled for. Another line has the same methods with
 * other types of Scala, which a program finds missing one by one; this says so before.
 */
public final class SparkCompatibility {
  private final String spark;
  private final String scala;

  SparkCompatibility(String spark, String scala) {
    this.spark = spark;
    this.scala = scala;
  }

  /**
   * Looks at the Spark on the class path.
   *
   * @throws IllegalStateException if it is of another line, with what to take instead
   */
  public static void ensure() {
    built().ensure(package$.MODULE$.SPARK_VERSION(), Properties$.MODULE$.versionNumberString());
  }

  private static SparkCompatibility built() {
    Properties line = new Properties();
    try (InputStream in = SparkCompatibility.class.getResourceAsStream("line.properties")) {
      line.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SparkCompatibility(line.getProperty("spark"), line.getProperty("scala"));
  }

  void ensure(String foundSpark, String foundScala) {
    if (!major(foundSpark).equals(major(spark)) || !foundScala.startsWith(scala + ".")) {
      throw new IllegalStateException(
          "cannot run on Spark "
              + foundSpark
              + " with Scala "
              + foundScala
              + ": this jar is for Spark "
              + spark
              + " with Scala "
              + scala
              + "; take the artifact whose name ends in _"
              + foundScala.replaceAll("^(\\d+\\.\\d+).*", "$1"));
    }
  }

  private static String major(String version) {
    return version.replaceAll("\\..*", "");
  }
}
