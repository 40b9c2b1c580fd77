package dev.conveyor.streaming.zeromq;

import dev.conveyor.streaming.FreePort;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** Queues with and without acknowledgments, at each kind of place. */
final class ZeroMqQueueContractTest {

  private static String tcp() {
    return "zmq+tcp://127.0.0.1:" + FreePort.any();
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

  @Nested
  class PackedOverTcp extends ZeroMqQueueContract {
    PackedOverTcp() {
      super(tcp() + "?queue&packed");
    }
  }

  @Nested
  class PackedOverIpc extends ZeroMqQueueContract {
    PackedOverIpc() {
      super(FreePlace.ipc() + "?queue&packed");
    }
  }

  @Nested
  class PackedOverInproc extends ZeroMqQueueContract {
    PackedOverInproc() {
      super(inproc() + "?queue&packed");
    }
  }

  @Nested
  class PackedAcknowledgedOverTcp extends ZeroMqQueueContract {
    PackedAcknowledgedOverTcp() {
      super(tcp() + "?queue&acknowledged&packed");
    }

    @Override
    protected boolean bringsBackBlocks() {
      return true;
    }
  }

  @Nested
  class PackedAcknowledgedOverInproc extends ZeroMqQueueContract {
    PackedAcknowledgedOverInproc() {
      super(inproc() + "?queue&acknowledged&packed");
    }

    @Override
    protected boolean bringsBackBlocks() {
      return true;
    }
  }
}
