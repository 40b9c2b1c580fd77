package dev.conveyor.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One secret in what answers as AWS Secrets Manager does, for processes that have {@link
 * #environment}. A request that AWS would not understand is refused.
 */
final class SecretsManagerHere implements BeforeEachCallback, AfterEachCallback {
  static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:belt-Ab1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/secretsmanager/aws4_request,"
          + " SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}";

  private HttpServer server;
  private volatile String answer;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.stop(0);
  }

  /** Returns the environment that leads a process to this server, as AWS documents it. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "AWS_ACCESS_KEY_ID",
        "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY",
        "an/example/key");
  }

  /** From now on the secret holds this. */
  void put(String text) {
    answer = JSON.createObjectNode().put("SecretString", text).toString();
  }

  /** Denies access to it from now on. */
  void deny() {
    answer =
        JSON.createObjectNode()
            .put("__type", "AccessDeniedException")
            .put("Message", "User: ada is not authorized to perform: secretsmanager:GetSecretValue")
            .toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    boolean isUnderstood =
        "secretsmanager.GetSecretValue"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
            && exchange.getRequestHeaders().getFirst("Authorization").matches(SIGNATURE)
            && request.path("SecretId").asText().equals(ARN);
    byte[] body = (isUnderstood ? answer : "{\"__type\":\"InvalidRequest\"}").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(
        new String(body, UTF_8).contains("__type") ? 400 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
