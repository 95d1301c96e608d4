import CLI
import Testing

@Suite struct ServeCommandTests {
  @Test(arguments: [
    ["--port", "65536"], ["--port", "http"], ["--threads", "0"], ["--mode", "actor"],
    ["--max-body", "1"], ["--max-connections", "0"], ["--idle-timeout", "0"],
    ["--log-format", "xml"], ["--tls-key", "key.pem"], ["--tls-certificate", "chain.pem"],
  ])
  func whatCannotBeServedWithIsAMistake(_ words: [String]) throws {
    #expect(try Tool.ready().run(["serve"] + words).code == .usage)
  }

  @Test(arguments: [
    ("INNOREG_PORT", "99999"), ("INNOREG_THREADS", "many"), ("INNOREG_MAX_URI", "-1"),
  ])
  func aWrongVariableIsAWrongConfiguration(_ name: String, _ value: String) throws {
    let outcome = try Tool.ready().run("serve", environment: [name: value])
    #expect(outcome.code == .configuration)
    #expect(outcome.errors.contains(name))
  }

  @Test func aMissingCertificateIsNamed() throws {
    let tool = try Tool.ready()
    let outcome = tool.run(
      "serve", "--port", "0", "--tls-certificate", tool.path("chain.pem"), "--tls-key",
      tool.path("key.pem"))
    #expect(outcome.code == .noInput)
    #expect(outcome.errors.contains(".pem"))
  }
}
