package dev.conveyor.jobs.steps;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** Between one driver and Redis: each request is a step. */
final class RedisProxy extends Proxy {
  private static final byte[] REFUSAL = "-ERR refused as planned\r\n".getBytes(US_ASCII);

  private final RedisCalls calls;

  RedisProxy(InetAddress host, int port, int redis, RedisCalls calls) throws IOException {
    super(host, port, redis);
    this.calls = calls;
  }

  @Override
  void carry(Socket client, Socket server, Driver caller) throws IOException {
    Resp requests = new Resp(new BufferedInputStream(client.getInputStream()));
    Resp replies = new Resp(new BufferedInputStream(server.getInputStream()));
    OutputStream toClient = client.getOutputStream();
    for (Resp.Value request = requests.read(); request != null; request = requests.read()) {
      Verdict verdict = judge(request, caller);
      if (verdict == Verdict.FAIL) {
        return;
      }
      if (verdict == Verdict.REFUSE) {
        toClient.write(REFUSAL);
        continue;
      }
      server.getOutputStream().write(request.bytes());
      Resp.Value reply = replies.read();
      if (reply == null || verdict == Verdict.LOSE) {
        return;
      }
      toClient.write(reply.bytes());
    }
  }

  private Verdict judge(Resp.Value request, Driver caller) {
    String name = calls.name(request.words());
    if (name.isEmpty()) {
      return caller.isDead() ? Verdict.FAIL : Verdict.GO;
    }
    boolean isRenewal = RedisCalls.isRenewal(name);
    return caller.pass(isRenewal ? name + " (renewal)" : name, isRenewal);
  }
}
