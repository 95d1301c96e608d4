import CLI
import Testing

@Suite struct ValueBindingTests {
  private static let echo = Sample.program(
    options: [
      .value(
        "port", "PORT", help: "A.", environment: "INNOREG_PORT", defaultValue: "8080",
        allowed: ["8080", "1", "2"]),
      .value("host", "HOST", help: "A.", environment: "INNOREG_HOST", isRepeatable: true),
      .flag("verbose", help: "A.", environment: "INNOREG_VERBOSE"),
    ],
    run: { invocation throws(Failure) in
      let verbose = try invocation.flag("verbose") ? " verbose" : ""
      let hosts = try invocation.list("host").joined(separator: "|")
      try invocation.terminal.write("\(invocation.string("port")) \(hosts)\(verbose)")
      return .ok
    })

  @Test(
    arguments: [
      ([:], ["do"], "8080 "),
      (["INNOREG_PORT": "1"], ["do"], "1 "),
      (["INNOREG_PORT": "1"], ["do", "--port", "2"], "2 "),
      (["INNOREG_PORT": "wrong"], ["do", "--port", "2"], "2 "),
      (["INNOREG_PORT": ""], ["do"], "8080 "),
      (["INNOREG_HOST": "a, b,c"], ["do"], "8080 a|b|c"),
      (["INNOREG_HOST": "a,b"], ["do", "--host=x"], "8080 x"),
      ([:], ["do", "--host=x,y"], "8080 x,y"),
      (["INNOREG_VERBOSE": "1"], ["do"], "8080  verbose"),
      (["INNOREG_VERBOSE": "Yes"], ["do"], "8080  verbose"),
      (["INNOREG_VERBOSE": "off"], ["do"], "8080 "),
      (["INNOREG_VERBOSE": "off"], ["do", "--verbose"], "8080  verbose"),
    ] as [([String: String], [String], String)])
  func commandLineThenEnvironmentThenDefault(
    environment: [String: String], words: [String], expected: String
  ) {
    #expect(Outcome(Self.echo, words, environment: environment).output == expected)
  }

  @Test(arguments: [
    (["INNOREG_PORT": "3"], "environment variable INNOREG_PORT: found '3', accepted: 8080, 1, 2"),
    (["INNOREG_VERBOSE": "maybe"], "environment variable INNOREG_VERBOSE: found 'maybe'"),
  ])
  func aWrongVariableIsAWrongConfiguration(environment: [String: String], fault: String) {
    let outcome = Outcome(Self.echo, ["do"], environment: environment)
    #expect(outcome.code == .configuration)
    #expect(outcome.errors.contains(fault), "\(outcome.errors)")
  }

  @Test func aRequiredOptionMayComeFromTheEnvironment() {
    let program = Sample.program(
      options: [.value("key", "K", help: "A.", environment: "INNOREG_KEY", isRequired: true)],
      run: { invocation throws(Failure) in
        try invocation.terminal.write(invocation.string("key"))
        return .ok
      })
    #expect(Outcome(program, ["do"], environment: ["INNOREG_KEY": "k"]).output == "k")
    let missing = Outcome(program, ["do"])
    #expect(missing.code == .usage)
    #expect(missing.errors.contains("environment variable INNOREG_KEY"))
  }
}
