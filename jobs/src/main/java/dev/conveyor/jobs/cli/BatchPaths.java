package dev.conveyor.jobs.cli;

import dev.conveyor.jobs.console.MisuseException;
import dev.conveyor.jobs.options.AddressConverter;
import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Replayable;
import dev.conveyor.streaming.Transports;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/** The arguments {@code INPUT… OUTPUT} of a batch, separated into files, addresses and output. */
record BatchPaths(List<String> files, List<Address> addresses, String output) {

  /**
   * Separates the arguments of a batch.
   *
   * @param words at least one
   * @throws MisuseException if there is only one argument, one is empty, an address is invalid or
   *     not replayable, or the output is an address
   * @throws dev.conveyor.streaming.AddressException if two addresses deliver the same messages
   */
  static BatchPaths of(List<String> words) {
    int last = words.size() - 1;
    if (last < 1) {
      throw new MisuseException(
          "cannot run batch with " + words.get(0) + " alone; name the inputs, then OUTPUT");
    }
    if (words.contains("")) {
      throw new MisuseException("cannot read or write \"\": it is no path; name one");
    }
    if (isAddress(words.get(last))) {
      throw new MisuseException(
          "cannot write output " + words.get(last) + ": a batch writes folders; name one");
    }
    List<String> files = new ArrayList<>();
    List<Address> addresses = new ArrayList<>();
    for (String word : words.subList(0, last)) {
      if (isAddress(word)) {
        addresses.add(address(word));
      } else {
        files.add(word);
      }
    }
    Transports.ensureDistinct(addresses);
    return new BatchPaths(files, addresses, words.get(last));
  }

  private static boolean isAddress(String word) {
    return word.startsWith("@") || Transports.serves(word);
  }

  private static Address address(String word) {
    try {
      Address address = new AddressConverter().convert(word);
      if (!(Transports.endpoint(address) instanceof Replayable)) {
        throw new MisuseException(
            "cannot read "
                + address
                + " in a batch: what comes from there cannot be read again; name "
                + Transports.example(Replayable.class)
                + " (conveyor relay carries a topic into one)");
      }
      return address;
    } catch (TypeConversionException e) {
      throw new MisuseException(e.getMessage());
    }
  }
}
