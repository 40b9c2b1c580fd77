package dev.conveyor.streaming.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.package$;
import scala.util.Properties$;

/**
 * The Spark and Scala versions that these classes were compiled for. Methods have other Scala types
 * on an incompatible Spark, and calls to them fail one by one; a check beforehand says so once.
 */
public final class SparkCompatibility {
  private final String spark;
  private final String scala;

  SparkCompatibility(String spark, String scala) {
    this.spark = spark;
    this.scala = scala;
  }

  /**
   * Checks the Spark on the class path.
   *
   * @throws IllegalStateException if it is incompatible, with the artifact to use instead
   */
  public static void ensure() {
    built().ensure(package$.MODULE$.SPARK_VERSION(), Properties$.MODULE$.versionNumberString());
  }

  private static SparkCompatibility built() {
    Properties versions = new Properties();
    try (InputStream in =
        SparkCompatibility.class.getResourceAsStream("compatibility.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SparkCompatibility(versions.getProperty("spark"), versions.getProperty("scala"));
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
