package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.streaming.StreamingContext;

/**
 * A process that runs one driver after the other, as the test says: {@code DriverHost NAME PORT}.
 * Ends with the test.
 */
@SuppressWarnings("deprecation") // Spark deprecates DStreams as a whole; they stay in Spark 4.
final class DriverHost {
  private static Thread current;
  private static volatile boolean wasInterrupted;

  private DriverHost() {}

  public static void main(String[] words) throws IOException {
    String name = words[0];
    int port = Integer.parseInt(words[1]);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      say(out, "HOST", name);
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> command =
            Arrays.stream(line.split(" ", -1)).map(word -> URLDecoder.decode(word, UTF_8)).toList();
        if (command.get(0).equals("INTERRUPT")) {
          wasInterrupted = true;
          current.interrupt();
        } else {
          start(command, port, out);
        }
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static void start(List<String> command, int port, OutputStream out) {
    String id = command.get(1);
    Door door = Door.valueOf(command.get(2));
    String folder = command.get(3);
    List<String> addresses = command.subList(4, command.size());
    current =
        new Thread(
            () -> {
              System.err.println("--- driver " + id + ", " + door.word());
              List<String> ending = run(door, folder, addresses, port, id);
              if (wasInterrupted && !door.isBatch()) {
                endSpark();
              }
              wasInterrupted = false;
              say(out, ending.toArray(String[]::new));
            },
            "driver-" + id);
    current.start();
  }

  private static List<String> run(
      Door door, String folder, List<String> addresses, int port, String id) {
    try {
      HostedDriver.run(door, folder, addresses, port, id);
      return List.of("ENDED", id, "success");
    } catch (Throwable e) {
      e.printStackTrace();
      return List.of("ENDED", id, "failure", String.valueOf(e));
    }
  }

  /**
   * One that was killed, and so interrupted, may have left Spark half stopped: no other can be
   * started in this process then.
   */
  private static void endSpark() {
    Thread.interrupted();
    if (StreamingContext.getActive().isDefined()) {
      StreamingContext.getActive().get().stop(true, false);
    }
    SparkContext spark =
        SparkContext.getOrCreate(new SparkConf().setMaster("local").setAppName("to be ended"));
    if (spark.isStopped()) {
      Runtime.getRuntime().halt(1);
    }
    spark.stop();
  }

  private static synchronized void say(OutputStream out, String... words) {
    List<String> encoded =
        Arrays.stream(words).map(word -> URLEncoder.encode(word, UTF_8)).toList();
    try {
      out.write((String.join(" ", encoded) + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
