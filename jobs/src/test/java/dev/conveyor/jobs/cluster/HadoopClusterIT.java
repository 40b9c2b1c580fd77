package dev.conveyor.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cluster of the tests itself. */
@Timeout(400)
class HadoopClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir java.nio.file.Path folder;

  @Test
  void endsWithContainersInTheMiddleOfTheirWork() throws Exception {
    HadoopCluster cluster = HadoopCluster.start();
    try (cluster) {
      Job job = endless(cluster, 2);
      job.submit();
      await("two map tasks in containers")
          .atMost(LIMIT)
          .until(() -> cluster.containers("_m_0").size() == 2 || job.isComplete());
      assertThat(job.getJobState()).as(cluster.logs()).isEqualTo(JobStatus.State.RUNNING);
    }
    assertThat(left(cluster)).isEmpty();
    assertThat(cluster.folder()).doesNotExist();
  }

  private Job endless(HadoopCluster cluster, int files) throws IOException {
    Path input = new Path("/in");
    for (int i = 0; i < files; i++) {
      try (FSDataOutputStream out = cluster.files().create(new Path(input, "part-" + i))) {
        out.write("a line\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    Job job = Job.getInstance(cluster.configuration(), "endless");
    job.setJar(UserJar.write(folder.resolve("endless.jar"), EndlessMapper.class).toString());
    job.setMapperClass(EndlessMapper.class);
    job.setNumReduceTasks(0);
    FileInputFormat.addInputPath(job, input);
    FileOutputFormat.setOutputPath(job, new Path("/out"));
    return job;
  }

  /** Returns the processes that work in the cluster's folder, as their arguments say. */
  private static List<ProcessHandle> left(HadoopCluster cluster) {
    String folder = cluster.folder().toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(folder))
        .toList();
  }
}
