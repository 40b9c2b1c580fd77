package dev.conveyor.streaming.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Answers as AWS Secrets Manager does, one whose secrets tests can change. A request that AWS would
 * not understand is answered as one. While it is open, this process asks it.
 */
public final class SecretsManagerStub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SETTINGS =
      Map.of("aws.accessKeyId", "AKIDEXAMPLE", "aws.secretAccessKey", "an/example/key");

  private static final Pattern SIGNATURE =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-west-1/secretsmanager/aws4_request,"
              + " SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*x-amz-date[a-z0-9;-]*,"
              + " Signature=[0-9a-f]{64}");

  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public SecretsManagerStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    SETTINGS.forEach(System::setProperty);
    System.setProperty(
        "aws.endpointUrlSecretsManager", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  public static String arn(String name) {
    return "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + name;
  }

  /** From now on the secret of that name holds this. */
  public void put(String name, String text) {
    answers.put(arn(name), json("SecretString", text));
  }

  /** From now on it is refused with this code. */
  public void refuse(String name, String code) {
    answers.put(arn(name), json("__type", code));
  }

  /** From now on it holds bytes. */
  public void putBinary(String name) {
    answers.put(arn(name), json("SecretBinary", "AAEC"));
  }

  private static String json(String field, String value) {
    return JSON.createObjectNode().put(field, value).toString();
  }

  /** The names of the secrets that were asked for, in order. */
  public List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String secret = request.path("SecretId").asText();
    asked.add(secret.substring(secret.lastIndexOf(':') + 1));
    String answer =
        isWellFormed(exchange)
            ? answers.getOrDefault(secret, json("__type", "ResourceNotFoundException"))
            : json("__type", "InvalidRequestException");
    int status = !answer.contains("__type") ? 200 : answer.contains("InternalService") ? 500 : 400;
    byte[] body = answer.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static boolean isWellFormed(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    return exchange.getRequestMethod().equals("POST")
        && "secretsmanager.GetSecretValue".equals(headers.getFirst("X-Amz-Target"))
        && SIGNATURE.matcher(headers.getFirst("Authorization")).matches();
  }

  @Override
  public void close() {
    server.stop(0);
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty("aws.endpointUrlSecretsManager");
  }
}
