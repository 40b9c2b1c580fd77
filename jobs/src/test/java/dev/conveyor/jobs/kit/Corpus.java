package dev.conveyor.jobs.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;

/** The same records as files of every kind that users have. */
public final class Corpus {
  private static final byte[] BYTE_ORDER_MARK = "\ufeff".getBytes(UTF_8);
  private static final int FIFTY = 50;
  private static final int TWO_HUNDRED = 200;

  /** The table of the word rule, and what the rule says besides. */
  private static final List<String> RULE =
      List.of(
          "“Don’t stop!”",
          "'tis the dogs' toy",
          "well-known it—was foo_bar",
          "éclair e\u0301clair",
          "3rd 4am 2024 B2B",
          "U.S.A.",
          "co\u00adoperate zero\u200bwidth",
          "İstanbul \u212aelvin I\u0307stanbul",
          "ΟΔΟΣ οδος ΟΔΟΣ2nd",
          "你好世界",
          "a''b 6'2 ---",
          "rock'n'roll y’all x'é é'x x’ 'é",
          "a'\u00adb c\u00ad'd e'\u200bf a'\u0301b",
          "\u0301 =\u0338a \ufffd \ufeffBOM",
          "Ångström ærø œuvre Ødegård ıhlamur yacht",
          "one\fword\u000bis\u0085here\u2028or\u00a0there");

  private final List<byte[]> records = new ArrayList<>();

  /** Text for every job, and for each some that it cannot take. */
  public Corpus() {
    List<byte[]> text = NastyText.lines(1_500);
    for (int i = 0; i < text.size(); i++) {
      records.add(text.get(i));
      if (i % 5 == 0) {
        records.add(("key " + i % 7 + "\t" + (i - 700)).getBytes(UTF_8));
      }
      if (i % 9 == 0) {
        records.add(chocolate(i));
      }
    }
    RULE.forEach(line -> records.add(line.getBytes(UTF_8)));
    records.add("a huge line ".repeat(60_000).getBytes(UTF_8));
    records.add("x".repeat(1_000_000).getBytes(UTF_8));
  }

  private static byte[] chocolate(int number) {
    String type = List.of("truffle", "nougat", "Ganache é").get(number % 3);
    return ("{\"id\":\""
            + number
            + "\",\"type\":\""
            + type
            + "\",\"made\":\"1952-09-15T20:00:00Z\"}")
        .getBytes(UTF_8);
  }

  public int size() {
    return records.size();
  }

  public List<byte[]> records() {
    return records;
  }

  /** One file, with ends of both kinds. */
  public Path asOne(Path folder) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < records.size(); i++) {
      text.write(records.get(i));
      text.write((i % 3 == 0 ? "\r\n" : "\n").getBytes(UTF_8));
    }
    return Files.write(folder.resolve("one.txt"), text.toByteArray());
  }

  /** A folder of fifty: packed or not, nested, some empty, among others that are no data. */
  public Path asFifty(Path folder) throws IOException {
    return asFolder(folder.resolve("fifty"), FIFTY);
  }

  /** Likewise. */
  public Path asTwoHundred(Path folder) throws IOException {
    return asFolder(folder.resolve("two hundred"), TWO_HUNDRED);
  }

  private Path asFolder(Path root, int count) throws IOException {
    for (int file = 0; file < count; file++) {
      Path place = root.resolve("deep " + file % 3);
      Files.createDirectories(place);
      try (OutputStream out = create(place.resolve("text-" + file), file)) {
        out.write(contents(file, count));
      }
    }
    Files.createFile(root.resolve("empty"));
    Files.createDirectories(root.resolve("empty folder"));
    Files.writeString(root.resolve("_hidden"), "hidden");
    Files.writeString(root.resolve(".hidden"), "hidden");
    return root;
  }

  /** Each file's last record has no end. */
  private byte[] contents(int file, int count) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (file % 4 == 0) {
      text.write(BYTE_ORDER_MARK);
    }
    String end = file % 2 == 0 ? "\r\n" : "\n";
    int first = records.size() * file / count;
    int last = records.size() * (file + 1) / count - 1;
    for (int i = first; i < last; i++) {
      text.write(records.get(i));
      text.write(end.getBytes(UTF_8));
    }
    text.write(records.get(last));
    if (records.get(last).length == 0) {
      text.write('\n');
    }
    return text.toByteArray();
  }

  private static OutputStream create(Path path, int file) throws IOException {
    return switch (file % 5) {
      case 0 -> new GZIPOutputStream(Files.newOutputStream(Path.of(path + ".gz")));
      case 1 -> bzip2(Path.of(path + ".bz2"));
      case 2 -> new ZstdOutputStream(Files.newOutputStream(Path.of(path + ".zst")));
      default -> Files.newOutputStream(path);
    };
  }

  private static OutputStream bzip2(Path path) throws IOException {
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration());
    return codec.createOutputStream(Files.newOutputStream(path));
  }
}
