package dev.conveyor.jobs.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of a text, packed in every format. */
abstract class FileOfText {
  static final String TEXT = "we have seen thee\nqueen of cheese\nß\n";
  static final byte[] BYTES = TEXT.getBytes(UTF_8);

  static boolean isPlain(String name, byte[] file) throws IOException {
    return TextFile.of(name, new ByteArrayInputStream(file)).isPlain();
  }

  static String read(String name, byte[] file) throws IOException {
    try (InputStream text = TextFile.of(name, new ByteArrayInputStream(file)).stream()) {
      return new String(text.readAllBytes(), UTF_8);
    }
  }
}
