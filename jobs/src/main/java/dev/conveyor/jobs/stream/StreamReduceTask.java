package dev.conveyor.jobs.stream;

import dev.conveyor.jobs.stage.ResultLines;
import dev.conveyor.jobs.stage.Tally;
import dev.conveyor.streaming.run.PartFile;
import dev.conveyor.streaming.spark.BatchFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * The reduce side: merges what the map tasks have sent here and writes one file a job, under a name
 * that belongs to this attempt alone. A task that runs twice leaves an unused file.
 */
final class StreamReduceTask
    implements FlatMapFunction<Iterator<Tuple2<Integer, StreamShuffleRecord>>, ReduceOutcome> {
  private static final long serialVersionUID = 1;

  private final BatchFiles files;

  StreamReduceTask(BatchFiles files) {
    this.files = files;
  }

  @Override
  public Iterator<ReduceOutcome> call(Iterator<Tuple2<Integer, StreamShuffleRecord>> pieces)
      throws IOException {
    Map<String, Tally> tallies = new TreeMap<>();
    PartitionReport report = new PartitionReport();
    List<ReduceOutcome> outcomes = new ArrayList<>();
    try (StreamDeadLetters dead = new StreamDeadLetters(files)) {
      while (pieces.hasNext()) {
        StreamShuffleRecord piece = pieces.next()._2();
        if (piece instanceof StreamShuffleRecord.Counts counts) {
          tallies
              .computeIfAbsent(counts.job(), job -> new Tally())
              .mergePacked(counts.packedTally());
        } else if (piece instanceof StreamShuffleRecord.Dead letter) {
          dead.add(letter);
        } else if (piece instanceof StreamShuffleRecord.Seen seen) {
          report.add(seen.report());
        }
      }
      outcomes.addAll(dead.finish());
    }
    for (Map.Entry<String, Tally> tally : tallies.entrySet()) {
      outcomes.add(new ReduceOutcome.Malformed(tally.getKey(), tally.getValue().malformed()));
      if (tally.getValue().keys() > 0) {
        outcomes.add(write(tally.getKey(), tally.getValue()));
      }
    }
    outcomes.add(new ReduceOutcome.Told(report));
    return outcomes.iterator();
  }

  private ReduceOutcome write(String job, Tally tally) throws IOException {
    PartFile part = files.part(job);
    try (OutputStream out = files.create(part)) {
      ResultLines.write(tally, out);
    }
    return new ReduceOutcome.Written(job, part, tally.total());
  }
}
