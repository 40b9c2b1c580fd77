package dev.conveyor.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.split;

import org.apache.spark.sql.SparkSession;

/** The same as {@link RddCount} by Spark's data frames. */
public final class DataFrameCount {
  private DataFrameCount() {}

  public static void main(String[] arguments) {
    try (SparkSession session =
        SparkSession.builder()
            .appName("DataFrameCount")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      session
          .read()
          .text(arguments[0])
          .select(explode(split(lower(col("value")), "[^a-z]+")).as("word"))
          .filter(col("word").notEqual(""))
          .groupBy("word")
          .count()
          .select(concat_ws("\t", col("word"), col("count").cast("string")))
          .write()
          .text(arguments[1]);
    }
  }
}
