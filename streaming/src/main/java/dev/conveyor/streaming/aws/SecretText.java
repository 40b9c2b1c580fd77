package dev.conveyor.streaming.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what a secret holds. No failure repeats any of it. */
final class SecretText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private SecretText() {}

  /**
   * A password as it stands, but for a line break at its end, or an object of JSON that has one.
   *
   * @throws CredentialsException if it holds none
   */
  static Credentials credentials(String text) {
    Optional<Map<String, String>> object = object(text);
    Optional<String> user = object.map(fields -> fields.get("username"));
    Optional<String> password =
        object.isPresent()
            ? object.map(fields -> fields.get("password"))
            : Optional.of(text.replaceFirst("\\R\\z", ""));
    return new Credentials(
        user.filter(name -> !name.isEmpty()),
        Optional.of(password.filter(some -> !some.isEmpty()).orElseThrow(SecretText::noPassword)));
  }

  /** For a secret without one. */
  static CredentialsException noPassword() {
    return new CredentialsException(
        CredentialsException.Trouble.LASTING,
        "the secret holds no password",
        "store the password as it stands, or JSON with a \"password\"",
        null);
  }

  /** The texts, numbers and so on that stand in it by name; empty if it is no object of JSON. */
  private static Optional<Map<String, String>> object(String text) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken().isScalarValue() && !json.hasToken(JsonToken.VALUE_NULL)) {
          fields.put(name, json.getText());
        }
        json.skipChildren();
      }
      return json.nextToken() == null ? Optional.of(fields) : Optional.empty();
    } catch (IOException e) {
      // A password may begin with any character. What the parser says repeats it.
      return Optional.empty();
    }
  }
}
