package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.Message;
import dev.conveyor.streaming.MessageReader;
import dev.conveyor.streaming.ReaderOptions;
import dev.conveyor.streaming.Texts;
import dev.conveyor.streaming.Transports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A reader in a process of its own, of little memory, which tells what it reads. */
public final class ForkedReader implements AutoCloseable {
  private static final int MAX_MESSAGE = 1 << 20;

  private final Process process;
  private final BufferedReader told;
  private final Address address;

  private ForkedReader(String address, String acknowledging) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                ForkedReader.class.getName(),
                address,
                acknowledging)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    told = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.address = Address.parse(told.readLine());
  }

  static ForkedReader acknowledging(String address) throws IOException {
    return new ForkedReader(address, "true");
  }

  /** One that acknowledges nothing. */
  static ForkedReader keeping(String address) throws IOException {
    return new ForkedReader(address, "false");
  }

  public static void main(String[] words) throws Exception {
    Address address = Address.parse(words[0]);
    boolean acknowledging = Boolean.parseBoolean(words[1]);
    ReaderOptions options = ReaderOptions.defaults().withMaxMessage(MAX_MESSAGE);
    try (MessageReader reader = Transports.endpoint(address).openReader(options)) {
      System.out.println(reader.address());
      while (true) {
        for (Message message : reader.read(1, Duration.ofSeconds(20))) {
          if (acknowledging) {
            reader.acknowledge(List.of(message));
          }
          if (!message.isDead()) {
            System.out.println(Texts.of(message));
          }
        }
      }
    }
  }

  /** Where it reads. */
  Address address() {
    return address;
  }

  /** The text of the next message that it has read; null if it has ended. */
  String next() throws IOException {
    return told.readLine();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
