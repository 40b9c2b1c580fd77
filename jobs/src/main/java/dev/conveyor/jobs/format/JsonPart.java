package dev.conveyor.jobs.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** Lines of JSON. Bytes of a key that are not UTF-8 become U+FFFD. */
final class JsonPart implements PartWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  JsonPart(OutputStream out) throws IOException {
    this.json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  @Override
  public void write(byte[] buffer, int from, int to, long amount) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", new String(buffer, from, to - from, UTF_8));
    json.writeNumberField("amount", amount);
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.writeRaw('\n');
    json.close();
  }
}
