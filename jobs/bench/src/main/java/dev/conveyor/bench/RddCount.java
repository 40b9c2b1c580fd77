package dev.conveyor.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Spark's JavaWordCount, with two changes that make its result the same as ours: lines are divided
 * between letters in place of at spaces, in lower case, and the counts are saved in place of printed.
 */
public final class RddCount {
  private static final Pattern BETWEEN = Pattern.compile("[^a-z]+");

  private RddCount() {}

  public static void main(String[] arguments) {
    SparkConf conf = new SparkConf().setAppName("JavaWordCount").set("spark.ui.enabled", "false");
    try (JavaSparkContext context = new JavaSparkContext(conf)) {
      JavaPairRDD<String, Integer> counts =
          context
              .textFile(arguments[0])
              .flatMap(
                  line -> Arrays.asList(BETWEEN.split(line.toLowerCase(Locale.ROOT))).iterator())
              .filter(word -> !word.isEmpty())
              .mapToPair(word -> new Tuple2<>(word, 1))
              .reduceByKey((one, other) -> one + other);
      counts.map(pair -> pair._1() + "\t" + pair._2()).saveAsTextFile(arguments[1]);
    }
  }
}
