package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.run.LossCount;
import dev.conveyor.streaming.run.Run;
import dev.conveyor.streaming.run.RunBatch;
import dev.conveyor.streaming.spark.Arrivals;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.DirectSettings;
import dev.conveyor.streaming.spark.DirectStream;
import dev.conveyor.streaming.spark.HeldStream;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** The streams of all addresses of a plan as one: a batch is of all of them. Safe for threads. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class Inputs {
  private final Run run;
  private final DirectStream direct;
  private final List<HeldStream> held = new ArrayList<>();
  private final JavaDStream<Arrivals> arrivals;

  Inputs(JavaStreamingContext context, Ways ways, Run run, ReceiverSettings settings) {
    this.run = run;
    this.direct =
        ConveyorStreams.direct(
            context, run, DirectSettings.defaults().withMessages(settings.limit()));
    List<Integer> places = ways.repeatable();
    JavaDStream<Arrivals> all =
        direct.arrivals().map(some -> new Arrivals(places.get(some.address()), some.messages()));
    for (int place : ways.held()) {
      HeldStream stream = ConveyorStreams.hold(context, ways.addresses().get(place), settings);
      held.add(stream);
      all = all.union(of(place, stream.messages()));
    }
    for (int place : ways.received()) {
      all =
          all.union(
              of(place, ConveyorStreams.receive(context, ways.addresses().get(place), settings)));
    }
    this.arrivals = all;
  }

  private static JavaDStream<Arrivals> of(int place, JavaDStream<Message> messages) {
    return messages.mapPartitions(some -> List.of(new Arrivals(place, some)).iterator());
  }

  /** The messages of all addresses, each partition with the place of its address. */
  JavaDStream<Arrivals> arrivals() {
    return arrivals;
  }

  /** The batch of that time, with its id. */
  RunBatch batch(Time time) throws InterruptedException {
    Optional<RunBatch> chosen = direct.batch(time);
    return chosen.isPresent() ? chosen.get() : run.begin();
  }

  /**
   * To be asked before the output of a batch counts.
   *
   * @throws dev.conveyor.streaming.run.LossException if its tasks have read less than was chosen
   */
  void verify(Time time) {
    direct.verify(time);
  }

  /** The output of that time's batch is safe. */
  void release(Time time, RunBatch batch) throws InterruptedException {
    direct.release(time);
    // A batch of live addresses only is none of the direct stream's.
    run.done(batch);
    held.forEach(stream -> stream.release(time));
  }

  /** Chooses no more, so that a graceful stop ends. */
  void finish() {
    direct.finish();
  }

  LossCount lost() {
    return direct.lost();
  }

  /** For how long nothing waited or was chosen at the addresses that can be read again. */
  Duration idle() {
    return direct.idle();
  }

  /**
   * For how long nothing came or was held at the addresses that keep messages; empty: there are
   * none.
   */
  Optional<Duration> idleHeld() {
    return held.stream().map(HeldStream::idle).min(Comparator.naturalOrder());
  }

  /** Why no more comes, as one line for the user. */
  Optional<String> failure() {
    Optional<RuntimeException> failure = direct.failure();
    for (HeldStream stream : held) {
      failure = failure.or(stream::failure);
    }
    return failure.map(RuntimeException::getMessage);
  }
}
