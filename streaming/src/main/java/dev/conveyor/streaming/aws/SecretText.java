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

/** Parses the value of a secret. Errors never contain any of it. */
final class SecretText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private SecretText() {}

  /**
   * Parses a password, with or without a line break at its end, or a JSON object with a password.
   *
   * @throws CredentialsException if there is no password
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

  /** Creates the exception for a secret without a password. */
  static CredentialsException noPassword() {
    return new CredentialsException(
        CredentialsException.Trouble.LASTING,
        "the secret holds no password",
        "store the plain password, or JSON with a \"password\"",
        null);
  }

  /** Returns the scalar fields of a JSON object; empty if the text is not a JSON object. */
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
      // A plain password may look like JSON; the message of the parser would contain it.
      return Optional.empty();
    }
  }
}
