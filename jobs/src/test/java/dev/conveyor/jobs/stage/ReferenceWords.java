package dev.conveyor.jobs.stage;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The word rule once more, slow and close to its words; knows nothing of bytes but the decoder. */
final class ReferenceWords {
  private static final Pattern RUN =
      Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+(?:['\u2019][\\p{L}\\p{M}\\p{Nd}]+)*");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern IGNORABLE = Pattern.compile("[\\p{Cf}&&[^\u200b]]+");
  private static final Set<String> VOWELS = Set.of("a", "e", "i", "o", "u", "æ", "œ", "ø", "ı");

  private final List<String> keys = new ArrayList<>();
  private long malformed;

  ReferenceWords(byte[] text) {
    String ignored = IGNORABLE.matcher(decoded(text)).replaceAll("");
    RUN.matcher(ignored)
        .results()
        .map(run -> run.group())
        .filter(run -> LETTER.matcher(run).find())
        .forEach(run -> keys.add(key(run)));
  }

  /** In the order of the text. */
  List<String> keys() {
    return keys;
  }

  long malformed() {
    return malformed;
  }

  static long letters(String key) {
    return key.codePoints().filter(Character::isLetter).count();
  }

  static boolean startsWithVowel(String key) {
    String decomposed = Normalizer.normalize(key, Normalizer.Form.NFKD);
    return Character.isLetter(key.codePointAt(0))
        && VOWELS.contains(Character.toString(decomposed.codePointAt(0)));
  }

  private static String key(String run) {
    StringBuilder key = new StringBuilder();
    nfc(run).codePoints().map(ReferenceWords::lowerCase).forEach(key::appendCodePoint);
    return nfc(key.toString());
  }

  private static int lowerCase(int point) {
    return point == '\u2019' ? '\'' : point == 'ς' ? 'σ' : Character.toLowerCase(point);
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private String decoded(byte[] text) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(text);
    CharBuffer out = CharBuffer.allocate(text.length + 1);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      malformed++;
      in.position(in.position() + result.length());
      out.put('\ufffd');
    }
    return out.flip().toString();
  }
}
