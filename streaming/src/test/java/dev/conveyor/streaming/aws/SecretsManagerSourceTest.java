package dev.conveyor.streaming.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.credentials.Credentials;
import dev.conveyor.streaming.credentials.CredentialsException;
import dev.conveyor.streaming.credentials.CredentialsException.Trouble;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets have a name of their own in each test: what is kept is kept for the process. */
@Timeout(60)
class SecretsManagerSourceTest {
  private final SecretsManagerSource source = new SecretsManagerSource();
  private SecretsManagerStub aws;

  @BeforeEach
  void start() throws Exception {
    aws = new SecretsManagerStub();
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private static Address address(String login, String secret) {
    return Address.parse("redis://" + login + "h?list=a&secret=" + SecretsManagerStub.arn(secret));
  }

  private static Credentials of(String user, String password) {
    return new Credentials(Optional.ofNullable(user), Optional.of(password));
  }

  @Test
  void readsAPasswordAsItStands() {
    aws.put("prod/plain-Ab1", "{open: \"sesame\n");
    assertThat(source.credentials(address("", "prod/plain-Ab1")))
        .isEqualTo(of(null, "{open: \"sesame"));
    assertThat(source.credentials(address("ada@", "prod/plain-Ab1")))
        .isEqualTo(of("ada", "{open: \"sesame"))
        .asString()
        .doesNotContain("sesame", "ada");
    assertThat(aws.asked()).containsExactly("prod/plain-Ab1");
  }

  @Test
  void readsTheUserWhereTheAddressNamesNone() {
    aws.put("json", "{\"engine\":{\"port\":1},\"username\":\"ada\",\"password\":\"p\\u0040ss\"}");
    assertThat(source.credentials(address("", "json"))).isEqualTo(of("ada", "p@ss"));
    assertThat(source.credentials(address("eve@", "json"))).isEqualTo(of("eve", "p@ss"));
  }

  @Test
  void asksAnewForWhatWasRefused() {
    aws.put("rotated", "old");
    Address address = address("", "rotated");
    Credentials old = source.credentials(address);
    aws.put("rotated", "new");
    assertThat(source.credentials(address)).isEqualTo(old);
    assertThat(source.renew(address, old)).isTrue();
    await().until(() -> source.credentials(address).equals(of(null, "new")));
    assertThat(source.renew(address, old)).isTrue();
    assertThat(Collections.nCopies(100, address)).allSatisfy(source::credentials);
    assertThat(aws.asked()).containsExactly("rotated", "rotated");
  }

  private CredentialsException failureOf(String secret) {
    return catchThrowableOfType(
        CredentialsException.class, () -> source.credentials(address("", secret)));
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException,LASTING,secretsmanager:GetSecretValue",
    "ResourceNotFoundException,LASTING,region",
    "DecryptionFailure,LASTING,--debug",
    "ThrottlingException,PASSING,--debug",
    "InternalServiceError,PASSING,--debug"
  })
  void tellsWhyAwsRefuses(String code, Trouble trouble, String remedy) {
    aws.refuse(code, code);
    CredentialsException failure = failureOf(code);
    assertThat(failure).hasMessageContaining("(" + code.replace("Exception", "") + ")");
    assertThat(failure.remedy()).contains(remedy);
    assertThat(failure.trouble()).isEqualTo(trouble);
  }

  @Test
  void tellsThatNobodyAnswers() {
    System.setProperty("aws.endpointUrlSecretsManager", "http://127.0.0.1:1");
    assertThat(failureOf("away")).hasMessageContaining("does not answer");
    assertThat(failureOf("away").trouble()).isEqualTo(Trouble.PASSING);
  }

  @Test
  void refusesASecretWithoutAPasswordAndRepeatsItNot() {
    aws.put("other", "{\"key\":\"hush\",\"password\":null}");
    aws.put("empty", "{\"password\":\"\"}");
    aws.putBinary("binary");
    assertThat(failureOf("other")).hasMessageContaining("no password").hasNoCause();
    assertThat(failureOf("empty")).hasMessageContaining("no password");
    assertThat(failureOf("binary")).hasMessageContaining("no password");
  }
}
