package dev.conveyor.streaming;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The suite on a transport that comes in a jar of its own, through the context class loader. */
final class SpoolBacklogContractTest extends BacklogContractTest {
  @TempDir static Path jar;
  private static ClassLoader loader;

  @TempDir Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeAll
  static void build() throws IOException {
    loader = SpoolJar.loader(jar);
  }

  @BeforeEach
  void addTheJar() {
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void removeTheJar() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Override
  protected Address address() {
    return Address.parse("spool://" + folder + "?queue");
  }
}
