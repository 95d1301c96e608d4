import CLI
import Testing

@Suite struct InvocationTests {
  private static func program(
    _ read: @escaping @Sendable (Invocation) throws(Failure) -> String
  ) -> Program {
    Sample.program(
      options: [
        .value("count", "N", help: "A.", environment: "INNOREG_COUNT"),
        .value("kind", "KIND", help: "A.", isRepeatable: true),
      ],
      run: { invocation throws(Failure) in
        try invocation.terminal.write(try read(invocation))
        return .ok
      })
  }

  private static let count = program { invocation throws(Failure) in
    try invocation.optionalInteger("count", in: 1...10).map { "\($0)" } ?? "none"
  }

  @Test(arguments: [
    (["do"], "none"), (["do", "--count", "1"], "1"), (["do", "--count", "10"], "10"),
    (["do", "--count", "+7"], "7"),
  ])
  func integers(words: [String], expected: String) {
    #expect(Outcome(Self.count, words).output == expected)
  }

  @Test(arguments: ["0", "11", "", "x", "1.5", " 1", "99999999999999999999", "-1"])
  func integersOutsideTheRange(text: String) {
    let outcome = Outcome(Self.count, ["do", "--count=\(text)"])
    #expect(outcome.code == .usage)
    #expect(
      outcome.errors.contains(
        "option '--count': found '\(text)', accepted: a whole number from 1 to 10"))
    #expect(outcome.errors.contains("try 'innoreg do --help'"))
  }

  @Test func anIntegerFromTheEnvironment() {
    let outcome = Outcome(Self.count, ["do"], environment: ["INNOREG_COUNT": "no"])
    #expect(outcome.code == .configuration)
    #expect(outcome.errors.contains("environment variable INNOREG_COUNT: found 'no'"))
    #expect(!outcome.errors.contains("--help"))
  }

  @Test func choices() {
    let program = Self.program { invocation throws(Failure) in
      try invocation.choices("kind", of: Sample.Kind.self).map { "<\($0)>" }.joined()
    }
    #expect(Outcome(program, ["do", "--kind=fund", "--kind=startup"]).output == "<fund><startup>")
    let wrong = Outcome(program, ["do", "--kind=fnud"])
    #expect(wrong.code == .usage)
    #expect(wrong.errors.contains("found 'fnud', accepted: startup, fund, incubator"))
    #expect(wrong.errors.contains("did you mean 'fund'?"))
  }

  @Test func readingWhatIsNotDeclaredIsAFaultOfTheProgram() {
    let undeclared = Self.program { invocation throws(Failure) in
      try invocation.string("colour")
    }
    #expect(Outcome(undeclared, ["do"]).code == .software)
    let optional = Self.program { invocation throws(Failure) in try invocation.string("count") }
    #expect(Outcome(optional, ["do"]).code == .software)
  }

  @Test func aCommandNamesItsOwnFaultsLikeTheParser() {
    let program = Self.program { invocation throws(Failure) in
      throw invocation.notAccepted("kind", found: "x", accepted: "a kind")
    }
    let outcome = Outcome(program, ["do"])
    #expect(outcome.code == .usage)
    #expect(outcome.errors.hasPrefix("innoreg: option '--kind': found 'x', accepted: a kind\n"))
  }
}
