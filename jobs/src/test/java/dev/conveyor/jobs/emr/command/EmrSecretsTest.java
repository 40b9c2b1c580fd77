package dev.conveyor.jobs.emr.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that {@code submit-emr} does not send. */
class EmrSecretsTest extends EmrRefusals {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://ada:s3cr3t@cache?list=words",
        "redis://cache?list=words&password=s3cr3t",
        "redis://cache?list=words&secret=s3cr3t",
        "redis://cache?secret=s3cr3t&list=words",
      })
  void refusesAPasswordInAnAddress(String address) {
    stream("--from", address, "--out", "s3://out/a")
        .isMisuse("secret=arn:aws:secretsmanager")
        .atOnce()
        .withoutWord(SECRET);
    step("batch", "sum", address, "s3://out/a").isMisuse("cannot send").withoutWord(SECRET);
    serverless("batch", "sum", address, "s3://out/a").isMisuse("cannot send").withoutWord(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.executorEnv.CONVEYOR_REDIS_PASSWORD=s3cr3t",
        "spark.yarn.appMasterEnv.AWS_SECRET_ACCESS_KEY=s3cr3t",
        "spark.hadoop.fs.s3a.access.key=s3cr3t",
        "spark.hadoop.fs.s3a.session.token=s3cr3t",
        "spark.ssl.keyPassword=s3cr3t",
        "spark.driver.extraJavaOptions=-Xmx1g -Djavax.net.ssl.keyStorePassword=s3cr3t",
        "spark.authenticate.secret=12345678",
        "spark.app.note=AKIAABCDEFGHIJKLMNOP",
        "spark.app.note=s3a://key:s3cr3t@bucket/",
      })
  void refusesASecretInASetting(String setting) {
    step("--conf", setting, "batch", "sum", "s3://in/", "s3://out/a")
        .isMisuse("cannot send", "Secrets Manager")
        .atOnce()
        .withoutWord(SECRET)
        .withoutWord("AKIA")
        .withoutWord("12345678");
    step("batch", "sum", "s3://in/", "s3://out/a", "-D", setting)
        .isMisuse("cannot send")
        .withoutWord(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.aws.credentials.provider=com.example.Provider",
        "spark.authenticate.secretBitLength=256",
        "spark.hadoop.fs.s3a.secret.key=",
        "spark.ssl.needPassword=false",
        "spark.redaction.regex=(?i)secret|password",
        "spark.hadoop.hadoop.security.credstore.java-keystore-provider.password-file=/keys",
        "spark.app.secret=arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf",
      })
  void takesWhatOnlyTellsOfASecret(String setting) {
    assertThat(
            step("--dry-run", "--conf", setting, "batch", "sum", "s3://in/", "s3://out/a").code())
        .isZero();
  }
}
