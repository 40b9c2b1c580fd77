package dev.conveyor.streaming.spark;

import dev.conveyor.streaming.run.RunException;
import org.apache.spark.streaming.api.java.JavaOutputOperationInfo;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerOutputOperationCompleted;

/** Ends the choosing of batches once the output of one has failed: Spark itself would go on. */
final class FailedOutput extends JavaStreamingListener {
  private final OpenBatches batches;

  FailedOutput(OpenBatches batches) {
    this.batches = batches;
  }

  @Override
  public void onOutputOperationCompleted(JavaStreamingListenerOutputOperationCompleted completed) {
    JavaOutputOperationInfo output = completed.outputOperationInfo();
    if (output.failureReason() != null) {
      batches
          .find(output.batchTime())
          .ifPresent(batch -> batches.fail(failed(batch, output.failureReason())));
    }
  }

  private static RunException failed(OpenBatch batch, String reason) {
    return new RunException(
        "cannot finish batch "
            + batch.batch().id()
            + ": "
            + reason.lines().findFirst().orElse("")
            + "; mend this and start again, that batch is then repeated");
  }
}
