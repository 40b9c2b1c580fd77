package dev.conveyor.streaming.spark;

import org.apache.spark.streaming.api.java.JavaOutputOperationInfo;
import org.apache.spark.streaming.api.java.JavaStreamingListener;
import org.apache.spark.streaming.api.java.JavaStreamingListenerOutputOperationCompleted;

/** Stops the choosing of batches once the output of one has failed: Spark itself would continue. */
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
          .find(output.batchTime().milliseconds())
          .ifPresent(batch -> batches.fail(batch, output.failureReason()));
    }
  }
}
