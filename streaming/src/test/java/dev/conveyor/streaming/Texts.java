package dev.conveyor.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;

/** Messages as text, for tests. */
public final class Texts {
  private static final Duration LONG = Duration.ofSeconds(20);

  private Texts() {}

  public static List<Outgoing> outgoing(String... bodies) {
    return outgoing(List.of(bodies));
  }

  public static List<Outgoing> outgoing(List<String> bodies) {
    return bodies.stream().map(body -> Outgoing.of(body.getBytes(UTF_8))).toList();
  }

  /** {@code 0}, {@code 1} and so on. */
  public static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  public static List<String> of(List<Message> messages) {
    return messages.stream().map(Texts::of).toList();
  }

  public static String of(Message message) {
    return new String(message.body(), UTF_8);
  }

  /** Reads a number of messages, and fails if they do not arrive. */
  public static List<Message> read(MessageReader reader, int count) throws InterruptedException {
    List<Message> messages = new ArrayList<>();
    while (messages.size() < count) {
      List<Message> some = reader.read(count - messages.size(), LONG);
      Assertions.assertThat(some).as("after %s of %s", messages.size(), count).isNotEmpty();
      messages.addAll(some);
    }
    return messages;
  }
}
