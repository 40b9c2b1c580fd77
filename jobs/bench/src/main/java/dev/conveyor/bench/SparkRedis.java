package dev.conveyor.bench;

import com.redislabs.provider.redis.RedisConfig;
import com.redislabs.provider.redis.RedisEndpoint;
import com.redislabs.provider.redis.streaming.ConsumerConfig;
import com.redislabs.provider.redis.streaming.Earliest$;
import com.redislabs.provider.redis.streaming.RedisStreamingContext;
import com.redislabs.provider.redis.streaming.StreamItem;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Counts the words of a Redis list or stream through spark-redis, as its documentation shows: a
 * receiver, words by {@code reduceByKey}, the counts collected. Writes nothing.
 *
 * <p>Arguments: port, {@code list} or {@code stream}, key, how many messages are there, words a
 * message. Prints the line of {@link WordTotals}. Ends when all were counted, or nothing came for
 * 20 s.
 */
public final class SparkRedis {
  private SparkRedis() {}

  public static void main(String[] arguments) throws Exception {
    SparkConf conf =
        new SparkConf()
            .setAppName("spark-redis")
            .setMaster("local[3]")
            .set("spark.ui.enabled", "false");
    JavaStreamingContext context = new JavaStreamingContext(conf, Durations.milliseconds(1_000));
    RedisConfig redis =
        new RedisConfig(
            new RedisEndpoint("127.0.0.1", Integer.parseInt(arguments[0]), null, 0, 10_000, false));
    JavaDStream<String> bodies =
        arguments[1].equals("list")
            ? list(context, redis, arguments[2])
            : stream(context, redis, arguments[2]);
    long expected = Long.parseLong(arguments[3]) * Long.parseLong(arguments[4]);
    WordTotals totals = new WordTotals();
    bodies
        .flatMap(body -> List.of(body.split(" ")).iterator())
        .mapToPair(word -> new Tuple2<>(word, 1L))
        .reduceByKey(Long::sum)
        .foreachRDD(batch -> add(totals, batch));
    context.start();
    totals.awaitWords(expected);
    totals.print(Long.parseLong(arguments[4]));
    context.stop(true, false);
  }

  private static JavaDStream<String> list(
      JavaStreamingContext context, RedisConfig redis, String key) {
    return JavaDStream.fromDStream(
            new RedisStreamingContext(context.ssc())
                .createRedisStreamWithoutListname(
                    new String[] {key}, StorageLevel.MEMORY_AND_DISK(), redis),
            ClassTag$.MODULE$.apply(String.class));
  }

  private static JavaDStream<String> stream(
      JavaStreamingContext context, RedisConfig redis, String key) {
    ConsumerConfig consumer =
        new ConsumerConfig(
            key,
            "bench",
            "one",
            Earliest$.MODULE$,
            ConsumerConfig.apply$default$5(),
            ConsumerConfig.apply$default$6(),
            ConsumerConfig.apply$default$7());
    JavaDStream<StreamItem> items =
        JavaDStream.fromDStream(
            new RedisStreamingContext(context.ssc())
                .createRedisXStream(
                    JavaConverters.asScalaBufferConverter(List.of(consumer)).asScala().toSeq(),
                    StorageLevel.MEMORY_AND_DISK(),
                    redis),
            ClassTag$.MODULE$.apply(StreamItem.class));
    return items.map(item -> item.fields().apply("body"));
  }

  private static void add(WordTotals totals, JavaPairRDD<String, Long> batch) {
    long start = System.nanoTime();
    List<Tuple2<String, Long>> pairs = batch.collect();
    totals.add(start, adder -> pairs.forEach(pair -> adder.add(pair._1(), pair._2())));
  }
}
