package dev.conveyor.streaming.redis.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyGuardTest {
  private static final ReplyLimits LIMITS = ReplyLimits.cutting(1);
  private static final int LIMIT = 64 << 10;

  private static ReplyGuard guard(String replies, ReplyLimits limits) {
    return new ReplyGuard(
        new SocketBytes(new ByteArrayInputStream(replies.getBytes(ISO_8859_1))), limits);
  }

  /** Hands over one byte at a time, as a slow network might. */
  private static InputStream slow(String replies) {
    return new ByteArrayInputStream(replies.getBytes(ISO_8859_1)) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(1, length));
      }
    };
  }

  private static String string(int length) {
    return "$" + length + "\r\n" + "x".repeat(length) + "\r\n";
  }

  @Test
  void letsThroughWhatIsWithinTheLimits() throws IOException {
    String replies =
        "+OK\r\n-ERR no\r\n:-12\r\n$-1\r\n$0\r\n\r\n*-1\r\n*0\r\n"
            + "*2\r\n*1\r\n$3\r\na\r\n\r\n:1\r\n"
            + string(50_000);
    assertThat(guard(replies, LIMITS).readAllBytes()).isEqualTo(replies.getBytes(ISO_8859_1));
    assertThat(new ReplyGuard(new SocketBytes(slow(replies)), LIMITS).readAllBytes())
        .isEqualTo(replies.getBytes(ISO_8859_1));
  }

  @Test
  void stopsAtTheEndOfAReply() throws IOException {
    ReplyGuard guard = guard("*2\r\n$1\r\na\r\n:1\r\n+OK\r\n", LIMITS);
    byte[] buffer = new byte[100];
    int length = guard.read(buffer, 0, 100);
    assertThat(new String(buffer, 0, length, ISO_8859_1)).isEqualTo("*2\r\n$1\r\na\r\n:1\r\n");
    assertThat(guard.hasMore()).isTrue();
    length = guard.read(buffer, 0, 100);
    assertThat(new String(buffer, 0, length, ISO_8859_1)).isEqualTo("+OK\r\n");
    assertThat(guard.hasMore()).isFalse();
    assertThat(guard.read(buffer, 0, 100)).isEqualTo(-1);
  }

  @Test
  void cutsAStringOverTheLimitAndGoesOnBehindIt() throws IOException {
    String replies = "*2\r\n" + string(LIMIT + 1) + string(LIMIT) + "+OK\r\n";
    byte[] beginning = "x".repeat(TruncatedString.KEPT).getBytes(ISO_8859_1);
    for (ReplyGuard guard :
        List.of(guard(replies, LIMITS), new ReplyGuard(new SocketBytes(slow(replies)), LIMITS))) {
      byte[] cut = new TruncatedString(LIMIT + 1, beginning).marked(guard.mark());
      assertThat(new String(guard.readAllBytes(), ISO_8859_1))
          .isEqualTo(
              "*2\r\n$"
                  + cut.length
                  + "\r\n"
                  + new String(cut, ISO_8859_1)
                  + "\r\n"
                  + string(LIMIT)
                  + "+OK\r\n");
      TruncatedString read = TruncatedString.of(cut, guard.mark()).orElseThrow();
      assertThat(read.length()).isEqualTo(LIMIT + 1);
      assertThat(read.beginning()).isEqualTo(beginning);
    }
  }

  @Test
  void marksNoTwoConnectionsAlike() {
    byte[] cut = new TruncatedString(1, new byte[0]).marked(TruncatedString.newMark());
    assertThat(TruncatedString.of(cut, TruncatedString.newMark())).isEmpty();
    assertThat(TruncatedString.of(new byte[0], TruncatedString.newMark())).isEmpty();
  }

  @Test
  void cutsStringsForWhichTheReplyHasNoRoom() throws IOException {
    int many = 200;
    String reply = "*" + many + "\r\n" + string(LIMIT).repeat(many);
    String read = new String(guard(reply + reply, LIMITS).readAllBytes(), ISO_8859_1);
    long whole = Pattern.compile("\\$" + LIMIT + "\r\n").matcher(read).results().count();
    assertThat(whole).isEqualTo(2 * (LIMITS.reply() / LIMIT));
    assertThat(read).startsWith("*" + many).hasSizeLessThan(2 * ((8 << 20) + LIMIT + many * 1_200));
  }

  @Test
  void refusesAStringOverTheLimitWhereNoneIsExpected() {
    assertThatThrownBy(() -> guard(string(LIMIT + 1), ReplyLimits.refusing(1)).readAllBytes())
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining((LIMIT + 1) + " bytes");
  }

  @Test
  void endsAReplyOfManySmallStrings() {
    String replies = "*100000\r\n" + string(1_000).repeat(100_000);
    assertThatThrownBy(() -> guard(replies, LIMITS).readAllBytes())
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("at once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n",
        "\r\n",
        "$5x\r\n",
        "$\r\n",
        "$-2\r\n",
        "$2000000000\r\n",
        "$99999999999999999999999999\r\n",
        "*2000000000\r\n",
        "*-2\r\n",
        "+OK\n",
        "%1\r\n",
        "\u0015\u0003\u0003"
      })
  void refusesWhatIsNoReply(String reply) {
    assertThatThrownBy(() -> guard(reply, LIMITS).readAllBytes())
        .isInstanceOf(ReplyException.class);
  }

  @Test
  void refusesALineWithoutAnEndAndArraysWithoutABottom() {
    assertThatThrownBy(() -> guard("+" + "x".repeat(100_000), LIMITS).readAllBytes())
        .isInstanceOf(ReplyException.class);
    assertThatThrownBy(() -> guard("*1\r\n".repeat(100_000), LIMITS).readAllBytes())
        .isInstanceOf(ReplyException.class);
    assertThatThrownBy(() -> guard("*9\r\n*400000\r\n*400000\r\n", LIMITS).readAllBytes())
        .isInstanceOf(ReplyException.class);
  }
}
