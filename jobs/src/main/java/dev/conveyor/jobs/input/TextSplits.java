package dev.conveyor.jobs.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Combines slices into splits of about one size. A large file gives many splits; many small files
 * give few. Slices on the same host are combined first, then the rest.
 */
final class TextSplits {

  /** The cost of opening a file, as a number of bytes that could be read instead. */
  private static final long OPENING = 1 << 20;

  private static final List<String> ANYWHERE = List.of();

  private final long size;
  private final Configuration configuration;
  private final Map<List<String>, Heap> heaps = new LinkedHashMap<>();
  private final List<TextSplit> splits = new ArrayList<>();

  private TextSplits(long size, Configuration configuration) {
    this.size = size;
    this.configuration = configuration;
  }

  /** Slices on the same hosts that are not yet enough for a split. */
  private static final class Heap {
    private final List<TextSlice> slices = new ArrayList<>();
    private long weight;

    void add(TextSlice slice) {
      slices.add(slice);
      weight += slice.length() + OPENING;
    }
  }

  /** Returns splits of these files, of about {@code size} bytes each. */
  static List<TextSplit> of(List<FileStatus> files, long size, Configuration configuration)
      throws IOException {
    TextSplits splits = new TextSplits(size, configuration);
    for (FileStatus file : files) {
      for (TextSlice slice : TextSlice.cut(List.of(file), size, configuration)) {
        splits.add(slice, splits.hosts(file, slice));
      }
    }
    splits.finish();
    return splits.splits;
  }

  private void add(TextSlice slice, List<String> hosts) {
    Heap heap = heaps.computeIfAbsent(hosts, unused -> new Heap());
    heap.add(slice);
    if (heap.weight >= size) {
      splits.add(new TextSplit(heap.slices, hosts));
      heaps.remove(hosts);
    }
  }

  private void finish() {
    List<Heap> left = new ArrayList<>(heaps.values());
    heaps.clear();
    for (Heap heap : left) {
      heap.slices.forEach(slice -> add(slice, ANYWHERE));
    }
    heaps.forEach((hosts, heap) -> splits.add(new TextSplit(heap.slices, hosts)));
  }

  /** Returns the hosts of the block in which the slice begins; none for local files. */
  private List<String> hosts(FileStatus file, TextSlice slice) throws IOException {
    Path path = file.getPath();
    if (TextFiles.isLocal(path) || slice.length() == 0) {
      return ANYWHERE;
    }
    BlockLocation[] blocks =
        path.getFileSystem(configuration).getFileBlockLocations(file, slice.from(), 1);
    return blocks.length == 0 ? ANYWHERE : Arrays.stream(blocks[0].getHosts()).sorted().toList();
  }
}
