package dev.conveyor.streaming.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** Queues with and without acknowledgments, at each kind of place. */
final class ZeroMqQueueContractTest {

  private static String tcp() {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "zmq+tcp://127.0.0.1:" + any.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String inproc() {
    return "zmq+inproc://" + UUID.randomUUID();
  }

  @Nested
  class OverTcp extends ZeroMqQueueContract {
    OverTcp() {
      super(tcp() + "?queue");
    }
  }

  @Nested
  class OverIpc extends ZeroMqQueueContract {
    OverIpc() {
      super(FreePlace.ipc() + "?queue");
    }
  }

  @Nested
  class OverInproc extends ZeroMqQueueContract {
    OverInproc() {
      super(inproc() + "?queue");
    }
  }

  @Nested
  class AcknowledgedOverTcp extends ZeroMqQueueContract {
    AcknowledgedOverTcp() {
      super(tcp() + "?queue&acknowledged");
    }
  }

  @Nested
  class AcknowledgedOverIpc extends ZeroMqQueueContract {
    AcknowledgedOverIpc() {
      super(FreePlace.ipc() + "?queue&acknowledged");
    }
  }

  @Nested
  class AcknowledgedOverInproc extends ZeroMqQueueContract {
    AcknowledgedOverInproc() {
      super(inproc() + "?queue&acknowledged");
    }
  }
}
