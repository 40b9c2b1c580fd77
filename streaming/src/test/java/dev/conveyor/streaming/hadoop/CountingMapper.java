package dev.conveyor.streaming.hadoop;

import dev.conveyor.streaming.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Mapper;

/** Counts bodies, and dead messages by their reason. A test may do something at each body. */
public final class CountingMapper
    extends Mapper<NullWritable, MessageWritable, Text, LongWritable> {
  static final String HOOK = "conveyor.test.hook";
  private static final LongWritable ONE = new LongWritable(1);
  private static final Map<String, Hook> HOOKS = new ConcurrentHashMap<>();

  private final Text key = new Text();

  @FunctionalInterface
  interface Hook {
    void see(String body) throws IOException, InterruptedException;
  }

  static void hook(String name, Hook hook) {
    HOOKS.put(name, hook);
  }

  @Override
  protected void map(NullWritable none, MessageWritable value, Context context)
      throws IOException, InterruptedException {
    Message message = value.message();
    String body = new String(message.body(), StandardCharsets.UTF_8);
    HOOKS.getOrDefault(context.getConfiguration().get(HOOK, ""), any -> {}).see(body);
    key.set(message.isDead() ? message.deathReason() : body);
    context.write(key, ONE);
  }
}
