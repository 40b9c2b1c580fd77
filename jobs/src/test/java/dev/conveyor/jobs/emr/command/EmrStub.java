package dev.conveyor.jobs.emr.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.conveyor.streaming.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as EMR and EMR Serverless do, and keeps what they were asked. What is not asked in their
 * form is refused.
 */
final class EmrStub implements AutoCloseable {
  static final String CLUSTER = "j-2AXXXXXXGAPLF";
  static final String APPLICATION = "00f1abcdexample1";
  static final String RUN = "00fabcdrun1";

  /** A request: what was asked, and with what; the path and query stand for what is not a body. */
  record Asked(String operation, Map<?, ?> body) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<String>> states = new ConcurrentHashMap<>();
  private volatile String release = "emr-7.5.0";
  private volatile String clusterStatus = "{\"State\":\"WAITING\"}";
  private volatile String failure = "";

  EmrStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets the states of a step or run, in order; the last one stays. */
  EmrStub states(String run, String... json) {
    states.put(run, new ConcurrentLinkedQueue<>(List.of(json)));
    return this;
  }

  EmrStub release(String label) {
    release = label;
    return this;
  }

  EmrStub clusterStatus(String json) {
    clusterStatus = json;
    return this;
  }

  /** Refuses that operation from now on. */
  EmrStub refuse(String operation) {
    failure = operation;
    return this;
  }

  List<String> operations() {
    return asked.stream().map(Asked::operation).toList();
  }

  /** The one request of that kind. */
  Map<?, ?> body(String operation) {
    List<Asked> found =
        asked.stream().filter(request -> request.operation().equals(operation)).toList();
    if (found.size() != 1) {
      throw new AssertionError(operation + " was asked " + found.size() + " times: " + asked);
    }
    return found.get(0).body();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Map<?, ?> body = text.isEmpty() ? Map.of() : (Map<?, ?>) Json.read(text);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String service = target == null ? "emr-serverless" : "elasticmapreduce";
      String operation =
          target == null
              ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
              : target.replaceFirst("^ElasticMapReduce\\.", "");
      asked.add(new Asked(operation, body));
      String scope = "/eu-central-1/" + service + "/aws4_request";
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization == null || !authorization.contains(scope)) {
        send(exchange, 403, error("IncompleteSignatureException", "not signed for " + scope));
      } else if (operation.equals(failure)) {
        send(exchange, 400, error("ValidationException", "Cluster id is not valid."));
      } else {
        String answer = answer(operation, body);
        send(exchange, answer == null ? 400 : 200, answer == null ? error("Unknown", "") : answer);
      }
    }
  }

  private static String error(String type, String message) {
    return "{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}";
  }

  private static void send(HttpExchange exchange, int code, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Null for what neither service knows. */
  private String answer(String operation, Map<?, ?> body) {
    return switch (operation) {
      case "DescribeCluster" ->
          String.format(
              Locale.ROOT,
              ("{\"Cluster\":{\"Id\":\"%s\",\"ReleaseLabel\":\"%s\",\"LogUri\":\"s3n://logs/emr/\","
                  + "\"Status\":%s}}"),
              body.get("ClusterId"),
              release,
              clusterStatus);
      case "ListInstanceGroups" -> "{\"InstanceGroups\":[]}";
      case "ListBootstrapActions" -> "{\"BootstrapActions\":[]}";
      case "AddJobFlowSteps" -> stepIds(((List<?>) body.get("Steps")).size());
      case "RunJobFlow" ->
          String.format(
              Locale.ROOT,
              "{\"JobFlowId\":\"%s\",\"ClusterArn\":\"arn:aws:elasticmapreduce:x\"}",
              CLUSTER);
      case "ListSteps" -> "{\"Steps\":[{\"Id\":\"s-2\"},{\"Id\":\"s-1\"}]}";
      case "DescribeStep" ->
          String.format(
              Locale.ROOT,
              "{\"Step\":{\"Id\":\"%s\",\"Status\":%s}}",
              body.get("StepId"),
              next(body.get("StepId").toString()));
      case "GET /applications/" + APPLICATION ->
          String.format(
              Locale.ROOT,
              "{\"application\":{\"applicationId\":\"%s\",\"releaseLabel\":\"%s\"}}",
              APPLICATION,
              release);
      case "POST /applications/" + APPLICATION + "/jobruns" ->
          String.format(
              Locale.ROOT,
              "{\"applicationId\":\"%s\",\"jobRunId\":\"%s\",\"arn\":\"arn:aws:x\"}",
              APPLICATION,
              RUN);
      case "GET /applications/" + APPLICATION + "/jobruns/" + RUN ->
          String.format(Locale.ROOT, "{\"jobRun\":%s}", next(RUN));
      default -> null;
    };
  }

  private static String stepIds(int steps) {
    return steps == 1 ? "{\"StepIds\":[\"s-1\"]}" : "{\"StepIds\":[\"s-1\",\"s-2\"]}";
  }

  private String next(String run) {
    Queue<String> left = states.get(run);
    return left.size() > 1 ? left.remove() : left.peek();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
