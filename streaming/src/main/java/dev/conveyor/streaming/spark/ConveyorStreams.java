package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Bounds;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessagePage;
import dev.conveyor.streaming.PackedMessages;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.Run;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaReceiverInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.api.java.JavaStreamingListenerWrapper;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag$;

/** Creates DStreams of addresses. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
public final class ConveyorStreams {
  /** The loss that a receiver adds to the guarantee of its address, in one sentence. */
  public static final String RECEIVER_GUARANTEE =
      "a receiver acknowledges a message before Spark stores it; what is acknowledged and not yet"
          + " written is lost if the executor or the driver dies";

  private static final String SPECULATION = "spark.speculation";
  private static final String SINGLE_TASKS = SPECULATION + ".task.duration.threshold";

  private ConveyorStreams() {}

  /**
   * Reads the messages of one address through a receiver, which occupies one core of an executor:
   * at most once. On a cluster each block is stored on two executors.
   *
   * @throws dev.conveyor.streaming.AddressException if no transport reads this address, or no
   *     executor reaches it
   * @throws IllegalStateException if Spark would speculate on the receiver, see {@link #configure}
   */
  public static JavaDStream<Message> receive(
      JavaStreamingContext context, Address address, ReceiverSettings settings) {
    return receivePacked(context, address, settings).flatMap(PackedMessages::messages);
  }

  /**
   * Reads as {@link #receive} does, without an object for each message.
   *
   * @throws dev.conveyor.streaming.AddressException if no transport reads this address
   * @throws IllegalStateException if Spark would speculate on the receiver, see {@link #configure}
   */
  public static JavaReceiverInputDStream<PackedMessages> receivePacked(
      JavaStreamingContext context, Address address, ReceiverSettings settings) {
    SparkCompatibility.ensure();
    ensureNoSpeculation(context.sparkContext().getConf());
    Transports.endpoint(address);
    ExecutorReach.ensure(context.ssc().sparkContext(), address);
    StorageLevel level =
        context.sparkContext().isLocal()
            ? StorageLevel.MEMORY_AND_DISK()
            : StorageLevel.MEMORY_AND_DISK_SER_2();
    return new JavaReceiverInputDStream<>(
        new ReceivedDStream(context.ssc(), address, settings, level),
        ClassTag$.MODULE$.apply(PackedMessages.class));
  }

  /**
   * Reads the messages that wait at the addresses of a run, without receivers, each in one batch.
   * The run must stay open until the context has stopped.
   *
   * @param bounds of a batch, for each address. Within them, its size follows the duration of
   *     batches
   * @throws dev.conveyor.streaming.AddressException if no executor reaches an address
   */
  public static DirectStream direct(JavaStreamingContext context, Run run, Bounds bounds) {
    SparkCompatibility.ensure();
    SparkContext spark = context.ssc().sparkContext();
    run.plan().addresses().forEach(address -> ExecutorReach.ensure(spark, address));
    Duration interval = Duration.ofMillis(context.ssc().graph().batchDuration().milliseconds());
    OpenBatches batches = new OpenBatches(run, bounds, interval);
    context.addStreamingListener(new JavaStreamingListenerWrapper(new FailedOutput(batches)));
    DirectInputDStream input = new DirectInputDStream(context.ssc(), run, batches);
    return new DirectStream(
        input,
        batches,
        new JavaDStream<>(input, ClassTag$.MODULE$.apply(MessagePage.class))
            .mapPartitions(new PageMessages()),
        run);
  }

  /**
   * Reads the messages of one address, to be {@linkplain ManualAckStream#acknowledge acknowledged}
   * when the output of their batch is safe.
   *
   * @throws dev.conveyor.streaming.AddressException if no transport reads this address
   */
  public static ManualAckStream manualAck(
      JavaStreamingContext context, Address address, ReceiverSettings settings) {
    SparkCompatibility.ensure();
    Transports.endpoint(address);
    ManualAckReader reader = new ManualAckReader(address, settings);
    ManualAckInputDStream input = new ManualAckInputDStream(context.ssc(), reader);
    return new ManualAckStream(
        reader, input, new JavaInputDStream<>(input, ClassTag$.MODULE$.apply(Message.class)));
  }

  /**
   * Calls a handler with each interval that has live messages, as a batch of the run. The batch has
   * an id that is never used again, and is marked as done when the handler has returned.
   *
   * @param live made of {@link #receive receivers} or of {@link #manualAck} on addresses that the
   *     plan of the run names as live
   * @param acknowledge is called then with the time of the batch, for messages of {@link
   *     #manualAck}
   */
  public static <T> void forEachLiveBatch(
      JavaDStream<T> live, Run run, BatchHandler<T> handler, Consumer<Time> acknowledge) {
    Broadcast<SerializableConfiguration> configuration = configuration(live, run);
    live.foreachRDD(
        (rdd, time) -> {
          if (rdd.getNumPartitions() > 0) {
            StreamBatch batch = new StreamBatch(run, run.beginLive(), configuration, () -> {});
            handler.handle(rdd, batch);
            batch.done();
            acknowledge.accept(time);
          }
        });
  }

  /** Returns the configuration of a run's output, for the tasks of a stream. */
  static Broadcast<SerializableConfiguration> configuration(JavaDStream<?> stream, Run run) {
    return JavaSparkContext.fromSparkContext(stream.context().sparkContext())
        .broadcast(new SerializableConfiguration(run.configuration()));
  }

  /**
   * Sets what streams need of Spark, unless the user has set it. Receivers get back pressure, from
   * a modest rate until the first batches have shown how long they take. Where Spark runs in this
   * process, it gets a core for each receiver and two for the work. Executors get a UTF-8 locale.
   * No task waits for the executor that has its messages: a receiver may keep that one busy, and
   * each batch would take seconds.
   *
   * @throws IllegalStateException if there are receivers and {@code
   *     spark.speculation.task.duration.threshold} lets Spark speculate on the only task of a
   *     stage: it would kill and restart each receiver after that time, again and again
   */
  public static SparkConf configure(SparkConf conf, int receivers) {
    if (receivers > 0) {
      ensureNoSpeculation(conf);
    }
    conf.setIfMissing("spark.streaming.backpressure.enabled", "true");
    conf.setIfMissing("spark.streaming.backpressure.initialRate", "20000");
    conf.setIfMissing("spark.locality.wait", "0s");
    FatalTaskErrors.failTasks(conf);
    ExecutorLocale.give(conf);
    String master = conf.get("spark.master", "local[*]");
    if (master.matches("local(\\[[0-9*]+])?")) {
      int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
      conf.setMaster("local[" + (receivers + cores) + "]");
    }
    return conf;
  }

  private static void ensureNoSpeculation(SparkConf conf) {
    if (conf.getBoolean(SPECULATION, false) && conf.getTimeAsMs(SINGLE_TASKS, "0s") > 0) {
      throw new IllegalStateException(
          "cannot run a receiver with "
              + SINGLE_TASKS
              + "="
              + conf.get(SINGLE_TASKS)
              + ": Spark would end it after that time, again and again; set it to 0s, or "
              + SPECULATION
              + "=false");
    }
  }
}
