package dev.conveyor.streaming.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conveyor.streaming.Address;
import dev.conveyor.streaming.AddressException;
import dev.conveyor.streaming.credentials.CredentialsException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheTokenTest {
  private static final String KEY = "an/example/key";
  private final IamTokenSource source = new IamTokenSource();

  @AfterEach
  void forget() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    System.clearProperty("aws.sessionToken");
  }

  private static Address address(String place, String arn) {
    return Address.parse(place + "?list=a&iam=arn:aws:" + arn);
  }

  @ParameterizedTest
  @CsvSource({
    "elasticache:eu-west-1:123456789012:replicationgroup:Belt,belt,",
    "elasticache:eu-west-1:123456789012:serverlesscache:belt,belt,ServerlessCache",
    "memorydb:eu-west-1:123456789012:cluster/belt,belt,"
  })
  void signsARequestToConnect(String arn, String host, String type) throws Exception {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", KEY);
    System.setProperty("aws.sessionToken", "of/a+role==");
    var credentials = source.credentials(address("rediss://ada.l@h", arn));
    assertThat(credentials.user()).contains("ada.l");
    String token = credentials.password().orElseThrow();
    assertThat(token).startsWith(host + "/?");
    Map<String, String> query = query(token);
    assertThat(query)
        .containsEntry("Action", "connect")
        .containsEntry("User", "ada.l")
        .containsEntry("X-Amz-Expires", "900")
        .containsEntry("X-Amz-Security-Token", "of%2Fa%2Brole%3D%3D");
    assertThat(query.get("ResourceType")).isEqualTo(type);
    String service = arn.substring(0, arn.indexOf(':'));
    assertThat(query.remove("X-Amz-Signature")).isEqualTo(signature(query, host, service));
  }

  private static Map<String, String> query(String token) {
    return Stream.of(token.substring(token.indexOf('?') + 1).split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> a, TreeMap::new));
  }

  /** As AWS documents version 4, by hand. */
  private static String signature(Map<String, String> query, String host, String service)
      throws GeneralSecurityException {
    String request =
        "GET\n/\n"
            + query.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"))
            + "\nhost:"
            + host
            + "\n\nhost\n"
            + sha256("");
    String time = query.get("X-Amz-Date");
    String day = time.substring(0, 8);
    String scope = day + "/eu-west-1/" + service + "/aws4_request";
    byte[] key = ("AWS4" + KEY).getBytes(UTF_8);
    for (String part : List.of(day, "eu-west-1", service, "aws4_request")) {
      key = hmac(key, part);
    }
    String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(request);
    return HexFormat.of().formatHex(hmac(key, text));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  @Test
  void refusesToWorkAsNobody() {
    System.setProperty("aws.accessKeyId", "");
    Address address = address("rediss://ada@h", "memorydb:eu-west-1:123456789012:cluster/belt");
    System.setProperty("aws.disableEc2Metadata", "true");
    try {
      assertThatThrownBy(() -> source.credentials(address))
          .isInstanceOf(CredentialsException.class)
          .hasMessageContaining("no AWS credentials");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "redis://ada@h,memorydb:eu-west-1:123456789012:cluster/belt,write rediss://",
    "rediss://h,memorydb:eu-west-1:123456789012:cluster/belt,needs a user",
    "rediss://ada@h,memorydb:eu-west-1:123456789012:acl/belt,not an ARN of a cache",
    "rediss://ada@h,elasticache:eu-west-1:123456789012:cluster/belt,not an ARN of a cache",
    "rediss://ada@h,s3:eu-west-1:123456789012:cluster/belt,not an ARN of a cache"
  })
  void refuses(String place, String arn, String complaint) {
    Address address = address(place, arn);
    assertThatThrownBy(() -> source.check(address))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining(complaint)
        .hasMessageContaining(address.toString());
  }
}
