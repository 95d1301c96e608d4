import CLI
import Testing

@Suite struct ProgressBarTests {
  private func drawn(_ screen: Screen) -> [String] {
    screen.errors.split(separator: "\r").map { String($0.replacing("\u{1B}[K", with: "")) }
  }

  @Test func rateAndTimeLeftComeFromTheTimesHandedIn() {
    let screen = Screen(isTerminal: true, width: 80)
    var bar = ProgressBar("Importing", total: 2000, terminal: screen.terminal)
    bar.update(0, at: .zero)
    bar.update(500, at: .seconds(10))
    bar.update(1000, at: .seconds(20))
    bar.finish(2000, at: .seconds(75))
    #expect(
      drawn(screen) == [
        "Importing  [>                    ]    0%     0/2000",
        "Importing  [=====>               ]   25%   500/2000  50/s  0:30 left",
        "Importing  [==========>          ]   50%  1000/2000  50/s  0:20 left",
        "Importing  [=====================]  100%  2000/2000  27/s  in 1:15\n",
      ])
  }

  @Test func withoutATotalItCounts() {
    let screen = Screen(isTerminal: true)
    var bar = ProgressBar("Reading", total: nil, terminal: screen.terminal)
    bar.update(7, at: .seconds(4))
    bar.finish(9, at: .seconds(3723))
    #expect(drawn(screen) == ["Reading  7  1.8/s  0:04", "Reading  9  0.0/s  1:02:03\n"])
  }

  @Test func itIsDrawnTenTimesASecondAtMost() {
    let screen = Screen(isTerminal: true)
    var bar = ProgressBar("Work", total: 1000, terminal: screen.terminal)
    for step in 0..<1000 { bar.update(step, at: .milliseconds(step)) }
    #expect(drawn(screen).count == 10)
  }

  @Test func itNeverWraps() {
    let screen = Screen(isTerminal: true, width: 30)
    var bar = ProgressBar("Nhập tổ chức từ tệp", total: 100_000, terminal: screen.terminal)
    bar.update(99_999, at: .seconds(5))
    for line in drawn(screen) { #expect(DisplayWidth.of(line) < 30) }
  }

  @Test func clearingErasesWhatWasDrawn() {
    let screen = Screen(isTerminal: true)
    var bar = ProgressBar("Work", total: 10, terminal: screen.terminal)
    bar.clear()
    #expect(screen.errors == "")
    bar.update(1, at: .seconds(1))
    bar.clear()
    #expect(screen.errors.hasSuffix("\r\u{1B}[K"))
  }

  @Test func oddCountsDoNotBreakIt() {
    let screen = Screen(isTerminal: true)
    var bar = ProgressBar("Work", total: 10, terminal: screen.terminal)
    bar.update(-5, at: .seconds(-1))
    bar.update(20, at: .seconds(1))
    ProgressBar("Work", total: 0, terminal: screen.terminal).finish(0, at: .zero)
    #expect(drawn(screen).count == 3)
  }

  @Test func silentWithoutATerminalOrWhenQuiet() {
    let pipe = Screen(isTerminal: false)
    var bar = ProgressBar("Work", total: 10, terminal: pipe.terminal)
    bar.update(1, at: .seconds(1))
    bar.finish(10, at: .seconds(2))
    #expect(pipe.errors == "")
    let person = Screen(isTerminal: true)
    ProgressBar("Work", total: 10, terminal: person.terminal.quiet).finish(10, at: .seconds(2))
    #expect(person.errors == "")
  }
}
