package dev.conveyor.jobs.stream;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Guarantee;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.RunPlan;
import dev.conveyor.streaming.spark.Arrivals;
import dev.conveyor.streaming.spark.ConveyorStreams;
import dev.conveyor.streaming.spark.DirectStream;
import dev.conveyor.streaming.spark.ReceiverSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Which addresses of a plan are read again and again, and which live, by their places. */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
record Ways(List<Address> addresses, List<Integer> repeatable, List<Integer> live) {

  /** As the guarantee asks for; without one, the best that each address can have. */
  static Ways of(List<Address> addresses, Optional<Guarantee> asked) {
    List<Integer> repeatable = new ArrayList<>();
    List<Integer> live = new ArrayList<>();
    for (int place = 0; place < addresses.size(); place++) {
      Address address = addresses.get(place);
      boolean again =
          Transports.of(address).isRepeatable(address)
              && asked.orElse(Guarantee.EXACTLY_ONCE) != Guarantee.AT_MOST_ONCE;
      (again ? repeatable : live).add(place);
    }
    return new Ways(addresses, repeatable, live);
  }

  RunPlan runPlan(StreamPlan plan, RunSettings settings) {
    return new RunPlan(
        settings.record(),
        at(repeatable),
        at(live),
        plan.jobNames(),
        settings.lease(),
        plan.settings().maxMessage(),
        settings.onLoss());
  }

  private List<Address> at(List<Integer> places) {
    return places.stream().map(addresses::get).toList();
  }

  /** The messages of all addresses, each partition with the place of its address. */
  JavaDStream<Arrivals> arrivals(
      JavaStreamingContext context, DirectStream direct, ReceiverSettings settings) {
    List<Integer> places = repeatable;
    JavaDStream<Arrivals> all =
        direct.arrivals().map(some -> new Arrivals(places.get(some.address()), some.messages()));
    for (int place : live) {
      all = all.union(received(context, place, addresses.get(place), settings));
    }
    return all;
  }

  private static JavaDStream<Arrivals> received(
      JavaStreamingContext context, int place, Address address, ReceiverSettings settings) {
    return ConveyorStreams.receive(context, address, settings)
        .mapPartitions(messages -> List.of(new Arrivals(place, messages)).iterator());
  }
}
