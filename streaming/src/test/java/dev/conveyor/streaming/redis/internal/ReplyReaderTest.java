package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Message;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
  private static final int MOST = 1_000;
  private static final ReplyLimits LIMITS = ReplyLimits.cutting(100_000);
  private static final int LONGEST = LIMITS.string();

  private final ReplyPage page = new ReplyPage("words");

  private static InputStream bytes(String replies) {
    return new ByteArrayInputStream(replies.getBytes(ISO_8859_1));
  }

  /** A connection that brings one byte at a time. */
  private static InputStream slow(String replies) {
    InputStream all = bytes(replies);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return all.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return all.read(into, from, Math.min(1, length));
      }
    };
  }

  private static String reply(String... strings) {
    StringBuilder reply = new StringBuilder("*" + strings.length + "\r\n");
    for (String string : strings) {
      reply.append('$').append(string.length()).append("\r\n").append(string).append("\r\n");
    }
    return reply.toString();
  }

  private List<String> read(InputStream in) throws IOException {
    return read(new ReplyReader(new SocketBytes(in), LIMITS));
  }

  private List<String> read(ReplyReader reader) throws IOException {
    page.clear();
    int elements = reader.array(MOST);
    for (int i = 0; i < elements; i++) {
      int begin = page.end();
      reader.string(page);
      page.add(begin, begin, begin, page.end());
    }
    List<String> bodies = new ArrayList<>();
    for (Message message : page) {
      bodies.add(new String(message.body(), ISO_8859_1));
    }
    return bodies;
  }

  @Test
  void readsStringsWhateverTheyHold() throws IOException {
    String[] strings = {"", "a", "\r\n", "$3\r\nabc\r\n", "*2\r\n", "-ERR no", "\u0000\u00ff", "b"};
    assertThat(read(bytes(reply(strings)))).containsExactly(strings);
    assertThat(read(slow(reply(strings)))).containsExactly(strings);
    assertThat(read(bytes("*0\r\n"))).isEmpty();
  }

  @Test
  void readsStringsLongerThanOneRead() throws IOException {
    String longer = "0123456789".repeat(10_000);
    assertThat(read(bytes(reply("a", longer, "b", longer))))
        .containsExactly("a", longer, "b", longer);
  }

  @Test
  void leavesTheNextReplyAlone() throws IOException {
    ReplyReader reader =
        new ReplyReader(new SocketBytes(bytes(reply("a") + reply("b", "c") + "*0\r\n")), LIMITS);
    assertThat(read(reader)).containsExactly("a");
    assertThat(read(reader)).containsExactly("b", "c");
    assertThat(read(reader)).isEmpty();
    assertThatThrownBy(() -> read(reader)).isInstanceOf(EOFException.class);
  }

  /** Two readers on one connection: neither reads what the other is to read. */
  @Test
  void takesTurnsWithTheGuard() throws IOException {
    SocketBytes bytes = new SocketBytes(bytes("+OK\r\n" + reply("a", "b") + ":1\r\n" + reply("c")));
    ReplyGuard guard = new ReplyGuard(bytes, LIMITS);
    ReplyReader reader = new ReplyReader(bytes, LIMITS);
    byte[] buffer = new byte[100];
    assertThat(guard.read(buffer, 0, 100)).isEqualTo(5);
    assertThat(read(reader)).containsExactly("a", "b");
    assertThat(guard.read(buffer, 0, 100)).isEqualTo(4);
    assertThat(read(reader)).containsExactly("c");
    assertThat(guard.read(buffer, 0, 100)).isEqualTo(-1);
  }

  @Test
  void failsWhereverAReplyEndsEarly() {
    String whole = reply("", "abc", "0123456789ab");
    for (int end = 0; end < whole.length(); end++) {
      String part = whole.substring(0, end);
      assertThatThrownBy(() -> read(bytes(part))).as(part).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> read(slow(part))).as(part).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*-1\r\n",
        "*-2\r\n",
        "*1001\r\n",
        "*2147483648\r\n",
        "*9223372036854775807\r\n",
        "*99999999999999999999999999\r\n",
        "*\r\n",
        "*a\r\n",
        "* 1\r\n",
        "*1\n",
        "*1\rx\n",
        "*1\r\n$-1\r\n",
        "*1\r\n$-2\r\n",
        "*1\r\n$2147483647\r\n",
        "*1\r\n$4294967297\r\nabc\r\n",
        "*1\r\n$9223372036854775807\r\n",
        "*1\r\n$99999999999999999999999999\r\n",
        "*1\r\n$\r\nabc\r\n",
        "*1\r\n$3\r\nabcd\r\n",
        "*1\r\n$3\r\nabc\n\r",
        "*1\r\n$3x\r\nabc\r\n",
        "*1\r\n:3\r\n",
        "*1\r\n+OK\r\n",
        "*1\r\n-ERR in the middle\r\n",
        "*1\r\n*1\r\n$1\r\na\r\n",
        "*1\r\n%1\r\n",
        "*1\r\n\u0000",
        "*1\r\n\u0016\u0003\u0001\u0000\u0000",
        "$1\r\na\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
      })
  void refusesWhatIsNoReply(String reply) {
    assertThatThrownBy(() -> read(bytes(reply))).isInstanceOf(ReplyException.class);
    assertThatThrownBy(() -> read(slow(reply))).isInstanceOf(ReplyException.class);
  }

  /** The announced length costs nothing before its bytes are here. */
  @Test
  void allocatesForBytesThatCameOnly() {
    ReplyLimits wide = ReplyLimits.cutting(512 << 20);
    ReplyReader reader = new ReplyReader(new SocketBytes(bytes("*1\r\n$536870912\r\nabc")), wide);
    assertThatThrownBy(() -> read(reader)).isInstanceOf(EOFException.class);
    assertThat(page.buffer(0)).hasSizeLessThan(1 << 20);
  }

  @Test
  void keepsTheBeginningOfAStringOverTheLimit() throws IOException {
    String over = "0123456789".repeat(LONGEST / 10 + 1);
    ReplyReader reader = new ReplyReader(new SocketBytes(bytes(reply("a", over, "b"))), LIMITS);
    assertThat(reader.array(MOST)).isEqualTo(3);
    assertThat(reader.string(page)).isEqualTo(1);
    assertThat(reader.string(page)).isEqualTo(over.length());
    assertThat(page.end()).isEqualTo(1 + TruncatedString.KEPT);
    assertThat(reader.string(page)).isEqualTo(1);
    assertThat(page.text(1, page.end())).isEqualTo(over.substring(0, TruncatedString.KEPT) + "b");
  }

  @Test
  void refusesAStringOverTheLimitWhereItIsToldTo() {
    ReplyLimits limits = ReplyLimits.refusing(100_000);
    String over = "x".repeat(limits.string() + 1);
    ReplyReader reader = new ReplyReader(new SocketBytes(bytes(reply(over))), limits);
    assertThatThrownBy(() -> read(reader))
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("over the limit");
  }

  @Test
  void boundsAReplyOfSmallStrings() {
    String small = "x".repeat(TruncatedString.KEPT);
    String[] many = new String[30_000];
    Arrays.fill(many, small);
    ReplyReader reader = new ReplyReader(new SocketBytes(bytes(reply(many))), LIMITS);
    assertThatThrownBy(
            () -> {
              int elements = reader.array(many.length);
              for (int i = 0; i < elements; i++) {
                reader.string(page);
              }
            })
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("bytes at once");
    assertThat(page.end()).isLessThan(2 * (int) LIMITS.reply() + 2 * ReplyLimits.PAGE);
  }

  @Test
  void keepsObjectsAmongPlainMessages() {
    page.append("quit".getBytes(ISO_8859_1), 0, 4);
    page.add(0, 0, 0, 4);
    Message dead = Message.dead("words", new byte[3], "over the limit");
    for (int i = 0; i < 100; i++) {
      page.add(dead);
    }
    page.add(0, 2, 2, 4);
    assertThat(page.size()).isEqualTo(102);
    assertThat(page.isPlain(0)).isTrue();
    assertThat(page.isEndMarker(0)).isTrue();
    assertThat(page.isPlain(1)).isFalse();
    assertThat(page.isEndMarker(1)).isFalse();
    assertThat(page.message(100)).isSameAs(dead);
    assertThat(page.to(100)).isEqualTo(3);
    assertThat(page.id(101)).isEqualTo("qu");
    assertThat(new String(page.message(101).body(), ISO_8859_1)).isEqualTo("it");
    page.clear();
    assertThat(page.isEmpty()).isTrue();
  }
}
