import FoundationEssentials
import HTTP
import Testing

@Suite struct ServerTLSTests {
  static let hasTools = run(["openssl", "version"]) == 0 && run(["curl", "--version"]) == 0

  private func withCertificate(_ use: (ServerConfiguration.TLS) throws -> Void) throws {
    try withTemporaryDirectory { directory in
      let key = directory + "/key.pem"
      let certificate = directory + "/certificate.pem"
      let made = run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout", key, "-out", certificate,
      ])
      #expect(made == 0)
      try use(ServerConfiguration.TLS(certificatePath: certificate, keyPath: key))
    }
  }

  @Test(.enabled(if: hasTools)) func servesTLS() throws {
    try withCertificate { tls in
      let running = try RunningServer { $0.tls = tls }
      try withTemporaryDirectory { directory in
        let output = directory + "/answer"
        let status = run([
          "curl", "-sk", "-o", output, "https://127.0.0.1:\(running.port)/peer",
        ])
        #expect(status == 0)
        let text = try String(contentsOfFile: output, encoding: .utf8)
        #expect(text == "https 127.0.0.1")
      }
      // A client that speaks no TLS is turned away and does no harm.
      #expect(throws: TestClient.Failure.self) { try running.client.send(.GET, "/hello") }
      #expect(run(["curl", "-sk", "-o", "/dev/null", "https://127.0.0.1:\(running.port)/"]) == 0)
    }
  }

  @Test(.enabled(if: hasTools)) func cutsOffASlowHandshake() throws {
    try withCertificate { tls in
      let running = try RunningServer {
        $0.tls = tls
        $0.requestDeadline = 1
      }
      let connection = try running.client.connect()
      connection.send([0x16, 0x03])
      #expect(try connection.receiveAll().isEmpty)
    }
  }

  @Test func saysWhichFileItCannotRead() {
    var configuration = ServerConfiguration()
    configuration.port = 0
    configuration.tls = .init(certificatePath: "/nowhere/c.pem", keyPath: "/nowhere/k.pem")
    let server = Server(configuration: configuration, logger: .silent) { _ in Response(.ok) }
    #expect(throws: ServerError.unreadable(path: "/nowhere/k.pem")) { try server.start() }
  }

  @Test func refusesWhatIsNoCertificate() throws {
    try withTemporaryDirectory { directory in
      let path = directory + "/text.pem"
      try Data("not a key".utf8).write(to: URL(filePath: path))
      var configuration = ServerConfiguration()
      configuration.port = 0
      configuration.tls = .init(certificatePath: path, keyPath: path)
      let server = Server(configuration: configuration, logger: .silent) { _ in Response(.ok) }
      #expect(throws: ServerError.refused) { try server.start() }
    }
  }
}
