package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The proxies parse the protocols that they forward. */
class ProtocolTest {
  @Test
  void readsRequestsOneAfterTheOther() throws IOException {
    String first = "*2\r\n$4\r\nLLEN\r\n$3\r\na\r\n\r\n";
    String second = "*1\r\n$4\r\nPING\r\n";
    Resp requests = new Resp(new ByteArrayInputStream((first + second).getBytes(ISO_8859_1)));
    Resp.Value read = requests.read();
    assertThat(read.words()).containsExactly("LLEN", "a\r\n");
    assertThat(new String(read.bytes(), ISO_8859_1)).isEqualTo(first);
    assertThat(requests.read().words()).containsExactly("PING");
    assertThat(requests.read()).isNull();
  }

  @Test
  void readsRepliesWithinReplies() throws IOException {
    String reply = "*4\r\n:1\r\n$-1\r\n*1\r\n+OK\r\n*-1\r\n";
    Resp replies = new Resp(new ByteArrayInputStream(reply.getBytes(ISO_8859_1)));
    assertThat(new String(replies.read().bytes(), ISO_8859_1)).isEqualTo(reply);
    assertThat(replies.read()).isNull();
  }

  @Test
  void readsMessagesOfSeveralFramesAndCommands() throws IOException {
    byte[] stream = {4, 1, 'p', 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2, 'a', 'b', 0, 1, 'c'};
    Zmtp messages = new Zmtp(new ByteArrayInputStream(stream));
    assertThat(messages.read().isCommand()).isTrue();
    Zmtp.Value message = messages.read();
    assertThat(message.isCommand()).isFalse();
    assertThat(message.frames())
        .containsExactly(new byte[0], new byte[] {'a', 'b'}, new byte[] {'c'});
    assertThat(message.bytes()).hasSize(stream.length - 3);
    assertThat(messages.read()).isNull();
  }
}
