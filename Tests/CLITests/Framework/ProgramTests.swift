import CLI
import Testing

@Suite struct ProgramTests {
  @Test func faultsAreShownLineByLineWithoutAHint() {
    let program = Sample.program(run: { _ throws(Failure) in
      throw Failure(.data, "line 3 is wrong", "a tax code has 10 or 13 digits")
    })
    let outcome = Outcome(program, ["do"])
    #expect(outcome.code == .data)
    #expect(outcome.errors == "innoreg: line 3 is wrong\n  a tax code has 10 or 13 digits\n")
  }

  @Test func aFaultCannotSteerTheTerminal() {
    let outcome = Outcome(Sample.program, ["\u{1B}]0;owned\u{07}"])
    #expect(!outcome.errors.unicodeScalars.contains("\u{1B}"))
    #expect(!outcome.errors.unicodeScalars.contains("\u{07}"))
  }

  @Test func aGoneReaderEndsTheCommandQuietly() {
    let program = Sample.program(run: { _ throws(Failure) in throw .outputClosed })
    let outcome = Outcome(program, ["do"])
    #expect(outcome.code == .ok)
    #expect(outcome.errors == "")
  }

  @Test func coloursOnATerminalUnlessUnwanted() {
    #expect(Outcome(Sample.program, ["x"], isTerminal: true).errors.contains("\u{1B}[31m"))
    #expect(!Outcome(Sample.program, ["x"], isTerminal: false).errors.contains("\u{1B}"))
    let plain = Outcome(Sample.program, ["--no-color", "x"], isTerminal: true)
    #expect(!plain.errors.contains("\u{1B}"))
  }

  @Test func quietSilencesNotesAndNothingElse() {
    let program = Sample.program(run: { invocation throws(Failure) in
      invocation.terminal.note("by the way")
      try invocation.terminal.print("result")
      return .ok
    })
    #expect(Outcome(program, ["do"]).errors == "by the way\n")
    let quiet = Outcome(program, ["do", "-q"])
    #expect(quiet.errors == "")
    #expect(quiet.output == "result\n")
  }

  @Test func exitCodesAreThoseOfSysexits() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 64, 65, 66, 69, 70, 73, 74, 75, 77, 78])
  }
}
