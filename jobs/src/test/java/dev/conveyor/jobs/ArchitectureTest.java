package dev.conveyor.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: stages know no engine, engines know no engine, the commands know all. */
@AnalyzeClasses(packages = "dev.conveyor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String STAGE = "dev.conveyor.jobs.stage";
  private static final String PARAMETER = "dev.conveyor.jobs.parameter";
  private static final String VOCABULARY = "dev.conveyor.streaming";
  private static final String SYSTEM = "dev.conveyor.streaming.system";

  @ArchTest
  static final ArchRule streamingDoesNotKnowJobs =
      noClasses()
          .that()
          .resideInAPackage("dev.conveyor.streaming..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.conveyor.jobs..");

  @ArchTest
  static final ArchRule stagesKnowNoEngine =
      classes()
          .that()
          .resideInAPackage(STAGE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(STAGE, PARAMETER, "java..", "com.fasterxml.jackson.core..");

  @ArchTest
  static final ArchRule parametersKnowNoJob =
      classes()
          .that()
          .resideInAPackage(PARAMETER)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(PARAMETER, "java..");

  @ArchTest
  static final ArchRule jsonIsForStages =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.json")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.json", STAGE, "java..", "com.fasterxml.jackson.core..");

  private static final String RUN = "dev.conveyor.streaming.run";
  private static final String STATUS = "dev.conveyor.streaming.status";
  private static final String BATCH = "dev.conveyor.jobs.batch";
  private static final String FILES = "dev.conveyor.jobs.files";
  private static final String TEXT = "dev.conveyor.jobs.text";
  private static final String PROGRAM = "dev.conveyor.jobs.program";
  private static final String INPUT = "dev.conveyor.jobs.input";
  private static final String OUTPUT = "dev.conveyor.jobs.output";
  private static final String PIPELINE = "dev.conveyor.jobs.pipeline";
  private static final String MERGE = "dev.conveyor.jobs.merge";
  private static final String PLAN = "dev.conveyor.jobs.plan";
  private static final String FAILURE = "dev.conveyor.jobs.failure";

  @ArchTest
  static final ArchRule mergingKnowsOnlyTallies =
      classes()
          .that()
          .resideInAPackage(MERGE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MERGE, STAGE, "java..");

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      slices().matching("dev.conveyor.jobs.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule thePipelineKnowsNoPlanAndNoProgram =
      classes()
          .that()
          .resideInAPackage(PIPELINE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              PIPELINE, MERGE, INPUT, FAILURE, STAGE, RUN, "java..", "org.apache.hadoop.io..");

  /** Code that runs processes depends on no caller. */
  @ArchTest
  static final ArchRule processesKnowNoRecordAndNoEngine =
      classes()
          .that()
          .haveNameMatching(PROGRAM + "\\.(Program|ProcessTree|CommandLine|ErrorTail|AtExit)")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(PROGRAM, VOCABULARY + "..", "java..");

  @ArchTest
  static final ArchRule programsKnowNoPlanAndNoEngine =
      classes()
          .that()
          .resideInAPackage(PROGRAM)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              PROGRAM, PIPELINE, MERGE, INPUT, FAILURE, STAGE, VOCABULARY + "..", "java..");

  @ArchTest
  static final ArchRule whatBatchesShareKnowsNoEngine =
      classes()
          .that()
          .resideInAnyPackage(BATCH, FAILURE, INPUT, OUTPUT, PIPELINE, PLAN, PROGRAM)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              BATCH,
              PLAN,
              FAILURE,
              INPUT,
              OUTPUT,
              PIPELINE,
              MERGE,
              PROGRAM,
              STAGE,
              VOCABULARY,
              SYSTEM,
              RUN,
              STATUS,
              TEXT,
              "java..",
              "org.slf4j..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule textKnowsNoFileSystem =
      classes()
          .that()
          .resideInAPackage(TEXT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              TEXT,
              "java..",
              "org.slf4j..",
              "com.github.luben.zstd..",
              "io.airlift.compress..",
              "org.apache.commons.compress.compressors..",
              "org.tukaani.xz..");

  @ArchTest
  static final ArchRule theLocalEngineNeedsFileSystemsAndTheirSorterOnly =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.local")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.local",
              BATCH,
              PLAN,
              FAILURE,
              INPUT,
              OUTPUT,
              PIPELINE,
              MERGE,
              PROGRAM,
              FILES,
              STAGE,
              VOCABULARY,
              SYSTEM,
              RUN,
              "java..",
              "org.apache.hadoop.conf..",
              "org.apache.hadoop.fs..",
              "org.apache.hadoop.io..");

  @ArchTest
  static final ArchRule theHadoopEngineKnowsNoSpark =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.hadoop")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.hadoop",
              BATCH,
              PLAN,
              FAILURE,
              INPUT,
              OUTPUT,
              PIPELINE,
              MERGE,
              PROGRAM,
              FILES,
              STAGE,
              VOCABULARY,
              SYSTEM,
              RUN,
              "dev.conveyor.streaming.hadoop",
              "java..",
              "org.slf4j..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule theSparkEngineKnowsNoOtherEngine =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.spark")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.spark",
              BATCH,
              PLAN,
              FAILURE,
              INPUT,
              OUTPUT,
              PIPELINE,
              MERGE,
              PROGRAM,
              FILES,
              STAGE,
              RUN,
              "dev.conveyor.streaming.spark",
              "java..",
              "scala..",
              "org.apache.hadoop..",
              "org.apache.spark..");

  @ArchTest
  static final ArchRule theStreamKnowsNoOtherEngineAndNoTransport =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.stream")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.stream",
              "dev.conveyor.jobs.format",
              PIPELINE,
              MERGE,
              INPUT,
              FAILURE,
              FILES,
              STAGE,
              VOCABULARY,
              SYSTEM,
              "dev.conveyor.streaming.spark",
              RUN,
              "dev.conveyor.streaming.stats",
              STATUS,
              "java..",
              "scala..",
              "org.slf4j..",
              "org.apache.spark..",
              "org.apache.hadoop..");

  @ArchTest
  static final ArchRule theWayToEmrKnowsNoJobAndNoEngine =
      classes()
          .that()
          .resideInAPackage("dev.conveyor.jobs.emr")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.conveyor.jobs.emr", "dev.conveyor.streaming.json", "java..", "dev.failsafe..");
}
