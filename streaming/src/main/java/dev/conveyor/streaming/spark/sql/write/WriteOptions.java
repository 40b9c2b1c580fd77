package dev.conveyor.streaming.spark.sql.write;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Endpoint;
import dev.conveyor.streaming.Stageable;
import dev.conveyor.streaming.Transports;
import dev.conveyor.streaming.run.OnLoss;
import dev.conveyor.streaming.spark.sql.DataSourceOptions;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The options of a sink.
 *
 * @param amounts the effect of an amount on the total of its key; empty if the user has not said it
 * @param onLoss the reaction to an endpoint that has lost what the query wrote before
 * @param transaction the identity of a batch write that may be repeated; empty if it has none
 */
public record WriteOptions(
    Address address,
    Optional<Stageable.Effect> amounts,
    OnLoss onLoss,
    Optional<Transaction> transaction) {

  /** The names of all options. */
  public static final List<String> NAMES =
      List.of("address", "amounts", "failOnDataLoss", "txnAppId", "txnVersion");

  /**
   * The identity of a batch write, as in a function of {@code foreachBatch}: of the writes with one
   * application, each version counts once.
   */
  public record Transaction(String application, long version) {}

  /**
   * Parses the options.
   *
   * @throws IllegalArgumentException if one is malformed, or the address cannot be used
   */
  public static WriteOptions of(DataSourceOptions options) {
    String text =
        options
            .text("address")
            .or(() -> options.text("path"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "cannot write messages: there is no address; set option address to "
                            + Transports.example(Endpoint.class)));
    Address address = Address.parse(text);
    Transports.endpoint(address);
    OnLoss onLoss = options.flag("failOnDataLoss", true) ? OnLoss.FAIL : OnLoss.COUNT;
    return new WriteOptions(address, amounts(options), onLoss, transaction(options));
  }

  private static Optional<Stageable.Effect> amounts(DataSourceOptions options) {
    return options
        .text("amounts")
        .map(
            text ->
                switch (text) {
                  case "add" -> Stageable.Effect.ADD;
                  case "set" -> Stageable.Effect.SET;
                  default ->
                      throw DataSourceOptions.refused(
                          "amounts",
                          text,
                          "give add (an amount is added to the total of its key) or set (it is the"
                              + " new total)");
                });
  }

  private static Optional<Transaction> transaction(DataSourceOptions options) {
    Optional<String> application = options.text("txnAppId");
    Optional<Long> version =
        options
            .text("txnVersion")
            .map(
                text -> {
                  if (!text.matches("[0-9]{1,15}")) {
                    throw DataSourceOptions.refused(
                        "txnVersion", text, "give a whole number that grows, such as the batch id");
                  }
                  return Long.parseLong(text);
                });
    if (application.isPresent() != version.isPresent()) {
      throw new IllegalArgumentException(
          "cannot use one of the options txnAppId and txnVersion alone; give both");
    }
    return application.map(
        name -> {
          if (!name.matches("[A-Za-z0-9_-]{1,80}")) {
            throw DataSourceOptions.refused(
                "txnAppId", name, "give 1 to 80 letters, digits, - and _");
          }
          return new Transaction(name, version.orElseThrow());
        });
  }

  /** Returns the columns that an endpoint takes. */
  public static StructType schema(Endpoint endpoint) {
    return isOfTotals(endpoint)
        ? new StructType()
            .add("key", DataTypes.StringType, false)
            .add("amount", DataTypes.LongType, false)
        : new StructType()
            .add("body", DataTypes.BinaryType, false)
            .add("topic", DataTypes.StringType, true);
  }

  /** Returns whether an endpoint takes amounts, and not messages. */
  static boolean isOfTotals(Endpoint endpoint) {
    return endpoint instanceof Stageable stageable && stageable.takes(Stageable.Effect.ADD);
  }

  Endpoint endpoint() {
    return Transports.endpoint(address);
  }
}
