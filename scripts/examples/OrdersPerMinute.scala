import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions.{col, from_json, sum, window}
import org.apache.spark.sql.streaming.Trigger

/** Sums orders per SKU and minute: from a Redis list to Parquet, and the totals back to Redis. */
object OrdersPerMinute {
  def main(args: Array[String]): Unit = {
    val Array(source, out, totals) = args
    val spark = SparkSession.builder().appName("orders per minute").getOrCreate()
    val orders = spark.readStream
      .format("conveyor")
      .option("address", source)
      .load()
      .select(from_json(col("body").cast("string"), "sku STRING, qty BIGINT, at TIMESTAMP", Map.empty[String, String]).as("order"))
      .select("order.*")
    orders
      .withWatermark("at", "1 minute")
      .groupBy(window(col("at"), "1 minute"), col("sku"))
      .agg(sum("qty").as("qty"))
      .select(col("window.start").as("minute"), col("sku"), col("qty"))
      .writeStream
      .format("parquet")
      .option("path", out)
      .option("checkpointLocation", out + "-checkpoint")
      .trigger(Trigger.AvailableNow())
      .start()
      .awaitTermination()
    spark.read
      .parquet(out)
      .groupBy(col("sku").as("key"))
      .agg(sum("qty").as("amount"))
      .write
      .format("conveyor")
      .option("address", totals)
      .mode("overwrite")
      .save()
  }
}
