package dev.conveyor.jobs.hadoop;

import dev.conveyor.jobs.program.CommandLine;
import dev.conveyor.jobs.program.LineProgram;
import dev.conveyor.jobs.program.Program;
import dev.conveyor.jobs.program.Program.Role;
import dev.conveyor.jobs.program.ProgramException;
import dev.conveyor.jobs.program.ProgramHost;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.streaming.PathFinder;

/**
 * Runs programs with the classes of Hadoop Streaming, in the working directory of the task.
 *
 * @param task the settings, which programs see as variables, without secrets
 * @param reporter for counters and status of programs
 */
public record StreamingHost(Configuration task, Reporter reporter) implements ProgramHost {

  @Override
  public LineProgram start(Role role, CommandLine command, int longest) {
    Program.ensurePassable(role, command);
    List<String> words = new ArrayList<>(command.words());
    words.set(0, located(role, command));
    return StreamedProgram.start(
        new StreamedProgram.Name(role, command), words, longest, task, reporter);
  }

  /**
   * Returns the path of a program, searched in the task's working directory, then on the path, as
   * streaming does.
   */
  private static String located(Role role, CommandLine command) {
    String name = command.words().get(0);
    PathFinder path = new PathFinder("PATH");
    path.prependPathComponent(new File(".").getAbsolutePath());
    File file = path.getAbsolutePath(name);
    boolean isThere = file != null || (name.indexOf('/') >= 0 && new File(name).exists());
    if (!isThere) {
      throw ProgramException.notStarted(role, command, "there is no program " + name);
    }
    if (file == null || file.isDirectory() || !file.canExecute()) {
      throw ProgramException.notStarted(role, command, "permission denied for " + name);
    }
    return file.getAbsolutePath();
  }
}
