import Crypto
import Testing

/// The examples of RFC 7515, appendices A.2 and A.3, and what must not pass for them.
@Suite struct JSONWebSignatureTests {
  private static let payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
  private static let rsaKey = """
    {"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-\
    Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg\
    0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh\
    9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}
    """
  private static let rsa =
    "eyJhbGciOiJSUzI1NiJ9." + payload + "."
    + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5"
    + "jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb"
    + "1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QO"
    + "YEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
  private static let ecKey = """
    {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
    """
  private static let ec =
    "eyJhbGciOiJFUzI1NiJ9." + payload + "."
    + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"

  private func read(_ text: String, _ keys: [String]) -> String {
    do throws(JSONWebSignature.Failure) {
      return String(
        decoding: try JSONWebSignature.payload(of: text, signedBy: keys), as: UTF8.self)
    } catch { return "\(error)" }
  }

  @Test func theExamplesOfTheStandardHold() {
    let expected =
      "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
    #expect(read(Self.rsa, [Self.rsaKey]) == expected)
    #expect(read(Self.ec, [Self.ecKey]) == expected)
    #expect(read(Self.ec, ["{}", "x", Self.rsaKey, Self.ecKey]) == expected)
  }

  @Test func whatWasChangedIsNotBelieved() {
    for (text, key) in [(Self.rsa, Self.rsaKey), (Self.ec, Self.ecKey)] {
      let parts = text.split(separator: ".").map(String.init)
      let payload = parts[1].replacing("eyJpc3Mi", with: "eyJpc3Ni")
      #expect(read([parts[0], payload, parts[2]].joined(separator: "."), [key]) == "signature")
      let signature = (parts[2].first == "A" ? "B" : "A") + parts[2].dropFirst()
      #expect(read([parts[0], parts[1], signature].joined(separator: "."), [key]) == "signature")
    }
  }

  @Test func theKeyMustBeOfTheAlgorithmsKind() {
    #expect(read(Self.rsa, [Self.ecKey]) == "unknownKey")
    #expect(read(Self.ec, [Self.rsaKey]) == "unknownKey")
    #expect(read(Self.ec, []) == "unknownKey")
    // 512 bits are too few.
    let short = """
      {"kty":"RSA","e":"AQAB","n":"\(String(repeating: "ofgW", count: 21))oQ"}
      """
    #expect(read(Self.rsa, [short]) == "unknownKey")
  }

  /// `none`, and a shared key in the place of a public one.
  @Test(arguments: [
    ("{\"alg\":\"none\"}", "none"), ("{\"alg\":\"None\"}", "None"),
    ("{\"alg\":\"HS256\"}", "HS256"), ("{\"alg\":\"RSA-OAEP\"}", "RSA-OAEP"),
  ]) func algorithmsWithoutAPublicKeyAreRefused(_ row: (String, String)) {
    let header = Base64URL.encode(Array(row.0.utf8))
    for signature in ["", "AA", Self.rsa.split(separator: ".").map(String.init)[2]] {
      let result = read("\(header).\(Self.payload).\(signature)", [Self.rsaKey, Self.ecKey])
      #expect(result == "algorithm(\"\(row.1)\")" || result == "malformed", "\(result)")
    }
  }

  /// What the header says must be understood is not (RFC 7515 §4.1.11).
  @Test(arguments: [
    #"{"alg":"RS256","crit":["exp"],"exp":1}"#, #"{"alg":"RS256","crit":[]}"#,
    #"{"alg":"ES256","crit":["b64"],"b64":false}"#, #"{"alg":"RS256","crit":"exp"}"#,
    #"{"alg":"RS256","crit":""}"#, #"{"alg":"RS256","crit":1}"#, #"{"alg":"ES256","crit":null}"#,
    #"{"alg":"RS256","crit":false}"#, #"{"alg":"RS256","crit":{}}"#,
    #"{"alg":"RS256","\u0063rit":"exp"}"#,
  ]) func extensionsThatMustBeUnderstoodAreRefused(_ header: String) {
    for sound in [Self.rsa, Self.ec] {
      let signature = sound.split(separator: ".").map(String.init)[2]
      let text = "\(Base64URL.encode(Array(header.utf8))).\(Self.payload).\(signature)"
      #expect(read(text, [Self.rsaKey, Self.ecKey]) == "critical")
    }
  }

  @Test(arguments: [
    "", ".", "..", "a.b.c", "x", "e30.e30.e30", String(repeating: "A", count: 20_000),
  ])
  func whatIsNoSignedTextIsRefused(_ text: String) {
    #expect(read(text, [Self.rsaKey]) == "malformed")
  }

  /// RFC 7636, appendix B.
  @Test func theChallengeOfAVerifierIsThatOfTheStandard() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    #expect(
      Base64URL.encode(SHA256.digest(Array(verifier.utf8)))
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    #expect(Base64.encode(Array("a:b?>".utf8)) == "YTpiPz4=")
  }

  @Test func secretsAreComparedWhole() {
    #expect(ConstantTime.equal([], []) && ConstantTime.equal([1, 2], [1, 2]))
    #expect(!ConstantTime.equal([1, 2], [1, 3]) && !ConstantTime.equal([1], [1, 2]))
  }
}
