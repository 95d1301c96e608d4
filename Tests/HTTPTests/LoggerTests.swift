import FoundationEssentials
import HTTP
import Synchronization
import Testing

@Suite struct LoggerTests {
  private func lines(
    _ format: Logger.Format, minimum: Logger.Level = .info, _ use: (Logger) -> Void
  ) -> [String] {
    let lines = Mutex<[String]>([])
    use(
      Logger(
        format: format, minimum: minimum, now: { Date(timeIntervalSince1970: 1_800_000_000.25) },
        sink: { line in lines.withLock { $0.append(line) } }))
    return lines.withLock { Array($0) }
  }

  @Test func writesText() {
    let written = lines(.text) {
      $0.log(
        .warning, "two\nlines", [("a", .int(1)), ("b", .string("x y")), ("c", .string("p=q"))])
    }
    #expect(
      written == [#"2027-01-15T08:00:00.250Z warning two lines a=1 b="x y" c="p=q""#])
  }

  @Test func writesJSON() {
    let written = lines(.json) { $0.log(.error, "hỏng", [("a", .string("\n"))]) }
    #expect(
      written == [
        #"{"time":"2027-01-15T08:00:00.250Z","level":"error","message":"hỏng","a":"\n"}"#
      ])
  }

  @Test func leavesOutWhatMattersLess() {
    let written = lines(.text, minimum: .error) { logger in
      for level in Logger.Level.allCases { logger.log(level, level.rawValue) }
    }
    #expect(written.count == 1)
    #expect(written.first?.contains("error") == true)
  }

  @Test func logsRequestsWithoutQueries() throws {
    let written = lines(.json) { logger in
      let router = try? Router([Route(.GET, "/a/{id}") { _, _ in .text("12345") }])
      let handler = compose([AccessLog.middleware(logger)]) { request in
        router?.respond(to: request) ?? Response(.internalServerError)
      }
      for target in ["/a/7?token=secret", "/b?q=person"] {
        _ = (try? request(.GET, target)).map(handler)
      }
      _ = (try? request(.HEAD, "/a/7")).map(handler)
    }
    #expect(written.count == 3)
    #expect(!written.joined().contains("secret"))
    #expect(!written.joined().contains("person"))
    #expect(written[0].contains(#""request_id":"id-1","method":"GET","path":"/a/7","status":200"#))
    #expect(written[0].contains(#""route":"/a/{id}","bytes":5,"duration_ms":"#))
    #expect(written[0].contains(#""remote":"127.0.0.1"}"#))
    #expect(written[1].contains(#""status":404"#))
    #expect(written[2].contains(#""bytes":0"#))
  }
}
