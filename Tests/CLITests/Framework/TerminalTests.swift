import CLI
import Domain
import Glibc
import Testing

@Suite struct TerminalTests {
  @Test func marksAppearOnlyOnATerminalWithColours() {
    for (isTerminal, usesColour) in [(true, true), (true, false), (false, true), (false, false)] {
      let stream = Terminal.Stream(isTerminal: isTerminal, usesColour: usesColour) { _ in }
      #expect(stream.style.isOn == (isTerminal && usesColour))
    }
  }

  @Test func marks() {
    let style = Style(isOn: true)
    #expect(style.bold("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(style.dim("x") == "\u{1B}[2mx\u{1B}[0m")
    #expect(style.green("x") == "\u{1B}[32mx\u{1B}[0m")
    #expect(style.red("x") == "\u{1B}[31mx\u{1B}[0m")
    #expect(style.yellow("x") == "\u{1B}[33mx\u{1B}[0m")
    #expect(style.red("") == "")
    #expect(Style(isOn: false).red("x") == "x")
  }

  @Test(arguments: [(true, 30, 40), (true, 90, 90), (true, 200, 100), (false, 200, 80)])
  func helpWidth(isTerminal: Bool, width: Int, expected: Int) {
    let stream = Terminal.Stream(isTerminal: isTerminal, width: width) { _ in }
    #expect(stream.helpWidth == expected)
    #expect(stream.tableWidth == (isTerminal ? width : nil))
  }

  @Test func jsonIsIndentedForPeopleOnly() throws {
    let value: JSON = ["name": "Đắk Lắk", "code": 66]
    let person = Screen(isTerminal: true)
    try person.terminal.print(value)
    #expect(person.output == "{\n  \"name\": \"Đắk Lắk\",\n  \"code\": 66\n}\n")
    let program = Screen()
    try program.terminal.print(value)
    #expect(program.output == "{\"name\":\"Đắk Lắk\",\"code\":66}\n")
  }

  @Test func aFailingStandardErrorIsNoFailure() {
    let stream = Terminal.Stream(isTerminal: false) { _ throws(Failure) in
      throw Failure(.inputOutput, "full")
    }
    let terminal = Terminal(output: stream, errors: stream)
    terminal.report("lost")
    #expect(throws: Failure(.inputOutput, "full")) { try terminal.write("x") }
  }

  @Test func aFullDiskIsAnInputOutputFailure() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    let failure = #expect(throws: Failure.self) { try Descriptor(number: full).write("x") }
    #expect(failure?.code == .inputOutput)
    #expect(failure?.lines.first?.hasPrefix("cannot write: ") == true)
  }

  @Test func aClosedReaderIsQuiet() throws {
    Descriptor.ignoreClosedPipes()
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let descriptor = Descriptor(number: ends[1])
    #expect(!descriptor.isTerminal)
    #expect(descriptor.columns == nil)
    #expect(throws: Failure.outputClosed) { try descriptor.write("x") }
  }
}
