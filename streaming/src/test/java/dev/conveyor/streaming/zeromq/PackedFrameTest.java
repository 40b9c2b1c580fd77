package dev.conveyor.streaming.zeromq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Envelope;
import dev.conveyor.streaming.zeromq.PackedFrame.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedFrameTest {
  private static final byte[] BLOCK =
      PackedFrame.of(List.of("an".getBytes(UTF_8), new byte[0], "even breeze".getBytes(UTF_8)));

  private static List<byte[]> bodies(byte[] frame) throws MalformedException {
    PackedFrame block = PackedFrame.parse(frame);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < block.count(); i++) {
      bodies.add(Arrays.copyOfRange(block.bytes(), block.from(i), block.to(i)));
    }
    return bodies;
  }

  /** A frame with these bytes between its version and a right checksum. */
  private static byte[] sealed(String contents) {
    byte[] middle = HexFormat.of().parseHex(contents.replace(" ", ""));
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0xFF, 'C', 'P', 1});
    frame.writeBytes(middle);
    return withChecksum(frame.toByteArray());
  }

  private static byte[] withChecksum(byte[] contents) {
    CRC32C checksum = new CRC32C();
    checksum.update(contents);
    return ByteBuffer.allocate(contents.length + 4)
        .put(contents)
        .putInt((int) checksum.getValue())
        .array();
  }

  private static void assertMalformed(byte[] frame, String reason) {
    assertThatThrownBy(() -> PackedFrame.parse(frame))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void hasTheDocumentedBytes() {
    byte[] block = PackedFrame.of(List.of("ab".getBytes(UTF_8), "c".getBytes(UTF_8)));
    assertThat(block).isEqualTo(sealed("02 02 01 61 62 63"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152})
  void carriesBodiesOfEachLengthOfAVarint(int length) throws Exception {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) -1);
    assertThat(bodies(PackedFrame.of(List.of(body, "b".getBytes(UTF_8), body))))
        .containsExactly(body, "b".getBytes(UTF_8), body);
  }

  @Test
  void carriesAsManyMessagesAsItMay() throws Exception {
    List<byte[]> many = Collections.nCopies(PackedFrame.MAX_MESSAGES, new byte[0]);
    assertThat(bodies(PackedFrame.of(many))).hasSize(PackedFrame.MAX_MESSAGES);
    List<byte[]> tooMany = Collections.nCopies(PackedFrame.MAX_MESSAGES + 1, new byte[0]);
    assertMalformed(PackedFrame.of(tooMany), "of 65537 messages where 1 to 65536 were expected");
  }

  @Test
  void isNeitherPlainTextNorAnEnvelope() {
    byte[] sealed = new Envelope(1, 1, Instant.EPOCH).seal(BLOCK);
    assertThat(PackedFrame.isPacked(BLOCK)).isTrue();
    assertThat(PackedFrame.isPacked(sealed)).isFalse();
    assertThat(Envelope.of(BLOCK)).isEmpty();
    assertThat(PackedFrame.isPacked("\u00FFCP".getBytes(UTF_8))).isFalse();
    assertMalformed("quit".getBytes(UTF_8), "plain message where a packed block was expected");
  }

  @Test
  void refusesEachTruncation() {
    for (int length = 0; length < BLOCK.length; length++) {
      byte[] beginning = Arrays.copyOf(BLOCK, length);
      assertThatThrownBy(() -> PackedFrame.parse(beginning)).isInstanceOf(MalformedException.class);
      assertThat(PackedFrame.isPacked(beginning)).isFalse();
    }
  }

  /** The checksum is that of the bytes before it, as one who means harm can compute it. */
  @Test
  void refusesEachTruncationWithARightChecksum() {
    for (int length = 0; length < BLOCK.length - 4; length++) {
      byte[] beginning = withChecksum(Arrays.copyOf(BLOCK, length));
      assertThatThrownBy(() -> PackedFrame.parse(beginning)).isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void refusesEachChangedBit() {
    for (int bit = 0; bit < BLOCK.length * Byte.SIZE; bit++) {
      byte[] changed = BLOCK.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> PackedFrame.parse(changed)).isInstanceOf(MalformedException.class);
      assertThat(PackedFrame.isPacked(changed)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00,                            of 0 messages",
    "00 61,                         of 0 messages",
    "81 80 04,                      of 65537 messages",
    "FF FF FF FF 07,                of 2147483647 messages",
    "80 80 80 80 08,                number that is too long",
    "FF FF FF FF FF 01,             number that is too long",
    "80 80 80 80 80 80 80 80 80 01, number that is too long",
    "80,                            number that is too long",
    "81 00 01 61,                   number that is too long",
    "80 80 04,                      without a length for each message",
    "02 01,                         without a length for each message",
    "01 02 61,                      longer than its bytes",
    "02 01 02 61 62,                longer than its bytes",
    "02 02 01 61 62,                longer than its bytes",
    "02 FF FF FF FF 07 01 61,       longer than its bytes",
    "03 FF FF FF FF 07 FF FF FF FF 07 02 61 62, longer than its bytes",
    "01 81 00 61,                   number that is too long",
    "02 00 80,                      number that is too long",
    "01 01 61 62,                   bytes of no message",
    "01 00 61,                      bytes of no message",
  })
  void refusesNumbersThatDoNotAgree(String contents, String reason) {
    assertMalformed(sealed(contents), reason);
  }

  @Test
  void refusesAnotherVersion() {
    byte[] other = Arrays.copyOf(BLOCK, BLOCK.length - 4);
    other[3] = 2;
    assertMalformed(withChecksum(other), "of version 2 where 1 was expected");
    assertThat(PackedFrame.isPacked(withChecksum(other))).isTrue();
  }
}
