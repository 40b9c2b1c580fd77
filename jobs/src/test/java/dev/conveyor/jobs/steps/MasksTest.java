package dev.conveyor.jobs.steps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
  @ParameterizedTest
  @CsvSource({
    "out/_conveyor/token-1795919013577-bdf4e73370a97f12, out/_conveyor/token-TOKEN-HEX",
    "out/_conveyor/batch-0000000000000000012-1795919013577, out/_conveyor/batch-12-TOKEN",
    "out/_conveyor/batch-0000000000000000000-1, out/_conveyor/batch-0-1",
    "{numbers}:claim:out-38f1ca97-5b9b:1 0 3, {numbers}:claim:RUN:1 0 3",
    ".out.067e1b47-c9d8-45d8-b8dc-f0fcf594333f.draft, .out.UUID.draft",
    "1 500 process 4711 on here 2b1d7f60-7a0f-4a0c-9d5e-0f4a4d0e7c11, 1 500 PROCESS UUID",
    "file:/tmp/steps-10568218670002552594/lane-1/case-12/out, file:/tmp/steps-TOKEN/CASE/out",
    "{numbers}: RUN 1 2065f830 0-0 e7f31152 4-0 0, {numbers}: RUN 1 MARK 0-0 MARK 4-0 0",
    "{numbers}: RUN 1 12-0@12#2065f830 0, {numbers}: RUN 1 12-0@12#MARK 0",
    "numbers/batch=0/part-00000-1-7, numbers/batch=0/part-00000-1-N",
    "_temporary/attempt_20261129015234_0008_m_000000_0, _temporary/attempt_JOB_m_000000_0"
  })
  void masksWhatDiffersFromRunToRun(String name, String masked) {
    assertThat(Masks.of(name)).isEqualTo(masked);
  }
}
