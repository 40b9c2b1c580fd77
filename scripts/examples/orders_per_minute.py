"""Sums orders per SKU and minute: from a Redis list to Parquet, and the totals back to Redis.

spark-submit --jars conveyor-jobs.jar orders_per_minute.py 'redis://localhost?list=orders' per-minute 'redis://localhost?hash=sold'
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, from_json, sum, window

SCHEMA = "sku STRING, qty BIGINT, at TIMESTAMP"


def main(source, out, totals):
    spark = SparkSession.builder.appName("orders per minute").getOrCreate()
    orders = (
        spark.readStream.format("conveyor")
        .option("address", source)
        .load()
        .select(from_json(col("body").cast("string"), SCHEMA).alias("order"))
        .select("order.*")
    )
    per_minute = (
        orders.withWatermark("at", "1 minute")
        .groupBy(window("at", "1 minute"), "sku")
        .agg(sum("qty").alias("qty"))
        .select(col("window.start").alias("minute"), "sku", "qty")
    )
    files = (
        per_minute.writeStream.format("parquet")
        .option("path", out)
        .option("checkpointLocation", out + "-checkpoint")
        .trigger(availableNow=True)
        .start()
    )
    files.awaitTermination()
    # They take the place of all totals, so that a second write changes nothing.
    sold = spark.read.parquet(out).groupBy("sku").agg(sum("qty").alias("amount")).withColumnRenamed("sku", "key")
    sold.write.format("conveyor").option("address", totals).mode("overwrite").save()


if __name__ == "__main__":
    main(*sys.argv[1:])
