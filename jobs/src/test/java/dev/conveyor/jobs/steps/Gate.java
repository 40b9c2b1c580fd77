package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.hadoop.conf.Configuration;

/**
 * Asks the test before each call to a file system, in the process of a driver. Safe for threads.
 */
final class Gate {
  static final String PORT = "steps.port";
  static final String DRIVER = "steps.driver";

  private static final Deque<Question> IDLE = new ConcurrentLinkedDeque<>();

  private final int port;
  private final String driver;

  private Gate(int port, String driver) {
    this.port = port;
    this.driver = driver;
  }

  static Gate of(Configuration configuration) {
    return new Gate(configuration.getInt(PORT, 0), configuration.get(DRIVER, ""));
  }

  /**
   * Returns when the step may be performed.
   *
   * @return whether its answer is to be lost
   * @throws IOException if the driver is dead, or the step is refused
   */
  boolean pass(String operation, String thing) throws IOException {
    return switch (ask(operation, thing)) {
      case GO -> false;
      case LOSE -> true;
      case REFUSE -> throw new IOException(operation + " " + thing + " was refused");
      case FAIL -> throw new IOException("this driver is dead");
    };
  }

  private Verdict ask(String operation, String thing) throws IOException {
    Question question = IDLE.poll();
    if (question == null) {
      question = new Question(port);
    }
    String thread = Thread.currentThread().getName();
    Verdict verdict = question.ask("STEP", driver, thread, operation, thing);
    IDLE.push(question);
    return verdict;
  }

  private static final class Question {
    private final OutputStream out;
    private final BufferedReader in;

    Question(int port) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      out = socket.getOutputStream();
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    Verdict ask(String... words) throws IOException {
      StringBuilder line = new StringBuilder();
      for (String word : words) {
        line.append(URLEncoder.encode(word, UTF_8)).append(' ');
      }
      out.write(line.append('\n').toString().getBytes(UTF_8));
      String answer = in.readLine();
      return answer == null ? Verdict.FAIL : Verdict.valueOf(answer);
    }
  }
}
